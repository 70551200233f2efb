"""The same weights in llama.cpp, in this process and with as many threads; xllamacpp has it built for any x86-64."""

import asyncio
from collections.abc import AsyncGenerator

import torch
import xllamacpp

from benchmarks import gguf_file
from benchmarks.bench import Bench
from benchmarks.figures import Result, alternate, ratios
from benchmarks.timing import answer
from bot.engines.generate import GenerateEngine

_CONTEXT = 2048


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """Decoding of one conversation: the engine as it loads, and plain transformers, to llama.cpp by its own clock."""
    models = {kind: _open(bench, kind) for kind in gguf_file.TYPES}
    async with bench.generate_engine() as default, bench.generate_engine(bits=8) as small:

        def ours(engine: GenerateEngine):
            async def once(repetition: int) -> float:
                return (await answer(engine, bench.prompt(repetition), bench.options, channel=1)).decoding_speed

            return once

        async def plain(repetition: int) -> float:
            timing = await asyncio.to_thread(bench.plain.answer, bench.prompt(repetition), tokens=bench.answer_tokens)
            return timing.decoding_speed

        def of(model: xllamacpp.Server):
            async def once(repetition: int) -> float:
                text = bench.prompt(repetition)[-1].text
                return await asyncio.to_thread(_decoding_speed, model, text, bench.answer_tokens)

            return once

        engines = {"bot": ours(default), "int8": ours(small)}
        contenders = {"plain": plain} | engines | {kind: of(model) for kind, model in models.items()}
        speeds = await alternate(contenders, repetitions=bench.repetitions)
    details = {"decoding_tokens_per_s": speeds, "build": xllamacpp.get_system_info()}
    yield Result("bot_over_llamacpp_f16", ratios(speeds["bot"], speeds["f16"]), details)
    yield Result("int8_over_llamacpp_f16", ratios(speeds["int8"], speeds["f16"]), details)
    yield Result("bot_over_llamacpp_q8_0", ratios(speeds["bot"], speeds["q8_0"]), details)
    yield Result("plain_over_llamacpp_f16", ratios(speeds["plain"], speeds["f16"]), details)


def _open(bench: Bench, kind: str) -> xllamacpp.Server:
    params = xllamacpp.CommonParams()
    params.model.path = str(gguf_file.write(bench.folder, bench.folder / f"{kind}.gguf", kind))
    params.n_ctx, params.n_parallel, params.n_gpu_layers = _CONTEXT, 1, 0
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = torch.get_num_threads()
    return xllamacpp.Server(params)


def _decoding_speed(model: xllamacpp.Server, text: str, tokens: int) -> float:
    wish = {"prompt": text, "n_predict": tokens, "temperature": 0, "ignore_eos": True, "cache_prompt": False}
    said = model.handle_completions(wish)
    made = said["timings"]["predicted_n"]
    if made != tokens:
        raise RuntimeError(f"llama.cpp ended after {made} of {tokens} tokens")
    return float(said["timings"]["predicted_per_second"])
