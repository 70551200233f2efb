"""Makes pieces of what a server streams."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.core.chat import Finish, Piece, Usage
from bot.engines.text.loops import BYTES, LoopGuard
from bot.engines.text.reasoning import ReasoningParser

if TYPE_CHECKING:
    from openai import AsyncStream
    from openai.types.chat import ChatCompletionChunk

# The reasons to end that leave an answer unfinished. Every other reason, except "length", means that it is complete.
_CUT_SHORT = ("abort", "content_filter", "error", "function_call", "tool_calls")


class BrokenOff(Exception):
    """The server ended its stream before the answer was complete."""


class CutShort(Exception):
    """The server ended the answer before the model did, for the reason in the text."""


class UnusableAnswer(Exception):
    """The server answered with something that is no stream of chat completions."""


class ChunkReader:
    """
    Reads the chunks of one answer, which goes on from the text `begun`.

    Servers that can tell thoughts from the answer send them in fields of their own;
    from the others they come as the models write them. `finish` and `usage` are there as soon as they came.
    With `stops_loops`, `finish` says so where the same is said, or thought, over and over again.
    """

    def __init__(self, begun: str = "", *, stops_loops: bool = True) -> None:
        self._ready: list[Piece] = []
        self._reasoning = ReasoningParser(lambda text, kind: self._ready.append(Piece(text, kind=kind)))
        if begun:
            self._reasoning.put(begun)
            self._reasoning.end()
            self._ready.clear()
        self._guard = LoopGuard(least=BYTES) if stops_loops else None
        self.finish: Finish | None = None
        self.usage: Usage | None = None

    def pieces(self, chunk: "ChatCompletionChunk") -> Iterator[Piece]:
        """
        The pieces in one chunk; an empty one, not to be passed on, stands for a token that is held back.

        There are none where a chunk only brings a role, the reason to end or the number of tokens used.
        Raises `CutShort`.
        """
        self.usage = _usage(chunk) or self.usage
        for choice in chunk.choices or ():
            if choice.delta and isinstance(choice.delta.content, str) and choice.delta.content:
                self._reasoning.put(choice.delta.content)
                self._watch(choice.delta.content)
                yield from self._taken() or [Piece("")]
            elif choice.delta and (thought := _thought(choice.delta)):
                self._watch(thought)
                yield Piece(thought, kind="thought")
            if choice.finish_reason:
                self.finish = _finish(choice.finish_reason)
            if self.finish:
                self._reasoning.end()
                yield from self._taken()

    def _watch(self, text: str) -> None:
        if self._guard is None:
            return
        self._guard.put_text(text)
        if self._guard.is_looping:
            self.finish = "loop"

    def _taken(self) -> list[Piece]:
        ready, self._ready = self._ready, []
        return ready


def ended(stream: "AsyncStream[ChatCompletionChunk]") -> Exception:
    """Why a stream without a reason at its end has ended."""
    kind = stream.response.headers.get("content-type", "nothing said about its kind")
    return BrokenOff("no reason given") if "event-stream" in kind else UnusableAnswer(kind)


def _thought(delta: object) -> str:
    """What the model thinks, as vLLM, SGLang and llama.cpp or Ollama and newer vLLM call it."""
    thought = getattr(delta, "reasoning_content", None) or getattr(delta, "reasoning", None)
    return thought if isinstance(thought, str) else ""


def _usage(chunk: "ChatCompletionChunk") -> Usage | None:
    """What the answer cost, where the chunk tells it."""
    told = getattr(chunk, "usage", None)
    details = getattr(told, "prompt_tokens_details", None)
    numbers = [
        getattr(told, "prompt_tokens", None),
        getattr(details, "cached_tokens", None),
        getattr(told, "completion_tokens", None),
    ]
    read, reused, written = (number if isinstance(number, int) else None for number in numbers)
    usage = Usage(read, reused, written)
    return None if usage == Usage() else usage


def _finish(reason: str) -> Finish:
    if reason in _CUT_SHORT:
        raise CutShort(reason)
    return "length" if reason == "length" else "stop"
