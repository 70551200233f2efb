"""Decides whose answer is next: servers share the model evenly, in each people do, and of each person the channels."""

import heapq
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field


@dataclass(eq=False, slots=True)
class Entry:
    """An answer that somebody wants: `cost` is what it is expected to take, in tokens."""

    server: Hashable
    person: int
    channel: int
    cost: float
    arrival: int = 0


@dataclass(eq=False, slots=True)
class _Share:
    """
    What a server, a person in it, or a channel of that person has of the model.

    `start` is the virtual time, on the parent's clock, at which its next answer begins; `clock` is that of its own
    shares. `size` counts the answers below that wait or are being written, `ready` the channels below that could go on.
    """

    parent: "_Share | None" = None
    start: float = 0.0
    clock: float = 0.0
    size: int = 0
    ready: int = 0
    shares: "dict[Hashable, _Share]" = field(default_factory=dict)
    waiting: list[Entry] = field(default_factory=list)
    inside: Entry | None = None

    def path(self) -> "Iterator[_Share]":
        """This share and those it is part of, without the root, which is shared with nobody."""
        share = self
        while share.parent is not None:
            yield share
            share = share.parent

    def head(self) -> Entry:
        """The answer that is next here; there has to be one that can begin."""
        return self.waiting[0] if self.waiting else self.first().head()

    def first(self) -> "_Share":
        """The share that is next here; of several that start together, that of the answer that came first."""
        ready = (share for share in self.shares.values() if share.ready)
        return min(ready, key=lambda share: (share.start, share.head().arrival))

    def order(self) -> Iterator[Entry]:
        """All that wait here, as they would come if nobody else did, and nobody waited for an earlier answer."""
        if not self.shares:
            yield from self.waiting
            return
        heads: list[tuple[float, int, Entry, Iterator[Entry]]] = []

        def put(start: float, entries: Iterator[Entry]) -> None:
            if entry := next(entries, None):
                heapq.heappush(heads, (start, entry.arrival, entry, entries))

        for share in self.shares.values():
            put(max(share.start, self.clock), share.order())
        while heads:
            start, _, entry, entries = heapq.heappop(heads)
            yield entry
            put(start + entry.cost, entries)


class FairQueue:
    """
    Start-time fair queueing (Goyal, Vin and Cheng, 1996), over a tree of servers, people and channels.

    Whoever is next starts at the least virtual time, and the start of the answer after that is later by what this one
    costs; who comes anew starts now, so that nothing is saved up by silence. Of shares that always have something
    waiting, none gets ahead of another by more than the largest answers of both. People come above channels, as one
    person can open any number of channels. In each channel one answer of a person is written at a time, in order.
    """

    def __init__(self) -> None:
        self._root = _Share()
        self._arrivals = 0
        self._closed: set[int] = set()

    def join(self, entry: Entry) -> None:
        """Put an answer behind all others of its person in its channel."""
        self._arrivals += 1
        entry.arrival = self._arrivals
        share = self._root
        for key in (entry.server, entry.person, entry.channel):
            share.size += 1
            share = share.shares.setdefault(key, _Share(share))
        share.size += 1
        share.waiting.append(entry)
        self._note(share, entry.channel)

    def leave(self, entry: Entry) -> None:
        """Take out an answer that waits."""
        share = self._share(entry)
        share.waiting.remove(entry)
        self._gone(share, entry.channel)

    def next(self) -> Entry | None:
        """Begin the answer that is next, if one can begin."""
        share = self._root
        if not share.ready:
            return None
        while not share.waiting:
            parent, share = share, share.first()
            parent.clock = max(parent.clock, share.start)
        entry = share.inside = share.waiting.pop(0)
        for each in share.path():
            each.start += entry.cost
        self._note(share, entry.channel)
        return entry

    def end(self, entry: Entry, cost: float) -> None:
        """An answer that had begun is over, and took `cost`."""
        share = self._share(entry)
        for each in share.path():
            each.start += cost - entry.cost
        share.inside = None
        self._gone(share, entry.channel)

    def close(self, channel: int) -> None:
        """Let nothing begin in the channel."""
        self._closed.add(channel)
        self._note_all(channel)

    def open(self, channel: int) -> None:
        """Let answers begin again in the channel."""
        self._closed.discard(channel)
        self._note_all(channel)

    def order(self) -> Iterator[Entry]:
        """All answers that wait, in the order in which they would be begun if nobody else came."""
        return self._root.order()

    def _share(self, entry: Entry) -> _Share:
        return self._root.shares[entry.server].shares[entry.person].shares[entry.channel]

    def _note_all(self, channel: int) -> None:
        for server in self._root.shares.values():
            for person in server.shares.values():
                if channel in person.shares:
                    self._note(person.shares[channel], channel)

    def _note(self, share: _Share, channel: int) -> None:
        """Count anew whether a channel could go on; who had nothing to begin until now starts now."""
        is_ready = bool(share.waiting) and share.inside is None and channel not in self._closed
        if is_ready == bool(share.ready):
            return
        for each in share.path():
            if not each.ready and each.parent:
                each.start = max(each.start, each.parent.clock)
            each.ready += 1 if is_ready else -1
        self._root.ready += 1 if is_ready else -1

    def _gone(self, share: _Share, channel: int) -> None:
        """Count an answer out, and drop what nobody has to remember any more."""
        self._note(share, channel)
        for each in (*share.path(), self._root):
            each.size -= 1
            if each.size == 0:
                each.shares, each.clock = {}, 0.0
            each.shares = {key: below for key, below in each.shares.items() if below.size or below.start > each.clock}
