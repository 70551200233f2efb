"""What a press of a button asks of the conversation, and what whoever pressed is told."""

import re

import aiohttp
import pytest

from bot.core import notices
from bot.core.controls import Controls
from bot.core.errors import BotError, Refused
from bot.core.job import Person
from bot.core.labels import LABELS, labelled
from bot.languages.sentences import sentence
from bot.platforms.discord.controls import view
from bot.platforms.discord.presses import TEMPLATE, button_under, person, privately
from tests.conftest import english
from tests.platforms.discord.fakes import refusal
from tests.platforms.discord.recording import RecordingConversation, RecordingInteraction

TAKE_UP = object()
ADA = Person(2, where=7)
REFUSAL = Refused(notices.TAKEN_BACK)


async def press(what, conversation, interaction=None):
    """Press the button as discord.py does: by its custom id."""
    interaction = interaction or RecordingInteraction()
    shown = view(Controls(answer=12, verbs=labelled(LABELS, sentence, None), version=2, versions=3))
    button = next(each for each in shown.children if each.custom_id.split(":")[1] == what)
    under = button_under(conversation, TAKE_UP, sentence)
    pressed = await under.from_custom_id(interaction, button, re.fullmatch(TEMPLATE, button.custom_id))
    await pressed.callback(interaction)
    return interaction


@pytest.mark.parametrize(
    ("what", "asked"),
    [
        ("stop", ("stop_answer", 12, ADA)),
        ("regenerate", ("regenerate", 12, ADA, TAKE_UP)),
        ("continue", ("go_on", 12, ADA, TAKE_UP)),
        ("delete", ("delete", 12, ADA, TAKE_UP)),
        ("older", ("choose", 12, -1, ADA, TAKE_UP)),
        ("newer", ("choose", 12, 1, ADA, TAKE_UP)),
    ],
)
async def test_each_button_asks_for_what_it_says_of_its_own_answer(what, asked):
    conversation = RecordingConversation()
    interaction = await press(what, conversation)
    assert conversation.asked == [asked]
    assert interaction.told == [("defer", {})]


@pytest.mark.parametrize(
    "custom_id", ["answer:shown:12", "answer:stop:", "answer:stop:12345678901234567890", "stop:12"]
)
def test_other_ids_are_no_buttons_of_an_answer(custom_id):
    assert re.fullmatch(TEMPLATE, custom_id) is None


def test_who_may_delete_messages_there_is_a_moderator():
    assert person(RecordingInteraction(user=3, is_moderator=True)) == Person(3, is_moderator=True, where=7)
    assert person(RecordingInteraction(user=3)) == Person(3, where=7)


async def test_a_refusal_is_told_to_whoever_pressed_and_nobody_else():
    interaction = await press("stop", RecordingConversation(REFUSAL))
    assert interaction.told == [("defer", {}), ("follow up", english(notices.TAKEN_BACK), {"ephemeral": True})]


async def test_a_failure_that_nobody_foresaw_is_a_sentence_too():
    interaction = await press("delete", RecordingConversation(ZeroDivisionError()))
    assert interaction.told[1:] == [("follow up", english(BotError.notice), {"ephemeral": True})]


async def test_whether_it_went_well_is_returned():
    assert await privately(RecordingInteraction(), RecordingConversation().delete(), sentence)
    assert not await privately(RecordingInteraction(), RecordingConversation(REFUSAL).delete(), sentence)


LOSSES = [refusal(404, 10062), refusal(429), aiohttp.ClientOSError(104, "reset"), TimeoutError()]


@pytest.mark.parametrize("loss", LOSSES)
async def test_a_press_of_which_discord_says_itself_that_it_failed_does_nothing(loss, caplog):
    conversation = RecordingConversation()
    await press("regenerate", conversation, RecordingInteraction(loss=loss))
    assert conversation.asked == []
    [said] = caplog.records
    assert (said.levelname, said.exc_info) == ("WARNING", None)


@pytest.mark.parametrize("failure", LOSSES)
async def test_a_failure_of_discords_is_told_and_is_no_error_of_the_bots(failure, caplog):
    interaction = await press("stop", RecordingConversation(failure))
    assert interaction.told[1:] == [("follow up", english(BotError.notice), {"ephemeral": True})]
    assert [record.levelname for record in caplog.records] == ["WARNING"]


@pytest.mark.parametrize("failure", LOSSES)
async def test_who_cannot_be_told_is_not(failure):
    interaction = RecordingInteraction(failure=failure)
    assert not await privately(interaction, RecordingConversation(REFUSAL).delete(), sentence)
