"""
Puts the parts together: the only package that knows every concrete class.

What takes long to import is imported where it is used, so that a mistake is told at once.
"""

import asyncio
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterable
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import SecretStr

from bot.app.configured import access_rules, budgets, conversation, profiles
from bot.app.demo_settings import about, demo_model, of_the_demo, open_to_all, speaker, suited
from bot.app.service_manager import ServiceManager
from bot.core import notices
from bot.core.admission import Admission
from bot.core.errors import EngineLost, RestartNeeded, StartError
from bot.core.ports import AccessBook, Engine, Ledger, Painter, ProfileStore, Record
from bot.core.telemetry import Answered
from bot.demo import models
from bot.demo.english import EnglishOnly
from bot.engines import registry
from bot.engines.checkpoint import names
from bot.languages.sentences import sentence
from bot.pictures.painter import FormulaPainter, is_available
from bot.settings import Settings
from bot.settings.engines import ENGINES
from bot.stores.memory import MemoryRecord
from bot.stores.memory_profiles import MemoryProfiles

if TYPE_CHECKING:
    from bot.metrics.metrics import Now
    from bot.platforms.discord.client import BotClient
    from bot.platforms.terminal import TerminalChat
    from bot.sandbox import Sandbox

log = logging.getLogger(__name__)

# What was measured of the engines on this machine.
_MEASUREMENTS = Path("data/engines.json")

T = TypeVar("T")
Client = TypeVar("Client", bound="BotClient")


async def run(settings: Settings) -> None:
    """
    Be on Discord until cancelled. Raises `StartError` for what the operator can mend, `RestartNeeded` where another
    process can go on.
    """
    token = settings.discord_token
    if token is None:
        raise StartError("DISCORD_TOKEN is missing.")
    refuse_impossible_names(settings)
    from bot.metrics.metrics import Metrics
    from bot.metrics.server import serving
    from bot.platforms.discord import session
    from bot.platforms.discord.client import BotClient
    from bot.platforms.discord.commands.summary import SUMMARY
    from bot.stores.sql import SqlRecord
    from bot.stores.sql_access import SqlAccess
    from bot.stores.sql_ledger import SqlLedger
    from bot.stores.sql_profiles import SqlProfiles
    from bot.stores.sqlite import open_database

    settings = suited(settings, commands=SUMMARY)
    if settings.discord_api_url and settings.discord_gateway_url:
        session.use_server(settings.discord_api_url, settings.discord_gateway_url)
    async with AsyncExitStack() as house:
        database = await open_database(settings.database_url, alone=True)
        house.push_async_callback(database.close)
        engine = asyncio.create_task(load_engine(settings), name="load the model")
        house.push_async_callback(_close_engine, engine)
        painter = FormulaPainter() if is_available() else None
        if painter:
            house.push_async_callback(painter.close)
        stores = SqlRecord(database), SqlProfiles(database), SqlAccess(database), SqlLedger(database)
        loss: asyncio.Future[EngineLost] = asyncio.get_running_loop().create_future()
        manager = ServiceManager(os.environ)
        metrics = Metrics()
        client = on_discord(
            BotClient,
            settings,
            engine,
            *stores,
            painter=painter,
            lost=partial(_note, loss),
            answered=metrics.answered,
            online=partial(manager.tell, "READY=1"),
        )
        house.push_async_callback(client.close)
        if port := settings.monitoring_port:
            await house.enter_async_context(serving(metrics, partial(_now, client, engine), port=port))
        house.callback(manager.tell, "STOPPING=1")
        connection = session.run(client, token.get_secret_value())
        await _all_of(connection, _result(engine), _restart_after(loss), manager.watched())


