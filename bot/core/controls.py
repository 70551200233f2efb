"""What a person can press under an answer."""

from dataclasses import dataclass
from typing import Literal

Verb = Literal["stop", "regenerate", "continue", "delete"]


@dataclass(frozen=True, slots=True)
class Controls:
    """What can be done with an answer by a press, and which of how many versions it shows, counted from 1."""

    answer: int
    verbs: tuple[Verb, ...]
    version: int = 1
    versions: int = 1
