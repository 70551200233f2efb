"""The sandbox as its users see it: start it, log in to it, be somebody in it, look at what happened, break it."""

from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

from aiohttp import web

from bot.sandbox.application import build
from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.gateway.connection import CloseCode
from bot.sandbox.gateway.door import Gateway
from bot.sandbox.gateway.intents import PRIVILEGED
from bot.sandbox.gateway.mishaps import Mishap
from bot.sandbox.journal import Journal
from bot.sandbox.limits import Limits
from bot.sandbox.people import Person
from bot.sandbox.service import Service
from bot.sandbox.state.models import Channel, Guild, Message, User
from bot.sandbox.state.permissions import MODERATOR
from bot.sandbox.state.world import World
from bot.sandbox.surroundings import Surroundings, user_of

T = TypeVar("T")
HOST = "127.0.0.1"


class Sandbox(Surroundings):
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
        author = None if by is None else user_of(by)
        return [message for message in channel.messages.values() if author in (None, message.author)]

    def drop_gateway(self, code: int | None = None) -> int:
        """
        End the bot's gateway connections with a code of Discord's, or tear them without a closing handshake.

        Returns how many there were. Raises ValueError for a code that Discord's gateway does not have.
        """
        return self._gateway.drop(self.bot, None if code is None else CloseCode(code))

    def numb_gateway(self) -> int:
        """Leave the bot's gateway connections open and say nothing there any more. Returns how many there were."""
        return self._gateway.numb(self.bot)

    def misdirect(self, event: str, mishap: Mishap) -> None:
        """Let the next event of that name be lost on its way to the bot, doubled, or late: behind the one after it."""
        self._service.hub.mishaps.arrange(event, mishap)

    def reconnect(self) -> None:
        """Ask the bot to connect anew and resume (op 7)."""
        self._gateway.reconnect(self.bot)

    def invalidate(self, *, resumable: bool = False, user: User | None = None) -> None:
        """Declare the sessions of the bot, or of somebody else, invalid (op 9)."""
        self._gateway.invalidate(user or self.bot, resumable=resumable)
