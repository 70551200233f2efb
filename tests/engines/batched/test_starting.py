"""The engine starts off the event loop, or is not started at all and says why."""

import asyncio
import json
import shutil
import subprocess
import sys
import threading

import pytest

from bot.core.errors import StartError
from bot.engines.batched import BatchedEngine

from ..steps import Pause, Steps
from ..threads import ended
from .engines import endless


async def test_cancelling_the_start_leaves_no_thread(tiny):
    checkpoint, pause = endless(tiny), Pause()
    before = set(threading.enumerate())
    Steps(checkpoint.model, at=[1], do=pause)
    opening = asyncio.create_task(BatchedEngine.of(checkpoint))
    await asyncio.to_thread(pause.reached.wait)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    pause.over.set()
    for thread in set(threading.enumerate()) - before:
        if not thread.name.startswith("asyncio"):
            await asyncio.to_thread(thread.join, 60)
            assert not thread.is_alive()


async def test_a_checkpoint_with_settings_batching_does_not_know_is_refused_by_name(tiny, tmp_path):
    folder = shutil.copytree(tiny, tmp_path / "strict")
    (folder / "generation_config.json").write_text(json.dumps({"no_repeat_ngram_size": 3}))
    with pytest.raises(StartError, match="no_repeat_ngram_size"):
        await BatchedEngine.load(str(folder))


def test_whoever_imports_the_engine_does_not_wait_for_torch():
    program = "import sys, bot.engines.batched; sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


async def test_whatever_computed_for_the_start_has_ended_before_answers_are_made(tiny):
    engine = await BatchedEngine.load(str(tiny))
    try:
        await ended("load")
        await ended("open")
        names = {thread.name.partition("_")[0] for thread in threading.enumerate()}
        assert not names & {"load", "open", "encode"}
    finally:
        await engine.close()
