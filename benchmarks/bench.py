"""What every row of the table needs: the checkpoint, prompts of a given length, and how long to measure."""

import random
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import torch
from accelerate.utils import release_memory
from transformers import AutoTokenizer

from benchmarks import gguf_file
from benchmarks.apart import apart
from benchmarks.geometry import Geometry
from benchmarks.plain import Plain
from bot.core.chat import Options, Turn
from bot.engines.batched import BatchedEngine
from bot.engines.checkpoint import background, loading
from bot.engines.generate import GenerateEngine
from bot.engines.gguf import GgufEngine
from bot.engines.text.encoding import ChatEncoder

_WORDS = ("the", "model", "reads", "what", "was", "said", "and", "writes", "one", "word", "after", "another")
# Enough for 32 conversations of 128 tokens and for one of 8,000: of Qwen2-7B's geometry, with 56 KiB a token and in
# a GPU's blocks of 256 tokens, either takes 32 blocks, which is 448 MiB.
_CACHE_BYTES = 2 * 2**30
# As the bot's settings have it.
_CONTEXT = 8192

Frame = Callable[[list[str]], list[Turn]]


def _numbered(words: list[str]) -> list[Turn]:
    # The seed comes first, so that no two prompts have a beginning in common that an engine could reuse.
    return [Turn("system", f"Number {words[0]}. Be helpful."), Turn("user", " ".join(words))]


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
    reading: tuple[int, ...] = (500, 2000)
    exchanges: int = 10_000
    model: str = "smollm2"

    @cached_property
    def plain(self) -> Plain:
        """transformers as its documentation uses it."""
        return Plain(self.folder)

    @property
    def options(self) -> Options:
        """Greedy answers of the length that is measured."""
        # With random weights, an answer goes round in circles.
        return Options(max_new_tokens=self.answer_tokens, temperature=0, stops_loops=False)

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
    async def generate_engine(self, *, is_default: bool = True) -> AsyncGenerator[GenerateEngine]:
        """The engine as the bot loads it, or over the very model that plain transformers uses here."""
        # The bot changes the layout of models on a CPU only: on a GPU its model would be plain's once more.
        if is_default and self.device.type == "cpu":
            checkpoint = await background.load(str(self.folder))
        else:
            checkpoint = loading.Checkpoint(str(self.folder), self.plain.model, self.plain.tokenizer)
        engine = await GenerateEngine.of(checkpoint, kv_cache_bytes=_CACHE_BYTES)
        try:
            yield engine
        finally:
            await engine.close()
            release_memory()

    @asynccontextmanager
    async def batched_engine(self) -> AsyncGenerator[BatchedEngine]:
        """The engine that serves many conversations at once, as the bot loads it, with a model to itself."""
        engine = await BatchedEngine.load(str(self.folder), kv_cache_bytes=_CACHE_BYTES)
        try:
            yield engine
        finally:
            await engine.close()
            release_memory()

    @asynccontextmanager
    async def gguf_engine(self) -> AsyncGenerator[GgufEngine]:
        """The engine over llama.cpp, with the weights in 8 bits."""
        engine = await GgufEngine.load(str(self.gguf("q8_0")), context_tokens=_CONTEXT, kv_cache_bytes=_CACHE_BYTES)
        try:
            yield engine
        finally:
            await engine.close()

    def gguf(self, kind: gguf_file.Kind) -> Path:
        """The same weights as a GGUF file, written at the first time."""
        file = self.folder / f"{kind}.gguf"
        return file if file.exists() else apart(lambda: gguf_file.write(self.folder, file, kind=kind))

    def prompt(self, seed: int, *, tokens: int | None = None, frame: Frame = _numbered) -> list[Turn]:
        """
        A prompt of `tokens` tokens, or one less: words that are others for each seed, in `frame`.

        Takes a while: nothing to do while a clock runs.
        """
        wanted = tokens or self.prompt_tokens
        # As text: the seeds 1 and -1 would choose the same words.
        words = [str(seed), *random.Random(str(seed)).choices(_WORDS, k=wanted)]
        low, high = 1, len(words)
        while low < high:
            middle = (low + high + 1) // 2
            if len(self.ids(frame(words[:middle]))) <= wanted:
                low = middle
            else:
                high = middle - 1
        return frame(words[:low])

    def prompts(self, number: int, seed: int) -> list[list[Turn]]:
        """As many different prompts, others for each seed."""
        return [self.prompt(1000 * (seed + 2) + n) for n in range(number)]

    def ids(self, prompt: list[Turn]) -> list[int]:
        """What the model reads of `prompt`."""
        return self._encoder.encode(prompt)

    @cached_property
    def _encoder(self) -> ChatEncoder:
        return ChatEncoder(AutoTokenizer.from_pretrained(self.folder))
