"""
Makes a model on a CPU read and write faster: its weights in the layouts that the processor multiplies best.

An answer is written a row a step and conversation, which is all about reading the weights once:
there FBGEMM, which comes with PyTorch for x86, reads them about twice as fast from a layout of its
own. A prompt, and a batch of answers, are many rows, and there oneDNN, which comes with it, too, is
faster when it need not bring the weights into its own layout at each product. What is around the
products then counts, too, and is made small.
"""

from bot.engines.cpu.speedup import speed_up

__all__ = ["speed_up"]
