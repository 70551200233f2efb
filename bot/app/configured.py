"""The settings as the values of the core: how the bot answers, as whom, for whom, and how much."""

import asyncio
from collections.abc import Callable
from dataclasses import fields

from bot.core.access import Listed, Rules
from bot.core.budgets import Budget, Budgets
from bot.core.chat import Options
from bot.core.conversation import Conversation
from bot.core.errors import EngineLost
from bot.core.ports import Engine, Ledger, Painter, ProfileStore, Record
from bot.core.profile import Overrides, Persona, Profile
from bot.core.profiles import Profiles
from bot.core.scheduler import Bounds
from bot.core.telemetry import Answered
from bot.languages.sentences import sentence
from bot.settings import Settings
from bot.settings.persona import PersonaFile


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
    lost: Callable[[EngineLost], None] = lambda _: None,
    answered: Callable[[Answered], None] = lambda _: None,
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
        opens_links=settings.links == "open",
        stall=settings.stall_seconds,
        painter=painter,
        record_interval=record_interval,
        lost=lost,
        answered=answered,
    )


def profiles(settings: Settings, store: ProfileStore) -> Profiles:
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
