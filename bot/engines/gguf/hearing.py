"""Hears what llama.cpp says of one answer."""

import logging
from collections.abc import Callable
from dataclasses import replace

from bot.core.chat import Finish, Usage
from bot.core.errors import EngineError, EngineExhausted
from bot.engines.gguf.server import Chunk
from bot.engines.text.loops import LoopGuard
from bot.engines.text.output import TextOutput, raise_if_stopped

log = logging.getLogger(__name__)

# What it says where the cells, or the memory, of all answers together run out.
_EXHAUSTED = ("context size has been exceeded", "failed to find", "memory", "alloc")


class Hearing:
    """
    The callback of one answer: says its text, and ends it once it is `stopped`.

    `ids` are its tokens, and `usage` what it cost, as far as is known yet; llama.cpp tells of the last
    token only of a character that has several. `end_of_turn` is the token with which the template
    ends an answer; a file may leave it out of those that llama.cpp ends answers with. With `stops_loops` it is also
    ended where it says the same over and over again.
    """

    def __init__(
        self,
        output: TextOutput,
        *,
        stopped: Callable[[], bool],
        end_of_turn: int | None,
        stops_loops: bool = True,
    ) -> None:
        self._output = output
        self._stopped = stopped
        self._end_of_turn = end_of_turn
        self._guard = LoopGuard() if stops_loops else None
        self._finish: Finish | None = None
        self._failure: Exception | None = None
        self.ids: list[int] = []
        self.usage = Usage()

    def __call__(self, chunk: Chunk) -> bool:
        """Take the next part; whether to end the answer. Never raises: C++ calls it."""
        try:
            return self._take(chunk)
        except Exception as error:
            self._failure = error
            return True

    def end(self) -> Finish:
        """Why the answer ended. Raises `EngineError` where it was not said to the end."""
        raise_if_stopped(self._stopped)
        if self._failure is not None:
            raise self._failure
        if self._finish is None:
            raise EngineError("llama.cpp ended the answer without saying why")
        return self._finish

    def _take(self, chunk: Chunk) -> bool:
        if "error" in chunk:
            self._failure = translated(chunk["error"])
            return True
        if self._stopped():
            return True
        choice = chunk["choices"][0]
        if progress := chunk.get("prompt_progress"):
            self.usage = Usage(read=progress["total"], reused=progress["cache"])
        self.ids += chunk["__verbose"]["tokens"]
        if self._end_of_turn in chunk["__verbose"]["tokens"]:
            self._finish = "stop"
            self.usage = replace(self.usage, written=chunk["__verbose"]["tokens_predicted"])
        elif choice["text"]:
            self._output.put(choice["text"])
        if choice["finish_reason"]:
            self._finish = "length" if choice["finish_reason"] == "length" else "stop"
            self.usage = _usage(chunk["usage"])
            log.debug("llama.cpp on an answer: %s", chunk["timings"])
        elif self._is_looping(chunk["__verbose"]["tokens"]):
            self._finish = "loop"
            self.usage = replace(self.usage, written=chunk["__verbose"]["tokens_predicted"])
        return self._finish is not None

    def _is_looping(self, tokens: list[int]) -> bool:
        if self._guard is None:
            return False
        self._guard.put(tokens)
        return self._guard.is_looping


def _usage(told: Chunk) -> Usage:
    return Usage(
        read=told["prompt_tokens"],
        reused=told["prompt_tokens_details"]["cached_tokens"],
        written=told["completion_tokens"],
    )


def translated(error: Chunk) -> EngineError:
    """llama.cpp's error as one of the bot's."""
    said = str(error.get("message", error))
    if error.get("type") == "exceed_context_size_error":
        return EngineExhausted(f"the prompt has {error['n_prompt_tokens']} tokens, the model reads {error['n_ctx']}")
    kind = EngineExhausted if any(words in said.lower() for words in _EXHAUSTED) else EngineError
    return kind(f"llama.cpp: {said}")
