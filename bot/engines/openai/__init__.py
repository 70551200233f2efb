"""The engine that asks a server: any that speaks the OpenAI chat-completions protocol."""

from bot.engines.openai.engine import RemoteEngine
from bot.engines.openai.patience import Patience

__all__ = ["Patience", "RemoteEngine"]
