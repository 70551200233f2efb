"""The whole bot on a loopback Discord, over real sockets, and how long it takes to answer there."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from benchmarks.bench import Bench
from bot.core.access import Rules
from bot.core.admission import Admission
from bot.core.conversation import Conversation
from bot.core.draft import CURSOR
from bot.core.ports import Engine, Record
from bot.core.profile import Profile
from bot.core.profiles import Profiles
from bot.documents.reader import Reader
from bot.languages.sentences import sentence
from bot.platforms.discord import session
from bot.platforms.discord.client import BotClient
from bot.platforms.discord.downloads import Downloads
from bot.sandbox import Sandbox
from bot.sandbox.state.models import Channel
from bot.stores.memory_access import MemoryAccess
from bot.stores.memory_profiles import MemoryProfiles

SYSTEM_PROMPT = "Be helpful."
_PATIENCE = 600


@asynccontextmanager
async def bot(bench: Bench, engine: Engine, record: Record, sandbox: Sandbox) -> AsyncGenerator[None]:
    """The bot is on the sandbox inside the block, and has remembered every answer after it."""
    session.use_server(sandbox.api_url, sandbox.gateway_url)
    ready = asyncio.get_running_loop().create_future()
    ready.set_result(engine)
    profiles = Profiles(MemoryProfiles(), defaults=Profile(system_prompt=SYSTEM_PROMPT, options=bench.options))
    conversation = Conversation(
        engine=ready,
        record=record,
        profiles=profiles,
        words=sentence,
        context_tokens=bench.prompt_tokens + bench.answer_tokens,
    )
    client = BotClient(
        conversation,
        profiles=profiles,
        admission=Admission(Rules(), MemoryAccess()),
        model=ready,
        words=sentence,
        downloads=Downloads(Reader().read),
        guild_ready_timeout=0.05,
    )
    connection = asyncio.create_task(session.run(client, sandbox.bot_token))
    try:
        await sandbox.until(lambda: "identify" in sandbox.journal.connections, timeout=30)
        await client.wait_until_ready()
        yield
    finally:
        await client.close()
        await connection


async def wait(sandbox: Sandbox, channel: Channel, question: str) -> float:
    """The seconds from the message to the last edit of its answer, which says that it was cut off at its length."""

    def is_answered() -> bool:
        said = [message.content for message in sandbox.messages(channel, by=sandbox.bot)]
        return bool(said) and "Cut off at" in said[-1] and not any(CURSOR in text for text in said)

    begun = time.perf_counter()
    sandbox.ada.say(channel, f"{sandbox.mention} {question}")
    await sandbox.until(is_answered, timeout=_PATIENCE)
    return time.perf_counter() - begun
