"""Loads a checkpoint as the bot does, in a process that does nothing else, and says what memory that took."""

import argparse
import asyncio
import json

import psutil

from bot.core.chat import Options, Turn
from bot.engines.checkpoint import background, loading
from bot.engines.generate import GenerateEngine


async def _load(folder: str) -> dict[str, int]:
    """What the process holds in main memory, in bytes: before, after loading, and after a first answer."""
    process = psutil.Process()
    assert loading.torch, "what is imported takes memory of its own, before"
    before = process.memory_info().rss
    engine = await GenerateEngine.of(await background.load(folder), kv_cache_bytes=2**28)
    loaded = process.memory_info().rss
    options = Options(max_new_tokens=8, temperature=0)
    async for _ in engine.stream([Turn("user", "one")], options):
        pass
    answered = process.memory_info().rss
    await engine.close()
    return {"before": before, "loaded": loaded, "answered": answered}


def main() -> None:
    """Write one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    print(json.dumps(asyncio.run(_load(parser.parse_args().folder))))


if __name__ == "__main__":
    main()
