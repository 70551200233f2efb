"""Loads a checkpoint as the bot does, in a process that does nothing else, and says what memory that took."""

import argparse
import asyncio
import json

import psutil
from accelerate.utils import release_memory

from bot.core.chat import Options, Turn
from bot.demo import MODEL_PATH
from bot.engines.checkpoint import background
from bot.engines.generate import GenerateEngine

_CACHE_BYTES = 2**28


async def _load(folder: str) -> dict[str, int]:
    """What the process holds in main memory, in bytes: before, after loading, and after a first answer."""
    process = psutil.Process()
    # What is imported and begun on the way takes memory of its own: a tiny model has that done before.
    tiny = await _answering(str(MODEL_PATH))
    await tiny.close()
    del tiny
    release_memory()
    before = process.memory_info().rss
    engine = await GenerateEngine.of(await background.load(folder), kv_cache_bytes=_CACHE_BYTES)
    loaded = process.memory_info().rss
    await _answer(engine)
    answered = process.memory_info().rss
    await engine.close()
    return {"before": before, "loaded": loaded, "answered": answered}


async def _answering(folder: str) -> GenerateEngine:
    """An engine that has answered."""
    engine = await GenerateEngine.of(await background.load(folder), kv_cache_bytes=_CACHE_BYTES)
    await _answer(engine)
    return engine


async def _answer(engine: GenerateEngine) -> None:
    async for _ in engine.stream([Turn("user", "one")], Options(max_new_tokens=8, temperature=0)):
        pass


def main() -> None:
    """Write one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    print(json.dumps(asyncio.run(_load(parser.parse_args().folder))))


if __name__ == "__main__":
    main()
