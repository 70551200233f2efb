"""Waits for an engine's threads."""

import asyncio
import threading


async def ended(name):
    """Return when all threads have ended whose names begin with `name`."""
    for thread in threading.enumerate():
        if thread.name.startswith(name):
            await asyncio.to_thread(thread.join, 60)
            assert not thread.is_alive()
