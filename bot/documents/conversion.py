"""Has a document or a picture read by a process of its own, within bounds: whoever sends it may mean harm."""

import asyncio
import importlib.util
import json
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from dataclasses import dataclass

from bot.documents.confinement import DAMAGED

log = logging.getLogger(__name__)

# What a process needs to start at all.
_ENVIRONMENT = ("PATH", "SYSTEMROOT", "LANG")


class Damaged(Exception):
    """The file cannot be read: it is broken, or locked."""


class TooHeavy(Exception):
    """Reading the file takes more time or memory than it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """
    What reading one file may take, how many characters are read of a document, and how many pixels a picture may have:
    before it is read, and as it is kept.

    1280 squares of 28 x 28 pixels are what Qwen's documentation has its models shown at most, where memory matters.
    """

    mebibytes: int = 1024
    seconds: int = 20
    characters: int = 1_000_000
    pixels: int = 64_000_000
    kept_pixels: int = 1280 * 28 * 28


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG file of so many pixels."""

    data: bytes
    width: int
    height: int


def is_possible() -> bool:
    """Whether what reads documents is installed."""
    return importlib.util.find_spec("markitdown") is not None


def can_picture() -> bool:
    """Whether what reads pictures is installed."""
    return importlib.util.find_spec("PIL") is not None


async def convert(data: bytes, kind: str, bounds: Bounds) -> tuple[str, int]:
    """
    The text of a document of that `kind`, and of how many characters it is the beginning.

    Raises `Damaged` or `TooHeavy`.
    """
    said = await _read("convert", data, kind, bounds, bounds.characters)
    answer = json.loads(said)
    return str(answer["text"]), int(answer["length"])


async def shrink(data: bytes, bounds: Bounds) -> Picture:
    """
    A picture as it is kept: upright, no larger than `bounds` say, and of several the first.

    Raises `Damaged`, also where it is of no kind that is read, or `TooHeavy`.
    """
    said = await _read("shrink", data, "picture", bounds, bounds.pixels, bounds.kept_pixels)
    size, _, file = said.partition(b"\n")
    width, height = map(int, size.split())
    return Picture(file, width, height)


async def _read(program: str, data: bytes, kind: str, bounds: Bounds, *more: int) -> bytes:
    """What the program of that name in this package makes of `data`."""
    limits = map(str, (bounds.mebibytes, bounds.seconds, *more))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"bot.documents.{program}", kind, *limits),
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
    return said
