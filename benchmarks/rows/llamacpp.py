"""The same weights in llama.cpp, through llama-cpp-python, in this process and with as many threads."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from itertools import islice

import torch
from llama_cpp import Llama

from benchmarks import gguf_file
from benchmarks.bench import Bench
from benchmarks.figures import Result, alternate, ratios
from benchmarks.timing import Timing, answer

_CONTEXT = 2048


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """Decoding of one conversation: the engine as it loads, and plain transformers, to llama.cpp."""
    models = {kind: _open(bench, kind) for kind in gguf_file.TYPES}
    ids = bench.plain.tokenizer(bench.prompt(0)[-1].text)["input_ids"]
    async with bench.generate_engine() as engine:

        async def ours(repetition: int) -> float:
            return (await answer(engine, bench.prompt(repetition), bench.options, channel=1)).decoding_speed

        async def plain(repetition: int) -> float:
            timing = await asyncio.to_thread(bench.plain.answer, bench.prompt(repetition), tokens=bench.answer_tokens)
            return timing.decoding_speed

        def of(model: Llama):
            async def once(repetition: int) -> float:
                return (await asyncio.to_thread(_answer, model, ids, bench.answer_tokens)).decoding_speed

            return once

        contenders = {"plain": plain, "bot": ours} | {kind: of(model) for kind, model in models.items()}
        speeds = await alternate(contenders, repetitions=bench.repetitions)
    details = {"decoding_tokens_per_s": speeds}
    yield Result("bot_over_llamacpp_f16", ratios(speeds["bot"], speeds["f16"]), details)
    yield Result("bot_over_llamacpp_q8_0", ratios(speeds["bot"], speeds["q8_0"]), details)
    yield Result("plain_over_llamacpp_f16", ratios(speeds["plain"], speeds["f16"]), details)


def _open(bench: Bench, kind: str) -> Llama:
    file = gguf_file.write(bench.folder, bench.folder / f"{kind}.gguf", kind)
    threads = torch.get_num_threads()
    return Llama(str(file), n_ctx=_CONTEXT, n_threads=threads, n_threads_batch=threads, n_gpu_layers=0, verbose=False)


def _answer(model: Llama, ids: Sequence[int], tokens: int) -> Timing:
    asked = time.perf_counter()
    model.reset()
    times = [time.perf_counter() for _ in islice(model.generate(list(ids), temp=0.0, reset=True), tokens)]
    return Timing(asked, times[0], times[-1], times[-1], tokens)
