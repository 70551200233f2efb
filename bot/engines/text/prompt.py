"""The ids of prompts, and of the answers that are gone on with."""

import copy
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from transformers import PreTrainedTokenizerFast

from bot.core.chat import Image, Options, Thinking, Turn
from bot.core.errors import EngineExhausted
from bot.engines.text.budget import Budget
from bot.engines.text.encoding import ChatEncoder
from bot.engines.text.output import as_engine_error
from bot.engines.text.vocabulary import Vocabulary

Spread = Callable[[Sequence[int], Sequence[Image]], list[int]]
"""Gives each picture in the ids of a prompt as many tokens as it has. Any thread may call it."""

# How many of the newest answers have their tokens kept, so that they can be continued: some thousand numbers each.
_KEPT = 64


@dataclass(frozen=True, slots=True)
class Prompt:
    """
    What the model reads; `begun` are those of its ids, the last ones, with which its answer begins.

    `in_thought` where that, or all that the model is to write, stands in a thought that the template began.
    """

    ids: list[int]
    begun: list[int]
    in_thought: bool = False


class PromptEncoder:
    """
    Encodes prompts with one tokenizer, and counts with a copy of it, so that each can have a thread of its own.

    A prompt that ends in a turn of the assistant is one that the answer goes on from: its ids are
    those of the prompt to which that was the answer, and of what was said. Where it is told of an answer by
    `remember`, they are the very tokens that the model wrote, which need not be those that a tokenizer makes of
    their text, thought included. Else it is as if nothing had been thought.
    """

    def __init__(
        self,
        tokenizer: PreTrainedTokenizerFast,
        *,
        context_length: int,
        vocabulary: Vocabulary | None = None,
        spread: Spread | None = None,
    ) -> None:
        """
        `tokenizer` has the template; and the vocabulary, unless another is given, which any thread may use. With
        `spread`, turns may have pictures.
        """
        self._spread = spread
        self._encoder = ChatEncoder(tokenizer, vocabulary)
        self._counter = ChatEncoder(copy.deepcopy(tokenizer), vocabulary)
        self._answers: OrderedDict[tuple[int, str, Thinking], list[int]] = OrderedDict()
        self._lock = threading.Lock()
        self.context_length = context_length
        self.end_of_turn = self._encoder.end_of_turn
        self.end_of_thought = self._encoder.end_of_thought
        self.tags = self._encoder.tags
        self._can_think = self._encoder.can_think

    def encode(self, turns: Sequence[Turn], *, channel: int = 0, thinking: Thinking = "off") -> Prompt:
        """What the model reads of `turns`. Raises `EngineError`, also where they leave no room for an answer."""
        with self._lock:
            begun = self._answers.get((channel, turns[-1].text, thinking)) if turns else None
        prompt = self._encode(turns, begun, thinking)
        if len(prompt.ids) >= self.context_length:
            raise EngineExhausted(f"the prompt has {len(prompt.ids)} tokens, the model reads {self.context_length}")
        return prompt

    def budget(self, ids: Sequence[int], options: Options) -> Budget:
        """How many tokens may be written after a prompt of these ids."""
        room = self.context_length - len(ids)
        return Budget.of(options, room=room, closing=len(self.end_of_thought), can_think=self._can_think)

    def count(self, turns: Sequence[Turn]) -> int:
        """The number of ids of `turns`, with the way of thinking for which there are the most. Raises `EngineError`."""
        with self._lock:
            known = [ids for (_, text, _), ids in self._answers.items() if turns and text == turns[-1].text]
        try:
            if not turns or turns[-1].role != "assistant":
                return len(self._whole(self._counter.longest(turns), turns))
            begun = max(known, key=len, default=None) or self._counter.encode_answer(turns[-1].text)
            closed = self._counter.end_of_thought if self._counter.opens_thought else []
            return len(self._whole(self._counter.longest(turns[:-1]), turns)) + len(closed) + len(begun)
        except Exception as error:
            raise as_engine_error(error) from error

    def remember(self, channel: int, text: str, ids: Sequence[int], *, thinking: Thinking = "off") -> None:
        """`ids` are the tokens of the answer that said `text`, and of what was thought before it."""
        with self._lock:
            self._answers[channel, text, thinking] = list(ids)
            self._answers.move_to_end((channel, text, thinking))
            while len(self._answers) > _KEPT:
                self._answers.popitem(last=False)

    def forget(self, channel: int) -> None:
        """Drop the answers of one conversation."""
        with self._lock:
            for known in [key for key in self._answers if key[0] == channel]:
                del self._answers[known]

    def _whole(self, ids: list[int], turns: Sequence[Turn]) -> list[int]:
        """The ids of a prompt, with all that its pictures are."""
        images = [image for turn in turns for image in turn.images]
        return self._spread(ids, images) if self._spread and images else ids

    def _encode(self, turns: Sequence[Turn], begun: list[int] | None, thinking: Thinking) -> Prompt:
        encoder = self._encoder
        try:
            in_thought = thinking in encoder.opens_thought
            if not turns or turns[-1].role != "assistant":
                return Prompt(self._whole(encoder.encode(turns, thinking), turns), [], in_thought)
            *before, answer = turns
            ids = self._whole(encoder.encode(before, thinking), before)
            if begun is None:
                begun = encoder.encode_answer(answer.text)
                ids, in_thought = ids + (encoder.end_of_thought if in_thought else []), False
            return Prompt(ids + begun, begun, in_thought)
        except Exception as error:
            raise as_engine_error(error) from error
