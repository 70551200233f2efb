"""What the sandbox still knows of a question whose fate is not as it has to be, for whoever looks into it."""

from collections.abc import Iterator

from benchmarks.soak.questions import Question
from bot.sandbox import Sandbox
from bot.sandbox.journal import Request

_SHOWN = 100


def evidence(question: Question, sandbox: Sandbox) -> Iterator[str]:
    """What was asked and done in its channel, in its order, and how the bot's messages there read now."""
    place = question.place
    yield f"{question.kind} {question.text} in {place.id} at {question.asked:.2f}, {question.fate}"
    when = [
        (each.started, f"{each.method} {each.path} {each.status} {_brief(each.body)}")
        for each in _requests(question, sandbox)
    ]
    for revision in sandbox.journal.revisions:
        if revision.message.channel is place:
            who = revision.message.author.username
            when.append((revision.time, f"{revision.kind} {revision.message.id} by {who}: {_brief(revision.content)}"))
    since = question.asked - 10
    yield from (f"  {time:.2f} {what}" for time, what in sorted(when) if time >= since)
    for message in sandbox.messages(place, by=sandbox.bot):
        if message.created >= since:
            yield f"  now {message.id}{' loading' * message.loading}: {_brief(message.content)}"


def _requests(question: Question, sandbox: Sandbox) -> Iterator[Request]:
    parts = [f"/channels/{question.place.id}/"]
    if question.interaction is not None:
        parts += [f"/interactions/{question.interaction.id}/", question.interaction.token]
    return (each for each in sandbox.journal.requests if any(part in f"{each.path}/" for part in parts))


def _brief(value: object) -> str:
    text = str(value)
    return repr(text if len(text) <= _SHOWN else f"{text[: _SHOWN // 2]} … {text[-_SHOWN // 2 :]}")
