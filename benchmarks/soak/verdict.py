"""What came of every question in the end, as people see it in their channels."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.soak.questions import SAID, Question, Questions
from bot.core.draft import CURSOR
from bot.sandbox import Channel, Message, Sandbox

# What the bot's own sentences begin with.
_SIGNS = ("⏹", "⚠", "🔁", "-# ")
_WAITS = "⏳"


@dataclass(slots=True)
class Verdict:
    """The numbers of questions: each list but the first two has to be empty."""

    whole: list[int] = field(default_factory=list)
    told: list[int] = field(default_factory=list)
    """They got a sentence, instead of an answer or below some of it: that it was interrupted, say."""
    lost: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)
    crossed: list[int] = field(default_factory=list)
    overheard: list[int] = field(default_factory=list)
    """They were not for the bot."""
    cursors: list[str] = field(default_factory=list)
    """Messages of the bot's that look as if they were being written."""
    left: list[int] = field(default_factory=list)
    """They were taken back, and some of their answer stands."""


def judge(sandbox: Sandbox, questions: Questions) -> Verdict:
    """Look at every channel there is."""
    verdict = Verdict()
    said: dict[int, list[tuple[int, Message]]] = {number: [] for number in questions.all}
    replies: dict[int, list[Message]] = {}
    for message in _own(sandbox):
        if CURSOR in message.content or message.content.startswith(_WAITS) or message.loading:
            verdict.cursors.append(f"#{message.channel.name} {message.content[-60:]!r}{' loading' * message.loading}")
        for number, word in SAID.findall(message.content):
            said[int(number)].append((int(word), message))
        if message.reference is not None:
            replies.setdefault(message.reference.message_id, []).append(message)

    def below(question: Question) -> list[Message]:
        """The answer under the question's message, which may be that of others that it was asked together with."""
        first = replies.get(question.message.id, []) if question.message else []
        others = {int(number) for each in first for number, _ in SAID.findall(each.content)}
        return [*first, *(message for number in others for _, message in said[number])]

    for number, question in questions.all.items():
        words = said[number]
        if any(not _belongs(message.channel, question.place) for _, message in words):
            verdict.crossed.append(number)
        if len({word for word, _ in words}) < len(words):
            verdict.doubled.append(number)
        if question.fate == "not for the bot" and words:
            verdict.overheard.append(number)
        if question.fate == "withdrawn" and words:
            verdict.left.append(number)
        if question.fate == "due":
            _settle(verdict, question, words, below(question), longest=questions.longest)
    return verdict


def _settle(
    verdict: Verdict,
    question: Question,
    words: list[tuple[int, Message]],
    below: list[Message],
    *,
    longest: int,
) -> None:
    shown = [word for word, _ in words]
    if shown[: min(question.words, longest)] == list(range(min(question.words, longest))):
        verdict.whole.append(question.number)
    elif _is_told(question, [message for _, message in words], below):
        verdict.told.append(question.number)
    else:
        verdict.lost.append(question.number)


def _is_told(question: Question, pages: list[Message], below: list[Message]) -> bool:
    """Whether the person was told in a sentence that there is no more."""
    if pages:
        return any(sign in message.content for message in pages for sign in _SIGNS)
    interaction = question.interaction
    if interaction is not None:
        ephemeral = [each for each in (interaction.response, *interaction.followups) if each is not None]
        return interaction.failed or not interaction.answered or any(each.content for each in ephemeral)
    # What was asked together with another question is answered together with it, and ends with it.
    return any(not SAID.search(each.content) or any(sign in each.content for sign in _SIGNS) for each in below)


def _own(sandbox: Sandbox) -> Iterator[Message]:
    for channel in list(sandbox.world.channels.values()):
        yield from sandbox.messages(channel, by=sandbox.bot)


def _belongs(channel: Channel, place: Channel) -> bool:
    return channel.place is place
