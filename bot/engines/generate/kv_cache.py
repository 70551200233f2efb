"""A KV cache to which a token is added without copying all that came before it, and that knows how it was filled."""

from typing import Any, cast

import torch
from transformers import DynamicCache
from transformers.cache_utils import DynamicLayer

from bot.core.passes import Pass, added, cut

# Memory is taken for this many tokens at a time, so the cache is copied only once in as many steps.
_BLOCK = 64


class PreallocatedLayer(DynamicLayer):
    """
    The keys and values of one layer, [batch, heads, tokens, width]: the beginning of memory with room for more.

    The library's own layer concatenates, which in a long conversation takes a good part of a step.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # transformers leaves it so
        self._buffers: tuple[torch.Tensor, torch.Tensor] | None = None

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, *args: Any, **kwargs: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Add the keys and values of new tokens; returns those of all."""
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        before = self.get_seq_length()
        after = before + key_states.shape[-2]
        buffers = self._buffers_for(after, key_states)
        for buffer, states in zip(buffers, (key_states, value_states), strict=True):
            buffer.narrow(-2, before, after - before).copy_(states)
        self._buffers = buffers
        self.keys, self.values = buffers[0].narrow(-2, 0, after), buffers[1].narrow(-2, 0, after)
        return self.keys, self.values

    def _buffers_for(self, tokens: int, new: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Memory for the keys and values of `tokens` or more, at the beginning of which the known ones are."""
        keys, values = cast(torch.Tensor, self.keys), cast(torch.Tensor, self.values)
        buffers = self._buffers
        # If the known states are elsewhere, the library has moved them, as when it changes the batch.
        if buffers is not None and buffers[0].data_ptr() == keys.data_ptr() and tokens <= buffers[0].shape[-2]:
            return buffers
        capacity = -(-tokens // _BLOCK) * _BLOCK
        made = [new.new_empty((*new.shape[:-2], capacity, new.shape[-1])) for _ in range(2)]
        if before := self.get_seq_length():
            for buffer, known in zip(made, (keys, values), strict=True):
                buffer.narrow(-2, 0, before).copy_(known)
        return made[0], made[1]

    @property
    def size(self) -> int:
        """The bytes this takes, those not used yet included."""
        return 0 if self._buffers is None else 2 * self._buffers[0].nbytes


class PreallocatedCache(DynamicCache):
    """A cache for a model of `config` whose layers all attend to everything, empty at first."""

    def __init__(self, config: Any) -> None:
        super().__init__(config=config)
        self.layers = [PreallocatedLayer() for _ in self.layers]
        self.passes: tuple[Pass, ...] = ()
        """Those in which the model read what is in it."""

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, layer_idx: int, *args: Any, **kwargs: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Add what one layer computed in a pass; returns its keys and values of all tokens."""
        if layer_idx == 0:
            self.passes = added(self.passes, key_states.shape[-2])
        return super().update(key_states, value_states, layer_idx, *args, **kwargs)

    def crop(self, tokens_to_remove: int) -> None:
        """Take out the newest tokens, as many as the negative number says."""
        super().crop(tokens_to_remove)
        self.passes = cut(self.passes, self.get_seq_length())
