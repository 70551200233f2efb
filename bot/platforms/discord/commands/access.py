"""/access: the administrators of a server say who may use the bot there."""

from collections.abc import Callable, Iterator, Sequence

import discord
from discord import app_commands

from bot.core import notices
from bot.core.access import Entry, Kind, Verdict
from bot.core.errors import Refused
from bot.core.notices import Notice
from bot.platforms.discord.acknowledgement import defer
from bot.platforms.discord.commands.wiring import Interaction, Tree, Wiring

Somewhere = app_commands.AppCommandChannel | app_commands.AppCommandThread
MENTIONS: dict[Kind, str] = {"user": "<@{}>", "role": "<@&{}>", "channel": "<#{}>"}


def add(tree: Tree, wiring: Wiring) -> None:
    """Add the group to the tree."""
    group = app_commands.Group(
        name="access",
        description="Who may use me on this server",
        default_permissions=discord.Permissions(administrator=True),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
    )
    about = app_commands.describe(
        member="Somebody", role="All who have this role", channel="A channel with its threads, or a category"
    )

    @group.command(description="Let in: once anybody is, nobody else is; once a channel is, no other one is")
    @about
    async def allow(
        interaction: Interaction,
        member: discord.User | None = None,
        role: discord.Role | None = None,
        channel: Somewhere | None = None,
    ) -> None:
        await enter(interaction, "allow", list(_named(member, role, channel)))

    @group.command(description="Keep out, whatever else is said")
    @about
    async def deny(
        interaction: Interaction,
        member: discord.User | None = None,
        role: discord.Role | None = None,
        channel: Somewhere | None = None,
    ) -> None:
        await enter(interaction, "deny", list(_named(member, role, channel)))

    @group.command(description="Take off the lists")
    @about
    async def remove(
        interaction: Interaction,
        member: discord.User | None = None,
        role: discord.Role | None = None,
        channel: Somewhere | None = None,
    ) -> None:
        named = list(_named(member, role, channel))
        await _begin(interaction, named)
        server = _server(interaction)
        struck = [_mention(kind, id) for kind, id in named if await wiring.admission.strike(server, kind, id)]
        notice = notices.taken_off_lists(", ".join(struck)) if struck else notices.ON_NO_LIST
        await interaction.edit_original_response(content=wiring.privately(interaction, notice))

    @group.command(name="list", description="Show the lists of this server")
    async def show(interaction: Interaction) -> None:
        await defer(interaction, ephemeral=True, thinking=True)
        entries = await wiring.admission.entries(_server(interaction))
        said = [
            wiring.privately(interaction, notice)
            for notice in _listed(entries, "allow", notices.let_in) + _listed(entries, "deny", notices.kept_out)
        ]
        # An embed holds more than a message.
        listed = discord.Embed(description="\n".join(said or [wiring.privately(interaction, notices.LISTS_EMPTY)]))
        await interaction.edit_original_response(embed=listed)

    async def enter(interaction: Interaction, verdict: Verdict, named: list[tuple[Kind, int]]) -> None:
        await _begin(interaction, named)
        for kind, id in named:
            await wiring.admission.enter(_server(interaction), Entry(kind, id, verdict))
        names = ", ".join(_mention(kind, id) for kind, id in named)
        notice = notices.let_in(names) if verdict == "allow" else notices.kept_out(names)
        await interaction.edit_original_response(content=wiring.privately(interaction, notice))

    tree.add_command(group)


async def _begin(interaction: Interaction, named: list[tuple[Kind, int]]) -> None:
    await defer(interaction, ephemeral=True, thinking=True)
    if not named:
        raise Refused(notices.NOBODY_NAMED)


def _named(
    member: discord.User | None, role: discord.Role | None, channel: Somewhere | None
) -> Iterator[tuple[Kind, int]]:
    named: tuple[tuple[Kind, discord.abc.Snowflake | None], ...] = (
        ("user", member),
        ("role", role),
        ("channel", channel),
    )
    return ((kind, thing.id) for kind, thing in named if thing is not None)


def _listed(entries: Sequence[Entry], verdict: Verdict, say: Callable[[str], Notice]) -> list[Notice]:
    names = [_mention(each.kind, each.id) for each in entries if each.verdict == verdict]
    return [say(", ".join(names))] if names else []


def _mention(kind: Kind, id: int) -> str:
    return MENTIONS[kind].format(id)


def _server(interaction: Interaction) -> int:
    assert interaction.guild_id is not None  # Discord offers the command on servers alone.
    return interaction.guild_id
