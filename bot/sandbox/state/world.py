"""Who and what there is: the sandbox's users, guilds and channels."""

import secrets
from collections.abc import Iterator

from bot.sandbox.clock import Clock
from bot.sandbox.errors import Problem, Refusal
from bot.sandbox.state.cdn import Cdn
from bot.sandbox.state.models import Channel, ChannelType, Guild, Json, Member, Message, Role, User
from bot.sandbox.state.parts import Attachment
from bot.sandbox.state.permissions import EVERYONE
from bot.sandbox.state.snowflakes import Snowflakes, time_of


class World:
    """All state, with look-ups that refuse the unknown as Discord does. `uploads` came with commands."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.snowflakes = Snowflakes(clock.wall)
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.presences: dict[int, Json] = {}
        self.cdn = Cdn(clock)
        self.uploads: dict[int, Attachment] = {}

    def add_user(
        self,
        username: str,
        *,
        name: str | None = None,
        bot: bool = False,
        token: str | None = None,
        locale: str = "en-US",
    ) -> User:
        """Somebody new, with a token to log in with."""
        user = User(
            id=self.snowflakes.next(),
            username=username,
            global_name=name,
            bot=bot,
            token=token or secrets.token_urlsafe(24),
            locale=locale,
        )
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, *, owner: User) -> Guild:
        """A guild with nobody but its owner in it, and no channel yet."""
        guild = Guild(id=self.snowflakes.next(), name=name, owner=owner)
        guild.roles[guild.id] = Role(id=guild.id, name="@everyone", permissions=int(EVERYONE))
        self.guilds[guild.id] = guild
        self.add_member(guild, owner)
        return guild

    def add_member(self, guild: Guild, user: User) -> Member:
        """Let the user into the guild. A bot gets a role of its own, as Discord makes it when a bot is added."""
        member = Member(user=user, joined=time_of(self.snowflakes.next()))
        if user.bot:
            role = Role(
                id=self.snowflakes.next(), name=user.username, permissions=int(EVERYONE), position=1, bot_id=user.id
            )
            guild.roles[role.id] = role
            member.roles.append(role)
        guild.members[user.id] = member
        return member

    def add_role(self, guild: Guild, name: str, *, permissions: int = 0, colour: int = 0) -> Role:
        """A role that nobody has yet, above those that are there."""
        role = Role(
            id=self.snowflakes.next(), name=name, permissions=permissions, position=len(guild.roles), colour=colour
        )
        guild.roles[role.id] = role
        return role

    def add_channel(
        self,
        guild: Guild,
        name: str,
        *,
        topic: str | None = None,
        category: Channel | None = None,
        type: ChannelType = ChannelType.TEXT,
    ) -> Channel:
        """A text channel below those that are there, or a category."""
        position = sum(channel.thread is None for channel in guild.channels.values())
        channel = Channel(
            id=self.snowflakes.next(),
            type=type,
            name=name,
            guild=guild,
            parent=category,
            topic=topic,
            position=position,
        )
        self.register(channel)
        return channel

    def register(self, channel: Channel) -> None:
        """Make a channel known, to the world and to its guild."""
        self.channels[channel.id] = channel
        if channel.guild is not None:
            channel.guild.channels[channel.id] = channel

    def forget(self, channel: Channel) -> None:
        """Make a channel unknown."""
        self.channels.pop(channel.id, None)
        if channel.guild is not None:
            channel.guild.channels.pop(channel.id, None)

    def direct(self, one: User, other: User) -> Channel:
        """The direct messages between two users, opened if they never were."""
        for channel in self.direct_channels(one):
            if other in channel.recipients and channel.type == ChannelType.DIRECT:
                return channel
        channel = Channel(id=self.snowflakes.next(), type=ChannelType.DIRECT, recipients=(one, other))
        self.register(channel)
        return channel

    def group(self, name: str, recipients: tuple[User, ...]) -> Channel:
        """Direct messages among several, opened by the first of them."""
        channel = Channel(id=self.snowflakes.next(), type=ChannelType.GROUP_DIRECT, name=name, recipients=recipients)
        self.register(channel)
        return channel

    def direct_channels(self, user: User) -> Iterator[Channel]:
        """All direct messages of a user."""
        return (channel for channel in self.channels.values() if user in channel.recipients)

    def guilds_of(self, user: User) -> list[Guild]:
        """Every guild the user is in."""
        return [guild for guild in self.guilds.values() if user.id in guild.members]

    def by_token(self, token: str) -> User | None:
        """Who logs in with that token."""
        return next((user for user in self.users.values() if user.token == token), None)

    def user(self, key: int) -> User:
        """The user with that id."""
        if key not in self.users:
            raise Refusal(Problem.UNKNOWN_USER)
        return self.users[key]

    def guild(self, key: int) -> Guild:
        """The guild with that id."""
        if key not in self.guilds:
            raise Refusal(Problem.UNKNOWN_GUILD)
        return self.guilds[key]

    def channel(self, key: int) -> Channel:
        """The channel with that id."""
        if key not in self.channels:
            raise Refusal(Problem.UNKNOWN_CHANNEL)
        return self.channels[key]

    def message(self, channel: Channel, key: int) -> Message:
        """The message of that channel with that id; ephemeral ones cannot be found."""
        if key not in channel.messages:
            raise Refusal(Problem.UNKNOWN_MESSAGE)
        return channel.messages[key]

    def shown(self, channel: Channel, key: int, to: User) -> Message:
        """The message of that channel with that id which `to` is looking at, ephemeral or not."""
        hidden = channel.hidden.get(key)
        return hidden if hidden is not None and hidden.only_for is to else self.message(channel, key)
