"""Keeps what llama.cpp computed for conversations, so that their next turns compute only what is new."""

import logging
import threading
from collections import Counter, OrderedDict
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol

from bot.core.errors import EngineError

log = logging.getLogger(__name__)


class Slots(Protocol):
    """Where a server computes: places for one conversation each, by their numbers. All raise `EngineError`."""

    def save(self, slot: int, name: str) -> int:
        """Write what was computed to a file of that name; the bytes it takes."""
        ...

    def restore(self, slot: int, name: str) -> None:
        """Go on from what `save` wrote."""
        ...

    def erase(self, slot: int) -> None:
        """Drop what was computed."""
        ...


@dataclass(frozen=True, slots=True)
class _State:
    name: str
    size: int


class Conversations:
    """
    Which conversation is where: in a slot, while no other one is answered, or else in a file in `folder`.

    What is in a slot, but is not being answered, makes every token of the others slower: a
    third for 12,000 tokens of eight conversations, with SmolLM2 on two cores. It is put away when
    another conversation begins, which takes 20 ms for 1,500 tokens. At most `max_bytes` are kept
    in files, and those that have been silent longest are dropped first. Any thread may call.
    """

    def __init__(self, slots: Slots, folder: Path, *, number: int, max_bytes: int) -> None:
        self._slots = slots
        self._folder = folder
        self._max_bytes = max_bytes
        self._changed = threading.Condition()
        self._free = list(range(number))
        self._spent: list[int] = []
        self._present: dict[int, int] = {}
        self._answering: Counter[int] = Counter()
        self._moving: set[int] = set()
        self._away: OrderedDict[int, _State] = OrderedDict()
        self._forgotten: set[int] = set()
        self._names = map(str, count())

    @property
    def size(self) -> int:
        """The bytes of what was put away."""
        with self._changed:
            return sum(state.size for state in self._away.values())

    def begin(self, channel: int) -> int:
        """The slot for an answer in `channel`, with what is known of the conversation. It is taken until `end`."""
        with self._changed:
            self._changed.wait_for(lambda: channel not in self._moving)
            self._forgotten.discard(channel)
            self._answering[channel] += 1
            slot = self._present.pop(channel, None)
            state = self._away.pop(channel, None)
            others, self._present = self._present, {}
            self._moving |= others.keys()
        for other, place in others.items():
            self._put_away(other, place)
        self.tidy()
        if slot is None:
            with self._changed:
                self._changed.wait_for(lambda: self._free)
                slot = self._free.pop()
            if state is not None:
                self._put_back(slot, state)
        if state is not None:
            self._delete(state)
        return slot

    def end(self, channel: int, slot: int) -> None:
        """Keep what was computed in `slot` for the conversation's next turn, and give the slot back."""
        with self._changed:
            self._answering -= Counter([channel])
            if self._max_bytes > 0 and channel not in self._forgotten:
                # Two answers of one channel may have been written at once: the one that ended last is kept.
                self._spend(self._present.pop(channel, None))
                self._present[channel] = slot
            else:
                self._spend(slot)
        self.tidy()

    def forget(self, channel: int) -> None:
        """
        Drop what is kept of one conversation, or will be of the answer that is being written there.

        Returns at once; `tidy` then waits for llama.cpp's next step.
        """
        with self._changed:
            if channel in self._answering or channel in self._moving:
                self._forgotten.add(channel)
            self._spend(self._present.pop(channel, None))
            state = self._away.pop(channel, None)
        if state is not None:
            self._delete(state)

    def tidy(self) -> None:
        """Erase the slots that nobody needs any more, and make them free."""
        while True:
            with self._changed:
                if not self._spent:
                    return
                slot = self._spent.pop()
            try:
                self._slots.erase(slot)
            except EngineError as error:
                # It is overwritten by what is computed there next.
                log.warning("A slot could not be erased: %s", error)
            with self._changed:
                self._free.append(slot)
                self._changed.notify_all()

    def _spend(self, slot: int | None) -> None:
        if slot is not None:
            self._spent.append(slot)

    def _put_away(self, channel: int, slot: int) -> None:
        """Write down what is in `slot`, and give it back."""
        name = next(self._names)
        try:
            state = _State(name, self._slots.save(slot, name))
        except EngineError as error:
            # Above all where the disk is full. It will be computed anew.
            log.warning("What was computed for a conversation could not be kept: %s", error)
            state = _State(name, 0)
        dropped = []
        with self._changed:
            if state.size and channel not in self._forgotten:
                self._away[channel] = state
            else:
                dropped.append(state)
            while sum(each.size for each in self._away.values()) > self._max_bytes:
                dropped.append(self._away.popitem(last=False)[1])
            self._spend(slot)
            self._moving.discard(channel)
            self._changed.notify_all()
        for each in dropped:
            self._delete(each)

    def _put_back(self, slot: int, state: _State) -> None:
        try:
            self._slots.restore(slot, state.name)
        except EngineError as error:
            log.warning("What was computed for a conversation could not be used again: %s", error)

    def _delete(self, state: _State) -> None:
        (self._folder / state.name).unlink(missing_ok=True)
