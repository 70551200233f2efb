"""The slash commands: /ask, /stop and /reset."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.core.chat import Incoming
from bot.core.conversation import Conversation
from bot.core.errors import BotError
from bot.platforms.discord.edits import EditLanes
from bot.platforms.discord.reply import DiscordReply
from bot.platforms.discord.surfaces import InteractionSurface
from bot.platforms.discord.triggers import display_name, readable

log = logging.getLogger(__name__)

Interaction = discord.Interaction[discord.Client]

SUMMARY = (
    "People mention you or use /ask to ask you, /stop to stop an answer, and /reset to make you forget the channel."
)
"""What a model can be told of the commands."""
FORGOTTEN = "🧹 Forgotten. We start afresh here."
NOTHING_RUNS = "Nothing is being written here."
# What Discord and discord.py both tell of a command, and a person can notice.
COMPARED = ("type", "name", "description", "nsfw", "contexts", "integration_types", "default_member_permissions")
COMPARED_OPTION = ("type", "name", "description", "required", "min_length", "max_length")


def command_tree(client: discord.Client, conversation: Conversation, lanes: EditLanes) -> app_commands.CommandTree[Any]:
    """Return the commands, wired to `conversation`; `sync` makes Discord know them."""
    tree = app_commands.CommandTree(
        client,
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    @tree.command(description="Ask me something")
    @app_commands.describe(prompt="What you want to ask")
    async def ask(interaction: Interaction, prompt: str) -> None:
        await interaction.response.defer(thinking=True)
        incoming = _incoming(interaction, prompt)
        surface = InteractionSurface(interaction)
        async with DiscordReply(surface, lanes, heading=_heading(incoming.text), nonce=str(interaction.id)) as reply:
            await conversation.answer(incoming, reply)

    @tree.command(description="Stop the answer that is being written here")
    async def stop(interaction: Interaction) -> None:
        stopped = conversation.stop(_channel(interaction), interaction.user.id)
        await interaction.response.send_message("⏹ Stopped." if stopped else NOTHING_RUNS, ephemeral=True)

    @tree.command(description="Forget what was said in this channel and start afresh")
    async def reset(interaction: Interaction) -> None:
        await interaction.response.defer(thinking=True)
        await conversation.reset(_channel(interaction))
        await interaction.edit_original_response(content=FORGOTTEN)

    tree.error(_report)
    return tree


async def sync(tree: app_commands.CommandTree[Any]) -> bool:
    """Tell Discord of the commands where it knows others: it limits how often. Returns whether it was told."""
    application = tree.client.application_id
    assert application is not None  # Known since the login.
    # Discord's own words: discord.py 2.7.1's AppCommand loses contexts and installation types on the way.
    known = {each["name"]: _shape(each) for each in await tree.client.http.get_global_commands(application)}
    ours = {command.name: _shape(command.to_dict(tree)) for command in tree.get_commands()}
    if known == ours:
        return False
    await tree.sync()
    log.info("told Discord of the commands %s", ", ".join(f"/{name}" for name in ours))
    return True


async def _report(interaction: Interaction, failure: app_commands.AppCommandError) -> None:
    """Tell whoever typed a command that it failed: a deferred one would be "thinking" for ever."""
    error = failure.original if isinstance(failure, app_commands.CommandInvokeError) else failure
    channel, command = _channel(interaction), interaction.command.name if interaction.command else "?"
    if isinstance(error, BotError):
        log.warning("channel=%d /%s failed: %s", channel, command, error)
        notice = error.notice
    else:
        log.error("channel=%d /%s failed", channel, command, exc_info=error)
        notice = BotError.notice
    with suppress(discord.HTTPException, aiohttp.ClientError):
        if interaction.response.is_done():
            await interaction.edit_original_response(content=notice)
        else:
            await interaction.response.send_message(notice, ephemeral=True)


def _shape(command: Mapping[str, Any]) -> dict[str, Any]:
    """What is compared of a command: unset values are left out, as either side may do."""
    shape = {key: command[key] for key in COMPARED if command.get(key)}
    shape["options"] = [
        {key: option[key] for key in COMPARED_OPTION if option.get(key)} for option in command.get("options") or ()
    ]
    return shape


def _channel(interaction: Interaction) -> int:
    # Discord sends the channel with every command; the library types it as optional for pings.
    return interaction.channel_id or 0


def _incoming(interaction: Interaction, prompt: str) -> Incoming:
    return Incoming(
        channel=_channel(interaction),
        user=interaction.user.id,
        author=display_name(interaction.user) if interaction.guild_id else None,
        text=readable(prompt, guild=interaction.guild).strip(),
    )


def _heading(prompt: str) -> str:
    """The question above its answer: Discord shows others the command's name only."""
    line = discord.utils.escape_markdown(discord.utils.escape_mentions(" ".join(prompt.split())))
    return f"> {line[:200]}{'…' if len(line) > 200 else ''}\n"
