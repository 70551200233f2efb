"""Keeps what llama.cpp computed for a conversation, so that its next turn computes only what is new."""

from collections import OrderedDict
from collections.abc import Sequence
from itertools import takewhile

from bot.engines.llamacpp.reader import Reader, State


class Conversations:
    """
    The conversations of one reader, which holds the one that was answered last; the others are put away.

    At most `max_bytes` are kept, those in the reader included; the conversations that have been silent
    longest are dropped first. As keys and values depend on nothing that stands after them, those
    of the longest common beginning of two prompts are the same, but for the last bit that sums
    of another order differ in.
    """

    def __init__(self, reader: Reader, *, max_bytes: int) -> None:
        self._reader = reader
        self._max_bytes = max_bytes
        self._away: OrderedDict[int, State] = OrderedDict()
        self._present: int | None = None

    @property
    def size(self) -> int:
        """The bytes that are kept."""
        return self._reader.size + sum(state.size for state in self._away.values())

    def begin(self, channel: int, ids: Sequence[int]) -> None:
        """
        Let the reader have read the longest beginning of `ids` that is known of the channel.

        It is never all of `ids`: the model has to read the last one to say what follows.
        """
        if channel != self._present:
            self._change(channel)
        common = takewhile(lambda pair: pair[0] == pair[1], zip(self._reader.ids, ids[:-1], strict=False))
        self._reader.cut(sum(1 for _ in common))

    def end(self) -> None:
        """Keep what the reader has read, as far as there is room."""
        while self._away and self.size > self._max_bytes:
            self._away.popitem(last=False)
        if self.size > self._max_bytes:
            self._reader.cut(0)

    def forget(self, channel: int) -> None:
        """Drop what is kept of one conversation."""
        self._away.pop(channel, None)
        if channel == self._present:
            self._reader.cut(0)

    def clear(self) -> None:
        """Drop everything."""
        self._away.clear()
        self._reader.cut(0)

    def _change(self, channel: int) -> None:
        state = self._reader.state if self._present is not None else None
        known = self._away.pop(channel, None)
        if state is not None and self._present is not None:
            self._away[self._present] = state
        self._reader.cut(0)
        if known is not None:
            self._reader.put_back(known)
        self._present = channel
