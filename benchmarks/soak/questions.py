"""What was asked in a soak, what the model says to it, and what is known of how it was answered."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.sandbox import Channel, Interaction, Message, Person

Fate = Literal["due", "loose", "withdrawn", "not for the bot"]
"""
What is to come of a question: an answer; an answer or not, as somebody stopped it, say; none that stays, as it was
taken back; none at all.
"""
ASKED, SAID = re.compile(r"\bq(\d+)x(\d+)\b"), re.compile(r"\ba(\d+)\.(\d+)\b")


@dataclass(eq=False, slots=True)
class Question:
    """
    One question: who asked what for how many words, and where.

    Times are loop time: when it was asked, when the model wrote the last word of its answer, and when there was some of
    that, and then all of it, to be seen.
    """

    number: int
    words: int
    place: Channel
    author: Person
    kind: str
    asked: float
    fate: Fate = "due"
    message: Message | None = None
    interaction: Interaction | None = None
    written: float | None = None
    seen: float | None = None
    whole: float | None = None

    @property
    def text(self) -> str:
        """What asks the model for it."""
        return f"q{self.number}x{self.words}"


class Questions:
    """All that were asked. `longest` is the most words that an answer has at once."""

    def __init__(self, *, longest: int) -> None:
        self.longest = longest
        self.all: dict[int, Question] = {}
        self.mixed = 0
        """How many prompts held words of several channels."""
        self.unasked = 0
        """How many prompts held no question."""

    def new(self, place: Channel, author: Person, *, words: int, kind: str, at: float) -> Question:
        """The next question."""
        question = Question(len(self.all) + 1, words, place, author, kind, at)
        self.all[question.number] = question
        return question

    def about(self, place: Channel, *, since: float) -> Iterator[Question]:
        """What was asked there since then, and the last question of all that were."""
        here = [each for each in self.all.values() if each.place is place and each.fate == "due"]
        return (each for each in here if each.asked >= since or each is here[-1])

    def loosen(self, place: Channel, *, since: float, author: Person | None = None) -> None:
        """Let nothing be due of what was asked there since then, by anybody or by `author`."""
        for question in self.about(place, since=since):
            if author is None or question.author is author:
                question.fate = "loose"

    def answer(self, messages: Sequence[dict[str, str]]) -> tuple[list[str], list[Question]]:
        """The words that the model says to a prompt, and the questions that they answer. Notes what should not be."""
        known = [self.all[int(number)] for turn in messages for number in _numbers(turn["content"]) if number in self]
        self.mixed += len({each.place.place.id for each in known}) > 1
        last = messages[-1]
        if last["role"] == "assistant" and (said := SAID.findall(last["content"])):
            question, begins = self.all[int(said[-1][0])], int(said[-1][1]) + 1
            return _words(question, begins), [question]
        asked = [self.all[int(number)] for number, _ in ASKED.findall(last["content"])]
        self.unasked += not asked
        return [word for each in asked for word in _words(each)] or ["What?"], asked

    def __contains__(self, number: str) -> bool:
        return int(number) in self.all


def _numbers(text: str) -> list[str]:
    return [number for pattern in (ASKED, SAID) for number, _ in pattern.findall(text)]


def _words(question: Question, begins: int = 0) -> list[str]:
    return [f"a{question.number}.{number}" for number in range(begins, question.words)]
