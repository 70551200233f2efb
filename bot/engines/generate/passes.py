"""Reads a prompt again in the passes in which it was read, so that the same answer follows to the last bit."""

from collections.abc import Callable, Sequence
from typing import Any

import torch

from bot.core.passes import Pass
from bot.engines.generate.kv_cache import PreallocatedCache
from bot.engines.text.output import raise_if_stopped


def read(
    model: Any, ids: Sequence[int], passes: Sequence[Pass], cache: PreallocatedCache, stopped: Callable[[], bool]
) -> None:
    """Fill the empty `cache` with all of `ids` but the last pass, which is for whoever has the answer written."""
    each_pass = [(each.read, each.kept) for each in passes for _ in range(each.times)]
    begin = 0
    for width, kept in each_pass[:-1]:
        raise_if_stopped(stopped)
        end = begin + kept
        # What followed then was taken out again. Whatever stands there makes the pass as wide, and changes no more.
        filled = [*ids[:end], *[ids[begin]] * (width - kept)]
        inputs = torch.tensor([filled], device=model.device)
        model.generate(
            input_ids=inputs,
            attention_mask=torch.ones_like(inputs),
            past_key_values=cache,
            max_new_tokens=1,
            do_sample=False,
        )
        cache.crop(kept - width)
        begin = end
