"""The engine that asks a server: any that speaks the OpenAI chat-completions protocol."""

from bot.engines.openai.engine import OpenAIEngine
from bot.engines.openai.timeouts import Timeouts

__all__ = ["OpenAIEngine", "Timeouts"]
