"""transformers' continuous batching of one model: started, asked, and started again where it died."""

import asyncio
import itertools
import logging
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty
from typing import Any

from transformers import GenerationConfig
from transformers.generation.continuous_batching import RequestStatus
from transformers.generation.continuous_batching.requests import GenerationOutput

from bot.core.chat import Thinking
from bot.core.errors import EngineError, EngineExhausted, EngineLost, EngineUnavailable
from bot.engines.batched.cache_size import CacheSize, config
from bot.engines.batched.processors import processors
from bot.engines.batched.scheduler import request_id
from bot.engines.checkpoint.checks import is_device_lost, is_out_of_memory
from bot.engines.checkpoint.loading import Checkpoint
from bot.engines.checkpoint.memory import give_back
from bot.engines.sampling.params import Sampling
from bot.engines.unsupported import Unsupported
from bot.engines.worker.relay import Wire

log = logging.getLogger(__name__)

# Seconds between two looks whether the thread is still there.
_LOOK = 1.0

# The library has a log handler of its own. Its lines go where all others go.
library_log = logging.getLogger("ContinuousBatchingLogger")
library_log.handlers.clear()
library_log.propagate = True


@dataclass(frozen=True, slots=True)
class Request:
    """
    An answer to be made: to which prompt, how long at most, ended by which tokens or by a loop, chosen how, and in
    which conversation.
    """

    ids: Sequence[int]
    max_new_tokens: int
    eos: Sequence[int]
    sampling: Sampling
    stops_loops: bool = True
    thinking: Thinking = "off"
    channel: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What a step adds to one answer, and how many tokens of its prompt the cache held, if that is known."""

    tokens: list[int]
    reused: int | None


class BatchLoop:
    """
    The thread that computes one step after the other, each for all requests there are.

    Made on any thread, as that takes long; used on the event loop only.
    """

    def __init__(self, checkpoint: Checkpoint, *, at_once: int, size: CacheSize) -> None:
        """Start the loop and try it. Raises `Unsupported` where the model cannot be batched."""
        # PreTrainedModel does not declare what AutoModelForCausalLM gives it.
        model: Any = checkpoint.model
        self._numbers = itertools.count()
        self._wires: set[Wire[GenerationOutput]] = set()
        self._restarting = asyncio.Lock()
        self._death = EngineError("its thread ended")
        self._is_closed = False
        self._look: asyncio.TimerHandle | None = None
        try:
            self._manager = model.init_continuous_batching(
                # Each request brings its own sampling settings and end tokens.
                generation_config=GenerationConfig.from_dict({"do_sample": False, "eos_token_id": -1}),
                continuous_batching_config=config(model, at_once=at_once, size=size),
            )
            self._manager.logit_processor = processors(
                rows=at_once, vocabulary=model.config.get_text_config().vocab_size, device=model.device
            )
            self._manager.warmup()
            self._manager.start()
        except Exception as error:
            raise _unsupported(checkpoint.name, error) from error
        self._probe(checkpoint.name)

    async def answer(self, request: Request) -> AsyncGenerator[Step, None]:
        """
        Yield what each step adds, the token that ends the answer included.

        Closing the generator returns at once, and the next step is computed without this
        request. Raises `EngineError`, after all tokens that were made before. Where the loop died
        of it, that is when the loop runs again: if memory had run out, what can be is given back.
        """
        await self._restart_if_dead()
        number = request_id(next(self._numbers), request.channel)
        wire: Wire[GenerationOutput] = Wire()
        self._wires.add(wire)
        if self._look is None:
            self._look = asyncio.get_running_loop().call_later(_LOOK, self._look_after)
        self._manager.register_result_handler(number, wire.send)
        received = 0
        is_over = False
        try:
            self._ask(number, request)
            # A dying loop first refuses new requests, then fails those it has. If it does not refuse now, it will
            # either answer this one or fail it.
            if self._refusal() is not None:
                raise await self._failure()
            async for output in wire:
                is_over = output.is_finished()
                if output.status == RequestStatus.FAILED:
                    raise await self._failure(output.error)
                yield Step(output.generated_tokens[received:], self._reused().get(number))
                received = len(output.generated_tokens)
                if is_over:
                    return
            if self._is_closed:
                raise EngineUnavailable("the engine was closed")
            raise await self._failure()
        finally:
            self._wires.discard(wire)
            if not is_over:
                self._manager.cancel_request(number)
            self._clear_up(number)

    def _look_after(self) -> None:
        """End the answers of a thread that ended without failing them, as by `SystemExit`; look again in a while."""
        self._look = None
        if not self._wires or self._is_closed:
            return
        self._look = asyncio.get_running_loop().call_later(_LOOK, self._look_after)
        if not self._manager.is_running():
            for wire in self._wires:
                wire.end()

    def forget(self, channel: int) -> None:
        """Have what the cache keeps of the conversation taken out of it, once its requests are over."""
        if self._manager.batch_processor is not None:
            self._manager.batch_processor.scheduler.forget(channel)

    async def close(self) -> None:
        """End all answers; return when the thread has ended, after the step it computes."""
        async with self._restarting:
            self._is_closed = True
            if self._look is not None:
                self._look.cancel()
            for wire in self._wires:
                wire.end()
            await asyncio.to_thread(self.stop)

    def stop(self) -> None:
        """End the thread, and return when it has ended; for a loop that nobody has asked anything."""
        if self._manager.is_running():
            self._manager.stop(hard_stop=True)

    def _ask(self, number: str, request: Request) -> None:
        self._manager.add_request(
            list(request.ids),
            request_id=number,
            max_new_tokens=request.max_new_tokens,
            streaming=True,
            eos_token_id=list(request.eos),
            **request.sampling,
        )

    def _clear_up(self, number: str) -> None:
        """Forget a request. The manager does so only for those that ended by themselves."""
        router = self._manager.output_router
        router.result_handlers.pop(number, None)
        self._reused().pop(number, None)
        # The step under way may still make a token for a cancelled request. It lands in this queue, which nobody reads.
        with suppress(Empty):
            while True:
                router.output_queue.get_nowait()

    def _reused(self) -> dict[str, int]:
        """How much of each request's prompt the cache held, by its number."""
        processor = self._manager.batch_processor
        return processor.scheduler.reused if processor is not None else {}

    def _refusal(self) -> str | None:
        """Why no request is taken, if so."""
        reason: str | None = self._manager.background_thread_status.can_accept_new_requests()
        return reason

    async def _restart_if_dead(self) -> None:
        """Start the thread again if it died."""
        async with self._restarting:
            if self._is_closed:
                raise EngineUnavailable("the engine is closed")
            if self._refusal() is None:
                return
            # A loop refuses only once it is dying, so this join is short.
            await asyncio.to_thread(self._manager.join, time.perf_counter())
            self._note_death()
            if isinstance(self._death, EngineLost):
                raise EngineLost(f"{self._death}")
            await asyncio.to_thread(give_back)
            self._manager.start()
            log.warning("The batch died of the error above and was started again.")

    def _note_death(self) -> None:
        """Keep only the words of what the thread died of: the error's frames hold all tensors of its last step."""
        status = self._manager.background_thread_status
        if status.fatal_error is not None:
            error = status.fatal_error
            kind = EngineLost if is_device_lost(error) else EngineExhausted if is_out_of_memory(error) else EngineError
            self._death = kind(f"{error}")
            status.fatal_error = None
        elif not isinstance(self._death, EngineLost):
            self._death = EngineError("its thread ended")

    async def _failure(self, said: str | None = None) -> EngineError:
        """What a request failed of, once the loop runs again: of these words, or where there are none, of its death."""
        await self._restart_if_dead()
        if said is None or said == str(self._death):
            return type(self._death)(str(self._death))
        return EngineError(said)

    def _probe(self, name: str) -> None:
        """Find out now, not at the first answer, whether the model can be batched."""
        number = request_id("probe", 0)
        self._manager.add_request([0, 1], request_id=number, max_new_tokens=2)
        output = None
        while output is None and self._manager.is_running():
            output = self._manager.get_result(number, timeout=0.1)
        # If the thread ended meanwhile, its last output says why.
        output = output or self._manager.get_result(number, timeout=0)
        if output is None or output.status == RequestStatus.FAILED:
            self._manager.stop(hard_stop=True)
            self._note_death()
            raise _unsupported(name, self._death)


def _unsupported(name: str, error: Exception) -> Unsupported:
    if isinstance(error, EngineExhausted) or is_out_of_memory(error):
        return Unsupported(
            f"{name} leaves too little memory to answer several conversations at once ({error}).",
            advice='Lower `kv_cache_gib`, or set `engine` to "generate".',
        )
    said = f"{error}" if isinstance(error, EngineError) else f"{type(error).__name__}: {error}"
    return Unsupported(
        f"{name} cannot answer several conversations at once with this version of transformers ({said})."
    )
