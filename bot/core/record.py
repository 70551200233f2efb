"""
What is kept of conversations: questions, the answers they got, and the messages in which both stand.

Frozen values: whatever changes is changed by a `Record` (`bot/core/ports`), and read again from it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from bot.core.asides import is_aside
from bot.core.chat import File, Finish, Image, Options, Part, Source, Text, Turn, Usage
from bot.core.notices import Notice

State = Literal["queued", "writing", "done", "stopped", "failed", "lost"]
"""
What happens to an answer: it waits, it is being written, and then it is whole, was ended by somebody, broke off, or was
left unfinished by a process that ended.
"""
Outcome = Literal["done", "stopped", "failed", "lost"]


TAKEN_BACK_FOR = timedelta(days=1)
"""How long it is known that a message was asked which was taken out: as long as it may be looked for as missed."""


def now() -> datetime:
    """The time that is put on record."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Author:
    """
    Who wrote a message: the platform's number, and the name that people see.

    Their `roles` are known of a message that has just come, and not kept.
    """

    id: int
    name: str
    roles: frozenset[int] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True)
class Quote:
    """
    The earlier message that somebody replied to, and by which numbers the platform knows its author and itself.

    They are known where the platform tells them, so that it can be taken out with what its author wrote. Where it
    passes on what somebody else wrote, `forwards` tell from where. The `chain` is what it replied to, oldest first.
    """

    author: str
    text: str
    author_id: int | None = None
    message: int | None = None
    forwards: tuple[Source, ...] = ()
    chain: tuple["Quote", ...] = ()

    @property
    def whole(self) -> str:
        """All of it as the model reads it."""
        lines = (*(f"{each.author}: {each.text}" for each in self.chain), self.text)
        return "\n".join(filter(None, lines))

    @property
    def sources(self) -> tuple[Source, ...]:
        """Whose words it has, but for its chain; none of a time when that was not kept."""
        is_known = self.author_id is not None or self.message is not None
        return (*([Source(self.author_id, self.message)] if is_known else []), *self.forwards)


@dataclass(frozen=True, slots=True)
class Earlier:
    """One of several messages that are one question, but not the last of them: its number, and what it says."""

    message: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """
    A message the bot has decided to answer, with the `earlier` ones of the same person that are one question with it.

    `message` is the platform's number of it, `None` where it has none, as for a command. `parent` is the channel that
    a thread belongs to, `category` the one that the channel stands in, `server` the server. Where `is_private`, only
    one person can talk and need not be told apart. `language` is the locale of the place, in private the person's,
    where that is known (BCP 47): what the bot itself says there is said in it.
    """

    channel: int
    author: Author
    parts: tuple[Part, ...]
    quote: Quote | None = None
    earlier: tuple[Earlier, ...] = ()
    message: int | None = None
    parent: int | None = None
    category: int | None = None
    server: int | None = None
    is_private: bool = False
    language: str | None = None
    at: datetime = field(default_factory=now)

    @property
    def whole(self) -> tuple[Part, ...]:
        """All that is said in it, each of its messages on a line of its own."""
        return (*(part for each in self.earlier for part in (*each.parts, Text("\n"))), *self.parts)

    @property
    def text(self) -> str:
        """All words of it; what its files say is not among them."""
        return "".join(part.text for part in self.whole if isinstance(part, Text))

    def stands_in(self, channel: int) -> bool:
        """Whether the question or its answer can be seen in that channel."""
        if is_aside(self.channel):
            return channel == self.parent
        # What a thread was opened at has its number, and stands outside it.
        return channel in (self.channel, self.parent if self.message == self.channel else None)

    @property
    def files(self) -> tuple[File, ...]:
        """What came with it."""
        return tuple(part for part in self.whole if isinstance(part, File))

    @property
    def images(self) -> tuple[Image, ...]:
        """The pictures that came with it, those that are not shown any more included."""
        return tuple(part for part in self.whole if isinstance(part, Image))

    @property
    def is_unreadable(self) -> bool:
        """Whether there is nothing in it but files of which nothing is read."""
        says_something = self.text or self.images or (self.quote and self.quote.text)
        return not says_something and bool(self.files) and all(file.unread for file in self.files)

    def with_images(self, change: Callable[[Image], Part]) -> "Incoming":
        """The message with what `change` makes of each picture, in their order; the same where there are none."""
        if not self.images:
            return self

        def changed(parts: tuple[Part, ...]) -> tuple[Part, ...]:
            return tuple(change(part) if isinstance(part, Image) else part for part in parts)

        earlier = tuple(replace(each, parts=changed(each.parts)) for each in self.earlier)
        return replace(self, earlier=earlier, parts=changed(self.parts))

    def after(self, first: "Incoming") -> "Incoming":
        """This message as one question with those of `first`."""
        assert first.message is not None, "who asks in several messages asks in messages"
        earlier = (*first.earlier, Earlier(first.message, first.parts))
        return replace(self, earlier=earlier, quote=self.quote or first.quote)

    def reworded(self, message: "Incoming") -> "Incoming":
        """
        The question with one of its messages in new words; the same where `message` is none of them. What came with the
        message stays.
        """
        if message.message == self.message:
            quote = message.quote or (self.quote if self.earlier else None)
            if quote and self.quote and quote.message == self.quote.message:
                quote = replace(quote, forwards=self.quote.forwards, chain=self.quote.chain)
            parts = _in_words_of(message, self.parts)
            # A question that is answered in a thread may stand outside it.
            return replace(
                message,
                parts=parts,
                earlier=self.earlier,
                quote=quote,
                channel=self.channel,
                parent=self.parent,
                language=self.language,
            )
        earlier = [
            replace(each, parts=_in_words_of(message, each.parts)) if each.message == message.message else each
            for each in self.earlier
        ]
        return replace(self, earlier=tuple(earlier))

    def without(self, message: int) -> "Incoming":
        """The question without one of its earlier messages; the same where `message` is none of them."""
        return replace(self, earlier=tuple(each for each in self.earlier if each.message != message))

    def turn(self) -> Turn:
        """The message as the model reads it: who speaks, what they point at, what they say."""
        name = None if self.is_private else self.author.name
        if self.quote is None:
            return Turn("user", f"{name}: ", *self.whole) if name else Turn("user", *self.whole)
        quoted = "".join(f"> {line}\n" for line in self.quote.whole.splitlines())
        opening = f"{name}, replying to {self.quote.author}:" if name else f"{self.quote.author} said:"
        return Turn("user", f"{opening}\n{quoted}\n", *self.whole)


