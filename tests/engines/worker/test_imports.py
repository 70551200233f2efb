"""Importing torch is not slowed down by the garbage collector, which works as ever afterwards."""

import json
import subprocess
import sys

LOAD = """
import asyncio, gc, json
from bot.demo import MODEL_PATH
from bot.engines.checkpoint import background
before = gc.get_stats()[0]["collections"]
asyncio.run(background.load(str(MODEL_PATH)))
print(json.dumps([gc.isenabled(), gc.get_freeze_count(), gc.get_stats()[0]["collections"] - before]))
"""


def test_what_stays_anyway_is_not_looked_at_by_the_garbage_collector():
    done = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    is_enabled, frozen, collections = json.loads(done.stdout)
    assert is_enabled
    assert frozen > 100_000
    assert collections < 100  # Without it, over 1,000.
