"""Writes one answer with `model.generate`, on the engine's thread."""

import copy
from collections.abc import Callable, Sequence
from typing import Any

import torch
from accelerate.utils import release_memory  # type: ignore[import-untyped]
from transformers import GenerationConfig, StoppingCriteria, StoppingCriteriaList

from bot.core.chat import Finish, Options, Piece, Turn
from bot.core.errors import EngineError, EngineExhausted, EngineUnavailable
from bot.engines.checks import is_out_of_memory
from bot.engines.decoding import StopWhen, TextStreamer, generation_config
from bot.engines.encoding import ChatEncoder
from bot.engines.loading import Checkpoint
from bot.engines.relay import Wire


class Writer:
    """Writes answers with one checkpoint. `write` is for one thread only, `count` for another."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        # PreTrainedModel does not declare what AutoModelForCausalLM gives it.
        self._model: Any = checkpoint.model
        self._tokenizer = checkpoint.tokenizer
        self._encoder = ChatEncoder(checkpoint.tokenizer)
        self._counter = ChatEncoder(copy.deepcopy(checkpoint.tokenizer))
        self.context_length = checkpoint.context_length

    def count(self, prompt: Sequence[Turn]) -> int:
        """The number of ids of `prompt`. Raises `EngineError`."""
        try:
            return len(self._counter.encode(prompt))
        except Exception as error:
            raise _wrapped(error) from error

    def write(
        self, prompt: Sequence[Turn], options: Options, wire: Wire[Piece], *, stopped: Callable[[], bool]
    ) -> None:
        """
        Send the answer to `prompt` down `wire`, until it is complete or `stopped` comes true.

        Raises `EngineError`, after having sent all text that was made before.
        """
        try:
            self._write(prompt, options, wire, stopped)
            return
        except EngineError:
            raise
        except Exception as error:
            if not is_out_of_memory(error):
                raise _wrapped(error) from error
            exhausted = EngineExhausted(f"{error}")
        # Only here, outside the handler, have the frames of the error let go of the tensors that were too many.
        release_memory()
        raise exhausted

    def _write(self, prompt: Sequence[Turn], options: Options, wire: Wire[Piece], stopped: Callable[[], bool]) -> None:
        _refuse_if(stopped)
        ids = self._encoder.encode(prompt)
        room = self.context_length - len(ids)
        if room < 1:
            raise EngineExhausted(f"the prompt has {len(ids)} tokens, the model reads {self.context_length}")
        limit = min(options.max_new_tokens, room)
        config = generation_config(self._model.generation_config, options, max_new_tokens=limit)
        streamer = TextStreamer(self._tokenizer, lambda text: wire.send(Piece(text)))
        made = self._generate(ids, config, streamer, StopWhen(stopped))
        _refuse_if(stopped)
        wire.send(Piece("", _finish(made, config)))

    def _generate(
        self, ids: list[int], config: GenerationConfig, streamer: TextStreamer, stop: StoppingCriteria
    ) -> list[int]:
        inputs = torch.tensor([ids], device=self._model.device)
        output = self._model.generate(
            input_ids=inputs,
            attention_mask=torch.ones_like(inputs),
            generation_config=config,
            streamer=streamer,
            stopping_criteria=StoppingCriteriaList([stop]),
        )
        made: list[int] = output[0, len(ids) :].tolist()
        return made


def _refuse_if(stopped: Callable[[], bool]) -> None:
    if stopped():
        raise EngineUnavailable("the answer was stopped")


def _wrapped(error: Exception) -> EngineError:
    return EngineError(f"{type(error).__name__}: {error}")


def _finish(made: Sequence[int], config: GenerationConfig) -> Finish:
    """Why an answer of the ids `made` ended."""
    ends = config.eos_token_id if isinstance(config.eos_token_id, list) else [config.eos_token_id]
    return "length" if len(made) == config.max_new_tokens and made[-1] not in ends else "stop"
