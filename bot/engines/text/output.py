"""Says one answer: what of it goes down the wire, and how it ends, whatever wrote it."""

from collections.abc import Callable, Sequence

from transformers import GenerationConfig

from bot.core.chat import Finish, Piece
from bot.core.errors import EngineError, EngineUnavailable
from bot.engines.text.detokenizer import ends
from bot.engines.text.reasoning import WithoutThoughts
from bot.engines.worker.relay import Wire


class Said:
    """What of one answer went down the wire."""

    def __init__(self, wire: Wire[Piece], *, in_thought: bool) -> None:
        self._wire = wire
        self._hear = WithoutThoughts(self._say, is_open=in_thought)
        self.anything = False

    def __call__(self, text: str) -> None:
        """Say `text`, unless it is a thought."""
        self._hear(text)

    def rest(self) -> None:
        """Say what was held back."""
        self._hear.end()

    def end(self, finish: Finish) -> None:
        """Say that the answer is complete."""
        self._wire.send(Piece("", finish))

    def _say(self, text: str) -> None:
        self.anything = True
        self._wire.send(Piece(text))


def refuse_if(stopped: Callable[[], bool]) -> None:
    """Raise `EngineUnavailable` once nobody wants the answer any more."""
    if stopped():
        raise EngineUnavailable("the answer was stopped")


def wrapped(error: Exception) -> EngineError:
    """A library's error as one of the bot's."""
    return EngineError(f"{type(error).__name__}: {error}")


def finish(made: Sequence[int], config: GenerationConfig) -> Finish:
    """Why an answer of the ids `made` ended."""
    return "length" if len(made) == config.max_new_tokens and made[-1] not in ends(config) else "stop"
