"""A KV cache to which a token is added without copying all that came before it."""

from typing import Any, cast

import torch
from transformers import DynamicCache
from transformers.cache_utils import DynamicLayer

# The known is copied once in so many new tokens; room for as many at most is taken in vain.
_STRETCH = 64


class GrowingLayer(DynamicLayer):
    """
    The keys and values of one layer, [batch, heads, tokens, width]: the beginning of memory with room for more.

    The library's own layer concatenates, which in a long conversation takes a good part of a step.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._room: torch.Tensor | None = None

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, *args: Any, **kwargs: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Add the keys and values of new tokens; returns those of all."""
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        before = self.get_seq_length()
        after = before + key_states.shape[-2]
        room = self._room_for(after, key_states)
        room[0, ..., before:after, :], room[1, ..., before:after, :] = key_states, value_states
        self._room, self.keys, self.values = room, room[0, ..., :after, :], room[1, ..., :after, :]
        return self.keys, self.values

    def _room_for(self, tokens: int, new: torch.Tensor) -> torch.Tensor:
        """Memory at the beginning of which the known is, for `tokens` or more."""
        known: Any = self.keys
        room = self._room
        # Known states that are elsewhere were moved by the library, as for another batch.
        if room is not None and room.data_ptr() == known.data_ptr() and tokens <= room.shape[-2]:
            return room
        room = new.new_empty((2, *new.shape[:-2], -(-tokens // _STRETCH) * _STRETCH, new.shape[-1]))
        if before := self.get_seq_length():
            room[0, ..., :before, :], room[1, ..., :before, :] = known, cast(torch.Tensor, self.values)
        return room

    @property
    def size(self) -> int:
        """The bytes this takes, room included."""
        return 0 if self._room is None else self._room.nbytes


def growing_cache(config: Any) -> DynamicCache:
    """An empty cache for a model of `config` whose layers all attend to everything."""
    cache = DynamicCache(config=config)
    cache.layers = [GrowingLayer() for _ in cache.layers]
    return cache
