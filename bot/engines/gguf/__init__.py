"""The engine that answers from a GGUF file, many answers at once, by llama.cpp's own server engine in this process."""

from bot.engines.gguf.engine import GgufEngine
from bot.engines.gguf.find import is_gguf

__all__ = ["GgufEngine", "is_gguf"]
