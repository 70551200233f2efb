"""Makes the pieces of one answer of its tokens, whatever engine wrote them."""

from collections.abc import Callable, Collection, Sequence

from bot.core.chat import Finish, Kind, Piece, Usage
from bot.core.errors import EngineError, EngineUnavailable
from bot.engines.text.detokenizer import Decoder, Detokenizer
from bot.engines.text.loops import LoopGuard
from bot.engines.text.reasoning import ReasoningParser

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class TextOutput:
    """
    Hands the pieces of one answer to `send`, thoughts told apart from what is said.

    What is no whole character is left out: a model that is lost writes halves of some, which say nothing to anybody.

    `begun` is the text of the answer that there was before, which it goes on from. `in_thought` says
    that the prompt itself ended with <think>.
    """

    def __init__(self, send: Callable[[Piece], None], *, in_thought: bool = False, begun: str = "") -> None:
        self._send = send
        self._reasoning = ReasoningParser(self._hear, is_open=in_thought)
        self._is_repeated = True
        self.text = ""
        self.anything = False
        self._reasoning.put(begun)
        if begun:
            # What is held back of it was handed over when the answer was cut.
            self._reasoning.end()
        self._is_repeated = False

    def put(self, text: str) -> None:
        """Take the newest text."""
        self._reasoning.put(text)

    def end(self, finish: Finish, usage: Usage) -> None:
        """Say that the answer is complete, why, and what it cost."""
        self.rest()
        self._send(Piece("", finish, usage=usage))

    def rest(self) -> None:
        """Hand over what was held back."""
        self._reasoning.end()

    def _hear(self, text: str, kind: Kind) -> None:
        text = text.replace(_REPLACEMENT, "")
        if not text:
            return
        if kind == "text":
            self.text += text
        if not self._is_repeated:
            self.anything = True
            self._send(Piece(text, kind=kind))


class Output:
    """
    The same of an answer that comes as tokens.

    `begun` are the tokens of the answer that there were before, which it goes on from; `eos` the
    tokens that end it, which are no text. `in_thought` says that the prompt itself ended with <think>. With
    `stops_loops` it is watched for saying the same over and over again.
    """

    def __init__(
        self,
        decoder: Decoder,
        send: Callable[[Piece], None],
        *,
        eos: Collection[int] = (),
        in_thought: bool = False,
        begun: Sequence[int] = (),
        stops_loops: bool = True,
    ) -> None:
        self._detokenizer = Detokenizer(decoder, skipped=eos)
        self._guard = LoopGuard() if stops_loops else None
        self._output = TextOutput(send, in_thought=in_thought, begun=self._detokenizer.put(begun))

    @property
    def text(self) -> str:
        """What was said until now, and before; no thoughts."""
        return self._output.text

    @property
    def anything(self) -> bool:
        """Whether anything was handed over."""
        return self._output.anything

    @property
    def is_looping(self) -> bool:
        """Whether it should end, as the same is said, or thought, over and over again."""
        return self._guard is not None and self._guard.is_looping

    def put(self, ids: Sequence[int]) -> None:
        """Take the newest tokens."""
        if self._guard:
            self._guard.put(ids)
        self._output.put(self._detokenizer.put(ids))

    def end(self, finish: Finish, usage: Usage) -> None:
        """
        Say that the answer is complete, why, and what it cost.

        Of one that its length ended, half a character at its end is left out: it is whole once the answer goes on.
        """
        if finish != "length":
            self.rest()
        self._output.end(finish, usage)

    def rest(self) -> None:
        """Hand over what was held back, half a character included."""
        self._output.put(self._detokenizer.rest())
        self._output.rest()


def raise_if_stopped(stopped: Callable[[], bool]) -> None:
    """Raise `EngineUnavailable` once nobody wants the answer any more."""
    if stopped():
        raise EngineUnavailable("the answer was stopped")


def as_engine_error(error: Exception) -> EngineError:
    """A library's error as one of the bot's."""
    return EngineError(f"{type(error).__name__}: {error}")
