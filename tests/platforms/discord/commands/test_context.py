"""What /context shows, and to whom."""

from dataclasses import replace
from datetime import UTC, datetime

import discord
import pytest

from bot.core import notices
from bot.core.chat import File, Text
from bot.core.context import Context
from bot.core.errors import Refused
from bot.core.profile import Overrides, Persona
from bot.core.profiles import Source
from bot.core.record import Answer, Author, Exchange, LeftOut, Question, Summary, words
from bot.languages.sentences import sentence
from tests.conftest import english
from tests.core.talking import said
from tests.platforms.discord.commands.typed import DEFERRED, type_command
from tests.platforms.discord.recording import RecordingConversation, RecordingInteraction

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
PIRATE = Persona("pirate", "A pirate", Overrides())
CUT = File("long.txt", "a", length=99)


def exchange(*parts, author=2):
    asked = replace(said(author=Author(author, "Ada")), parts=(Text("why?"), *parts))
    return Exchange(Question(1, asked), Answer(id=1, question=1, parts=words("Because.")))


def context(*shown, source=None, **more):
    empty = {"used": 50, "room": 500, "for_answer": 100, "left_out": LeftOut(), "interrupted": 0, "unanswered": 0}
    return Context(system_prompt="Arr.", source=source, shown=shown, **empty | more)


async def typed(found, *, permissions=None, **more):
    """The lines of the answer, and the file, if there is one."""

    class Showing(RecordingConversation):
        async def context(self, asked):
            await self._take("context", asked.channel)
            return found

    interaction = RecordingInteraction(permissions=permissions or discord.Permissions.none(), created_at=NOON, **more)
    await type_command("context", Showing(), interaction)
    deferred, (verb, told) = interaction.told
    assert (deferred, verb) == (DEFERRED, "edit")
    files = [(file.filename, file.fp.read().decode()) for file in told["attachments"]]
    return told["embed"].description.split("\n"), files


async def test_all_that_there_is_to_tell_stands_there_in_the_persons_language():
    summary = {"summary": Summary("Ada asked.", 3, "A *trip*"), "summed_up": 9}
    found = context(exchange(CUT), left_out=LeftOut(3, NOON), interrupted=1, unanswered=2, for_thought=7, **summary)
    lines, _ = await typed(found, locale=discord.Locale.german)
    told = [
        notices.CONTEXT_DEFAULT,
        notices.context_shown(1),
        notices.status_memory(50, 500),
        notices.context_free(100),
        notices.context_free_thought(7),
        notices.context_left_out(3, f"<t:{int(NOON.timestamp())}:f>"),
        notices.context_summary(9),
        notices.context_title("A \\*trip\\*"),
        notices.context_interrupted(1),
        notices.context_unanswered(2),
        notices.CONTEXT_FILE,
        *notices.about_files([CUT]),
    ]
    assert lines == [sentence(each, "de") for each in told]


async def test_nothing_is_said_of_what_there_is_not():
    lines, _ = await typed(context())
    told = [notices.context_shown(0), notices.status_memory(50, 500), notices.context_free(100), notices.CONTEXT_FILE]
    assert lines[1:] == [english(each) for each in told]


@pytest.mark.parametrize(
    ("source", "notice"),
    [
        (Source("thread", PIRATE), notices.context_persona("thread", "A pirate")),
        (Source("server"), notices.context_own("server")),
        (Source("direct"), notices.context_own("direct")),
        (None, notices.CONTEXT_DEFAULT),
    ],
)
async def test_whose_the_instructions_are_is_said(source, notice):
    lines, _ = await typed(context(source=source))
    assert lines[0] == english(notice)


SERVER = {"guild_id": 5, "guild": object()}
READS = discord.Permissions(read_message_history=True)


@pytest.mark.parametrize(
    ("where", "permissions", "file"),
    [
        ({}, discord.Permissions.none(), "with instructions"),
        (SERVER, READS, "without"),
        (SERVER, discord.Permissions(read_message_history=True, manage_channels=True), "with instructions"),
        (SERVER, discord.Permissions(manage_channels=True), None),
    ],
)
async def test_the_file_holds_what_the_person_can_see_there_anyway(where, permissions, file):
    lines, files = await typed(context(exchange()), permissions=permissions, **where)
    if file is None:
        assert files == []
        assert lines[-1] == english(notices.context_free(100))
        return
    [(name, text)] = files
    assert (name, "why?" in text, "Arr." in text) == ("context.md", True, file == "with instructions")
    told = notices.CONTEXT_FILE if "Arr." in text else notices.CONTEXT_FILE_WITHOUT_INSTRUCTIONS
    assert lines[-1] == english(told)


async def test_what_came_with_others_messages_is_said_to_stand_there_by_name():
    secret = File("a message", "we are sold", length=11)
    lines, [(_, text)] = await typed(context(exchange(secret, author=3)), permissions=READS, **SERVER)
    assert lines[-1] == english(notices.CONTEXT_FILES_BY_NAME)
    assert "we are sold" not in text


async def test_more_files_than_discord_shows_are_not_all_named():
    lines, _ = await typed(context(exchange(*[CUT] * 100)))
    assert len("\n".join(lines)) == 4096


async def test_without_a_model_that_is_said():
    interaction = await type_command(
        "context", RecordingConversation(Refused(notices.STATUS_LOADING)), RecordingInteraction(created_at=NOON)
    )
    assert interaction.told[1:] == [("edit", {"content": english(notices.STATUS_LOADING)})]
