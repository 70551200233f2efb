"""Writes one answer with llama.cpp, on the engine's thread."""

from collections.abc import Sequence
from contextlib import closing

import torch
from transformers import GenerationConfig

from bot.core.chat import Piece, Turn
from bot.core.errors import EngineError, EngineExhausted
from bot.engines.checkpoint.memory import free_main_memory
from bot.engines.llamacpp.choosing import Choosing
from bot.engines.llamacpp.conversations import Conversations
from bot.engines.llamacpp.opening import Opened
from bot.engines.text.detokenizer import TextStreamer, ends, generation_config
from bot.engines.text.output import Said, finish, refuse_if, wrapped
from bot.engines.text.prompt import Prompts
from bot.engines.worker.relay import Wire
from bot.engines.worker.serial import Job


class Writer:
    """
    Writes answers with one model in llama.cpp. All but `count` is for one thread only, `count` for another.

    `kv_cache_bytes` is what may be kept of conversations between their turns, by default a quarter
    of the memory that is free now.
    """

    def __init__(self, opened: Opened, *, kv_cache_bytes: int | None = None) -> None:
        self._reader = opened.reader
        self._tokenizer = opened.tokenizer
        self._config = opened.generation_config
        self._prompts = Prompts(opened.tokenizer, context_length=opened.context_length)
        kept = free_main_memory() // 4 if kv_cache_bytes is None else kv_cache_bytes
        self._conversations = Conversations(self._reader, max_bytes=kept)
        self.model = opened.name
        self.context_length = opened.context_length

    def count(self, prompt: Sequence[Turn]) -> int:
        """The number of ids of `prompt`. Raises `EngineError`."""
        return self._prompts.count(prompt)

    def forget(self, channel: int) -> None:
        """Drop what is kept of one conversation."""
        self._conversations.forget(channel)

    def close(self) -> None:
        """Give the memory back."""
        self._reader.close()

    def write(self, job: Job, wire: Wire[Piece]) -> None:
        """
        Send the answer down `wire`, until it is complete or `job.stopped` comes true.

        What a model thinks before it answers is not sent. Where memory runs out before anything
        was said, what is kept of conversations is given up and the answer tried once more.
        Raises `EngineError`, after having sent all text that was made before.
        """
        refuse_if(job.stopped)
        ids = self._prompts.encode(job.prompt)
        said = Said(wire, in_thought=self._prompts.opens_thought)
        try:
            self._write(job, ids, said)
        except EngineExhausted:
            if said.anything:
                raise
            self._conversations.clear()
            self._write(job, ids, Said(wire, in_thought=self._prompts.opens_thought))

    def _write(self, job: Job, ids: list[int], said: Said) -> None:
        limit = min(job.options.max_new_tokens, self.context_length - len(ids))
        config = generation_config(self._config, job.options, max_new_tokens=limit)
        streamer = TextStreamer(self._tokenizer, said, ends=ends(config))
        streamer.put(torch.tensor(ids))
        try:
            made = self._generate(job, ids, config, streamer)
        except EngineError:
            raise
        except Exception as error:
            raise wrapped(error) from error
        finally:
            self._conversations.end()
        streamer.end()
        said.rest()
        refuse_if(job.stopped)
        said.end(finish(made, config))

    def _generate(self, job: Job, ids: list[int], config: GenerationConfig, streamer: TextStreamer) -> list[int]:
        """The ids of the answer."""
        self._conversations.begin(job.channel, ids)
        made: list[int] = []
        new = ids[len(self._reader.ids) :]
        with closing(Choosing(config, ids, vocabulary=self._reader.vocabulary)) as choosing:
            while not made or not (made[-1] in ends(config) or len(made) == config.max_new_tokens or job.stopped()):
                self._reader.read(new, stopped=job.stopped)
                made.append(choosing.choose(self._reader.scores))
                new = made[-1:]
                streamer.put(torch.tensor(new))
        return made
