"""Other people's words in a question: whose they are, and the question without them."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.core.chat import Part, Source
from bot.core.record import Incoming, Quote


def sources(asked: Incoming) -> frozenset[Source]:
    """From where all of them come."""
    quotes = (asked.quote, *asked.quote.chain) if asked.quote else ()
    return frozenset(source for each in (*asked.whole, *quotes) for source in each.sources)


def without(asked: Incoming, is_gone: Callable[[Source], bool]) -> Incoming:
    """The question without what comes from there. A quote goes with its chain, which says nothing without it."""

    def stays(each: Part | Quote) -> bool:
        return not any(map(is_gone, each.sources))

    def parts(whole: Iterable[Part]) -> tuple[Part, ...]:
        return tuple(filter(stays, whole))

    quote = asked.quote if asked.quote and stays(asked.quote) else None
    return replace(
        asked,
        parts=parts(asked.parts),
        quote=quote and replace(quote, chain=tuple(filter(stays, quote.chain))),
        earlier=tuple(replace(each, parts=parts(each.parts)) for each in asked.earlier),
    )


def no_more_than(asked: Incoming, kept: Incoming) -> Incoming:
    """
    The question with such words of others alone as are in the question that is `kept`: none of it comes back that
    was taken out there.
    """
    known = set(map(_known_by, sources(kept)))
    if asked.quote and kept.quote and not kept.quote.sources:
        known |= set(map(_known_by, asked.quote.sources))  # Of before they were kept.
    return without(asked, lambda source: _known_by(source) not in known)


def _known_by(source: Source) -> Source:
    """Who wrote a message may be told one time, and not the next."""
    return source if source.message is None else Source(None, source.message)
