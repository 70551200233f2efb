"""Makes pieces of what a server streams."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.core.chat import Finish, Piece
from bot.engines.text.reasoning import WithoutThoughts

if TYPE_CHECKING:
    from openai import AsyncStream
    from openai.types.chat import ChatCompletionChunk

# The reasons to end that leave an answer unfinished. Whatever else but "length" a server says means that it is whole.
_CUT_SHORT = ("abort", "content_filter", "error", "function_call", "tool_calls")


class BrokenOff(Exception):
    """The server ended its stream before the answer was complete."""


class CutShort(Exception):
    """The server ended the answer before the model did, for the reason in the text."""


class UnusableAnswer(Exception):
    """The server answered with something that is no stream of chat completions."""


class Reader:
    """
    Reads the chunks of one answer, without what the model thinks.

    Servers that can tell thoughts from the answer send them in fields of their own;
    from the others they come as the models write them.
    """

    def __init__(self) -> None:
        self._heard: list[str] = []
        self._hear = WithoutThoughts(self._heard.append)

    def pieces(self, chunk: "ChatCompletionChunk") -> Iterator[Piece]:
        """
        The pieces in one chunk; an empty one, not to be passed on, stands for a token that is not to be shown.

        There are none where a chunk only brings a role or the number of tokens used.
        Raises `CutShort`.
        """
        for choice in chunk.choices or ():
            if choice.delta and isinstance(choice.delta.content, str) and choice.delta.content:
                self._hear(choice.delta.content)
                yield Piece(self._taken())
            elif choice.delta and _thought(choice.delta):
                yield Piece("")
            if choice.finish_reason:
                self._hear.end()
                if rest := self._taken():
                    yield Piece(rest)
                yield Piece("", _finish(choice.finish_reason))

    def _taken(self) -> str:
        text = "".join(self._heard)
        self._heard.clear()
        return text


def ended(stream: "AsyncStream[ChatCompletionChunk]") -> Exception:
    """Why a stream without a reason at its end has ended."""
    kind = stream.response.headers.get("content-type", "nothing said about its kind")
    return BrokenOff("no reason given") if "event-stream" in kind else UnusableAnswer(kind)


def _thought(delta: object) -> object:
    """What the model thinks, as vLLM, SGLang and llama.cpp or Ollama and newer vLLM call it."""
    return getattr(delta, "reasoning_content", None) or getattr(delta, "reasoning", None)


def _finish(reason: str) -> Finish:
    if reason in _CUT_SHORT:
        raise CutShort(reason)
    return "length" if reason == "length" else "stop"
