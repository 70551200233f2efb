"""Turns conversations into requests to the batch, and the tokens it makes into text."""

import copy
import random
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from bot.core.chat import Options, Piece, Usage
from bot.core.errors import EngineError, EngineExhausted
from bot.engines.batched import attention
from bot.engines.batched.cache_size import cache_size
from bot.engines.batched.loop import BatchLoop, Request, Step
from bot.engines.batched.requirements import refuse_what_cannot_be_batched
from bot.engines.checkpoint import names
from bot.engines.checkpoint.loading import Checkpoint
from bot.engines.checkpoint.memory import free_memory
from bot.engines.sampling.config import eos_ids, finish_reason, generation_config
from bot.engines.sampling.params import refuse_what_would_be_dropped, sampling
from bot.engines.text.budget import Budget
from bot.engines.text.output import Output
from bot.engines.text.prompt import Prompt, PromptEncoder


class BatchWriter:
    """
    One checkpoint and its batch. `prompts` is for one thread only, `answer` for the event loop.

    Raises `Unsupported` where the model cannot be batched.
    """

    def __init__(self, checkpoint: Checkpoint, *, at_once: int, kv_cache_bytes: int | None) -> None:
        model = checkpoint.model
        self.model = names.told(checkpoint.name)
        self._vocabulary = model.config.get_text_config().vocab_size
        self._generation_config = model.generation_config
        # A tokenizer keeps state while it works, and that of the prompts works on another thread.
        self._decoder = copy.deepcopy(checkpoint.tokenizer).backend_tokenizer
        refuse_what_cannot_be_batched(checkpoint)
        refuse_what_would_be_dropped(checkpoint.name, model.generation_config, by="transformers' batching")
        self._model, self._attention_before = model, model.config._attn_implementation
        try:
            attention.use_for(model)
            size = cache_size(
                checkpoint.name,
                model,
                at_once=at_once,
                context_length=checkpoint.context_length,
                max_bytes=free_memory(model.device) // 4 if kv_cache_bytes is None else kv_cache_bytes,
            )
            self.loop = BatchLoop(checkpoint, at_once=at_once, size=size)
        except BaseException:
            self.release()
            raise
        self.context_length = min(checkpoint.context_length, size.tokens)
        self.prompts = PromptEncoder(checkpoint.tokenizer, context_length=self.context_length)

    def release(self) -> None:
        """Leave the model such that it can be used for one answer at a time again."""
        self._model.set_attn_implementation(self._attention_before)

    def forget(self, channel: int) -> None:
        """Drop what is kept of one conversation."""
        self.prompts.forget(channel)
        self.loop.forget(channel)

    async def answer(self, prompt: Prompt, options: Options, *, channel: int) -> AsyncGenerator[Piece, None]:
        """
        Yield the answer to `prompt`; the last piece is empty but for how it ended, and what it cost.

        Where memory runs out before anything was said, the answer is tried once more. Raises `EngineError`.
        """
        budget = self.prompts.budget(prompt.ids, options)
        request = self._request(prompt.ids, options, limit=budget.total, channel=channel)
        for is_last_try in (False, True):
            has_spoken = False
            try:
                async with aclosing(self._write(prompt, request, budget, channel)) as pieces:
                    async for piece in pieces:
                        has_spoken = True
                        yield piece
                return
            except EngineExhausted:
                if is_last_try or has_spoken:
                    raise

    async def _write(
        self, prompt: Prompt, request: Request, budget: Budget, channel: int
    ) -> AsyncGenerator[Piece, None]:
        pieces: list[Piece] = []
        output = Output(
            self._decoder,
            pieces.append,
            budget=budget,
            eos=request.eos,
            tags=self.prompts.tags,
            in_thought=prompt.in_thought,
            begun=prompt.begun,
            stops_loops=request.stops_loops,
        )
        reused = None
        async with aclosing(self._steps(request, output)) as steps:
            async for step in steps:
                reused = step.reused
                while pieces:
                    yield pieces.pop(0)
        if output.overthinks and output.ids[-1] not in request.eos:
            output.end_thought(self.prompts.end_of_thought)
            more = replace(request, ids=prompt.ids + output.ids, max_new_tokens=output.left)
            async with aclosing(self._steps(more, output)) as written:
                async for _ in written:
                    while pieces:
                        yield pieces.pop(0)
        self.prompts.remember(channel, output.text, prompt.begun + output.ids, thinking=request.thinking)
        finish = finish_reason(output.ids, eos=request.eos, is_full=output.is_full, is_looping=output.is_looping)
        output.end(finish, Usage(len(prompt.ids), reused, len(output.ids)))
        for piece in pieces:
            yield piece

    async def _steps(self, request: Request, output: Output) -> AsyncGenerator[Step, None]:
        """Put what the batch writes into `output`, as far as that is wanted."""
        if output.is_over:
            return
        async with aclosing(self.loop.answer(request)) as steps:
            async for step in steps:
                output.put(step.tokens)
                yield step
                if output.is_over:
                    return

    def _request(self, ids: list[int], options: Options, *, limit: int, channel: int) -> Request:
        config = generation_config(self._generation_config, options, max_new_tokens=limit)
        try:
            chosen = sampling(config, vocabulary=self._vocabulary)
        except ValueError as error:
            raise EngineError(f"{error}") from error
        if chosen.get("do_sample"):
            chosen["seed"] = random.getrandbits(31) if options.seed is None else options.seed
        return Request(
            ids=ids,
            max_new_tokens=limit,
            eos=eos_ids(config),
            sampling=chosen,
            stops_loops=options.stops_loops,
            thinking=options.thinking,
            channel=channel,
        )
