"""Asks Discord about the bot's account."""

import asyncio

from bot import app
from bot.check import account as judge
from bot.check.finding import Finding
from bot.core.errors import StartError
from bot.core.ports import Engine
from bot.settings import Settings
from bot.stores.memory import MemoryRecord
from bot.stores.memory_access import MemoryAccess
from bot.stores.memory_ledger import MemoryLedger
from bot.stores.memory_profiles import MemoryProfiles

# Seconds that Discord has to answer.
_PATIENCE = 30.0


async def account(settings: Settings) -> list[Finding]:
    """Whose token it is, and what Discord lets it do. Raises `StartError` where Discord lets nobody in."""
    from bot.platforms.discord import session
    from bot.platforms.discord.inspection import Visitor

    if settings.discord_token is None:
        return [judge.no_token(session.PORTAL)]
    if settings.discord_api_url and settings.discord_gateway_url:
        session.use_server(settings.discord_api_url, settings.discord_gateway_url)
    never: asyncio.Future[Engine] = asyncio.get_running_loop().create_future()
    stores = MemoryRecord(), MemoryProfiles(), MemoryAccess(), MemoryLedger()
    client = app.on_discord(Visitor, settings, never, *stores)
    try:
        async with asyncio.timeout(_PATIENCE):
            seen = await client.inspect(settings.discord_token.get_secret_value())
    except TimeoutError as error:
        raise StartError(
            f"Discord did not answer within {_PATIENCE:.0f} s. Check this machine's network connection."
        ) from error
    finally:
        await client.close()
    return [
        judge.token(seen.bot, seen.application, seen.id, servers=seen.servers),
        judge.intent(session.PORTAL, is_on=seen.reads_messages),
        judge.invitation(seen.invitation, servers=seen.servers, lacking=seen.lacking),
        judge.commands(known=seen.commands_known, ours=seen.commands, are_in_sync=seen.are_commands_in_sync),
    ]
