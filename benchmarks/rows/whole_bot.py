"""The whole bot: from a message on a loopback Discord to the last edit of the answer, through real sockets."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from benchmarks.bench import Bench
from benchmarks.figures import Result, alternate, ratios
from bot.core.conversation import Conversation
from bot.core.live import CURSOR
from bot.core.ports import Engine
from bot.platforms.discord import session
from bot.platforms.discord.client import BotClient
from bot.sandbox import Sandbox
from bot.stores.memory import MemoryStore

_PATIENCE = 600


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """Both sides read the same prompt; the bot adds the asker's name to it."""
    async with bench.generate_engine(is_default=False) as engine, Sandbox() as sandbox, _bot(bench, engine, sandbox):

        async def bot(repetition: int) -> float:
            return await _ask(bench, sandbox, repetition)

        async def plain(repetition: int) -> float:
            timing = await asyncio.to_thread(bench.plain.answer, bench.prompt(repetition), tokens=bench.answer_tokens)
            return timing.speed

        speeds = await alternate({"plain": plain, "bot": bot}, repetitions=bench.repetitions)
    yield Result("bot_over_plain", ratios(speeds["bot"], speeds["plain"]), {"tokens_per_s": speeds})


@asynccontextmanager
async def _bot(bench: Bench, engine: Engine, sandbox: Sandbox) -> AsyncGenerator[None]:
    session.use_server(sandbox.api_url, sandbox.gateway_url)
    ready = asyncio.get_running_loop().create_future()
    ready.set_result(engine)
    conversation = Conversation(
        engine=ready, store=MemoryStore(), system_prompt="Be helpful.", context_tokens=4096, options=bench.options
    )
    client = BotClient(conversation, model=ready)
    connection = asyncio.create_task(session.run(client, sandbox.bot_token))
    try:
        await sandbox.until(lambda: "identify" in sandbox.journal.connections, timeout=30)
        await client.wait_until_ready()
        yield
    finally:
        await client.close()
        await connection


async def _ask(bench: Bench, sandbox: Sandbox, seed: int) -> float:
    """Tokens per second as the person sees them, in a channel that has no history."""
    channel = sandbox.add_channel(f"channel-{seed + 2}")
    # Channels come through the gateway, and the client has to know this one.
    await asyncio.sleep(0.2)
    question = bench.prompt(seed)[-1].text
    begun = time.perf_counter()
    sandbox.ada.say(channel, f"{sandbox.mention} {question}")

    def is_done() -> bool:
        messages = sandbox.messages(channel, by=sandbox.bot)
        return bool(messages) and "Cut off at" in messages[-1].content and CURSOR not in messages[-1].content

    await sandbox.until(is_done, timeout=_PATIENCE)
    return bench.answer_tokens / (time.perf_counter() - begun)
