"""What was spent of somebody's budget: numbers, kept for a day, whatever becomes of what was said."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Spending:
    """One answer: when it was begun, and how many tokens were read and written for it."""

    at: datetime
    tokens: int
