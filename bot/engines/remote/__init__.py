"""The engine that asks a server: any that speaks the OpenAI chat-completions protocol."""

from bot.engines.remote.engine import RemoteEngine
from bot.engines.remote.patience import Patience

__all__ = ["Patience", "RemoteEngine"]
