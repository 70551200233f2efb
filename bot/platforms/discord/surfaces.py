"""The two places an answer can stand: messages in a channel, and the response to a slash command."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import discord
from discord.utils import MISSING

from bot.core.controls import Controls
from bot.platforms.discord.controls import view

# Seconds for which Discord surely knows a nonce again; it says "the past few minutes".
NONCE_MEMORY = 120.0
# An interaction's token is gone: invalid webhook token, unknown webhook, unknown interaction.
GONE = (50027, 10015, 10062)


@dataclass(frozen=True, slots=True)
class Page:
    """What one message is to show."""

    text: str
    controls: Controls | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """
    One message that is to be sent, and what is known of earlier tries to do so.

    The `number` of the page is counted from 0; `after` is the message before it, if it is known. `tried` says how many
    seconds ago the first try was, of which nobody knows whether it arrived: `None` where this is the first.
    """

    page: Page
    number: int
    nonce: str
    after: int | None = None
    tried: float | None = None


class Surface(Protocol):
    """Sends, edits and deletes the messages of one answer."""

    @property
    def bucket(self) -> Hashable:
        """What Discord counts the edits of these messages with. It may become another one in time."""
        ...

    async def send(self, sending: Sending, /) -> int:
        """Send a message, once however often it is tried; returns its id."""
        ...

    async def edit(self, message: int, page: Page, /) -> None:
        """Let the message read `page`."""
        ...

    async def delete(self, message: int, /) -> None:
        """Take the message away."""
        ...

    async def type(self) -> None:
        """Show the typing indicator for the next ten seconds."""
        ...


class ChannelSurface:
    """
    Messages in a channel: the first one replies to `question`, a message of the channel, if there is one.

    `me` is the bot's id. Whatever has an id below `since`, the question's if nothing is said, is no part of the answer.
    """

    def __init__(
        self,
        channel: discord.PartialMessageable,
        *,
        me: int,
        question: int | None = None,
        since: int | None = None,
        mention_author: bool = False,
    ) -> None:
        self._channel = channel
        self._me = me
        self._question = question
        self._since = question if since is None else since
        self._mention_author = mention_author

    @property
    def bucket(self) -> Hashable:
        return "channel", self._channel.id

    async def send(self, sending: Sending, /) -> int:
        if sending.tried is not None and sending.tried > NONCE_MEMORY and (sent := await self.find(sending)):
            return sent
        place: dict[str, Any] = {}
        if self._question is not None and sending.number == 0:
            # Somebody may have deleted the question meanwhile: then the answer stands by itself.
            place["reference"] = discord.MessageReference(
                message_id=self._question, channel_id=self._channel.id, fail_if_not_exists=False
            )
            place["mention_author"] = self._mention_author
        if buttons := view(sending.page.controls):
            place["view"] = buttons
        # With a nonce of our own, Discord takes but one of several tries.
        message = await self._channel.send(sending.page.text, nonce=sending.nonce, **place)
        return message.id

    async def edit(self, message: int, page: Page, /) -> None:
        await self._channel.get_partial_message(message).edit(content=page.text, view=view(page.controls))

    async def delete(self, message: int, /) -> None:
        await self._channel.get_partial_message(message).delete()

    async def type(self) -> None:
        await self._channel.typing()

    async def find(self, sending: Sending) -> int | None:
        """The message that an earlier try may have sent, where it did and can be looked up."""
        after = self._since if sending.after is None else sending.after
        if after is None:
            return None
        try:
            async for message in self._channel.history(after=discord.Object(after), limit=50):
                if message.author.id == self._me and message.content.strip() == sending.page.text.strip():
                    return message.id
        except discord.Forbidden:
            pass  # What cannot be looked up may stand twice, which is better than not at all.
        return None


class InteractionSurface:
    """
    The deferred response to a slash command, and what follows up on it.

    The interaction's token lives 15 minutes. From then on the messages are the bot's own, in its channel.
    """

    def __init__(self, interaction: discord.Interaction[discord.Client]) -> None:
        self._interaction = interaction
        # Discord names the channel with every command; the library types it as optional for pings.
        channel = interaction.client.get_partial_messageable(interaction.channel_id or 0)
        me = interaction.client.user
        self._channel = ChannelSurface(channel, me=me.id if me else 0, since=interaction.id)
        self._original: int | None = None
        self._gone = False

    @property
    def bucket(self) -> Hashable:
        return self._channel.bucket if self._is_expired else ("interaction", self._interaction.id)

    async def send(self, sending: Sending, /) -> int:
        # No webhook knows a nonce: after a try that may have arrived, what stands there is looked at.
        if (
            sending.tried is not None
            and (self._is_expired or sending.number)
            and (sent := await self._channel.find(sending))
        ):
            return sent
        if self._is_expired:
            return await self._channel.send(sending)
        text, buttons = sending.page.text, view(sending.page.controls)
        with self._judging():
            if sending.number:
                return (await self._interaction.followup.send(text, wait=True, view=buttons or MISSING)).id
            self._original = (await self._interaction.edit_original_response(content=text, view=buttons)).id
            return self._original

    async def edit(self, message: int, page: Page, /) -> None:
        if self._is_expired:
            await self._channel.edit(message, page)
            return
        with self._judging():
            if message == self._original:
                await self._interaction.edit_original_response(content=page.text, view=view(page.controls))
            else:
                await self._interaction.followup.edit_message(message, content=page.text, view=view(page.controls))

    async def delete(self, message: int, /) -> None:
        if self._is_expired:
            await self._channel.delete(message)
            return
        with self._judging():
            if message == self._original:
                await self._interaction.delete_original_response()
            else:
                await self._interaction.followup.delete_message(message)

    async def type(self) -> None:
        """Discord itself shows that the bot is thinking, from the deferral to the first text."""

    @property
    def _is_expired(self) -> bool:
        return self._gone or self._interaction.is_expired()

    @contextmanager
    def _judging(self) -> Iterator[None]:
        """A token that ran out refuses nothing: the next try is the channel's."""
        try:
            yield
        except discord.HTTPException as error:
            if error.code not in GONE:
                raise
            self._gone = True
            raise TimeoutError(f"the interaction is over: {error}") from error
