"""What can be told of how an answer came to be."""

from collections.abc import Iterator

from bot.core import notices
from bot.core.chat import Options, Usage
from bot.core.notices import Notice
from bot.core.record import Answer, Exchange

# The settings of a model are called the same in every language.
_SAMPLING = ("temperature", "top_p", "top_k", "repetition_penalty", "seed")


def details(exchange: Exchange) -> tuple[Notice, ...]:
    """A line for each thing that is known of the answer, in the order in which people ask for them."""
    return tuple(_details(exchange))


def _details(exchange: Exchange) -> Iterator[Notice]:
    answer = exchange.answer
    yield notices.details_version(exchange.position, exchange.versions)
    if answer.recipe:
        yield notices.details_model(answer.recipe.model, answer.recipe.engine)
        if answer.recipe.persona:
            yield notices.details_persona(answer.recipe.persona)
        yield notices.details_sampling(_sampling(answer.recipe.options), answer.recipe.options.max_new_tokens)
    if answer.usage:
        yield from _cost(answer.usage)
    yield from _times(exchange)
    if answer.recipe and answer.recipe.left_out:
        yield notices.details_left_out(answer.recipe.left_out)


def _sampling(options: Options) -> str:
    chosen = [(name, getattr(options, name)) for name in _SAMPLING]
    return " · ".join(
        f"{name} {value:g}" if name != "seed" else f"{name} {value}" for name, value in chosen if value is not None
    )


def _cost(usage: Usage) -> Iterator[Notice]:
    if usage.read is not None:
        yield notices.details_read(usage.read, usage.reused or 0)
    if usage.written is not None:
        yield notices.details_written(usage.written)
    if usage.tokens_per_second is not None:
        yield notices.details_speed(usage.tokens_per_second)
    if usage.read is not None and usage.written is not None and usage.context:
        yield notices.details_context(usage.read + usage.written, usage.context)


def _times(exchange: Exchange) -> Iterator[Notice]:
    answer = exchange.answer
    if answer.usage is None or answer.usage.reading is None or answer.usage.writing is None:
        return
    yield notices.details_times(_waited(exchange), answer.usage.reading, answer.usage.writing)


def _waited(exchange: Exchange) -> float:
    """The seconds from the question to when the engine began; a version that was wanted later did not wait for that."""
    answer = exchange.answer
    if answer.begun_at is None or answer.version > 1:
        return 0.0
    return max(0.0, (answer.begun_at - exchange.question.asked.at).total_seconds())


def can_be_replayed(answer: Answer) -> bool:
    """Whether enough is known of how it was made."""
    return answer.is_ended and answer.recipe is not None and answer.recipe.prompt is not None
