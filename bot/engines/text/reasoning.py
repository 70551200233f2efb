"""Tells what a model thinks before it answers from the answer."""

from collections.abc import Callable
from typing import Literal

from bot.core.chat import Kind

_BEGIN, _END = "<think>", "</think>"


class ReasoningParser:
    """
    Hands the text of one answer to `send`, a thought it begins with as such.

    A thought stands between <think> and </think>, as models that think write it. The tags are
    handed over as little as the white space around them. `is_open` says that the prompt itself ended
    with <think>. Only the beginning is looked at: later, the tags are text like any other.
    An answer that ends in its thought has said nothing.
    """

    def __init__(self, send: Callable[[str, Kind], None], *, is_open: bool = False) -> None:
        self._send = send
        self._held = ""
        self._has_thought = False
        self._at: Literal["start", "thought", "gap", "answer"] = "thought" if is_open else "start"

    @property
    def is_in_thought(self) -> bool:
        """Whether what comes next is thought."""
        return self._at == "thought"

    def put(self, text: str) -> None:
        """Take the newest text; hold back what may still turn out to be a tag, or white space beside one."""
        self._held += text
        if self._at == "start":
            self._look_for_begin()
        if self._at == "thought":
            self._look_for_end()
        if self._at == "gap":
            self._held = self._held.lstrip()
            self._at = "answer" if self._held else "gap"
        if self._at == "answer":
            self._say()

    def end(self) -> None:
        """Hand over what was held back and has turned out to be no tag."""
        if self._at == "start" and self._held:
            self._at = "answer"
            self._say()
        if self._at == "thought":
            thought, self._held = self._held.rstrip(), ""
            self._think(thought)

    def _look_for_begin(self) -> None:
        begun = self._held.lstrip()
        if begun.startswith(_BEGIN):
            self._at, self._held = "thought", begun.removeprefix(_BEGIN)
        elif not _BEGIN.startswith(begun):
            self._at = "answer"

    def _look_for_end(self) -> None:
        thought, end, after = self._held.partition(_END)
        if end:
            self._think(thought.rstrip())
            self._at, self._held = "gap", after
            return
        certain = _certain(self._held)
        self._held = self._held[len(certain) :]
        self._think(certain)

    def _think(self, text: str) -> None:
        text = text if self._has_thought else text.lstrip()
        if text:
            self._has_thought = True
            self._send(text, "thought")

    def _say(self) -> None:
        text, self._held = self._held, ""
        if text:
            self._send(text, "text")


def _certain(thought: str) -> str:
    """`thought` without what may be the beginning of its end, and white space before that."""
    at = thought.rfind("<", -len(_END))
    is_perhaps_end = at >= 0 and _END.startswith(thought[at:])
    return (thought[:at] if is_perhaps_end else thought).rstrip()
