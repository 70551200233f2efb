"""/context: what the model is shown now of a conversation, and why."""

import io
from collections.abc import Iterator

import discord
from discord.utils import escape_markdown, format_dt

from bot.core import notices
from bot.core.context import Context
from bot.core.notices import Notice
from bot.core.prompt_file import is_withheld, prompt_file
from bot.core.record import Incoming
from bot.platforms.discord.acknowledgement import defer
from bot.platforms.discord.commands.questions import asked_in
from bot.platforms.discord.commands.wiring import Interaction, Tree, Wiring, everywhere

# The most characters that Discord takes in an embed.
LONGEST = 4096


def add(tree: Tree, wiring: Wiring) -> None:
    """Add the group to the tree."""

    @everywhere
    @tree.command()
    async def context(interaction: Interaction) -> None:
        await defer(interaction, ephemeral=True, thinking=True)
        asked = asked_in(interaction)
        found = await wiring.conversation.context(asked)
        lines, files = list(_lines(found)), []
        # Whoever cannot read what was said before they came shall not read it here.
        if asked.is_private or interaction.permissions.read_message_history:
            # Those who can see the instructions are those for whom `/system show` is there.
            with_instructions = asked.is_private or interaction.permissions.manage_channels
            lines += _about_file(found, asked, with_instructions=with_instructions)
            prompt = prompt_file(found, reader=asked.author.id, with_instructions=with_instructions)
            files = [discord.File(io.BytesIO(prompt.encode()), filename="context.md")]
        lines += notices.about_files(found.files)
        page = discord.Embed(description="\n".join(wiring.privately(interaction, each) for each in lines)[:LONGEST])
        await interaction.edit_original_response(embed=page, attachments=files)


def _lines(context: Context) -> Iterator[Notice]:
    yield _instructions(context)
    yield notices.context_shown(len(context.shown))
    yield notices.status_memory(context.used, context.room)
    yield notices.context_free(context.for_answer)
    if context.for_thought:
        yield notices.context_free_thought(context.for_thought)
    if context.left_out.last:
        yield notices.context_left_out(context.left_out.questions, format_dt(context.left_out.last, "f"))
    if context.summary:
        yield notices.context_summary(context.summed_up)
        if context.summary.title:
            yield notices.context_title(escape_markdown(context.summary.title))
    if context.interrupted:
        yield notices.context_interrupted(context.interrupted)
    if context.unanswered:
        yield notices.context_unanswered(context.unanswered)


def _instructions(context: Context) -> Notice:
    if context.source is None:
        return notices.CONTEXT_DEFAULT
    if context.source.persona:
        return notices.context_persona(context.source.place, context.source.persona.title)
    return notices.context_own(context.source.place)


def _about_file(context: Context, asked: Incoming, *, with_instructions: bool) -> Iterator[Notice]:
    yield notices.CONTEXT_FILE if with_instructions else notices.CONTEXT_FILE_WITHOUT_INSTRUCTIONS
    if is_withheld(context, reader=asked.author.id):
        yield notices.CONTEXT_FILES_BY_NAME
