"""Gives a model layers over packed weights, where it can have them."""

import logging
from typing import Any

from torch import nn

from bot.engines.checkpoint.memory import free_main_memory
from bot.engines.cpu.fbgemm import has_kernels, is_fit
from bot.engines.cpu.layer import PackedLayer, Turning, is_known
from bot.engines.cpu.linear import PackedLinear

log = logging.getLogger(__name__)


def speed_up(model: Any, *, free: int | None = None) -> bool:
    """
    Give `model` the faster layers. Says whether it did.

    It does not where there is no FBGEMM, for weights that are not on a CPU, not of 16 bits, or beyond
    what float16 can hold, and where the weights would not fit once more into the half of `free`, by
    default the bytes of memory that are free now.
    """
    linear = [layer for layer in model.modules() if type(layer) is nn.Linear]
    needed = sum(layer.weight.nbytes for layer in linear)
    if not linear or not has_kernels() or not all(map(is_fit, linear)):
        return False
    if needed > (free_main_memory() if free is None else free) // 2:
        log.info("Too little memory for a second layout of the weights, which would take %s MiB.", f"{needed >> 20:,}")
        return False
    _replace(model, Turning())
    log.info(
        "The weights are in memory in two layouts, one for reading and one for writing: %s MiB more.",
        f"{needed >> 20:,}",
    )
    return True


def _replace(part: nn.Module, turning: Turning) -> None:
    children = dict(part.named_children())
    # All layers or none, as one hands its float32 to the next.
    if children and isinstance(part, nn.ModuleList) and all(map(is_known, children.values())):
        *_, last = children
        for name, layer in children.items():
            setattr(part, name, PackedLayer(layer, turning, is_last=name == last))
        return
    for name, child in children.items():
        if type(child) is nn.Linear:
            setattr(part, name, PackedLinear(child))
        else:
            _replace(child, turning)
