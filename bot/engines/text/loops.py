"""Tells an answer that says the same over and over again."""

from collections.abc import Iterable

ROUNDS = 3
# Whatever is shorter than a third of it is repeated on purpose now and then: a rule, a row of zeros, a refrain.
TOKENS = 200
# Bytes of text, where nobody tells the tokens: 4 make about one, in English as in Chinese.
BYTES = 4 * TOKENS
# The longest round that is looked for, as a multiple of the least that is repeated.
_LONGEST = 2.5
# How often it is looked, as a part of the least that is repeated.
_STRIDE = 0.08


class LoopGuard:
    """
    Watches one answer as it is written.

    `is_looping` comes true once its end is the same for `ROUNDS` rounds and for `least` marks, whichever comes later,
    and stays so. A round has `2.5 * least` marks at most. The work for a mark does not depend on how many there were.
    """

    def __init__(self, least: int = TOKENS) -> None:
        """`least` counts what is added: tokens, or bytes of text."""
        self.is_looping = False
        self._least = least
        self._stride = int(_STRIDE * least)
        self._kept = int(ROUNDS * _LONGEST * least)
        self._tail = ""
        self._unseen = 0

    def put(self, ids: Iterable[int]) -> None:
        """Take the newest tokens."""
        self._add("".join(map(chr, ids)))

    def put_text(self, text: str) -> None:
        """Take the newest text."""
        self._add(text.encode(errors="replace").decode("latin-1"))

    def _add(self, marks: str) -> None:
        for start in range(0, len(marks), self._stride):
            if self.is_looping:
                return
            self._tail += marks[start : start + self._stride]
            self._unseen += len(marks[start : start + self._stride])
            if self._unseen >= self._stride:
                self._tail, self._unseen = self._tail[-self._kept :], 0
                # What may come until the next look is counted as if it went on.
                self.is_looping = repeats(self._tail, least=self._least, ahead=self._stride)


def repeats(tail: str, *, least: int, ahead: int = 0) -> bool:
    """
    Whether `tail` ends in `ROUNDS` rounds of the same, and in `least` marks of them; `ahead` may be missing of both.

    A character stands for a token, so that it is strings, which Python searches fast, that are compared.
    """
    # Every loop that is long enough has its last marks once more, a round before.
    probe = tail[ahead - 2 * least // 3 :]
    at = tail.rfind(probe, 0, -1)
    while at >= 0:
        period = len(tail) - len(probe) - at
        needed = max(ROUNDS * period, least) - ahead
        if needed > len(tail):
            return False
        if tail.endswith(tail[-needed:-period]):
            return True
        at = tail.rfind(probe, 0, at + len(probe) - 1)
    return False
