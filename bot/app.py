"""
Puts the parts together: the only file that knows every concrete class.

What takes long to import is imported where it is used, so that a mistake is told at once.
"""

import asyncio
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterable
from contextlib import AsyncExitStack
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import SecretStr

from bot.core import notices
from bot.core.access import Listed, Rules
from bot.core.admission import Admission
from bot.core.budgets import Budget, Budgets
from bot.core.chat import Options
from bot.core.conversation import Conversation
from bot.core.errors import StartError
from bot.core.ports import AccessBook, Engine, Ledger, Painter, ProfileStore, Record
from bot.core.profile import Overrides, Persona, Profile
from bot.core.profiles import Profiles
from bot.core.scheduler import Bounds
from bot.demo import models
from bot.demo.english import EnglishOnly
from bot.engines import registry
from bot.engines.checkpoint import names
from bot.languages.sentences import sentence
from bot.pictures.painter import FormulaPainter, is_available
from bot.settings import Settings
from bot.settings.engines import ENGINES
from bot.settings.persona import PersonaFile
from bot.stores.memory import MemoryRecord
from bot.stores.memory_profiles import MemoryProfiles

if TYPE_CHECKING:
    from bot.platforms.discord.client import BotClient
    from bot.platforms.terminal import TerminalChat
    from bot.sandbox import Sandbox

log = logging.getLogger(__name__)

# What was measured of the engines on this machine.
_MEASUREMENTS = Path("data/engines.json")

T = TypeVar("T")
Client = TypeVar("Client", bound="BotClient")
# What a setting says of how the operator's model is run is not meant for the demo's.
_OF_ANOTHER_MODEL = ("engine", "attention", "dtype", "device_map", "quantization", "draft_model")

# Nor is what it says of who may use the bot.
_OF_DISCORD = (
    *(f"{verdict}_{kind}" for verdict in ("allowed", "denied") for kind in ("users", "roles", "channels", "servers")),
    "direct_messages",
    *(f"{what}_per_{window}" for what in ("answers", "tokens") for window in ("hour", "day")),
    "role_budgets",
)


async def run(settings: Settings) -> None:
    """Be on Discord until cancelled. Raises `StartError` for what the operator can mend."""
    token = settings.discord_token
    if token is None:
        raise StartError("DISCORD_TOKEN is missing.")
    refuse_impossible_names(settings)
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
        client = on_discord(BotClient, settings, engine, *stores, painter=painter)
        house.push_async_callback(client.close)
        await _all_of(session.run(client, token.get_secret_value()), _result(engine))


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
        sandbox = Sandbox(bot_name=_speaker(settings.model), about=_about(settings.model))
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


def of_the_demo(settings: Settings) -> Settings:
    """The settings without what they say of how to run the operator's model, where a demo model answers instead."""
    model = models.find(settings.model)
    if model is None:
        return settings
    defaults = {name: Settings.model_fields[name].default for name in _OF_ANOTHER_MODEL}
    if settings.engine == "gguf" and model.gguf is not None:
        defaults["engine"] = settings.engine
    return settings.model_copy(update=defaults)


def open_to_all(settings: Settings) -> Settings:
    """The settings without whom the operator lets in on Discord: nobody of the demo has an id of there."""
    return settings.model_copy(update={name: Settings.model_fields[name].default for name in _OF_DISCORD})


def suited(settings: Settings, *, commands: str) -> Settings:
    """The settings with what suits a demo model in place of each default; `commands` says what one can do here."""
    model = demo_model(settings)
    if model is None:
        return settings
    wanted: dict[str, object] = dict(model.sampling)
    if model.about is not None:
        wanted["system_prompt"] = model.about.format(commands=commands)
    defaults = {name: Settings.model_fields[name].default for name in wanted}
    return settings.model_copy(
        update={name: value for name, value in wanted.items() if getattr(settings, name) == defaults[name]}
    )


def _speaker(name: str) -> str:
    """What the bot is called in the demo."""
    model = models.find(name)
    return "Qwen" if model is None else model.name.partition("-")[0]


def _about(name: str) -> str:
    """What the demo's page says of the model."""
    model = models.find(name)
    if model is None:
        return f"{name} answers here."
    return (
        f"{model.name} answers here, a very small model: {model.size}. It is often wrong. A larger one is a setting "
        f"away: {model.larger}"
    )


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


