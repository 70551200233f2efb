"""The ids of prompts, and of the answers that are gone on with."""

import copy
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from transformers import PreTrainedTokenizerFast

from bot.core.chat import Turn
from bot.core.errors import EngineExhausted
from bot.engines.text.encoding import ChatEncoder
from bot.engines.text.output import as_engine_error
from bot.engines.text.vocabulary import Vocabulary

# How many of the newest answers have their tokens kept, so that they can be continued: some thousand numbers each.
_KEPT = 64


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model reads; `begun` are those of its ids, the last ones, with which its answer begins."""

    ids: list[int]
    begun: list[int]


class PromptEncoder:
    """
    Encodes prompts with one tokenizer, and counts with a copy of it, so that each can have a thread of its own.

    A prompt that ends in a turn of the assistant is one that the answer goes on from: its ids are
    those of the prompt to which that was the answer, and of what was said. Where it is told of an answer by
    `remember`, they are the very tokens that the model wrote, which need not be those that a tokenizer makes of
    their text.
    """

    def __init__(
        self, tokenizer: PreTrainedTokenizerFast, *, context_length: int, vocabulary: Vocabulary | None = None
    ) -> None:
        """`tokenizer` has the template; and the vocabulary, unless another is given, which any thread may use."""
        self._encoder = ChatEncoder(tokenizer, vocabulary)
        self._counter = ChatEncoder(copy.deepcopy(tokenizer), vocabulary)
        self._answers: OrderedDict[tuple[int, str], list[int]] = OrderedDict()
        self._lock = threading.Lock()
        self.context_length = context_length
        self.opens_thought = self._encoder.opens_thought
        self.end_of_turn = self._encoder.end_of_turn

    def encode(self, turns: Sequence[Turn], *, channel: int = 0) -> Prompt:
        """What the model reads of `turns`. Raises `EngineError`, also where they leave no room for an answer."""
        with self._lock:
            begun = self._answers.get((channel, turns[-1].text)) if turns else None
        prompt = self._encode(self._encoder, turns, begun)
        if len(prompt.ids) >= self.context_length:
            raise EngineExhausted(f"the prompt has {len(prompt.ids)} tokens, the model reads {self.context_length}")
        return prompt

    def count(self, turns: Sequence[Turn]) -> int:
        """The number of ids of `turns`. Raises `EngineError`."""
        with self._lock:
            known = [ids for (_, text), ids in self._answers.items() if turns and text == turns[-1].text]
        return len(self._encode(self._counter, turns, max(known, key=len, default=None)).ids)

    def remember(self, channel: int, text: str, ids: Sequence[int]) -> None:
        """`ids` are the tokens of the answer that said `text`."""
        with self._lock:
            self._answers[channel, text] = list(ids)
            self._answers.move_to_end((channel, text))
            while len(self._answers) > _KEPT:
                self._answers.popitem(last=False)

    def forget(self, channel: int) -> None:
        """Drop the answers of one conversation."""
        with self._lock:
            for known in [key for key in self._answers if key[0] == channel]:
                del self._answers[known]

    def _encode(self, encoder: ChatEncoder, turns: Sequence[Turn], begun: list[int] | None) -> Prompt:
        try:
            if not turns or turns[-1].role != "assistant":
                return Prompt(encoder.encode(turns), [])
            *before, answer = turns
            begun = encoder.encode_answer(answer.text) if begun is None else begun
            return Prompt(encoder.encode(before) + begun, begun)
        except Exception as error:
            raise as_engine_error(error) from error
