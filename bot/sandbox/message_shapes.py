"""How a message looks as Discord's JSON: in an answer, in an event, and to a bot that may not read it."""

from bot.sandbox import part_shapes, shapes
from bot.sandbox.gateway import intents
from bot.sandbox.state.cdn import Cdn
from bot.sandbox.state.models import Json, Message, User
from bot.sandbox.state.snowflakes import time_of


def message(message: Message, *, to: User, cdn: Cdn, readable: int | None = None, event: bool = False) -> Json:
    """
    The message as `to` sees it.

    `readable` are the intents that decide about the content (`None` shows it). An `event`
    also tells guild and member; an answer to a request does not.
    """
    shape = _bare(message, to=to, cdn=cdn, readable=readable)
    if event and message.channel.guild is not None:
        shape |= _in_guild(message)
    if message.reference is not None and message.type in (19, 21):
        original = message.reference.message
        gone = original is None or original.deleted
        shape["referenced_message"] = (
            None if gone or original is None else _bare(original, to=to, cdn=cdn, readable=readable)
        )
    return shape


def _bare(message: Message, *, to: User, cdn: Cdn, readable: int | None) -> Json:
    shown = intents.may_read(to, message, readable)
    shape: Json = {
        "id": str(message.id),
        "channel_id": str(message.channel.id),
        "type": int(message.type),
        "author": shapes.user(message.author),
        "content": message.content if shown else "",
        "embeds": part_shapes.with_files(message.embeds, message, cdn=cdn) if shown else [],
        "components": part_shapes.with_files(message.components, message, cdn=cdn) if shown else [],
        "attachments": _attachments(message, cdn) if shown else [],
        "mentions": [shapes.user(user) for user in message.mentions],
        "mention_roles": [str(role.id) for role in message.mention_roles],
        "mention_everyone": message.mention_everyone,
        "timestamp": shapes.stamp(time_of(message.id)),
        "edited_timestamp": shapes.stamp(message.edited),
        "flags": int(message.flags),
        "pinned": False,
        "tts": message.tts,
    }
    if message.stickers:
        shape["sticker_items"] = [part_shapes.sticker(each) for each in message.stickers]
    if message.poll is not None and shown:
        shape["poll"] = part_shapes.poll(message.poll, message)
    if message.snapshot is not None and shown:
        shape["message_snapshots"] = [part_shapes.snapshot(message.snapshot, cdn=cdn)]
    if message.reactions:
        shape["reactions"] = [_reaction(emoji, users, to) for emoji, users in message.reactions.items()]
    if message.application_id is not None:
        shape |= {"application_id": str(message.application_id), "webhook_id": str(message.application_id)}
    if message.interaction is not None:
        shape |= _interaction(message.interaction)
    if message.thread is not None:
        shape["thread"] = shapes.channel(message.thread, to=to)
    if message.reference is not None:
        shape["message_reference"] = _reference(message)
    return shape


def _attachments(message: Message, cdn: Cdn) -> list[Json]:
    return [part_shapes.attachment(each, message.channel.id, cdn=cdn) for each in message.attachments]


def _in_guild(message: Message) -> Json:
    guild = message.channel.guild
    assert guild is not None
    shape: Json = {"guild_id": str(guild.id)}
    author = guild.members.get(message.author.id)
    if author is not None:
        shape["member"] = shapes.bare_member(author)
    members = [(user, guild.members.get(user.id)) for user in message.mentions]
    shape["mentions"] = [
        shapes.user(user) | ({"member": shapes.bare_member(member)} if member else {}) for user, member in members
    ]
    return shape


def _reference(message: Message) -> Json:
    reference = message.reference
    assert reference is not None
    shape: Json = {
        "type": int(reference.forward),
        "channel_id": str(reference.channel_id),
        "message_id": str(reference.message_id),
    }
    there = reference.message.channel.guild if reference.message else message.channel.guild
    return shape | ({"guild_id": str(there.id)} if there else {})


def _reaction(emoji: str, users: set[int], to: User) -> Json:
    return {
        "emoji": {"id": None, "name": emoji},
        "count": len(users),
        "count_details": {"normal": len(users), "burst": 0},
        "me": to.id in users,
        "me_burst": False,
        "burst_colors": [],
    }


def _interaction(metadata: Json) -> Json:
    """Both what Discord says now and what it said before, which older clients still read."""
    legacy = {key: metadata[key] for key in ("id", "type", "name", "user") if key in metadata}
    return {"interaction_metadata": metadata} | ({"interaction": legacy} if "name" in metadata else {})
