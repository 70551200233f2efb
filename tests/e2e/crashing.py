"""A bot in a process of its own, that a test can kill: discord.py, the conversation and the record as ever."""

import asyncio
import multiprocessing
import os
from collections.abc import AsyncGenerator, Sequence
from multiprocessing.process import BaseProcess

from bot.core.access import Rules
from bot.core.admission import Admission
from bot.core.chat import TEXT_ONLY, Options, Piece, Turn
from bot.core.conversation import Conversation
from bot.core.profile import Profile
from bot.core.profiles import Profiles
from bot.documents.reader import Reader
from bot.languages.sentences import sentence
from bot.platforms.discord import session
from bot.platforms.discord.client import BotClient
from bot.platforms.discord.downloads import Downloads
from bot.sandbox import Sandbox
from bot.stores.memory_access import MemoryAccess
from bot.stores.memory_profiles import MemoryProfiles
from bot.stores.sqlite import open_record

WORDS = 60
ABORT = "abort"


def answer_to(question: str) -> str:
    """What the engine says to it: long enough to be killed in the midst of it, and never the same."""
    return " ".join(f"{question}.{number}" for number in range(WORDS))


class RepeatingEngine:
    """
    Says `answer_to` the last word that it was asked, at `rate` words a second.

    In the midst of what it says to `ABORT`, it ends the process as native code does where it finds itself broken.
    """

    name, model, slots, context_length = "repeating", "words", 8, 100_000
    accepts = TEXT_ONLY

    def __init__(self, *, rate: float) -> None:
        self._pause = 1 / rate

    async def count(self, prompt: Sequence[Turn], /) -> int:
        return sum(len(turn.text) for turn in prompt)

    async def stream(
        self, prompt: Sequence[Turn], options: Options, /, *, channel: int = 0, user: int = 0
    ) -> AsyncGenerator[Piece, None]:
        asked = prompt[-1].text.split()[-1]
        for number, word in enumerate(answer_to(asked).split()):
            await asyncio.sleep(self._pause)
            yield Piece(word + " ")
            if asked == ABORT and number == WORDS // 2:
                await asyncio.to_thread(os.abort)
        yield Piece("", "stop")

    async def forget(self, channel: int, /) -> None: ...

    async def close(self) -> None: ...


def start(sandbox: Sandbox, database: str, *, rate: float = 200) -> BaseProcess:
    """A new process with the bot, which says `rate` words a second; killing it is a true SIGKILL."""
    context = multiprocessing.get_context("forkserver")
    # So that each further process begins with everything imported.
    context.set_forkserver_preload(["tests.e2e.warm"])
    arguments = (sandbox.api_url, sandbox.gateway_url, sandbox.bot_token, database, rate)
    process = context.Process(target=_main, args=arguments, daemon=True)
    process.start()
    return process


def _main(api_url: str, gateway_url: str, token: str, database: str, rate: float) -> None:
    asyncio.run(_run(api_url, gateway_url, token, database, rate))


async def _run(api_url: str, gateway_url: str, token: str, database: str, rate: float) -> None:
    session.use_server(api_url, gateway_url)
    record = await open_record(database)
    engine = asyncio.get_running_loop().create_future()
    engine.set_result(RepeatingEngine(rate=rate))
    profiles = Profiles(MemoryProfiles(), defaults=Profile(system_prompt="", options=Options(max_new_tokens=1000)))
    conversation = Conversation(
        engine=engine,
        record=record,
        profiles=profiles,
        words=sentence,
        context_tokens=100_000,
        record_interval=0.025,
    )
    client = BotClient(
        conversation,
        profiles=profiles,
        admission=Admission(Rules(), MemoryAccess()),
        model=engine,
        words=sentence,
        downloads=Downloads(Reader().read),
        guild_ready_timeout=0.05,
    )
    await session.run(client, token)
