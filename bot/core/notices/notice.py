"""What the bot says to somebody, before it is put into a language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Argument = str | int | float


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence in no language yet. `str()` of it is for the log: its arguments may be people's words."""

    key: str
    arguments: Mapping[str, Argument] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return self.key
