"""The engine `generate`: transformers' own generation in this process, one conversation after the other."""

from bot.engines.generate.engine import GenerateEngine

__all__ = ["GenerateEngine"]
