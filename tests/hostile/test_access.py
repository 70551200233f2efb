"""Nobody reads, clears or steers what stands in another channel, whatever number a press or a command carries."""

import re
from types import SimpleNamespace

import discord
import pytest

from bot.core import asides, notices
from bot.core.chat import Piece
from bot.core.job import Person
from bot.languages.sentences import sentence
from bot.platforms.discord.presses import TEMPLATE, button_under
from tests.conftest import ScriptedEngine, english
from tests.core.talking import ADA, BOB, Talk
from tests.platforms.discord.commands.typed import type_command
from tests.platforms.discord.recording import RecordingInteraction

PRESSES = ("stop", "regenerate", "continue", "delete", "older", "newer", "replay", "thought")
# What is asked in channel 1, and by whom it is reached for, from where.
ATTACKERS = {
    "a moderator of another channel": {"user": 9, "channel": 8, "is_moderator": True},
    "whoever asked, in another channel": {"user": ADA.id, "channel": 8},
    "a stranger in another channel": {"user": BOB.id, "channel": 8},
}
THOUGHT = "a secret thought"


async def answered(**where):
    """A conversation with an answer that could be gone on with, has two versions, and was thought about."""
    engine = ScriptedEngine(Piece(THOUGHT, kind="thought"), Piece("secret words", "length"))
    talk = Talk(engine)
    exchange = await talk.answered("a secret question", message=7, **where)
    if not asides.is_aside(exchange.question.asked.channel):
        await talk.conversation.regenerate(exchange.answer.id, Person(ADA.id), talk.take_up)
    return talk


async def press(talk, what, answer, interaction):
    """Send in a press that carries a number of somebody's choice."""
    custom_id = f"answer:{what}:{answer}"
    under = button_under(talk.conversation, talk.take_up, sentence)
    button = discord.ui.Button(label="x", custom_id=custom_id)
    pressed = await under.from_custom_id(interaction, button, re.fullmatch(TEMPLATE, custom_id))
    await pressed.callback(interaction)


@pytest.mark.parametrize("attacker", ATTACKERS)
@pytest.mark.parametrize("what", PRESSES)
async def test_a_press_reaches_nothing_that_stands_elsewhere(what, attacker):
    talk = await answered()
    [before] = await talk.record.recent(1)
    seen, asked = list(talk.seen), len(talk.engine.prompts)
    interaction = RecordingInteraction(**ATTACKERS[attacker])
    for answer in range(1, before.answer.id + 1):
        await press(talk, what, answer, interaction)
    assert await talk.record.recent(1) == [before]
    assert (list(talk.seen), len(talk.engine.prompts)) == (seen, asked)
    assert english(notices.NOT_REMEMBERED) in str(interaction.told)
    assert "secret" not in str(interaction.told)
    # Not even who asked there.
    assert ADA.name not in str(interaction.told)


@pytest.mark.parametrize("attacker", ATTACKERS)
@pytest.mark.parametrize("name", ["Details", "Regenerate"])
async def test_an_entry_in_a_menu_reaches_no_message_that_stands_elsewhere(name, attacker):
    talk = await answered()
    [before] = await talk.record.recent(1)
    asked = len(talk.engine.prompts)
    for message in (7, *before.answer.pages):
        interaction = RecordingInteraction(**ATTACKERS[attacker])
        await type_command(
            name,
            talk.conversation,
            interaction,
            kind=discord.AppCommandType.message,
            message=SimpleNamespace(id=message),
        )
        assert english(notices.NOTHING_THERE) in str(interaction.told)
    assert await talk.record.recent(1) == [before]
    assert len(talk.engine.prompts) == asked


@pytest.mark.parametrize("what", PRESSES)
async def test_nobody_reaches_what_one_person_alone_was_told(what):
    aside = asides.of_person(ADA.id, 8)
    talk = await answered(channel=aside, parent=8)
    [before] = await talk.record.recent(aside)
    interaction = RecordingInteraction(user=BOB.id, channel=8, is_moderator=True)
    await press(talk, what, before.answer.id, interaction)
    assert await talk.record.recent(aside) == [before]
    assert "secret" not in str(interaction.told)


async def test_where_it_stands_everybody_sees_what_was_thought():
    talk = await answered()
    [exchange] = await talk.record.recent(1)
    interaction = RecordingInteraction(user=BOB.id, channel=1)
    await press(talk, "thought", exchange.answer.id, interaction)
    assert THOUGHT in str(interaction.told)
