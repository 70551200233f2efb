"""What stands on the panel: one entry for each field that can be set for a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from bot.core.chat import Thinking
from bot.core.profile import Announce, Language, Persona, Trigger


@dataclass(frozen=True, slots=True)
class Choice:
    """A field with few values, which is set in a menu; without `values`, they are the names of the personas."""

    field: str
    values: tuple[Any, ...] = ()

    def offered(self, personas: Mapping[str, Persona]) -> Sequence[Any]:
        """What can be chosen."""
        return self.values or tuple(personas)


CHOICES = (
    Choice("persona"),
    Choice("trigger", get_args(Trigger)),
    Choice("opens_threads", (True, False)),
    Choice("language", get_args(Language)),
    Choice("thinking", get_args(Thinking)),
    # The form for numbers is full.
    Choice("max_thinking_tokens", (256, 512, 1024, 2048, 4096, 8192)),
    Choice("announce", get_args(Announce)),
    Choice("display", (True, False)),
    Choice("summary", (True, False)),
)
NUMBERS: Mapping[str, type[int] | type[float]] = {
    "max_new_tokens": int,
    "temperature": float,
    "top_p": float,
    "top_k": int,
    "repetition_penalty": float,
}
"""The fields that are written into a form, which Discord lets have five."""
ELSEWHERE = ("system_prompt", "greeting")
"""What is shown, and set by /system or comes with a persona."""
