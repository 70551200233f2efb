"""Servers and channels whose history can be looked through."""

from datetime import UTC, datetime
from types import SimpleNamespace

import discord


class Channel:
    """Stands for a channel that can be read, where `messages` were said in the last minutes."""

    def __init__(self, messages=(), *, number=7, is_readable=True, error=None, news=True):
        self.id = number
        self.messages = list(messages)
        self.error = error
        self.asked = []
        self.last_message_id = discord.utils.time_snowflake(datetime.now(UTC)) if news else None
        self.permissions = SimpleNamespace(read_message_history=is_readable)

    def permissions_for(self, member):
        assert member == "me"
        return self.permissions

    async def history(self, *, after, limit, oldest_first):
        assert not oldest_first
        self.asked.append(after)
        if self.error is not None:
            raise self.error
        for message in list(reversed(self.messages))[:limit]:
            yield message


def server(*, text=(), voice=(), stage=(), threads=()):
    return SimpleNamespace(
        me="me", text_channels=text, voice_channels=voice, stage_channels=stage, threads=threads, unavailable=False
    )


class Said(discord.Thread):
    """Stands for the thread `like`, which `owner` opened and in which that was `said`, oldest first."""

    __slots__ = ("error", "looked", "said")

    def __init__(self, like, said=(), *, owner=None, error=None):
        for name in ("id", "parent_id", "guild", "name"):
            setattr(self, name, getattr(like, name))
        self.owner_id = owner
        self.said, self.error, self.looked = list(said), error, 0

    async def history(self, *, limit, before=None):
        self.looked += 1
        if self.error is not None:
            raise self.error(SimpleNamespace(status=500, reason="gone"), "gone")
        for message in list(reversed(self.said))[:limit]:
            yield message
