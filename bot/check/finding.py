"""What one check found."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """
    What the check of that name found, as a sentence; with a `remedy` where something is wrong.

    `figures` are for programs: numbers in bytes, tokens and seconds, and addresses.
    """

    check: str
    said: str
    remedy: str | None = None
    figures: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_well(self) -> bool:
        """Whether the bot can start as far as this goes."""
        return self.remedy is None


def refusal(check: str, sentence: str) -> Finding:
    """What was refused in words that say what to do: the last sentences of them do."""
    said, _, remedy = sentence.partition(". ")
    return Finding(check, said.rstrip(".") + ".", remedy or sentence)
