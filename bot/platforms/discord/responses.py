"""The other place an answer can stand: the response to an interaction, and what follows up on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import discord
from discord.utils import MISSING

from bot.platforms.discord.controls import view
from bot.platforms.discord.surfaces import Bucket, ChannelSurface, Page, Sending

# An interaction's token is gone: invalid webhook token, unknown webhook, unknown interaction.
GONE = (50027, 10015, 10062)
# Where the bot is a guest, Discord takes five further messages.
# https://discord.com/developers/docs/interactions/receiving-and-responding#create-followup-message
MOST_AS_GUEST = 6

Interaction = discord.Interaction[Any]


class ResponseSurface:
    """
    The deferred response and its follow-ups, by the interaction's token alone, for the 15 minutes that it lives.

    All there is where nobody else shall see the answer, or where the bot is a guest. `is_private` is as the response
    was deferred: each follow-up has to say it again, and `original` is its message, where Discord told that. Nobody can
    look up what a try that failed may have sent: a follow-up may then stand twice.
    """

    channel = None

    def __init__(
        self,
        interaction: Interaction,
        *,
        original: int | None = None,
        is_private: bool = False,
        most_pages: int | None = None,
    ) -> None:
        self.most_pages = most_pages
        self._interaction = interaction
        self._is_private = is_private
        self._original = original

    @property
    def bucket(self) -> Bucket:
        return Bucket("interaction", self._interaction.id)

    async def send(self, sending: Sending, /) -> int:
        text, buttons, files = sending.page.text, view(sending.page.controls), sending.page.files
        if sending.number:
            followup = self._interaction.followup
            message = await followup.send(
                text, wait=True, view=buttons or MISSING, files=files or MISSING, ephemeral=self._is_private
            )
            return message.id
        original = await self._interaction.edit_original_response(content=text, view=buttons, attachments=files)
        self._original = original.id
        return self._original

    async def edit(self, message: int, page: Page, /) -> None:
        reads: dict[str, Any] = {"content": page.text, "view": view(page.controls), "attachments": page.files}
        if message == self._original:
            await self._interaction.edit_original_response(**reads)
        else:
            await self._interaction.followup.edit_message(message, **reads)

    async def delete(self, message: int, /) -> None:
        if message == self._original:
            await self._interaction.delete_original_response()
        else:
            await self._interaction.followup.delete_message(message)

    async def type(self) -> None:
        """Discord itself shows that the bot is thinking, from the deferral to the first text."""


class InteractionSurface:
    """
    The response to a command that is used where the bot is.

    Once the interaction's token is gone, the messages are the bot's own, in its channel.
    """

    most_pages = None

    def __init__(self, interaction: Interaction, *, original: int | None = None) -> None:
        self._interaction = interaction
        self._response = ResponseSurface(interaction, original=original)
        # Discord names the channel with every command; the library types it as optional for pings.
        channel = interaction.client.get_partial_messageable(interaction.channel_id or 0)
        me = interaction.client.user
        self._messages = ChannelSurface(channel, me=me.id if me else 0, since=interaction.id)
        self.channel = channel
        self._gone = False

    @property
    def bucket(self) -> Bucket:
        return self._messages.bucket if self._is_expired else self._response.bucket

    async def send(self, sending: Sending, /) -> int:
        # No webhook knows a nonce: after a try that may have arrived, what stands there is looked at.
        if (
            sending.tried is not None
            and (self._is_expired or sending.number)
            and (sent := await self._messages.find(sending))
        ):
            return sent
        if self._is_expired:
            return await self._messages.send(sending)
        with self._judging():
            return await self._response.send(sending)

    async def edit(self, message: int, page: Page, /) -> None:
        if self._is_expired:
            await self._messages.edit(message, page)
            return
        with self._judging():
            await self._response.edit(message, page)

    async def delete(self, message: int, /) -> None:
        if self._is_expired:
            await self._messages.delete(message)
            return
        with self._judging():
            await self._response.delete(message)

    async def type(self) -> None:
        """As for any response: Discord shows it."""

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
