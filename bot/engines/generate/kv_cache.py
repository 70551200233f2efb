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
        super().__init__()  # type: ignore[no-untyped-call]  # transformers leaves it so
        self._rooms: tuple[torch.Tensor, torch.Tensor] | None = None

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, *args: Any, **kwargs: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Add the keys and values of new tokens; returns those of all."""
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        before = self.get_seq_length()
        after = before + key_states.shape[-2]
        rooms = self._rooms_for(after, key_states)
        for room, states in zip(rooms, (key_states, value_states), strict=True):
            room.narrow(-2, before, after - before).copy_(states)
        self._rooms = rooms
        self.keys, self.values = rooms[0].narrow(-2, 0, after), rooms[1].narrow(-2, 0, after)
        return self.keys, self.values

    def _rooms_for(self, tokens: int, new: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Memory for the keys and values of `tokens` or more, at the beginning of which the known ones are."""
        keys, values = cast(torch.Tensor, self.keys), cast(torch.Tensor, self.values)
        rooms = self._rooms
        # Known states that are elsewhere were moved by the library, as for another batch.
        if rooms is not None and rooms[0].data_ptr() == keys.data_ptr() and tokens <= rooms[0].shape[-2]:
            return rooms
        capacity = -(-tokens // _STRETCH) * _STRETCH
        made = [new.new_empty((*new.shape[:-2], capacity, new.shape[-1])) for _ in range(2)]
        if before := self.get_seq_length():
            for room, known in zip(made, (keys, values), strict=True):
                room.narrow(-2, 0, before).copy_(known)
        return made[0], made[1]

    @property
    def size(self) -> int:
        """The bytes this takes, room included."""
        return 0 if self._rooms is None else 2 * self._rooms[0].nbytes


def growing_cache(config: Any) -> DynamicCache:
    """An empty cache for a model of `config` whose layers all attend to everything."""
    cache = DynamicCache(config=config)
    cache.layers = [GrowingLayer() for _ in cache.layers]
    return cache
