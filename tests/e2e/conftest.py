"""The unmodified discord.py client, as the bot uses it, on a loopback Discord."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from types import MappingProxyType

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.app import may_see
from bot.core.access import Rules
from bot.core.admission import Admission
from bot.core.chat import TEXT_ONLY, Options, Piece, Turn
from bot.core.conversation import Conversation
from bot.core.ports import AccessBook, Engine, ProfileStore, Record
from bot.core.profile import Persona, Profile
from bot.core.profiles import Profiles
from bot.documents.reader import Reader
from bot.languages.sentences import sentence
from bot.platforms.discord import session
from bot.platforms.discord.client import BotClient
from bot.platforms.discord.downloads import Downloads
from bot.sandbox import Channel, Sandbox
from bot.stores.memory import MemoryRecord
from bot.stores.memory_access import MemoryAccess
from bot.stores.memory_profiles import MemoryProfiles
from tests.hurrying import pytest_asyncio_loop_factories  # noqa: F401 - a hook of pytest-asyncio


class PacedEngine:
    """Says `text` word by word, at `rate` words a second, to `slots` people at once."""

    name, model, context_length, accepts = "paced", "words", 10_000, TEXT_ONLY

    def __init__(self, text: str, *, rate: float, slots: int = 1) -> None:
        self.slots = slots
        self.words = [word + " " for word in text.split(" ")]
        self.rate = rate
        self.ended: list[float] = []

    async def count(self, prompt: Sequence[Turn], /) -> int:
        return sum(len(turn.text) for turn in prompt)

    async def stream(
        self, prompt: Sequence[Turn], options: Options, /, *, channel: int = 0
    ) -> AsyncGenerator[Piece, None]:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        for number, word in enumerate(self.words):
            await asyncio.sleep(max(0.0, begun + number / self.rate - loop.time()))
            yield Piece(word)
        self.ended.append(loop.time())
        yield Piece("", "stop")

    async def forget(self, channel: int, /) -> None:
        """It keeps nothing."""


@dataclass(slots=True)
class Bot:
    """The bot while it is online."""

    client: BotClient
    conversation: Conversation
    record: Record
    profiles: Profiles
    connection: asyncio.Task[None]

    async def at_rest(self) -> None:
        """Return when nothing is being answered: what was said is saved by then, and shown."""
        for job in self.conversation._jobs:
            await job.ended.wait()

    async def forgotten(self, channel: Channel) -> None:
        """Return when nothing of the channel is remembered any more."""
        while await self.record.recent(channel.id):  # noqa: ASYNC110 - a record tells nobody that it changed
            await asyncio.sleep(0.01)

    async def remembered(self, channel: Channel) -> list[tuple[str, str]]:
        """Questions and chosen answers, as texts."""
        exchanges = await self.record.recent(channel.id)
        return [(exchange.question.asked.turn().text, exchange.answer.turn().text) for exchange in exchanges]


StartBot = Callable[..., AbstractAsyncContextManager[Bot]]


@pytest.fixture
async def sandbox(request: pytest.FixtureRequest) -> AsyncIterator[Sandbox]:
    """A loopback Discord; a test may ask for other limits than Discord's."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    async with Sandbox(limits=getattr(request, "param", None)) as sandbox:
        yield sandbox
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@pytest.fixture
def start_bot(sandbox: Sandbox) -> StartBot:
    @asynccontextmanager
    async def start(
        engine: Engine | asyncio.Future[Engine],
        *,
        record: Record | None = None,
        profiles: ProfileStore | None = None,
        personas: Sequence[Persona] = (),
        answered_with: Options = Options(max_new_tokens=100),  # noqa: B008 - a frozen value
        access: AccessBook | None = None,
        rules: Rules = Rules(),  # noqa: B008 - a frozen value
        as_client: Mapping[str, object] = MappingProxyType({}),
        **options: object,
    ) -> AsyncIterator[Bot]:
        session.use_server(sandbox.api_url, sandbox.gateway_url)
        model = engine if isinstance(engine, asyncio.Future) else _ready(engine)
        kept = record or MemoryRecord()
        held = Profiles(
            profiles or MemoryProfiles(),
            defaults=Profile(system_prompt="be kind", options=answered_with),
            personas=personas,
        )
        conversation = Conversation(
            engine=model,
            record=kept,
            profiles=held,
            **{"context_tokens": 10_000} | options,
            words=sentence,
        )
        how = {
            "downloads": Downloads(Reader(sees=lambda: may_see(model)).read, origins=[sandbox.api_url]),
            "guild_ready_timeout": 0.05,
        } | as_client
        admission = Admission(rules, access or MemoryAccess())
        client = BotClient(conversation, profiles=held, admission=admission, model=model, words=sentence, **how)
        connection = asyncio.create_task(session.run(client, sandbox.bot_token))
        try:
            await asyncio.wait(
                {connection, asyncio.create_task(client.wait_until_ready())}, return_when="FIRST_COMPLETED"
            )
            if connection.done():
                connection.result()
            yield Bot(client, conversation, kept, held, connection)
        finally:
            await client.close()
            await connection

    return start


def _ready(engine: Engine) -> asyncio.Future[Engine]:
    future = asyncio.get_running_loop().create_future()
    future.set_result(engine)
    return future
