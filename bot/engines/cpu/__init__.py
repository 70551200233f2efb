"""
Makes a model on a CPU read and write faster: its weights in the layouts that this processor multiplies best.

An answer is written a row a step and conversation, which is all about reading the weights once; a
prompt, and a batch of answers, are many rows, and there the arithmetic counts. Which library is best
for either differs between processors by as much as a factor of nine, so it is measured, where and when
the model is loaded. What is around the products then counts, too, and is made small.
"""

from bot.engines.cpu.optimization import optimize

__all__ = ["optimize"]
