"""In which passes a model read a prompt: the last bits of what it computes hang on how many tokens it reads at once."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Pass(NamedTuple):
    """So many `times` a model read `read` tokens at once, and the first `kept` of those are in the prompt."""

    read: int
    kept: int
    times: int = 1

    @property
    def tokens(self) -> int:
        """How many tokens of the prompt were read so."""
        return self.kept * self.times


def tokens(passes: Iterable[Pass]) -> int:
    """How many tokens of a prompt were read in `passes`."""
    return sum(each.tokens for each in passes)


def added(passes: Sequence[Pass], read: int) -> tuple[Pass, ...]:
    """`passes`, and another one of `read` tokens."""
    if passes and passes[-1][:2] == (read, read):
        return (*passes[:-1], passes[-1]._replace(times=passes[-1].times + 1))
    return (*passes, Pass(read, read))


def cut(passes: Iterable[Pass], length: int) -> tuple[Pass, ...]:
    """The passes in which the first `length` tokens were read."""
    kept: list[Pass] = []
    for each in passes:
        whole, rest = divmod(min(length, each.tokens), each.kept)
        length -= whole * each.kept + rest
        kept += [each._replace(times=whole)] * bool(whole) + [Pass(each.read, rest)] * bool(rest)
    return tuple(kept)
