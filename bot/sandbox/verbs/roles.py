"""Roles: made, given to members and taken from them."""

from bot.sandbox import shapes
from bot.sandbox.gateway.hub import Hub
from bot.sandbox.state.models import Guild, Json, Member, Role
from bot.sandbox.state.world import World


class Roles:
    """The verbs. Nobody is asked whether they may."""

    def __init__(self, world: World, hub: Hub) -> None:
        self._world = world
        self._hub = hub

    def add(self, guild: Guild, name: str, *, permissions: int = 0, colour: int = 0) -> Role:
        """Make a role that nobody has yet."""
        role = self._world.add_role(guild, name, permissions=permissions, colour=colour)
        shape: Json = {"guild_id": str(guild.id), "role": shapes.role(role)}
        self._hub.to_guild(guild, "GUILD_ROLE_CREATE", lambda _: shape)
        return role

    def give(self, guild: Guild, member: Member, role: Role) -> None:
        """Let a member have the role. Giving it twice changes nothing."""
        if role not in member.roles:
            member.roles.append(role)
            self._tell(guild, member)

    def take(self, guild: Guild, member: Member, role: Role) -> None:
        """Let a member no longer have the role."""
        if role in member.roles:
            member.roles.remove(role)
            self._tell(guild, member)

    def _tell(self, guild: Guild, member: Member) -> None:
        shape = {"guild_id": str(guild.id)} | shapes.member(member)
        self._hub.to_guild(guild, "GUILD_MEMBER_UPDATE", lambda _: shape)
