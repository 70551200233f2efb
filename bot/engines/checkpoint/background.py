"""Loads a checkpoint on a thread of its own, while the event loop goes on."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from bot.engines.worker import imports
from bot.settings.engines import Dtype, Quantization

# torch and transformers take seconds to import: the thread does that, not whoever imports this file.
if TYPE_CHECKING:
    from bot.engines.checkpoint.loading import Checkpoint


class LoadOptions(TypedDict, total=False):
    """The options of `bot.engines.checkpoint.loading.load`, which says what they mean and what holds without them."""

    dtype: Dtype
    device_map: str
    attention: str | None
    quantization: Quantization
    draft: str | None
    hub: str | None
    cache: Path | None


async def load(name: str, **how: Unpack[LoadOptions]) -> "Checkpoint":
    """
    Load the checkpoint `name` as `bot.engines.checkpoint.loading.load` does. Raises `StartError`.

    Cancelling abandons a download at its next block of data; what is being read into memory
    is read to the end, as Python cannot interrupt a thread.
    """
    abandoned = threading.Event()

    def read() -> "Checkpoint":
        with imports.uncollected():
            from bot.engines.checkpoint import loading

        return loading.load(name, abandoned=abandoned.is_set, **how)

    thread = ThreadPoolExecutor(1, thread_name_prefix="load")
    try:
        return await asyncio.get_running_loop().run_in_executor(thread, read)
    finally:
        abandoned.set()
        thread.shutdown(wait=False)