def _in_words_of(message: Incoming, parts: Iterable[Part]) -> tuple[Part, ...]:
    return (*message.parts, *(part for part in parts if not isinstance(part, Text)))


@dataclass(frozen=True, slots=True)
class Question:
    """A message on record. What is asked later in a channel has a greater `id`."""

    id: int
    asked: Incoming


@dataclass(frozen=True, slots=True)
class Recipe:
    """
    How an answer is made, and by which persona, if it has a name.

    `prompt` is a digest of all that the model was shown, and `left_out` how many earlier questions it was not.
    """

    model: str
    engine: str
    options: Options
    persona: str | None = None
    prompt: str | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """
    One version of the reply to a question; `version` counts from 1.

    `pages` are the platform's numbers of the messages it stands in, in their order. `reason` says why it ended,
    where that was neither the model's own end nor its length, and `notes` what else people are told below it. It
    `is_settled` once its messages read as they shall, and `has_controls` while something can be pressed there. How it
    was made, what it cost, when it began and why and when it ended is told of the last time it was written on.
    """

    id: int
    question: int
    version: int = 1
    state: State = "queued"
    parts: tuple[Part, ...] = ()
    thought: str = ""
    pages: tuple[int, ...] = ()
    finish: Finish | None = None
    reason: Notice | None = None
    notes: tuple[Notice, ...] = ()
    recipe: Recipe | None = None
    usage: Usage | None = None
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    is_settled: bool = False
    has_controls: bool = False

    @property
    def text(self) -> str:
        """All words of it, as the model wrote them."""
        return "".join(part.text for part in self.parts)

    @property
    def is_ended(self) -> bool:
        """Whether nobody writes on it any more."""
        return self.state not in ("queued", "writing")

    def turn(self) -> Turn:
        """The answer as the model reads it."""
        return Turn("assistant", self.text.strip())


@dataclass(frozen=True, slots=True)
class Holdings:
    """
    How much is kept: so many questions, so many versions of answers to them, and in which channels they are. Where
    questions of others took words from them, `quoted_in` has the channel of each.
    """

    questions: int = 0
    answers: int = 0
    channels: frozenset[int] = frozenset()
    quoted_in: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many questions of a channel the model is not shown any more, and when the last of them was asked."""

    questions: int = 0
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """
    What the model made of the oldest part of a channel, all up to the question with the id `through`, under a `title`
    where it gave one.
    """

    text: str
    through: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, a version of its answer, and which of how many versions that is, counted from 1."""

    question: Question
    answer: Answer
    position: int = 1
    versions: int = 1

    def turns(self) -> tuple[Turn, Turn]:
        """The exchange as the model reads it."""
        return self.question.asked.turn(), self.answer.turn()

    def with_images(self, change: Callable[[Image], Part]) -> "Exchange":
        """The exchange with what `change` makes of each picture of its question; the same where there are none."""
        if not self.question.asked.images:
            return self
        return replace(self, question=replace(self.question, asked=self.question.asked.with_images(change)))


@dataclass(frozen=True, slots=True)
class Unsummed:
    """What was left out of a channel since the `summary` that there is of what was left out before."""

    summary: Summary | None
    exchanges: tuple[Exchange, ...]

    def begins_with(self, oldest: "Unsummed") -> bool:
        """Whether `oldest` is of the same, all of it or the oldest part."""
        return (self.summary, self.exchanges[: len(oldest.exchanges)]) == (oldest.summary, oldest.exchanges)


def ended_well(exchanges: Iterable[Exchange]) -> list[Exchange]:
    """Those in which something was answered, and the answer did not break off with the process that wrote it."""
    return [
        each for each in exchanges if each.answer.text.strip() and each.answer.state in ("done", "stopped", "failed")
    ]


def words(text: str) -> tuple[Part, ...]:
    """`text` as parts; a blank one has none."""
    return (Text(text),) if text else ()
