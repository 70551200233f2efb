"""What the end-to-end tests wait for."""

from bot.core.draft import CURSOR
from bot.sandbox import Channel, Message, Sandbox


def own(sandbox: Sandbox, channel: Channel) -> list[str]:
    """What the bot's messages in the channel read now."""
    return [message.content for message in sandbox.messages(channel, by=sandbox.bot)]


async def answers(sandbox: Sandbox, channel: Channel, count: int = 1, *, within: float = 60.0) -> list[Message]:
    """The bot's messages in the channel, once there are `count` and none is being written any more."""

    def settled() -> list[Message]:
        messages = sandbox.messages(channel, by=sandbox.bot)
        busy = any(CURSOR in message.content or message.loading for message in messages)
        return messages if len(messages) >= count and not busy else []

    return await sandbox.until(settled, timeout=within)
