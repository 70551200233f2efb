"""`bot check`: asks each part what it finds, and has `bot/check` judge it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from bot.check.finding import Finding, refusal
from bot.checkup.account import account
from bot.checkup.answer import answer, served
from bot.checkup.database import database
from bot.checkup.model import model
from bot.core.errors import StartError
from bot.settings import Settings
from bot.settings.engines import ENGINES

Tell = Callable[[Finding], None]


async def check(settings: Settings, *, quick: bool, tell: Tell) -> None:
    """
    Tell each finding as soon as it is found; with `quick`, load no model.

    Neither Discord nor the database is told anything. What comes with looking at a model is kept, as by a start: what
    describes one of the hub, a demo model once it is unpacked, and how fast the engines were.
    """
    await _told("token", tell, account(settings))
    await _told("database", tell, asyncio.to_thread(database, settings))
    if not ENGINES[settings.engine].has_checkpoint:
        await _told("model", tell, served(settings, answers=not quick))
        return
    if await _told("model", tell, model(settings)) and not quick:
        await _told("answer", tell, answer(settings))


async def _told(name: str, tell: Tell, look: Awaitable[Iterable[Finding]]) -> bool:
    """Whether all that `look` finds is well; whatever is refused is a finding of that name."""
    try:
        found = list(await look)
    except StartError as error:
        found = [refusal(name, str(error))]
    for each in found:
        tell(each)
    return all(each.is_well for each in found)
