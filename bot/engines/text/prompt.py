"""The ids of prompts: for the thread that answers, and counted for another."""

import copy
from collections.abc import Sequence

from transformers import PreTrainedTokenizerFast

from bot.core.chat import Turn
from bot.core.errors import EngineExhausted
from bot.engines.text.encoding import ChatEncoder
from bot.engines.text.output import wrapped


class Prompts:
    """Encodes prompts with one tokenizer, and counts with a copy of it, so that each can have a thread of its own."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast, *, context_length: int) -> None:
        self._encoder = ChatEncoder(tokenizer)
        self._counter = ChatEncoder(copy.deepcopy(tokenizer))
        self.context_length = context_length
        self.opens_thought = self._encoder.opens_thought

    def encode(self, prompt: Sequence[Turn]) -> list[int]:
        """The ids of `prompt`. Raises `EngineError`, also where they leave no room for an answer."""
        try:
            ids = self._encoder.encode(prompt)
        except Exception as error:
            raise wrapped(error) from error
        if len(ids) >= self.context_length:
            raise EngineExhausted(f"the prompt has {len(ids)} tokens, the model reads {self.context_length}")
        return ids

    def count(self, prompt: Sequence[Turn]) -> int:
        """The number of ids of `prompt`. Raises `EngineError`."""
        try:
            return len(self._counter.encode(prompt))
        except Exception as error:
            raise wrapped(error) from error
