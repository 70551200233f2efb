"""What one check found."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from bot.core.errors import StartError


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


def attempt(check: str, look: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """What `look` finds; what it refuses with a `StartError` is a finding of that name."""
    try:
        return list(look())
    except StartError as error:
        return [refusal(check, str(error))]


def refusal(check: str, sentence: str) -> Finding:
    """What was refused in words that say what to do: the last sentences of them do."""
    said, _, remedy = sentence.partition(". ")
    return Finding(check, said.rstrip(".") + ".", remedy or sentence)
