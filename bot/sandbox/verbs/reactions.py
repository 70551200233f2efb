"""Reactions to messages, with plain emoji."""

from bot.sandbox import shapes
from bot.sandbox.errors import Problem, Refusal
from bot.sandbox.gateway.hub import Hub
from bot.sandbox.state.models import Json, Message, User
from bot.sandbox.state.permissions import Permission, require


def react(who: User, message: Message, emoji: str, hub: Hub) -> None:
    """Add a reaction and tell of it. To join one that is there, it is enough to be able to read it."""
    thread = message.channel.thread
    if thread is not None and thread.archived:
        raise Refusal(Problem.THREAD_ARCHIVED)
    require(who, message.channel, Permission.READ_MESSAGE_HISTORY)
    if emoji not in message.reactions:
        require(who, message.channel, Permission.ADD_REACTIONS)
    users = message.reactions.setdefault(emoji, set())
    if who.id not in users:
        users.add(who.id)
        _tell("MESSAGE_REACTION_ADD", who, message, emoji, hub)


def unreact(who: User, message: Message, emoji: str, hub: Hub) -> None:
    """Take a reaction back and tell of it."""
    users = message.reactions.get(emoji, set())
    if who.id not in users:
        return
    users.discard(who.id)
    if not users:
        del message.reactions[emoji]
    _tell("MESSAGE_REACTION_REMOVE", who, message, emoji, hub)


def _tell(event: str, who: User, message: Message, emoji: str, hub: Hub) -> None:
    guild = message.channel.guild
    shape: Json = {
        "user_id": str(who.id),
        "channel_id": str(message.channel.id),
        "message_id": str(message.id),
        "message_author_id": str(message.author.id),
        "emoji": {"id": None, "name": emoji, "animated": False},
        "burst": False,
        "type": 0,
    }
    if guild is not None:
        shape["guild_id"] = str(guild.id)
        if event == "MESSAGE_REACTION_ADD":
            shape["member"] = shapes.member(guild.members[who.id])
    hub.to_channel(message.channel, event, lambda _: shape)
