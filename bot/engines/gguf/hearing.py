"""Hears what llama.cpp says of one answer."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.core.chat import Finish, Usage
from bot.core.errors import EngineError, EngineExhausted
from bot.engines.gguf.port import Chunk
from bot.engines.text.budget import Meter
from bot.engines.text.loops import LoopGuard
from bot.engines.text.output import TextOutput, raise_if_stopped

log = logging.getLogger(__name__)

# What it says where the cells, or the memory, of all answers together run out.
_EXHAUSTED = ("context size has been exceeded", "failed to find", "memory", "alloc")


class Hearing:
    """
    The callback of one answer: says its text, and ends it once it is `stopped`.

    `ids` are its tokens, and `usage` what it cost, as far as is known yet; llama.cpp tells of the last
    token only of a character that has several, and of control tokens no text, which that of the `tags` is put in for.
    `end_of_turn` is the token with which the template
    ends an answer; a file may leave it out of those that llama.cpp ends answers with. With `stops_loops` it is also
    ended where it says the same over and over again, as it is where `meter` says so: then `overthinks`, and it goes on
    once the thought is ended.
    """

    def __init__(
        self,
        output: TextOutput,
        *,
        meter: Meter,
        stopped: Callable[[], bool],
        end_of_turn: int | None,
        tags: Mapping[int, str],
        stops_loops: bool = True,
    ) -> None:
        self._output = output
        self._stopped = stopped
        self._meter = meter
        self._tags = tags
        self._counted = 0
        self._end_of_turn = end_of_turn
        self._guard = LoopGuard() if stops_loops else None
        self._finish: Finish | None = None
        self._failure: Exception | None = None
        self.overthinks = False
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
        if progress := chunk.get("prompt_progress"):
            # Such a part names a token, too, which nobody wrote (xllamacpp 2026.10).
            self.usage = Usage(read=progress["total"], reused=progress["cache"])
            return False
        choice, told = chunk["choices"][0], chunk["__verbose"]
        if self._meter.is_full and told["tokens"] and not choice["finish_reason"]:
            # One token more than was wanted: until it came, the last one could be the model's own end.
            self._finish = "length"
            return True
        self.ids += told["tokens"]
        if self._end_of_turn in told["tokens"]:
            self._finish = "stop"
            self.usage = replace(self.usage, written=told["tokens_predicted"])
        else:
            self._put(choice["text"], told["tokens"])
        self._meter.count(max(0, told["tokens_predicted"] - self._counted), thinks=self._output.thinks)
        self._counted = max(self._counted, told["tokens_predicted"])
        if choice["finish_reason"]:
            self._finish = "length" if choice["finish_reason"] == "length" else "stop"
            self.usage = _usage(chunk["usage"])
            log.debug("llama.cpp on an answer: %s", chunk["timings"])
        elif self._is_looping(told["tokens"]):
            self._finish = "loop"
            self.usage = replace(self.usage, written=told["tokens_predicted"])
        else:
            self.usage = replace(self.usage, written=told["tokens_predicted"])
            self.overthinks = self._finish is None and self._meter.overthinks
        return self.overthinks or self._finish is not None

    def _put(self, text: str, tokens: list[int]) -> None:
        tags = "".join(tag for token in tokens if (tag := self._tags.get(token)) and tag not in text)
        if tags + text:
            self._output.put(tags + text)

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
