"""
Makes a model on a CPU write faster: its weights once more, in a layout for few rows at a time.

A prompt is read many rows at a time, and the library's product of 16-bit matrices is the right one
for it. An answer is written a row a step and conversation, which is all about reading the weights
once, and there FBGEMM, which comes with PyTorch for x86, reads them about twice as fast from a
layout of its own. What is around the products then counts, too, and is made small.
"""

from bot.engines.fewrows.speedup import speed_up

__all__ = ["speed_up"]
