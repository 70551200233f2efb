"""Has a document read by a process of its own, within bounds: whoever sends it may mean harm."""

import asyncio
import importlib.util
import json
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from dataclasses import dataclass

from bot.documents.convert import DAMAGED

log = logging.getLogger(__name__)

# What a process needs to start at all.
_ENVIRONMENT = ("PATH", "SYSTEMROOT", "LANG")


class Damaged(Exception):
    """The document cannot be read: it is broken, or locked."""


class TooHeavy(Exception):
    """Reading the document takes more time or memory than it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What reading one document may take, and how many characters are read of it."""

    mebibytes: int = 1024
    seconds: int = 20
    characters: int = 1_000_000


def is_possible() -> bool:
    """Whether what reads documents is installed."""
    return importlib.util.find_spec("markitdown") is not None


async def convert(data: bytes, kind: str, bounds: Bounds) -> tuple[str, int]:
    """
    The text of a document of that `kind`, and of how many characters it is the beginning.

    Raises `Damaged` or `TooHeavy`.
    """
    limits = (str(bounds.mebibytes), str(bounds.seconds), str(bounds.characters))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.documents.convert", kind, *limits),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        # None of the bot's secrets, and one thread: more take address space that is counted as memory.
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    try:
        # Twice the time for computing: others may want the processor, too.
        async with asyncio.timeout(2 * bounds.seconds):
            said, _ = await process.communicate(data)
    except TimeoutError:
        raise TooHeavy(f"a {kind} took more than {2 * bounds.seconds} s") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == DAMAGED:
        raise Damaged(f"a {kind} of {len(data)} bytes cannot be read")
    if process.returncode:
        raise TooHeavy(f"a {kind} of {len(data)} bytes ended its reader with code {process.returncode}")
    answer = json.loads(said)
    return str(answer["text"]), int(answer["length"])
