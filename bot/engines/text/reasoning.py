"""Keeps what a model thinks before it answers from whoever asked."""

from collections.abc import Callable
from typing import Literal

_BEGIN, _END = "<think>", "</think>"


class WithoutThoughts:
    """
    Hands the text of one answer to `send`, but for a thought it begins with.

    A thought stands between <think> and </think>, as models that think write it, and goes
    together with the white space around it. `is_open` says that the prompt itself ended
    with <think>. Only the beginning is looked at: later, the tags are text like any other.
    An answer that ends in its thought has said nothing.
    """

    def __init__(self, send: Callable[[str], None], *, is_open: bool = False) -> None:
        self._send = send
        self._held = ""
        self._at: Literal["start", "thought", "gap", "answer"] = "thought" if is_open else "start"

    def __call__(self, text: str) -> None:
        """Take the newest text; hold back what may still turn out to be a thought."""
        self._held += text
        if self._at == "start":
            self._look_for_begin()
        if self._at == "thought":
            self._look_for_end()
        if self._at == "gap":
            self._held = self._held.lstrip()
            self._at = "answer" if self._held else "gap"
        if self._at == "answer":
            self._pass_on()

    def end(self) -> None:
        """Hand over what was held back and has turned out to be no thought."""
        if self._at == "start":
            self._pass_on()

    def _look_for_begin(self) -> None:
        begun = self._held.lstrip()
        if begun.startswith(_BEGIN):
            self._at, self._held = "thought", begun.removeprefix(_BEGIN)
        elif not _BEGIN.startswith(begun):
            self._at = "answer"

    def _look_for_end(self) -> None:
        _, end, after = self._held.partition(_END)
        if end:
            self._at, self._held = "gap", after
        else:
            # Enough to know the end by, should it come in parts.
            self._held = self._held[-len(_END) :]

    def _pass_on(self) -> None:
        text, self._held = self._held, ""
        if text:
            self._send(text)
