"""Keeps what the model computed for a conversation, so that its next turn computes only what is new."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from transformers import DynamicCache
from transformers.cache_utils import DynamicLayer

from bot.engines.generate.kv_cache import PreallocatedCache, PreallocatedLayer


@dataclass(frozen=True, slots=True)
class _Entry:
    """The keys and values of `ids`, and the bytes they take."""

    ids: Sequence[int]
    cache: PreallocatedCache
    size: int


class PrefixCache:
    """
    The KV caches of conversations between their turns.

    At most `max_bytes` are kept; the conversations that have been silent longest are dropped first.
    A cache being used is taken out, so that one spoiled by an error is never used again.

    Keys and values depend on all that stands before them and on nothing after, so those of the
    longest common beginning of two prompts are the same. They may differ in the last bit from what
    one pass over the whole prompt gives, as sums over other shapes do: each cache has its `passes`.
    """

    def __init__(self, model: Any, *, max_bytes: int) -> None:
        self._config = model.config.get_text_config(decoder=True)
        self._max_bytes = max_bytes
        self._kept: OrderedDict[int, _Entry] = OrderedDict()
        self._is_possible = _is_possible(model)

    @property
    def size(self) -> int:
        """The bytes that are kept."""
        return sum(kept.size for kept in self._kept.values())

    def take(self, channel: int, ids: Sequence[int], *, least: int = 0) -> PreallocatedCache | None:
        """
        The cache of the longest beginning of `ids` that is known of the channel, perhaps an empty one.

        One of fewer than `least` ids is of no use. It never covers all of `ids`: the model has to read the last one to
        say what follows. `None` where the model computes something that cannot be cut back to a beginning.
        """
        if not self._is_possible:
            return None
        kept = self._kept.pop(channel, None)
        if kept is None:
            return self.empty()
        common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(kept.ids, ids[:-1], strict=False)))
        if common < max(1, least):
            return self.empty()
        kept.cache.crop(common - len(kept.ids))
        return kept.cache

    def empty(self) -> PreallocatedCache:
        """A cache of nothing yet."""
        return PreallocatedCache(self._config)

    def keep(self, channel: int, ids: Sequence[int], cache: PreallocatedCache) -> None:
        """Keep `cache`, which holds the keys and values of the beginning of `ids`."""
        length = cache.get_seq_length()
        self.forget(channel)
        self._kept[channel] = _Entry(ids[:length], cache, _bytes_of(cache))
        while self.size > self._max_bytes:
            self._kept.popitem(last=False)

    def forget(self, channel: int) -> None:
        """Drop what is kept of one conversation."""
        self._kept.pop(channel, None)

    def clear(self) -> None:
        """Drop everything."""
        self._kept.clear()


def _is_possible(model: Any) -> bool:
    """Whether all of what the model computes are keys and values of every token: no windows, no running states."""
    if not model._supports_default_dynamic_cache() or model.generation_config.cache_implementation is not None:
        return False
    layers = DynamicCache(config=model.config.get_text_config(decoder=True)).layers
    return all(type(layer) is DynamicLayer for layer in layers)


def _bytes_of(cache: PreallocatedCache) -> int:
    return sum(layer.size for layer in cache.layers if isinstance(layer, PreallocatedLayer))
