"""How many tokens an answer may have, and the thought before it."""

from dataclasses import dataclass

from bot.core.chat import Options


@dataclass(frozen=True, slots=True)
class Budget:
    """At most so many tokens of what is said, of the thought before it, and of all that is written."""

    answer: int
    thought: int
    total: int

    @classmethod
    def of(cls, options: Options, *, room: int, closing: int, can_think: bool) -> "Budget":
        """
        What `options` ask for, as far as there is room for that many tokens; the answer has it before the thought.

        `closing` tokens end a thought. Nothing is set aside for a thought of a model that is not known to have any:
        should it think, its thought and its answer have together what the answer may have.
        """
        answer = min(options.max_new_tokens, room)
        if not can_think:
            return cls(answer, options.max_thinking_tokens, answer)
        thought = max(0, min(options.max_thinking_tokens, room - answer - closing))
        return cls(answer, thought, min(room, answer + thought + closing))


class Meter:
    """Counts the tokens of one answer against its budget."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._thought = 0
        self._thinks = False
        self.written = 0

    def count(self, tokens: int, *, thinks: bool) -> None:
        """So many more were written, after which the model still thinks, or does not."""
        self.written += tokens
        if thinks or self._thinks:
            self._thought = self.written
        self._thinks = thinks

    @property
    def overthinks(self) -> bool:
        """Whether the thought should end, so that the answer begins."""
        return self._thinks and self._thought >= self._budget.thought and not self.is_full

    @property
    def is_full(self) -> bool:
        """Whether the answer is as long as it may be."""
        return self.left <= 0 or self.written - self._thought >= self._budget.answer

    @property
    def left(self) -> int:
        """How many more tokens may be written at most."""
        return self._budget.total - self.written
