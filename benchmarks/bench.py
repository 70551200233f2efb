"""What every row of the table needs: the checkpoint, prompts of a given length, and how long to measure."""

import random
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from benchmarks.geometry import Geometry
from benchmarks.plain import Plain
from bot.core.chat import Options, Turn
from bot.engines import loading, matvec
from bot.engines.batched import BatchedEngine
from bot.engines.encoding import ChatEncoder
from bot.engines.generate import GenerateEngine

_WORDS = ("the", "model", "reads", "what", "was", "said", "and", "writes", "one", "word", "after", "another")
_CACHE_BYTES = 2 * 2**30


@dataclass(frozen=True)
class Bench:
    """One run of the benchmark."""

    folder: Path
    geometry: Geometry
    repetitions: int
    prompt_tokens: int = 64
    answer_tokens: int = 64
    conversations: tuple[int, ...] = (1, 2, 4, 8, 16, 32)
    histories: tuple[int, ...] = (500, 2000, 8000)
    at_once: int = 8
    history: int = 2000

    @cached_property
    def plain(self) -> Plain:
        """transformers as its documentation uses it."""
        return Plain(self.folder)

    @property
    def options(self) -> Options:
        """Greedy answers of the length that is measured."""
        return Options(max_new_tokens=self.answer_tokens, temperature=0)

    @property
    def device(self) -> torch.device:
        """Where the model computes."""
        return self.plain.model.device

    @property
    def weight_bytes(self) -> int:
        """What has to be read for one token: all weights, but of an embedding of its own only a row."""
        embedding = 0 if self.geometry.is_tied else self.plain.model.get_input_embeddings().weight.nbytes
        return sum(weights.nbytes for weights in self.plain.model.parameters()) - embedding

    @asynccontextmanager
    async def generate_engine(
        self, *, is_default: bool = True, bits: matvec.Bits = 16
    ) -> AsyncGenerator[GenerateEngine]:
        """The engine as the bot loads it, or over the very model that plain transformers uses here."""
        engine = await GenerateEngine.of(self._checkpoint(is_default, bits), kv_cache_bytes=_CACHE_BYTES)
        try:
            yield engine
        finally:
            await engine.close()

    @asynccontextmanager
    async def batched_engine(self) -> AsyncGenerator[BatchedEngine]:
        """The engine that serves many conversations at once, as the bot loads it."""
        engine = await BatchedEngine.of(self._checkpoint(), kv_cache_bytes=_CACHE_BYTES)
        try:
            yield engine
        finally:
            await engine.close()

    def prompt(self, seed: int, *, tokens: int | None = None) -> list[Turn]:
        """A question that makes a prompt of `tokens` tokens, or one less, and is another one for each seed."""
        rng = random.Random(seed)
        wanted = tokens or self.prompt_tokens
        # The seed comes first, so that no two prompts have a beginning in common that an engine could reuse.
        words = [str(seed), *rng.choices(_WORDS, k=wanted)]
        low, high = 1, len(words)
        while low < high:
            middle = (low + high + 1) // 2
            if self._count(words[:middle]) <= wanted:
                low = middle
            else:
                high = middle - 1
        return _turns(words[:low])

    @cached_property
    def _encoder(self) -> ChatEncoder:
        return ChatEncoder(AutoTokenizer.from_pretrained(self.folder))

    def _count(self, words: list[str]) -> int:
        return len(self._encoder.encode(_turns(words)))

    def _checkpoint(self, is_default: bool = True, bits: matvec.Bits = 16) -> loading.Checkpoint:
        if not is_default:
            return loading.Checkpoint(str(self.folder), self.plain.model, self.plain.tokenizer)
        if bits == 16:
            return loading.load(str(self.folder))
        model = AutoModelForCausalLM.from_pretrained(self.folder, dtype="auto").eval()
        matvec.speed_up(model, bits=bits)
        return loading.Checkpoint(str(self.folder), model, self.plain.tokenizer)


def _turns(words: list[str]) -> list[Turn]:
    return [Turn("system", f"Number {words[0]}. Be helpful."), Turn("user", " ".join(words))]
