"""The sandbox as its users see it: start it, log in to it, be somebody in it, look at what happened, break it."""

from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

from aiohttp import web

from bot.sandbox.application import build
from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.gateway import membership
from bot.sandbox.gateway.door import Gateway
from bot.sandbox.gateway.intents import PRIVILEGED
from bot.sandbox.journal import Journal
from bot.sandbox.limits import Limits
from bot.sandbox.people import Person
from bot.sandbox.service import Service
from bot.sandbox.state.models import Channel, ChannelType, Guild, Member, Message, Overwrite, Role, User
from bot.sandbox.state.parts import Sticker
from bot.sandbox.state.permissions import MODERATOR
from bot.sandbox.state.world import World

T = TypeVar("T")
HOST = "127.0.0.1"


class Sandbox:
    """
    A loopback Discord with one guild, one bot and three people: Ada, whose guild it is, Grace, a moderator, and Linus.

    `privileged_intents` are the bits of the intents that the application has enabled
    (`bot.sandbox.Intent`); all three by default. `about` is what the page says of the bot.
    `clock` decides about limits and deadlines.
    """

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        privileged_intents: int = PRIVILEGED,
        bot_name: str = "Qwen",
        bot_token: str | None = None,
        guild_name: str = "Qwen's Corner",
        about: str = "",
        clock: Clock | None = None,
    ) -> None:
        self.clock = clock or Clock()
        world = self.world = World(self.clock)
        ada = world.add_user("ada", name="Ada")
        linus = world.add_user("linus", name="Linus")
        grace = world.add_user("grace", name="Grace")
        self.bot: User = world.add_user(bot_name, bot=True, token=bot_token)
        self.guild: Guild = world.add_guild(guild_name, owner=ada)
        for user in (linus, grace, self.bot):
            world.add_member(self.guild, user)
        self.moderators = world.add_role(self.guild, "Moderators", permissions=int(MODERATOR), colour=0x2ECC71)
        self.guild.members[grace.id].roles.append(self.moderators)
        self.general = world.add_channel(self.guild, "general", topic="Everything and nothing")
        self.code = world.add_channel(self.guild, "code", topic="Programs and their problems")
        self.random = world.add_channel(self.guild, "random")
        self._service = Service(world, self.bot, limits=limits or Limits(), privileged=privileged_intents)
        self._gateway = Gateway(self._service)
        self._about = about
        self.people: list[Person] = []
        self.ada, self.grace, self.linus = self._enter(ada), self._enter(grace), self._enter(linus)
        self._runner: web.AppRunner | None = None
        self.port = 0

    @property
    def bot_token(self) -> str:
        """What the bot logs in with."""
        return self.bot.token

    @property
    def mention(self) -> str:
        """The text that mentions the bot."""
        return self.bot.mention

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"http://{HOST}:{self.port}/"

    @property
    def api_url(self) -> str:
        """The address of the REST API."""
        return f"http://{HOST}:{self.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        """The address of the gateway."""
        return f"ws://{HOST}:{self.port}/"

    @property
    def journal(self) -> Journal:
        """What happened so far."""
        return self._service.journal

    @property
    def faults(self) -> Faults:
        """What is to go wrong."""
        return self._service.faults

    async def start(self, *, port: int = 0) -> None:
        """Listen on 127.0.0.1; port 0 takes a free one. Raises OSError if the port is in use."""
        app = build(self._service, self._gateway, self.people, about=self._about)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, HOST, port).start()
        except OSError:
            await self.close()
            raise
        self.port = self._runner.addresses[0][1]
        self.world.cdn.origin = f"http://{HOST}:{self.port}"

    async def close(self) -> None:
        """End every connection and stop listening."""
        self.faults.clear()
        self._gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        self._service.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def until(self, predicate: Callable[[], T], *, timeout: float = 60.0) -> T:  # noqa: ASYNC109 - its error tells what happened instead
        """Return the first true value of `predicate`, asked again whenever something happens. Raises TimeoutError."""
        return await self.journal.until(predicate, within=timeout)

    def messages(self, channel: Channel, *, by: User | Person | None = None) -> list[Message]:
        """The channel's messages, oldest first, or one author's. Ephemeral ones are not among them."""
        author = None if by is None else _user(by)
        return [message for message in channel.messages.values() if author in (None, message.author)]

    def add_person(self, name: str, *, locale: str = "en-US", roles: tuple[Role, ...] = ()) -> Person:
        """Somebody new in the guild."""
        user = self.world.add_user(name.lower(), name=name, locale=locale)
        member = self.world.add_member(self.guild, user)
        member.roles.extend(roles)
        self._service.hub.member_joined(member, self.guild)
        return self._enter(user)

    def add_role(self, name: str, *members: User | Person, permissions: int = 0, guild: Guild | None = None) -> Role:
        """A new role, and those who have it: `permissions` are bits of `bot.sandbox.Permission`."""
        guild = guild or self.guild
        role = self._service.roles.add(guild, name, permissions=int(permissions))
        for who in members:
            self.give_role(role, who, guild=guild)
        return role

    def give_role(self, role: Role, who: User | Person, *, guild: Guild | None = None) -> None:
        """Let somebody have a role."""
        guild = guild or self.guild
        self._service.roles.give(guild, guild.members[_user(who).id], role)

    def take_role(self, role: Role, who: User | Person, *, guild: Guild | None = None) -> None:
        """Let somebody no longer have a role."""
        guild = guild or self.guild
        self._service.roles.take(guild, guild.members[_user(who).id], role)

    def add_channel(self, name: str, *, guild: Guild | None = None, category: Channel | None = None) -> Channel:
        """A new text channel."""
        channel = self.world.add_channel(guild or self.guild, name, category=category)
        self._service.hub.channel("CHANNEL_CREATE", channel)
        return channel

    def add_category(self, name: str, *, guild: Guild | None = None) -> Channel:
        """A new category, which channels can stand under."""
        channel = self.world.add_channel(guild or self.guild, name, type=ChannelType.CATEGORY)
        self._service.hub.channel("CHANNEL_CREATE", channel)
        return channel

    def add_sticker(self, name: str, *, guild: Guild | None = None) -> Sticker:
        """A sticker that members can send."""
        sticker = Sticker(id=self.world.snowflakes.next(), name=name)
        (guild or self.guild).stickers[sticker.id] = sticker
        return sticker

    def speak(self, locale: str, *, guild: Guild | None = None) -> None:
        """Let the language that a guild prefers be another one."""
        self._service.channels.speak(guild or self.guild, locale)

    def move_channel(self, channel: Channel, category: Channel | None) -> None:
        """Put a channel under a category, or under none."""
        self._service.channels.move(channel, category)

    def add_group(self, name: str, *people: Person) -> Channel:
        """Direct messages among several people, where no bot is."""
        channel = self.world.group(name, tuple(each.user for each in people))
        self._service.hub.channel("CHANNEL_CREATE", channel)
        return channel

    def install_for(self, person: Person) -> None:
        """Let a person install the bot for themselves, so that they can use it where it is not."""
        person.user.apps.add(self.bot.id)

    def add_guild(self, name: str, *, members: tuple[User, ...] = (), with_bot: bool = True) -> Guild:
        """A new guild with #general, Ada as its owner, and the bot in it unless told otherwise."""
        guild = self.world.add_guild(name, owner=self.ada.user)
        bots = (self.bot,) if with_bot else ()
        added: list[Member] = [self.world.add_member(guild, user) for user in (*bots, *members)]
        self.world.add_channel(guild, "general")
        for user in (self.ada.user, *(member.user for member in added)):
            membership.joined(self._service.hub, self.world, user, guild)
        return guild

    def remove_bot_from(self, guild: Guild) -> None:
        """Kick the bot."""
        self._service.channels.expel(self.bot, guild)

    def return_bot_to(self, guild: Guild) -> None:
        """Invite the bot that was kicked once more."""
        self._service.channels.admit(self.bot, guild)

    def outage(self, guild: Guild) -> None:
        """Let the guild be unavailable to the bot's gateway connections; the REST API goes on."""
        membership.lost(self._service.hub, self.bot, guild)

    def outage_over(self, guild: Guild) -> None:
        """Let the guild be there again."""
        membership.found(self._service.hub, self.world, self.bot, guild)

    def delete_channel(self, channel: Channel) -> None:
        """Delete a channel or a thread."""
        self._service.channels.delete(channel)

    def permit(self, channel: Channel, user: User, *, allow: int = 0, deny: int = 0) -> None:
        """Let somebody do more, or less, in a channel: bits of `bot.sandbox.Permission`."""
        self._service.channels.permit(channel, user.id, Overwrite(int(allow), int(deny)))

    def drop_gateway(self) -> int:
        """Tear the bot's gateway connections without a closing handshake. Returns how many there were."""
        return self._gateway.drop(self.bot)

    def reconnect(self) -> None:
        """Ask the bot to connect anew and resume (op 7)."""
        self._gateway.reconnect(self.bot)

    def invalidate(self, *, resumable: bool = False, user: User | None = None) -> None:
        """Declare the sessions of the bot, or of somebody else, invalid (op 9)."""
        self._gateway.invalidate(user or self.bot, resumable=resumable)

    def _enter(self, user: User) -> Person:
        self.world.direct(user, self.bot)
        person = Person(self._service, user)
        self.people.append(person)
        return person


def _user(who: User | Person) -> User:
    return who.user if isinstance(who, Person) else who
