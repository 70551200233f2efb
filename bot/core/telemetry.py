"""What is told of each answer that has ended: numbers and no words, for the log and for whoever counts."""

from dataclasses import asdict, dataclass

from bot.core.record import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """
    An answer that has ended, for the `user` it was written for.

    It `waited` for its turn, and its `first_token` came that long after; the text that it ended with could be seen
    `settling` after it was known. All three are seconds. So many requests, its `edits`, have shown it. A `None` is not
    known, or there was none.
    """

    answer: int
    channel: int
    user: int
    server: int | None
    outcome: Outcome
    waited: float
    settling: float
    edits: int
    first_token: float | None = None
    read: int | None = None
    reused: int | None = None
    written: int | None = None
    tokens_per_second: float | None = None

    def numbers(self) -> dict[str, object]:
        """All that is known, by name."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    def __str__(self) -> str:
        told = [f"answer={self.answer} channel={self.channel} user={self.user} {self.outcome}"]
        told.append(f"waited {self.waited:.1f} s")
        if self.first_token is not None:
            told.append(f"first token after {self.first_token:.2f} s")
        if self.read is not None:
            told.append(f"{self.read} tokens read, {self.reused or 0} of them reused")
        if self.written is not None:
            told.append(f"{self.written} written")
        if self.tokens_per_second is not None:
            told.append(f"{self.tokens_per_second:.1f} a second")
        told.append(f"{self.edits} edits, the last {self.settling:.2f} s late")
        return ", ".join(told)
