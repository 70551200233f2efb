"""/status: how the bot is doing, for whoever wants to know."""

from collections.abc import Iterator

import discord
from discord.utils import format_dt

from bot.core import notices
from bot.core.notices import Notice
from bot.core.scheduler import Load
from bot.core.status import Status
from bot.platforms.discord.acknowledgement import defer
from bot.platforms.discord.commands.questions import asked_in
from bot.platforms.discord.commands.wiring import Interaction, Tree, Wiring, everywhere
from bot.platforms.discord.presses import person


def add(tree: Tree, wiring: Wiring) -> None:
    """Add the group to the tree."""

    @everywhere
    @tree.command()
    async def status(interaction: Interaction) -> None:
        await defer(interaction, ephemeral=True, thinking=True)
        found = await wiring.conversation.status(asked_in(interaction))
        left = (await wiring.conversation.budgets.standing(person(interaction))).left
        lines = [*_lines(found), *(notices.left(name, count) for name, count in left.items())]
        page = discord.Embed(description="\n".join(wiring.privately(interaction, each) for each in lines))
        await interaction.edit_original_response(embed=page)


def _lines(status: Status) -> Iterator[Notice]:
    if status.model and status.engine:
        yield notices.status_model(status.model, status.engine)
        yield _speed(status.load)
        yield notices.status_load(status.load.writing, status.load.slots, status.load.waiting)
    else:
        yield notices.STATUS_LOADING if status.is_loading else notices.STATUS_WITHOUT_MODEL
    yield from status.waiting
    if status.room:
        yield notices.status_memory(status.used, status.room)
    yield notices.status_since(format_dt(status.since, "R"))


def _speed(load: Load) -> Notice:
    return notices.status_speed(load.speed.decode or 0.0, load.speed.prefill or 0.0)
