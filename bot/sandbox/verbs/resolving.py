"""The things that options and menus name by id, as the bot is sent them."""

from collections.abc import Iterable

from bot.sandbox import part_shapes, shapes
from bot.sandbox.state import permissions
from bot.sandbox.state.models import Channel, Json, User
from bot.sandbox.state.world import World
from bot.sandbox.verbs.options import OptionType


def resolve(named: Iterable[tuple[OptionType, str]], channel: Channel, world: World, *, by: User, bot: User) -> Json:
    """Users, members, channels, roles and files by their ids. What is not there is not among them."""
    found: Json = {"users": {}, "members": {}, "channels": {}, "roles": {}, "attachments": {}}
    for kind, key in named:
        number = int(key) if key.isdecimal() else 0
        if kind in (OptionType.USER, OptionType.MENTIONABLE):
            _add_user(found, number, channel, world)
        if kind in (OptionType.ROLE, OptionType.MENTIONABLE) and channel.guild and number in channel.guild.roles:
            found["roles"][key] = shapes.role(channel.guild.roles[number])
        if kind is OptionType.CHANNEL and number in world.channels:
            other = world.channels[number]
            allowed = {"permissions": str(int(permissions.in_channel(by, other)))}
            found["channels"][key] = shapes.channel(other, to=by) | allowed
        if kind is OptionType.ATTACHMENT and number in world.uploads:
            found["attachments"][key] = part_shapes.attachment(world.uploads[number], bot.id, cdn=world.cdn)
    return {kind: things for kind, things in found.items() if things}


def _add_user(found: Json, number: int, channel: Channel, world: World) -> None:
    user, guild = world.users.get(number), channel.guild
    if user is None:
        return
    found["users"][str(number)] = shapes.user(user)
    if guild is not None and number in guild.members:
        allowed = {"permissions": str(int(permissions.in_channel(user, channel)))}
        found["members"][str(number)] = shapes.bare_member(guild.members[number]) | allowed
