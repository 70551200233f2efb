"""
The sockets of the conversation core.

An adapter fits by shape: it imports nothing from here and inherits nothing.
"""

from bot.core.ports.engine import Engine
from bot.core.ports.presentation import Painter, Words
from bot.core.ports.record import Record
from bot.core.ports.reply import Reply
from bot.core.ports.stores import AccessBook, Ledger, ProfileStore

__all__ = ["AccessBook", "Engine", "Ledger", "Painter", "ProfileStore", "Record", "Reply", "Words"]
