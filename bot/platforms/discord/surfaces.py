"""What an answer is shown on, and the one place it can stand: messages in a channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal, NamedTuple, Protocol

import discord

from bot.core.controls import Controls
from bot.core.uploads import Upload
from bot.platforms.discord.controls import view

# Seconds for which Discord surely knows a nonce again; it says "the past few minutes".
NONCE_MEMORY = 120.0


class Bucket(NamedTuple):
    """What Discord counts together: the edits in a channel, or all that is done with one interaction's token."""

    kind: Literal["channel", "interaction"]
    id: int

    @property
    def counts_globally(self) -> bool:
        """Whether its requests are among those that a bot may send in a second."""
        return self.kind == "channel"


@dataclass(frozen=True, slots=True)
class Page:
    """What one message is to show."""

    text: str
    controls: Controls | None = None
    uploads: Sequence[Upload] = ()

    @property
    def files(self) -> list[discord.File]:
        """What is uploaded with it, made anew for each try."""
        return [discord.File(BytesIO(each.content), filename=each.name) for each in self.uploads]


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
    def most_pages(self) -> int | None:
        """How many messages there may be, where that is limited."""
        ...

    @property
    def channel(self) -> discord.PartialMessageable | None:
        """Where further messages can be sent, if anywhere."""
        ...

    @property
    def bucket(self) -> Bucket:
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

    most_pages = None

    def __init__(
        self,
        channel: discord.PartialMessageable,
        *,
        me: int,
        question: int | None = None,
        since: int | None = None,
        mention_author: bool = False,
    ) -> None:
        self.channel = channel
        self._me = me
        self._question = question
        self._since = question if since is None else since
        self._mention_author = mention_author

    @property
    def bucket(self) -> Bucket:
        return Bucket("channel", self.channel.id)

    async def send(self, sending: Sending, /) -> int:
        if sending.tried is not None and sending.tried > NONCE_MEMORY and (sent := await self.find(sending)):
            return sent
        place: dict[str, Any] = {}
        # A thread has the number of the message it was opened at, which stands outside it.
        if self._question not in (None, self.channel.id) and sending.number == 0:
            # Somebody may have deleted the question meanwhile: then the answer stands by itself.
            place["reference"] = discord.MessageReference(
                message_id=self._question, channel_id=self.channel.id, fail_if_not_exists=False
            )
            place["mention_author"] = self._mention_author
        if buttons := view(sending.page.controls):
            place["view"] = buttons
        if files := sending.page.files:
            place["files"] = files
        # With a nonce of our own, Discord takes but one of several tries.
        message = await self.channel.send(sending.page.text, nonce=sending.nonce, **place)
        return message.id

    async def edit(self, message: int, page: Page, /) -> None:
        await self.channel.get_partial_message(message).edit(
            content=page.text, view=view(page.controls), attachments=page.files
        )

    async def delete(self, message: int, /) -> None:
        await self.channel.get_partial_message(message).delete()

    async def type(self) -> None:
        await self.channel.typing()

    async def find(self, sending: Sending) -> int | None:
        """The message that an earlier try may have sent, where it did and can be looked up."""
        after = self._since if sending.after is None else sending.after
        if after is None:
            return None
        try:
            async for message in self.channel.history(after=discord.Object(after), limit=50):
                if message.author.id == self._me and message.content.strip() == sending.page.text.strip():
                    return message.id
        except discord.Forbidden:
            pass  # What cannot be looked up may stand twice, which is better than not at all.
        return None
