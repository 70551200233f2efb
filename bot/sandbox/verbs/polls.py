"""Reads a poll that a message is to have."""

from bot.sandbox.state.parts import Poll
from bot.sandbox.verbs.form import Form

ANSWERS = 10
_QUESTION, _ANSWER = 300, 55
_DAY = 24


def read_poll(form: Form) -> Poll | None:
    """The poll, if there is one, or what is wrong with it."""
    poll = form.mapping("poll")
    if poll is None:
        return None
    poll.only(["question", "answers", "duration", "allow_multiselect", "layout_type"])
    entries = poll.forms("answers", most=ANSWERS)
    if not entries:
        poll.wrong("answers", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {ANSWERS} in length.")
    hours = poll.whole("duration", default=_DAY)
    if not 1 <= hours <= 32 * _DAY:
        poll.wrong("duration", "NUMBER_TYPE_MAX", f"int value should be between 1 and {32 * _DAY}.")
    return Poll(
        question=_text(poll, "question", most=_QUESTION),
        answers=tuple(_text(entry, "poll_media", most=_ANSWER) for entry in entries),
        hours=hours,
        several=poll.yes("allow_multiselect"),
    )


def _text(form: Form, name: str, *, most: int) -> str:
    media = form.mapping(name)
    if media is None:
        form.wrong(name, "BASE_TYPE_REQUIRED", "This field is required")
        return ""
    return media.text("text", least=1, most=most, required=True)
