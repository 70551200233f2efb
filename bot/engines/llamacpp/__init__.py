"""The engine that answers with llama.cpp in this process, over the same checkpoints: the fastest without a GPU."""

from bot.engines.llamacpp.engine import LlamaCppEngine

__all__ = ["LlamaCppEngine"]
