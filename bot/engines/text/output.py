"""Makes the pieces of one answer of its tokens, whatever engine wrote them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from bot.core.chat import Finish, Kind, Piece, Usage
from bot.core.errors import EngineError, EngineUnavailable
from bot.engines.text.budget import Budget, Meter
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

    @property
    def thinks(self) -> bool:
        """Whether what comes next is thought."""
        return self._reasoning.is_in_thought

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
    tokens that end it, which are no text; `tags` those that begin or end a thought, as they are spelled, also where the
    tokenizer takes them for no text. `in_thought` says that the prompt itself ended with <think>. With
    `stops_loops` it is watched for saying the same over and over again. Whatever passes the `budget` is left out.
    """

    def __init__(
        self,
        decoder: Decoder,
        send: Callable[[Piece], None],
        *,
        budget: Budget,
        eos: Collection[int] = (),
        tags: Mapping[int, str] = MappingProxyType({}),
        in_thought: bool = False,
        begun: Sequence[int] = (),
        stops_loops: bool = True,
    ) -> None:
        self._detokenizer = Detokenizer(decoder, skipped=eos)
        self._guard = LoopGuard() if stops_loops else None
        self._tags = tags
        self._meter = Meter(budget)
        self._output = TextOutput(send, in_thought=in_thought, begun="".join(map(self._text_of, begun)))
        self.ids: list[int] = []

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

    @property
    def overthinks(self) -> bool:
        """Whether it should end as all that may be thought was, and go on after `end_thought`."""
        return self._meter.overthinks

    @property
    def is_full(self) -> bool:
        """Whether it is as long as it may be."""
        return self._meter.is_full

    @property
    def is_over(self) -> bool:
        """Whether it should end, for any of these reasons."""
        return self.is_looping or self.overthinks or self.is_full

    @property
    def left(self) -> int:
        """How many more tokens may be written at most."""
        return self._meter.left

    def put(self, ids: Iterable[int]) -> None:
        """Take the newest tokens."""
        for id_ in ids:
            if not self.is_over:
                self._take([id_])

    def end_thought(self, ids: Sequence[int]) -> None:
        """Take the tokens that end the thought, which the model did not write."""
        self._take(ids)

    def end(self, finish: Finish, usage: Usage) -> None:
        """
        Say that the answer is complete, why, and what it cost.

        Of one that its length ended, half a character at its end is left out: it is whole once the answer goes on.
        """
        if finish != "length":
            self.rest()
        self._output.end(finish, usage)

    def _take(self, ids: Sequence[int]) -> None:
        self.ids += ids
        if self._guard:
            self._guard.put(ids)
        self._output.put("".join(map(self._text_of, ids)))
        self._meter.count(len(ids), thinks=self._output.thinks)

    def _text_of(self, id_: int) -> str:
        return self._tags[id_] if id_ in self._tags else self._detokenizer.put([id_])

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
