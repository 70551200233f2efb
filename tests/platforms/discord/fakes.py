"""A channel and an interaction as discord.py shows them, on which requests fail as a test says."""

import asyncio
from dataclasses import dataclass, field
from types import SimpleNamespace

import discord

from bot.platforms.discord.downloads import Downloads

ME, ADA = 1, 2


def refusal(status, code=0, *, html=False, retry_after=None):
    """What discord.py raises for an answer with this status."""
    headers = {"Content-Type": "text/html" if html else "application/json"}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    response = SimpleNamespace(status=status, reason="", headers=headers)
    kind = {403: discord.Forbidden, 404: discord.NotFound}.get(status, discord.HTTPException)
    if status >= 500:
        kind = discord.DiscordServerError
    return kind(response, "<html>" if html else {"code": code, "message": "made to fail"})


@dataclass
class Trouble:
    """The next `times` requests of a kind, or all of them, raise `error`, after or instead of taking effect."""

    error: BaseException
    times: int | None
    applied: bool


@dataclass
class Asked:
    """One request: what for, on which way, of which message and text, and when."""

    verb: str
    way: str
    time: float
    message: int | None = None
    text: str | None = None
    nonce: str | None = None


@dataclass
class FakeDiscord:
    """What stands in one channel, and all that was asked of it."""

    messages: dict[int, SimpleNamespace] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    nonces: dict[str, int] = field(default_factory=dict)
    troubles: dict[str, Trouble] = field(default_factory=dict)
    nonce_memory: float = 300.0
    next_id: int = 100
    held: asyncio.Event | None = None
    cancelled: int = 0

    def fails(self, verb, error, *, times=1, applied=False):
        """Let requests of this kind fail from now on."""
        self.troubles[verb] = Trouble(error, times, applied)

    def heals(self):
        """Let everything go well again."""
        self.troubles.clear()

    def texts(self):
        return [message.content for message in self.messages.values()]

    def buttons(self):
        return [message.labels for message in self.messages.values()]

    def requests(self, *verbs):
        return [asked for asked in self.asked if asked.verb in verbs]

    def files(self):
        """What stands below each message: the files' names and texts."""
        return [message.files for message in self.messages.values()]

    def add(self, text, view=None, files=()):
        """A message of the bot that stands there."""
        self.next_id += 1
        self.messages[self.next_id] = SimpleNamespace(
            id=self.next_id, author=SimpleNamespace(id=ME), content=text, labels=labels(view), files=list(files)
        )
        return self.messages[self.next_id]

    async def request(self, asked, change):
        self.asked.append(asked)
        try:
            if self.held is not None:
                await self.held.wait()
            await asyncio.sleep(0.01)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        trouble = self.troubles.get(asked.verb) or self.troubles.get("any")
        if trouble is None or trouble.times == 0:
            return change()
        if trouble.times is not None:
            trouble.times -= 1
        if trouble.applied:
            change()
        raise trouble.error

    async def send(self, way, text, view=None, nonce=None, files=()):
        uploads = self.uploads(files)
        now = asyncio.get_running_loop().time()

        def change():
            if nonce in self.nonces and now - self.nonces[nonce][1] < self.nonce_memory:
                return self.nonces[nonce][0]
            message = self.add(text, view, uploads)
            if nonce is not None:
                self.nonces[nonce] = message, now
            return message

        return await self.request(Asked("send", way, now, text=text, nonce=nonce), change)

    async def edit(self, way, message, text, view, files):
        uploads = self.uploads(files)

        def change():
            if message not in self.messages:
                raise refusal(404, 10008)
            self.messages[message].content = text
            self.messages[message].labels = labels(view)
            self.messages[message].files = uploads
            return self.messages[message]

        now = asyncio.get_running_loop().time()
        return await self.request(Asked("edit", way, now, message=message, text=text), change)

    def uploads(self, files):
        return [(file.filename, file.fp.read()) for file in files]

    async def delete(self, way, message):
        def change():
            if self.messages.pop(message, None) is None:
                raise refusal(404, 10008)

        await self.request(Asked("delete", way, asyncio.get_running_loop().time(), message=message), change)


def labels(view):
    return [item.label for item in view.children] if view else []


class FakeChannel:
    """Stands for `discord.PartialMessageable`."""

    id = 7

    def __init__(self, discord):
        self.discord = discord
        self.references = []

    async def send(self, text, *, nonce, reference=None, mention_author=None, view=None, files=()):
        assert len(nonce) <= 25
        self.references.append((reference and reference.message_id, mention_author))
        return await self.discord.send("channel", text, view, nonce, files)

    def get_partial_message(self, message):
        async def edit(*, content, view, attachments):
            await self.discord.edit("channel", message, content, view, attachments)

        async def delete():
            await self.discord.delete("channel", message)

        return SimpleNamespace(edit=edit, delete=delete)

    async def history(self, *, after, limit):
        now = asyncio.get_running_loop().time()
        found = [message for message in self.discord.messages.values() if message.id > after.id][:limit]
        for message in await self.discord.request(Asked("history", "channel", now), lambda: found):
            yield message

    async def typing(self):
        await self.discord.request(Asked("type", "channel", asyncio.get_running_loop().time()), lambda: None)


class FakeInteraction:
    """Stands for a deferred `discord.Interaction`, whose response reads nothing yet."""

    id = 50
    channel_id = FakeChannel.id

    def __init__(self, fake):
        self.discord = fake
        self.channel = FakeChannel(fake)
        self.client = SimpleNamespace(user=SimpleNamespace(id=ME), get_partial_messageable=lambda channel: self.channel)
        self.expired = False
        self.ephemeral = []
        self.original = None
        self.followup = SimpleNamespace(
            send=self._follow_up, edit_message=self._edit_followup, delete_message=self._delete_followup
        )

    def is_expired(self):
        return self.expired

    async def edit_original_response(self, *, content, view, attachments):
        if self.original is None:
            message = await self.discord.send("token", content, view, nonce="@original", files=attachments)
            self.original = message.id
            return message
        return await self.discord.edit("token", self.original, content, view, attachments)

    async def delete_original_response(self):
        await self.discord.delete("token", self.original)

    async def _follow_up(self, text, *, wait, view, files, ephemeral):
        assert wait
        self.ephemeral.append(ephemeral)
        return await self.discord.send("token", text, view, files=files or ())

    async def _edit_followup(self, message, *, content, view, attachments):
        return await self.discord.edit("token", message, content, view, attachments)

    async def _delete_followup(self, message):
        await self.discord.delete("token", message)


async def _unread(name, data):
    raise AssertionError("no file was attached")


NO_FILES = Downloads(_unread)
