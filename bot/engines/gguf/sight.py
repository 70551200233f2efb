"""Shows pictures to models in llama.cpp: their places in a prompt's text, and how many tokens each is."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.core.chat import Image, Thinking, Turn
from bot.core.errors import EngineExhausted
from bot.engines.gguf.server import LlamaServer
from bot.engines.text.encoding import END_OF_THOUGHT, ChatEncoder
from bot.engines.text.output import as_engine_error

PICTURE = -1
# Of how many sizes of pictures it is remembered how many tokens they are.
_SIZES = 1024


@dataclass(frozen=True, slots=True)
class SeenPrompt:
    """What the model reads: a text with a mark for each of `images`. In `ids`, what is a picture's is `PICTURE`."""

    text: str
    images: Sequence[Image]
    ids: list[int]
    begun: list[int]
    in_thought: bool

    @property
    def asked(self) -> dict[str, Any]:
        """The prompt as llama.cpp is given it."""
        return {
            "prompt_string": self.text,
            "multimodal_data": [base64.b64encode(image.data).decode() for image in self.images],
        }


class Sight:
    """
    Prompts with pictures, of one model. Any thread may call.

    llama.cpp takes pictures with a prompt's text alone, not with its ids, and finds control tokens in it: so nothing
    that people say may spell one (`ChatEncoder.spell`). Where each picture stands is marked by a word that the server
    made up for this process.
    """

    def __init__(
        self, server: LlamaServer, encoder: ChatEncoder, *, prefix: Sequence[int], context_length: int
    ) -> None:
        """`prefix` are the ids that begin every text."""
        self._server = server
        self._encoder = encoder
        self._prefix = prefix
        self._context_length = context_length
        self._sizes: dict[tuple[int, int], int] = {}

    def encode(self, turns: Sequence[Turn], thinking: Thinking) -> SeenPrompt:
        """What the model reads of `turns`. Raises `EngineError`, also where they leave no room for an answer."""
        prompt = self._encode(turns, thinking)
        if len(prompt.ids) >= self._context_length:
            raise EngineExhausted(f"the prompt has {len(prompt.ids)} tokens, the model reads {self._context_length}")
        return prompt

    def count(self, turns: Sequence[Turn]) -> int:
        """The tokens of `turns`, with the way of thinking for which there are the most. Raises `EngineError`."""
        return max(len(self._encode(turns, thinking).ids) for thinking in self._encoder.ways_of_thinking)

    def go_on(self, prompt: SeenPrompt, ids: Sequence[int]) -> SeenPrompt:
        """The prompt with what the model wrote after it, whose thought is over now. Raises `EngineError`."""
        written = self._server.spelled(ids)
        opened = "<think>" if written.startswith("<think>") else ""
        thought = written.removeprefix("<think>").removesuffix(END_OF_THOUGHT)
        text = opened + self._encoder.harmless(thought, self._server.picture_mark) + END_OF_THOUGHT
        return replace(prompt, text=prompt.text + text, ids=[*prompt.ids, *ids])

    def _encode(self, turns: Sequence[Turn], thinking: Thinking) -> SeenPrompt:
        goes_on = turns[-1].role == "assistant"
        asked = turns[:-1] if goes_on else turns
        images = [image for turn in asked for image in turn.images]
        try:
            mark = self._server.picture_mark
            text = self._encoder.spell(asked, mark, thinking)
            in_thought = thinking in self._encoder.opens_thought
            begun = ""
            if goes_on:
                # As if nothing had been thought.
                text += END_OF_THOUGHT if in_thought else ""
                begun, in_thought = self._encoder.harmless(turns[-1].text, mark), False
            ids = [*self._prefix, *self._ids(text, mark, images)]
            of_answer = self._server.tokenize(begun, parse_special=True) if begun else []
        except Exception as error:
            raise as_engine_error(error) from error
        return SeenPrompt(text + begun, images, ids + of_answer, of_answer, in_thought)

    def _ids(self, text: str, mark: str, images: Sequence[Image]) -> list[int]:
        first, *others = (self._server.tokenize(part, parse_special=True) for part in text.split(mark))
        for image, part in zip(images, others, strict=True):
            first += [PICTURE] * self._tokens(image) + part
        return first

    def _tokens(self, image: Image) -> int:
        """How many tokens the picture is, which its size decides."""
        size = image.width, image.height
        if size not in self._sizes:
            if len(self._sizes) >= _SIZES:
                self._sizes.clear()
            self._sizes[size] = self._server.tokens_of_picture(image.data)
        return self._sizes[size]
