"""Writes one answer with `model.generate`, on the engine's thread."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from transformers import GenerationConfig, LogitsProcessorList, StoppingCriteriaList

from bot.core.chat import TEXT_ONLY, Image, Modality, Piece, Turn, Usage
from bot.core.errors import EngineError, EngineExhausted, EngineLost
from bot.core.passes import Pass, cut, tokens
from bot.engines.checkpoint import names
from bot.engines.checkpoint.checks import is_device_lost, is_out_of_memory
from bot.engines.checkpoint.loading import Checkpoint, context_length
from bot.engines.checkpoint.memory import free_memory, give_back
from bot.engines.generate.passes import read
from bot.engines.generate.prefix_cache import PrefixCache
from bot.engines.generate.sampler import sampler_for
from bot.engines.generate.sight import sight_of
from bot.engines.generate.streamer import StopWhen, TokenStreamer
from bot.engines.sampling.config import eos_ids, finish_reason, generation_config
from bot.engines.text.output import Output, as_engine_error, raise_if_stopped
from bot.engines.text.prompt import Prompt, PromptEncoder
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
        self._sight = sight_of(checkpoint)
        sees = self._sight is not None and self._sight.is_possible
        self.accepts: frozenset[Modality] = TEXT_ONLY | {"image"} if sees else TEXT_ONLY
        self._prompts = PromptEncoder(
            checkpoint.tokenizer,
            context_length=checkpoint.context_length,
            spread=self._sight.spread if self._sight else None,
        )
        kept = free_memory(checkpoint.model.device) // 4 if kv_cache_bytes is None else kv_cache_bytes
        self._prefixes = PrefixCache(self._model, max_bytes=kept)
        self.model = names.told(checkpoint.name)
        self.context_length = checkpoint.context_length

    def count(self, prompt: Sequence[Turn]) -> int:
        """The number of ids of `prompt`. Raises `EngineError`."""
        return self._prompts.count(prompt)

    def forget(self, channel: int) -> None:
        """Drop what is kept of one conversation."""
        self._prefixes.forget(channel)
        self._prompts.forget(channel)

    def close(self) -> None:
        """Drop everything that is kept."""
        self._prefixes.clear()

    def write(self, job: Job, wire: Wire[Piece]) -> None:
        """
        Send the answer down `wire`, until it is complete or `job.stopped` comes true.

        Where memory runs out before anything was said, what is kept of conversations is given up and the
        answer tried once more, without the draft model. Raises `EngineError`, after having sent all
        text that was made before.
        """
        raise_if_stopped(job.stopped)
        prompt = self._prompts.encode(job.prompt, channel=job.channel, thinking=job.options.thinking)
        for is_last_try in (False, True):
            budget = self._prompts.budget(prompt.ids, job.options)
            config = generation_config(self._model.generation_config, job.options, max_new_tokens=budget.total)
            output = Output(
                self._tokenizer.backend_tokenizer,
                wire.send,
                budget=budget,
                eos=eos_ids(config),
                tags=self._prompts.tags,
                in_thought=prompt.in_thought,
                begun=prompt.begun,
                stops_loops=job.options.stops_loops,
            )
            exhausted = self._try(job, prompt, config, output, draft=None if is_last_try else self._draft)
            if exhausted is None:
                return
            # Here, outside the handler, the frames of the error no longer hold the tensors that took too much memory.
            self._prefixes.clear()
            give_back()
            if is_last_try or output.anything:
                raise exhausted

    def _try(
        self, job: Job, prompt: Prompt, config: GenerationConfig, output: Output, *, draft: Any
    ) -> EngineExhausted | None:
        """Write the answer. Returns, rather than raises, that memory ran out."""
        try:
            self._write(job, prompt, config, output, draft=draft)
        except EngineError:
            raise
        except Exception as error:
            if is_device_lost(error):
                raise EngineLost(f"{error}") from error
            if not is_out_of_memory(error):
                raise as_engine_error(error) from error
            return EngineExhausted(f"{error}")
        return None

    def _write(self, job: Job, prompt: Prompt, config: GenerationConfig, output: Output, *, draft: Any) -> None:
        if draft is not None and len(prompt.ids) + config.max_new_tokens > context_length(draft, self._tokenizer):
            draft = None
        images = [image for turn in job.prompt for image in turn.images]
        reused, passes = self._generate(job, prompt.ids, images, config, output, draft=draft, again=job.options.passes)
        if output.overthinks and output.ids[-1] not in eos_ids(config) and not job.stopped():
            output.end_thought(self._prompts.end_of_thought)
            config.max_new_tokens = output.left
            if not output.is_over:
                self._generate(job, prompt.ids + output.ids, images, config, output, draft=draft)
        finish = finish_reason(output.ids, eos=eos_ids(config), is_full=output.is_full, is_looping=output.is_looping)
        if job.stopped():
            output.rest()
        raise_if_stopped(job.stopped)
        output.end(finish, Usage(len(prompt.ids), reused, len(output.ids), passes=passes))
        self._prompts.remember(job.channel, output.text, prompt.begun + output.ids, thinking=job.options.thinking)

    def _generate(
        self,
        job: Job,
        ids: list[int],
        images: Sequence[Image],
        config: GenerationConfig,
        output: Output,
        *,
        draft: Any,
        again: Sequence[Pass] = (),
    ) -> tuple[int, tuple[Pass, ...]]:
        """Have the model write; how many of the ids were not computed anew, and the passes in which all were."""
        inputs = torch.tensor([ids], device=self._model.device)
        sight = self._sight
        known_as = sight.named(ids, images) if sight else ids
        # What comes before a picture is read again with it: the model is given all pictures of a prompt, or none.
        least = sight.end(ids) if sight else 0
        cache = self._prefixes.take(job.channel, known_as, least=least) if draft is None else None
        reused = 0 if cache is None else cache.get_seq_length()
        if cache is not None and not images and tokens(again) == len(ids):
            cache, reused = self._prefixes.empty(), 0
            read(self._model, ids, again, cache, job.stopped)
        seen = {}
        if sight and reused:
            sight.place(inputs, images)
        elif sight and images:
            seen = sight.read(inputs, images)
        # Assisted decoding has to draw by itself, as it compares what both models would draw.
        sampler = None
        if draft is None and self._is_on_processor:
            sampler = sampler_for(config, vocabulary=self._vocabulary, seed=job.options.seed)
        with _seeded(job.options.seed, self._model.device):
            written = self._model.generate(
                input_ids=inputs,
                attention_mask=torch.ones_like(inputs),
                past_key_values=cache,
                generation_config=config,
                streamer=TokenStreamer(output.put),
                logits_processor=LogitsProcessorList([sampler] if sampler else []),
                stopping_criteria=StoppingCriteriaList([StopWhen(lambda: job.stopped() or output.is_over)]),
                assistant_model=draft,
                **seen,
            )[0].tolist()
        if cache is None:
            return reused, ()
        passes = cut(cache.passes, len(ids))
        self._prefixes.keep(job.channel, [*known_as, *written[len(ids) :]], cache)
        return reused, passes


@contextmanager
def _seeded(seed: int | None, device: torch.device) -> Iterator[None]:
    """Inside the block `generate` draws by `seed`; what the rest of the process draws is not changed by it."""
    if seed is None:
        yield
        return
    with torch.random.fork_rng([device] if device.type != "cpu" else [], device_type=device.type):
        torch.manual_seed(seed)
        yield
