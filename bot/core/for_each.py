"""Does the same with each of many things, with a few of them at once."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


async def for_each(things: Iterable[T], work: Callable[[T], Awaitable[object]], *, at_once: int) -> None:
    """
    Do `work` with each of `things`, begun in their order: one that takes long keeps nobody else waiting.

    The first failure ends the others and is raised.
    """
    left = iter(things)

    async def go_on() -> None:
        for thing in left:
            await work(thing)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(go_on())
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from failures
