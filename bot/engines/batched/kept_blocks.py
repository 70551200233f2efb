"""Knows which conversations the blocks of the library's cache are of, so that what is forgotten is taken out."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any


class KeptBlocks:
    """
    Of which conversations each block is that the library keeps for whoever sends the same prompt again.

    The library keeps them by what is in them, and tells nobody whose they are: it is noted here as a request ends.
    Where a version of it keeps them elsewhere than transformers 5.23 does, nothing is noted, and nothing taken out: it
    is found only by who sends the same prompt again, and overwritten when room is needed. All is for the thread that
    computes.
    """

    def __init__(self) -> None:
        # By the allocator and the number of the block: the hash of what is in it, and the conversations.
        self._of: dict[tuple[int, int], tuple[int, set[int]]] = {}

    def note(self, cache: Any, request: str, channel: int) -> None:
        """The blocks that the request has are the conversation's, and will be kept once it is over."""
        for allocator in _allocators(cache):
            for block in allocator.block_table.get(request, ()):
                content = allocator.ledger.block_to_hash.get(block)
                if content is not None:
                    before, channels = self._of.get((allocator.index, block), (None, set[int]()))
                    # What was in it before has been given up.
                    self._of[allocator.index, block] = content, (channels if before == content else set()) | {channel}

    def note_all(self, cache: Any, channel_of: Callable[[str], int]) -> None:
        """The same for whatever request has any."""
        for request in {request for allocator in _allocators(cache) for request in allocator.block_table}:
            self.note(cache, request, channel_of(request))

    def forget(self, cache: Any, channels: Iterable[int]) -> None:
        """
        Take out what is of these conversations alone. What another one begins with as well, such as the instructions,
        stays, and so does what is being used.
        """
        gone = frozenset(channels)
        for allocator in _allocators(cache):
            ledger, freed = allocator.ledger, []
            for (index, block), (content, of) in list(self._of.items()):
                if index != allocator.index:
                    continue
                is_there = ledger.block_to_hash.get(block) == content
                of -= gone
                if of and is_there:
                    continue
                del self._of[index, block]
                if is_there and block in ledger.cached_blocks:
                    del ledger.cached_blocks[block]
                    del ledger.hash_to_block[ledger.block_to_hash.pop(block)]
                    freed.append(block)
            allocator.pool.free_blocks(allocator.index, freed)


def _allocators(cache: Any) -> Iterator[Any]:
    """The parts of the cache that keep blocks by what is in them."""
    return (each for each in getattr(cache, "cache_allocators", {}).values() if hasattr(each, "ledger"))
