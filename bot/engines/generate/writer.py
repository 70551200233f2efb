"""Writes one answer with `model.generate`, on the engine's thread."""

from collections.abc import Sequence
from typing import Any

import torch
from transformers import GenerationConfig, LogitsProcessorList, StoppingCriteriaList

from bot.core.chat import Piece, Turn
from bot.core.errors import EngineError, EngineExhausted
from bot.engines.checkpoint.checks import is_out_of_memory
from bot.engines.checkpoint.loading import Checkpoint, context_length
from bot.engines.checkpoint.memory import free_memory, give_back
from bot.engines.generate.prefix_cache import Prefixes
from bot.engines.generate.sampler import chooser
from bot.engines.text.detokenizer import StopWhen, TextStreamer, ends, generation_config
from bot.engines.text.output import Said, finish, refuse_if, wrapped
from bot.engines.text.prompt import Prompts
from bot.engines.worker.relay import Wire
from bot.engines.worker.serial import Job


class Writer:
    """
    Writes answers with one checkpoint. `write` and `forget` are for one thread only, `count` for another.

    `kv_cache_bytes` is what may be kept of conversations between their turns, by default a quarter
    of what is free on the model's device now. With a draft model nothing is: the library can
    start assisted decoding only from an empty cache.
    """

    def __init__(self, checkpoint: Checkpoint, *, kv_cache_bytes: int | None = None) -> None:
        # PreTrainedModel does not declare what AutoModelForCausalLM gives it.
        self._model: Any = checkpoint.model
        self._draft: Any = checkpoint.draft
        self._tokenizer = checkpoint.tokenizer
        self._vocabulary = checkpoint.model.config.get_text_config().vocab_size
        self._is_on_processor = checkpoint.model.device.type == "cpu"
        self._prompts = Prompts(checkpoint.tokenizer, context_length=checkpoint.context_length)
        kept = free_memory(checkpoint.model.device) // 4 if kv_cache_bytes is None else kv_cache_bytes
        self._prefixes = Prefixes(self._model, max_bytes=kept)
        self.model = checkpoint.name
        self.context_length = checkpoint.context_length

    def count(self, prompt: Sequence[Turn]) -> int:
        """The number of ids of `prompt`. Raises `EngineError`."""
        return self._prompts.count(prompt)

    def forget(self, channel: int) -> None:
        """Drop what is kept of one conversation."""
        self._prefixes.forget(channel)

    def close(self) -> None:
        """Drop everything that is kept."""
        self._prefixes.clear()

    def write(self, job: Job, wire: Wire[Piece]) -> None:
        """
        Send the answer down `wire`, until it is complete or `job.stopped` comes true.

        What a model thinks before it answers is not sent. Where memory runs out before anything
        was said, what is kept of conversations is given up and the answer tried once more,
        without the draft model. Raises `EngineError`, after having sent all text that was
        made before.
        """
        refuse_if(job.stopped)
        ids = self._prompts.encode(job.prompt)
        for is_last_try in (False, True):
            said = Said(wire, in_thought=self._prompts.opens_thought)
            exhausted = self._try(job, ids, said, draft=None if is_last_try else self._draft)
            if exhausted is None:
                return
            # Only here, outside of its handler, have the error's frames let go of the tensors that were too many.
            self._prefixes.clear()
            give_back()
            if is_last_try or said.anything:
                raise exhausted

    def _try(self, job: Job, ids: list[int], said: Said, *, draft: Any) -> EngineExhausted | None:
        """Write the answer. Returns, rather than raises, that memory ran out."""
        try:
            self._write(job, ids, said, draft=draft)
        except EngineError:
            raise
        except Exception as error:
            if not is_out_of_memory(error):
                raise wrapped(error) from error
            return EngineExhausted(f"{error}")
        return None

    def _write(self, job: Job, ids: list[int], said: Said, *, draft: Any) -> None:
        limit = min(job.options.max_new_tokens, self.context_length - len(ids))
        config = generation_config(self._model.generation_config, job.options, max_new_tokens=limit)
        streamer = TextStreamer(self._tokenizer, said, ends=ends(config))
        if draft is not None and len(ids) + limit > context_length(draft, self._tokenizer):
            draft = None
        made = self._generate(job, ids, config, streamer, draft=draft)
        said.rest()
        refuse_if(job.stopped)
        said.end(finish(made, config))

    def _generate(
        self, job: Job, ids: list[int], config: GenerationConfig, streamer: TextStreamer, *, draft: Any
    ) -> list[int]:
        inputs = torch.tensor([ids], device=self._model.device)
        cache = self._prefixes.take(job.channel, ids) if draft is None else None
        # Assisted decoding compares what both models would draw, and has to do so by itself.
        by_chance = chooser(config, vocabulary=self._vocabulary) if draft is None and self._is_on_processor else None
        output = self._model.generate(
            input_ids=inputs,
            attention_mask=torch.ones_like(inputs),
            past_key_values=cache,
            generation_config=config,
            streamer=streamer,
            logits_processor=LogitsProcessorList([by_chance] if by_chance else []),
            stopping_criteria=StoppingCriteriaList([StopWhen(job.stopped)]),
            assistant_model=draft,
        )
        if cache is not None:
            self._prefixes.keep(job.channel, output[0].tolist(), cache)
        made: list[int] = output[0, len(ids) :].tolist()
        return made
