"""The commands: /ask, /stop, /reset, /regenerate, /continue, /undo, and “Regenerate” in a message's menu."""

import logging
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.core.conversation import Conversation
from bot.core.errors import BotError
from bot.core.record import Author, Incoming, words
from bot.core.settling import TakeUp
from bot.platforms.discord.edits import EditLanes
from bot.platforms.discord.presses import person, privately
from bot.platforms.discord.reply import DiscordReply
from bot.platforms.discord.surfaces import InteractionSurface
from bot.platforms.discord.triggers import display_name, readable

log = logging.getLogger(__name__)

Interaction = discord.Interaction[discord.Client]

SUMMARY = (
    "People mention you or use /ask to ask you, /stop to stop an answer, /regenerate to have it written anew, "
    "/continue to hear the rest of a cut one, /undo to take the last one back, and "
    "/reset to make you forget this channel."
)
"""What a model can be told of the commands."""
FORGOTTEN = "🧹 Forgotten. We start afresh here."
UNDONE = "↩ Taken back: I have forgotten the last question and my answer to it."
NOTHING_RUNS = "Nothing is being written here."
# What Discord and discord.py both tell of a command, and a person can notice.
COMPARED = ("name", "description", "nsfw", "contexts", "integration_types", "default_member_permissions")
COMPARED_OPTION = ("type", "name", "description", "required", "min_length", "max_length")


def command_tree(
    client: discord.Client, conversation: Conversation, lanes: EditLanes, take_up: TakeUp
) -> app_commands.CommandTree[Any]:
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
        async with DiscordReply(surface, lanes, heading=heading(incoming), nonce=str(interaction.id)) as reply:
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

    @tree.command(description="Write my last answer here anew")
    async def regenerate(interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        last = await conversation.last(_channel(interaction))
        await _quietly(interaction, conversation.regenerate(last.answer.id, person(interaction), take_up))

    @tree.command(name="continue", description="Go on with my last answer here, where it was cut")
    async def go_on(interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        last = await conversation.last(_channel(interaction))
        await _quietly(interaction, conversation.go_on(last.answer.id, person(interaction), take_up))

    @tree.command(description="Take back the last question here, and my answer to it")
    async def undo(interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await conversation.undo(_channel(interaction), person(interaction), take_up)
        await interaction.edit_original_response(content=UNDONE)

    @tree.context_menu(name="Regenerate")
    async def regenerate_this(interaction: Interaction, message: discord.Message) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        exchange = await conversation.behind(message.id)
        await _quietly(interaction, conversation.regenerate(exchange.answer.id, person(interaction), take_up))

    tree.error(_report)
    return tree


async def sync(tree: app_commands.CommandTree[Any]) -> bool:
    """Tell Discord of the commands where it knows others: it limits how often. Returns whether it was told."""
    application = tree.client.application_id
    assert application is not None  # Known since the login.
    # Discord's own words: discord.py 2.7.1's AppCommand loses contexts and installation types on the way.
    known = {_key(each): _shape(each) for each in await tree.client.http.get_global_commands(application)}
    ours = {_key(each): _shape(each) for each in (command.to_dict(tree) for command in tree.get_commands())}
    if known == ours:
        return False
    await tree.sync()
    log.info("told Discord of the commands %s", ", ".join(name for _, name in ours))
    return True


async def _quietly(interaction: Interaction, work: Awaitable[None]) -> None:
    """Do `work`, which shows by itself, for a command whose own answer nobody else sees, and take that away then."""
    if await privately(interaction, work):
        with suppress(discord.HTTPException, aiohttp.ClientError, TimeoutError):
            await interaction.delete_original_response()


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
    with suppress(discord.HTTPException, aiohttp.ClientError, TimeoutError):
        if interaction.response.is_done():
            await interaction.edit_original_response(content=notice)
        else:
            await interaction.response.send_message(notice, ephemeral=True)


def _key(command: Mapping[str, Any]) -> tuple[int, str]:
    """What tells a command from the others: a message's menu may hold the name of a slash command."""
    return command.get("type", discord.AppCommandType.chat_input.value), command["name"]


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
    channel = interaction.channel
    return Incoming(
        channel=_channel(interaction),
        author=Author(interaction.user.id, display_name(interaction.user)),
        parts=words(readable(prompt, guild=interaction.guild).strip()),
        parent=channel.parent_id if isinstance(channel, discord.Thread) else None,
        server=interaction.guild_id,
        is_private=interaction.guild_id is None,
        at=interaction.created_at,
    )


def heading(asked: Incoming) -> str:
    """The question above its answer, where a command asked it: Discord shows others the command's name only."""
    if asked.message is not None:
        return ""
    line = discord.utils.escape_markdown(discord.utils.escape_mentions(" ".join(asked.text.split())))
    return f"> {line[:200]}{'…' if len(line) > 200 else ''}\n"