async def demo(settings: Settings, *, port: int, announce: Callable[[str], None]) -> None:
    """
    Be on a loopback Discord on 127.0.0.1 until cancelled; `announce` gets the address of its page.

    Raises `StartError`, among others where `port` is in use. 0 takes any free port.
    """
    settings = of_the_demo(settings)
    refuse_impossible_names(settings)
    from bot.sandbox import Sandbox

    async with AsyncExitStack() as house:
        folder = Path(house.enter_context(tempfile.TemporaryDirectory(prefix="bot-demo-")))
        sandbox = Sandbox(bot_name=speaker(settings.model), about=about(settings.model))
        try:
            await sandbox.start(port=port)
        except OSError as error:
            raise StartError(
                f"The page cannot be served on port {port}: {error.strerror or error}. "
                "Name another one, as in: bot demo --port 8001"
            ) from error
        house.push_async_callback(sandbox.close)
        there = {
            "discord_token": SecretStr(sandbox.bot_token),
            "discord_api_url": sandbox.api_url,
            "discord_gateway_url": sandbox.gateway_url,
            "database_url": f"sqlite:///{folder / 'history.db'}",
            # It is that of the operator's own bot, which may run beside it.
            "monitoring_port": 0,
        }
        await _all_of(run(open_to_all(settings).model_copy(update=there)), _announce(sandbox, announce))


def chat(settings: Settings, questions: Iterable[str] | None, *, stream: bool) -> None:
    """Talk in the terminal: answer `questions`, or what is typed until it ends. Raises `StartError`."""
    refuse_impossible_names(settings)

    settings = suited(settings, commands=sentence(notices.TERMINAL_HELP, None))
    with asyncio.Runner() as runner:
        engine = runner.run(load_engine(settings))
        try:
            talk = runner.run(_terminal(settings, engine, stream=stream))
            for line in talk.lines() if questions is None else questions:
                if not runner.run(talk.say(line)):
                    break
        finally:
            runner.run(engine.close())


def refuse_impossible_names(settings: Settings) -> None:
    """Before anything slow is begun. A server may call its models what it likes."""
    if ENGINES[settings.engine].has_checkpoint:
        for name in filter(None, (settings.model, settings.draft_model)):
            names.refuse_impossible(name)


async def load_engine(settings: Settings) -> Engine:
    """Load the model the settings name, or find it on its server. Raises `StartError`."""
    demo = demo_model(settings)
    engine = await registry.OPEN[settings.engine](await model_options(settings))
    if demo is not None and demo.knows_english_only:
        engine = EnglishOnly(engine)
    if settings.max_new_tokens >= engine.context_length:
        await engine.close()
        raise StartError(
            f"max_new_tokens is {settings.max_new_tokens}, but {settings.model} can read and write "
            f"{engine.context_length} tokens together: choose a smaller number."
        )
    return engine


async def demo_path(settings: Settings, demo: models.DemoModel) -> Path:
    """Where the demo model is, once it is unpacked. Raises `StartError`."""
    if settings.engine == "gguf" and demo.gguf is not None:
        return demo.gguf
    return await asyncio.to_thread(demo.checkpoint)


async def model_options(settings: Settings) -> registry.ModelOptions:
    """What an engine is opened with, for the model of the settings. Raises `StartError`."""
    demo = demo_model(settings)
    key = settings.openai_api_key
    return registry.ModelOptions(
        model=settings.model if demo is None else str(await demo_path(settings, demo)),
        dtype=settings.dtype,
        device_map=settings.device_map,
        attention=settings.attention,
        quantization=settings.quantization,
        draft=settings.draft_model,
        kv_cache_bytes=None if settings.kv_cache_gib is None else int(settings.kv_cache_gib * 2**30),
        context_tokens=settings.context_tokens,
        measurements=_MEASUREMENTS,
        server=settings.openai_base_url,
        server_key=key.get_secret_value() if key else None,
        server_context_tokens=settings.openai_context_tokens,
    )


async def _terminal(settings: Settings, engine: Engine, *, stream: bool) -> "TerminalChat":
    from rich.console import Console

    from bot.languages.environment import locale_of_terminal
    from bot.platforms.terminal import TerminalChat

    ready: asyncio.Future[Engine] = asyncio.get_running_loop().create_future()
    ready.set_result(engine)
    # A terminal draws nothing, and what goes through a pipe is meant for others.
    settings = settings.model_copy(update={"display": False, "links": "written"})
    # What is said here is kept nowhere, so that nothing is gained by waiting before it is shown.
    talk = conversation(settings, ready, MemoryRecord(), profiles(settings, MemoryProfiles()), record_interval=0.0)
    out = Console(file=sys.stdout)
    locale = locale_of_terminal(os.environ) if settings.language == "auto" else settings.language
    return TerminalChat(talk, out=out, words=sentence, locale=locale, stream=stream)


