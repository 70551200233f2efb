"""Turns conversations into requests to the batch, and the tokens it makes into text."""

import copy
from collections.abc import AsyncGenerator
from contextlib import aclosing

import torch

from bot.core.chat import Options, Piece
from bot.core.errors import EngineError, EngineExhausted
from bot.engines.batched import attention
from bot.engines.batched.loop import BatchLoop, Request
from bot.engines.batched.memory import room
from bot.engines.batched.refusals import refuse_what_cannot_be_batched
from bot.engines.checkpoint.loading import Checkpoint
from bot.engines.checkpoint.memory import free_memory
from bot.engines.generate.sampling_params import refuse_what_would_be_dropped, sampling
from bot.engines.text.detokenizer import TextStreamer, ends, generation_config
from bot.engines.text.prompt import Prompts
from bot.engines.text.reasoning import WithoutThoughts


class Batching:
    """
    One checkpoint and its batch. `prompts` is for one thread only, `answer` for the event loop.

    Raises `Unfit` where the model cannot be batched.
    """

    def __init__(self, checkpoint: Checkpoint, *, at_once: int, kv_cache_bytes: int | None) -> None:
        model = checkpoint.model
        self._vocabulary = model.config.get_text_config().vocab_size
        self._generation_config = model.generation_config
        # A tokenizer keeps state while it works, and that of the prompts works on another thread.
        self._decoder = copy.deepcopy(checkpoint.tokenizer)
        refuse_what_cannot_be_batched(checkpoint)
        refuse_what_would_be_dropped(checkpoint.name, model.generation_config, by="transformers' batching")
        before = model.config._attn_implementation
        try:
            attention.use_for(model)
            space = room(
                checkpoint.name,
                model,
                at_once=at_once,
                context_length=checkpoint.context_length,
                max_bytes=free_memory(model.device) // 4 if kv_cache_bytes is None else kv_cache_bytes,
            )
            self.loop = BatchLoop(checkpoint, at_once=at_once, room=space)
        except BaseException:
            # So that it can still be used for one answer at a time.
            model.set_attn_implementation(before)
            raise
        self.model = checkpoint.name
        self.context_length = min(checkpoint.context_length, space.tokens)
        self.prompts = Prompts(checkpoint.tokenizer, context_length=self.context_length)

    async def answer(self, ids: list[int], options: Options) -> AsyncGenerator[Piece, None]:
        """
        Yield the answer to the prompt `ids`; the last piece is empty but for how it ended.

        What a model thinks before it answers is left out. Where memory runs out before anything
        was said, the answer is tried once more. Raises `EngineError`.
        """
        request = self._request(ids, options)
        for is_last_try in (False, True):
            has_spoken = False
            try:
                async with aclosing(self._write(request)) as pieces:
                    async for piece in pieces:
                        has_spoken = True
                        yield piece
                return
            except EngineExhausted:
                if is_last_try or has_spoken:
                    raise

    async def _write(self, request: Request) -> AsyncGenerator[Piece, None]:
        texts: list[str] = []
        hear = WithoutThoughts(texts.append, is_open=self.prompts.opens_thought)
        streamer = TextStreamer(self._decoder, hear, ends=request.ends)
        streamer.put(torch.tensor(request.ids))
        made = 0
        token = None
        async with aclosing(self.loop.answer(request)) as steps:
            async for tokens in steps:
                streamer.put(torch.tensor(tokens))
                made, token = made + len(tokens), tokens[-1]
                while texts:
                    yield Piece(texts.pop(0))
        streamer.end()
        hear.end()
        for text in texts:
            yield Piece(text)
        yield Piece("", "length" if made == request.max_new_tokens and token not in request.ends else "stop")

    def _request(self, ids: list[int], options: Options) -> Request:
        limit = min(options.max_new_tokens, self.context_length - len(ids))
        config = generation_config(self._generation_config, options, max_new_tokens=limit)
        try:
            chosen = sampling(config, vocabulary=self._vocabulary)
        except ValueError as error:
            raise EngineError(f"{error}") from error
        return Request(ids=ids, max_new_tokens=limit, ends=ends(config), sampling=chosen)
