"""Gives a model the layouts of its weights that are the fastest on this processor."""

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn

from bot.engines.checkpoint.memory import free_main_memory
from bot.engines.cpu.choice import Choice, candidates, choose
from bot.engines.cpu.layout import Layout
from bot.engines.cpu.measurement import Seconds, Timed, measure, timed
from bot.engines.cpu.parts import Part, parts_of
from bot.engines.cpu.weight_files import WeightFiles

log = logging.getLogger(__name__)


def optimize(
    model: Any,
    *,
    files: Sequence[Path] = (),
    free: int | None = None,
    layouts: Callable[[torch.dtype], Sequence[Layout]] = candidates,
    timed: Timed = timed,
) -> bool:
    """
    Lay out the weights of `model` for this processor. Says whether it did.

    It does not where some are not on a CPU, or quantized. `files` are those of the checkpoint: what
    is read of them a row at a time is left there. `free`, by default the bytes of memory that are
    free now, limits what there is of a part: the weights stay as they are where they would not
    fit, and are there in two layouts only if both fit into half. `layouts` says what there is for a
    dtype beside a plain layout, and `timed` how long a product takes.
    """
    linear = [layer for layer in model.modules() if type(layer) is nn.Linear]
    if not linear or not all(map(_is_plain, linear)):
        return False
    begun = time.monotonic()
    left = free_main_memory() if free is None else free
    mapped = WeightFiles(model, files)
    measured, said, taken = 0.0, [], 0
    for part in parts_of(model, output=model.get_output_embeddings(), embedding=model.get_input_embeddings()):
        own = part.own(mapped)
        options = [own, *(layout for layout in layouts(part.dtype) if part.largest <= layout.largest)]
        measuring = time.monotonic()
        seconds = measure(part.sample(), options, rows=part.rows, timed=timed)
        measured += time.monotonic() - measuring
        choice = choose(seconds, rows=part.rows, most=_most(part, left - taken))
        if choice is None:
            said.append(f"{part.name} as they are, for want of memory")
            continue
        part.lay_out(choice)
        taken += choice.itemsize * part.size
        said.append(f"{part.name} in {_named(choice)} ({_gain(choice, own, seconds, part.rows)})")
    mapped.reopen()
    if taken == 0:
        return False
    log.info(
        "The weights take %s MiB, laid out for this processor in %.1f s, of which it was measured for %.1f s: %s.",
        f"{taken / 2**20:,.0f}",
        time.monotonic() - begun,
        measured,
        "; ".join(said),
    )
    return True


def _most(part: Part, free: int) -> int:
    """The most bytes that a weight of the part may take."""
    for copies, share in ((2, 0.5), (1, 1)):
        if copies * part.dtype.itemsize * part.size <= share * free:
            return copies * part.dtype.itemsize
    return 0


def _named(choice: Choice) -> str:
    if choice.few is choice.many:
        return choice.few.name
    return f"{choice.few.name} for up to {choice.limit} rows and {choice.many.name} for more"


def _gain(choice: Choice, own: Layout, seconds: Seconds, rows: Sequence[int]) -> str:
    """How much less time products with few and with many rows take than in the layout that there was."""
    few, many = (seconds[own][at] / min(seconds[each][at] for each in (choice.few, choice.many)) for at in (0, -1))
    return f"{few:.1f} times as fast as {own.name} with {rows[0]} row, {many:.1f} times with {rows[-1]}"


def _is_plain(layer: nn.Linear) -> bool:
    """Whether the weights are numbers in memory. Quantized ones are tensors of their own kind, or no floats."""
    weight = layer.weight
    if type(weight.data) is not torch.Tensor or weight.device.type != "cpu" or hasattr(layer, "_hf_hook"):
        return False
    return weight.dtype in (torch.bfloat16, torch.float16, torch.float32)
