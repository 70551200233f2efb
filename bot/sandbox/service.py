"""Everything of the sandbox that is not a socket, put together."""

from bot.sandbox.buckets import Buckets
from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.gateway.hub import Hub
from bot.sandbox.journal import Journal
from bot.sandbox.limits import Limits
from bot.sandbox.state.models import User
from bot.sandbox.state.world import World
from bot.sandbox.verbs.answers import Answers
from bot.sandbox.verbs.channels import Channels
from bot.sandbox.verbs.commands import Commands
from bot.sandbox.verbs.interactions import Interactions
from bot.sandbox.verbs.messages import Messages
from bot.sandbox.verbs.roles import Roles


class Service:
    """The state and the verbs. `privileged` are the intents that the application has enabled."""

    def __init__(self, world: World, bot: User, *, limits: Limits, privileged: int) -> None:
        self.world = world
        self.bot = bot
        self.limits = limits
        self.privileged = privileged
        self.journal = Journal()
        self.clock: Clock = world.clock
        self.faults = Faults(self.clock)
        self.buckets = Buckets(limits)
        self.hub = Hub(world, self.journal, limits)
        self.messages = Messages(world, self.hub, self.journal, limits)
        self.channels = Channels(world, self.hub, self.messages)
        self.roles = Roles(world, self.hub)
        self.commands = Commands(world, self.hub, limits, bot)
        self.interactions = Interactions(world, self.hub, self.commands, bot, limits)
        self.answers = Answers(world, self.hub, self.messages, self.interactions, bot, limits)

    def close(self) -> None:
        """Let no timer go on."""
        self.interactions.close()
        self.channels.close()
        self.hub.close()
