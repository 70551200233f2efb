"""`bot init`: asks for what has no default, the token and a model that fits here, tries both, and writes `.env`."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr

from bot import app
from bot.check import fit
from bot.check.finding import Finding, refusal
from bot.checkup.account import account
from bot.checkup.model import room
from bot.core.errors import StartError
from bot.settings import Settings
from bot.settings.env_file import write
from bot.settings.values import VARIABLES

Ask = Callable[..., str]
Tell = Callable[[Finding], None]

# What of the account matters before the first start. The invitation comes last of all.
_OF_THE_TOKEN = ("token", "intent")
_INVITATION = "permissions"


def init(settings: Settings, file: Path, *, ask: Ask, tell: Tell) -> None:
    """
    Ask until Discord takes the token, then for a model, and write both into `file`; at last tell the invite address.

    `ask(words, default=, hidden=)` gives what was typed, the default where nothing was. Whatever else stands in `file`
    stays as it is. Raises `StartError` where it cannot be written.
    """
    settings, found = _token(settings, ask, tell)
    model = _model(settings, ask, tell)
    assert settings.discord_token is not None
    token = settings.discord_token.get_secret_value()
    try:
        write(file, {VARIABLES["discord_token"]: token, VARIABLES["model"]: model})
    except OSError as error:
        raise StartError(
            f"{file} cannot be written: {error.strerror}. Start `bot init` where you may write."
        ) from error
    tell(Finding("settings", f"{file} has both now; only who may read your files can read it."))
    tell(found[_INVITATION])


def _token(settings: Settings, ask: Ask, tell: Tell) -> tuple[Settings, dict[str, Finding]]:
    """The settings with a token that Discord knows, and what it says of the bot, by the name of the check."""
    words = "The bot's token"
    while True:
        kept = settings.discord_token.get_secret_value() if settings.discord_token else None
        typed = ask(words, default=kept, hidden=True)
        settings = settings.model_copy(update={"discord_token": SecretStr(typed.strip())})
        try:
            found = {each.check: each for each in asyncio.run(account(settings))}
        except StartError as error:
            tell(refusal("token", str(error)))
            settings = settings.model_copy(update={"discord_token": None})
            continue
        for check in _OF_THE_TOKEN:
            tell(found[check])
        return settings, found


def _model(settings: Settings, ask: Ask, tell: Tell) -> str:
    """The name of a model; one of those that fit is proposed."""
    place, free, is_gpu = room(settings)
    for each in fit.choices(place=place, free=free):
        tell(each)
    proposed = fit.proposal(free, is_gpu=is_gpu)
    while True:
        model = ask("The model", default=proposed, hidden=False).strip()
        try:
            app.refuse_impossible_names(settings.model_copy(update={"model": model}))
        except StartError as error:
            tell(refusal("model", str(error)))
            continue
        return model
