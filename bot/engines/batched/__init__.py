"""The engine that answers many conversations at once, with transformers' own continuous batching."""

from bot.engines.batched.engine import BatchedEngine

__all__ = ["BatchedEngine"]