def demo_model(settings: Settings) -> models.DemoModel | None:
    """The demo model that answers, if one does; a server may call its own by the same name."""
    return models.find(settings.model) if ENGINES[settings.engine].has_checkpoint else None


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
    settings = settings.model_copy(update={"display": False})
    # What is said here is kept nowhere, so that nothing is gained by waiting before it is shown.
    talk = conversation(settings, ready, MemoryRecord(), _profiles(settings, MemoryProfiles()), record_interval=0.0)
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
    guild_ready_timeout: float = 2.0,
) -> Client:
    """A `kind` of bot on Discord as the settings want it, not connected. The timeout is discord.py's, in seconds."""
    from bot.documents.reader import Reader
    from bot.platforms.discord.downloads import DISCORD, Downloads

    # A server that speaks like Discord keeps its files itself.
    origins = [*DISCORD, settings.discord_api_url] if settings.discord_api_url else DISCORD
    profiles = _profiles(settings, store)
    return kind(
        conversation(settings, engine, record, profiles, painter=painter, budgets=budgets(settings, ledger)),
        admission=Admission(access_rules(settings), access),
        profiles=profiles,
        model=engine,
        words=sentence,
        language=None if settings.language == "auto" else settings.language,
        downloads=Downloads(Reader().read, origins=origins, most_bytes=int(settings.attachment_mib * 2**20)),
        mention_author=settings.mention_author,
        missed=timedelta(minutes=settings.catch_up_minutes),
        buttons=timedelta(minutes=settings.buttons_minutes),
        grace=settings.grace_seconds,
        keep=timedelta(days=settings.retention_days),
        guild_ready_timeout=guild_ready_timeout,
    )


def budgets(settings: Settings, ledger: Ledger) -> Budgets:
    """How much the operator lets each person use."""
    limits = [field.name for field in fields(Budget)]
    of_roles = {role: Budget(**budget.model_dump()) for role, budget in (settings.role_budgets or {}).items()}
    return Budgets(ledger, Budget(**{name: getattr(settings, name) for name in limits}), of_roles)


def access_rules(settings: Settings) -> Rules:
    """Whom the operator lets in."""
    return Rules(
        allowed=Listed(
            users=settings.allowed_users,
            roles=settings.allowed_roles,
            channels=settings.allowed_channels,
            servers=settings.allowed_servers,
        ),
        denied=Listed(
            users=settings.denied_users,
            roles=settings.denied_roles,
            channels=settings.denied_channels,
            servers=settings.denied_servers,
        ),
        direct_messages=settings.direct_messages,
    )


def conversation(
    settings: Settings,
    engine: asyncio.Future[Engine],
    record: Record,
    profiles: Profiles,
    *,
    painter: Painter | None = None,
    budgets: Budgets | None = None,
    record_interval: float = 0.5,
) -> Conversation:
    """A conversation as the settings want it, and as it is set for places in `profiles`."""
    return Conversation(
        engine=engine,
        record=record,
        profiles=profiles,
        words=sentence,
        context_tokens=settings.context_tokens,
        budgets=budgets,
        bounds=Bounds(settings.queue_per_person, settings.queue_per_channel, settings.queue_per_server),
        pause=settings.pause_seconds,
        versions=settings.answer_versions,
        removes_answers=settings.delete_answers,
        most_pages=settings.max_pages,
        stall=settings.stall_seconds,
        painter=painter,
        record_interval=record_interval,
    )


def _profiles(settings: Settings, store: ProfileStore) -> Profiles:
    """What holds in each place, from the settings and what is set there."""
    options = Options(
        max_new_tokens=settings.max_new_tokens,
        temperature=settings.temperature,
        top_p=settings.top_p,
        top_k=settings.top_k,
        repetition_penalty=settings.repetition_penalty,
        thinking=settings.thinking,
        max_thinking_tokens=settings.max_thinking_tokens,
    )
    return Profiles(
        store,
        defaults=Profile(
            system_prompt=settings.system_prompt,
            options=options,
            language=settings.language,
            display=settings.display,
            announce=settings.announce,
        ),
        personas=[persona_of(each) for each in settings.personas],
    )


def persona_of(file: PersonaFile) -> Persona:
    """Who the file says the bot can be."""
    return Persona(file.name, file.title, Overrides(**file.model_dump(exclude={"name", "title"})))


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


async def _close_engine(loading: asyncio.Task[Engine]) -> None:
    loading.cancel()
    await asyncio.wait([loading])
    if not loading.cancelled() and loading.exception() is None:
        await loading.result().close()
