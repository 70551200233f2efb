"""The values the corpus is made of, and a conversation in the making."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.core.chat import Role, Text
from bot.core.record import Author, Incoming, Quote
from bot.demo.corpus.hands import typed

BOT_NAME = "Qwen"
"""The bot's display name in the demo; quoted replies name it."""


class Exchange(NamedTuple):
    """A question as the model reads it, and the answer it is to learn."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A system prompt (`None` for the model's default) and what was said."""

    system: str | None
    exchanges: tuple[Exchange, ...]

    def texts(self) -> list[tuple[Role, str]]:
        """Who says what, in order."""
        said: list[tuple[Role, str]] = [("system", self.system)] if self.system else []
        for exchange in self.exchanges:
            said += [("user", exchange.question), ("assistant", exchange.answer)]
        return said


@dataclass(slots=True)
class Talk:
    """
    A conversation in the making. Scenes add exchanges to it through `say`.

    `people` are the display names of those present: empty in a direct message.
    `known` holds what each of them has told about themselves, by person and subject.
    """

    chance: random.Random
    people: Sequence[str]
    speaker: str | None = None
    known: dict[tuple[str | None, str], str] = field(default_factory=dict)
    exchanges: list[Exchange] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    def say(self, question: str, answer: str, *, keep: str = "", quote: Quote | None = None) -> None:
        """
        `speaker` says `question`, the assistant `answer`.

        The question is typed by hand, except for what stands in `keep`, since the answer repeats
        it. `{you}` in the answer becomes ', Ada' or nothing.
        """
        text = typed(self.chance, question, keep=keep)
        author = Author(0, self.speaker or "")
        said = Incoming(channel=0, author=author, parts=(Text(text),), quote=quote, is_private=self.speaker is None)
        if self.speaker and self.speaker not in self.heard:
            self.heard.append(self.speaker)
        self.exchanges.append(Exchange(said.turn().text, answer.replace("{you}", self.called())))

    def pick(self, texts: Sequence[str]) -> str:
        """One of `texts`."""
        return self.chance.choice(texts)

    def maybe(self, probability: float) -> bool:
        """True in `probability` of all cases."""
        return self.chance.random() < probability

    def called(self) -> str:
        """', Ada' or nothing, to be put where a person is addressed."""
        name = self.known.get((self.speaker, "name"), self.speaker)
        return f", {name}" if name and self.maybe(0.35) else ""


Scene = Callable[[Talk], None]
"""Something that comes up in a conversation: one or a few exchanges."""

Weighted = tuple[float, Scene]
"""A scene and how often it comes up, compared with the others of its theme."""


@dataclass(frozen=True, slots=True)
class Lines:
    """A scene of one exchange: ways to say something, and answers that fit every one of them."""

    questions: list[str]
    answers: list[str]

    def __call__(self, talk: Talk) -> None:
        """Play it once."""
        talk.say(talk.pick(self.questions), talk.pick(self.answers))