def on_discord(
    kind: type[Client],
    settings: Settings,
    engine: asyncio.Future[Engine],
    record: Record,
    store: ProfileStore,
    access: AccessBook,
    ledger: Ledger,
    *,
    painter: Painter | None = None,
    lost: Callable[[EngineLost], None] = lambda _: None,
    answered: Callable[[Answered], None] = lambda _: None,
    online: Callable[[], None] = lambda: None,
    guild_ready_timeout: float = 2.0,
) -> Client:
    """A `kind` of bot on Discord as the settings want it, not connected. The timeout is discord.py's, in seconds."""
    from bot.documents.reader import Reader
    from bot.platforms.discord.downloads import DISCORD, Downloads

    # A server that speaks like Discord keeps its files itself.
    origins = [*DISCORD, settings.discord_api_url] if settings.discord_api_url else DISCORD
    places = profiles(settings, store)
    reader = Reader(sees=lambda: may_see(engine))
    return kind(
        conversation(
            settings,
            engine,
            record,
            places,
            painter=painter,
            budgets=budgets(settings, ledger),
            lost=lost,
            answered=answered,
        ),
        admission=Admission(access_rules(settings), access),
        profiles=places,
        model=engine,
        words=sentence,
        language=None if settings.language == "auto" else settings.language,
        downloads=Downloads(reader.read, origins=origins, most_bytes=int(settings.attachment_mib * 2**20)),
        mention_author=settings.mention_author,
        missed=timedelta(minutes=settings.catch_up_minutes),
        buttons=timedelta(minutes=settings.buttons_minutes),
        grace=settings.grace_seconds,
        keep=timedelta(days=settings.retention_days),
        online=online,
        guild_ready_timeout=guild_ready_timeout,
    )


def may_see(engine: asyncio.Future[Engine]) -> bool:
    """Whether the model sees, or may turn out to once it is loaded."""
    if not engine.done() or engine.cancelled() or engine.exception():
        return True
    return "image" in engine.result().accepts


async def _announce(sandbox: "Sandbox", announce: Callable[[str], None]) -> None:
    """Tell the page's address once the bot hears what is said there."""
    await sandbox.until(lambda: "identify" in sandbox.journal.connections, timeout=60)
    announce(sandbox.url)


async def _all_of(*work: Coroutine[Any, Any, object]) -> None:
    """Return when all have ended; the first failure ends the others and is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            for each in work:
                group.create_task(each)
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from failures


async def _result(task: asyncio.Task[T]) -> T:
    """What the task returns; cancelling this does not cancel it."""
    await asyncio.wait([task])
    return task.result()


def _now(client: "BotClient", engine: asyncio.Future[Engine]) -> "Now":
    """How the bot is doing, for whoever reads its metrics."""
    from bot.metrics.metrics import Now

    return Now(
        load=client.load,
        model=engine.done() and not engine.cancelled() and engine.exception() is None,
        online=client.is_online(),
        latency=client.latency,
        too_many_requests=client.too_many_requests,
    )


def _note(loss: asyncio.Future[EngineLost], error: EngineLost) -> None:
    if not loss.done():
        loss.set_result(error)


async def _restart_after(loss: asyncio.Future[EngineLost]) -> None:
    """Raise `RestartNeeded` once the engine is lost, if ever."""
    error = await loss
    raise RestartNeeded(f"The model cannot answer any more in this process ({error}): the bot has to be started anew.")


async def _close_engine(loading: asyncio.Task[Engine]) -> None:
    loading.cancel()
    await asyncio.wait([loading])
    if not loading.cancelled() and loading.exception() is None:
        await loading.result().close()
