"""What the buttons under an answer are called."""

from collections.abc import Iterable, Mapping

from bot.core import notices
from bot.core.controls import Verb
from bot.core.notices import Notice
from bot.core.ports import Words

LABELS: Mapping[Verb, Notice] = {
    "stop": notices.BUTTON_STOP,
    "regenerate": notices.BUTTON_REGENERATE,
    "continue": notices.BUTTON_CONTINUE,
    "thought": notices.BUTTON_THOUGHT,
    "delete": notices.BUTTON_DELETE,
}


def labelled(verbs: Iterable[Verb], words: Words, locale: str | None) -> dict[Verb, str]:
    """The verbs, in their order, each with what it is called in that language."""
    return {verb: words(LABELS[verb], locale) for verb in verbs}
