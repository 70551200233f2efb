"""What a person can press under an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Verb = Literal["stop", "regenerate", "continue", "thought", "delete"]


@dataclass(frozen=True, slots=True)
class Controls:
    """
    What can be done with an answer by a press, and which of how many versions it shows, counted from 1.

    Each of the `verbs` comes with what it is called there.
    """

    answer: int
    verbs: Mapping[Verb, str] = field(hash=False)
    version: int = 1
    versions: int = 1
