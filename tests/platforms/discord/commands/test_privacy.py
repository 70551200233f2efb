"""What /history and /forget-me say and do, up to what is pressed."""

import json
import re
from types import SimpleNamespace

import discord
import pytest

from bot.core import notices
from bot.core.errors import HistoryError
from bot.core.record import Answer, Exchange, Holdings, Question, words
from bot.platforms.discord.forgetting import TEMPLATE, choices
from tests.conftest import english
from tests.core.talking import said
from tests.platforms.discord.commands.typed import DEFERRED, TAKE_UP, type_command, wiring_of
from tests.platforms.discord.fakes import refusal
from tests.platforms.discord.recording import RecordingConversation, RecordingInteraction

HELD = Holdings(2, 3, frozenset({1, 7}))
EXCHANGES = (Exchange(Question(1, said("why?")), Answer(id=1, question=1, parts=words("Because."), pages=(11,))),)


class Keeping(RecordingConversation):
    """A conversation that keeps something of whoever asks."""

    def __init__(self, error=None, *, exchanges=EXCHANGES, held=HELD):
        super().__init__(error)
        self.exchanges, self.much = exchanges, held

    async def of(self, person, *, channel=None):
        await self._take("of", person, channel)
        return self.exchanges

    async def held(self, person):
        self.asked.append(("held", person))
        return self.much

    async def forget(self, person):
        await self._take("forget", person)
        return self.much

    async def take_messages(self, exchanges, take_up):
        await self._take("take_messages", exchanges, take_up)
        return 1


async def pressed(label, conversation, *, failure=None):
    """What is told after /forget-me when a button is pressed."""
    typed = await type_command("forget-me", conversation)
    view = typed.told[1][1]["view"]
    [button] = [each for each in view.children if each.label == label]
    interaction = RecordingInteraction(failure=failure)
    item = await choice(button, conversation)
    await item.callback(interaction)
    return interaction.told


async def choice(button, conversation):
    """The button as a client makes it of its id alone, to which nothing else is known."""
    match = re.fullmatch(TEMPLATE, button.custom_id)
    return await choices(wiring_of(conversation)).from_custom_id(None, button, match)


@pytest.mark.parametrize(("where", "channel"), [("here", 7), ("everywhere", None)])
async def test_the_history_is_a_private_file_of_ones_own(where, channel):
    conversation = Keeping()
    interaction = await type_command("history", conversation, where=where, form="json")
    assert conversation.asked == [("of", 2, channel)]
    deferred, (verb, named) = interaction.told
    assert (deferred, verb) == (DEFERRED, "edit")
    assert named["content"] == english(notices.history(1, 1))
    [file] = named["attachments"]
    assert file.filename == "history.json"
    assert json.loads(file.fp.read())[0]["question"] == "why?"


async def test_the_history_is_markdown_of_this_channel_where_nothing_else_is_said():
    conversation = Keeping()
    interaction = await type_command("history", conversation)
    [file] = interaction.told[1][1]["attachments"]
    assert (file.filename, conversation.asked) == ("history.md", [("of", 2, 7)])
    assert b"**Ada:** why?" in file.fp.read()


@pytest.mark.parametrize("name", ["history", "forget-me"])
async def test_of_whom_nothing_is_kept_is_told_that(name):
    interaction = await type_command(name, Keeping(exchanges=(), held=Holdings()))
    assert interaction.told == [DEFERRED, ("edit", {"content": english(notices.NOTHING_OF_YOU)})]


async def test_who_wants_to_be_forgotten_is_asked_first_and_told_how_much_there_is():
    conversation = Keeping()
    interaction = await type_command("forget-me", conversation)
    assert conversation.asked == [("held", 2)]
    verb, named = interaction.told[1]
    assert (verb, named["content"]) == ("edit", english(notices.forget_you(2, 3, 2)))
    assert [each.label for each in named["view"].children] == ["Forget", "Forget, and delete the answers", "Cancel"]


async def test_of_whom_nothing_but_words_in_others_questions_is_kept_these_can_go():
    conversation = Keeping(exchanges=(), held=Holdings(quoted_in=(7, 7)))
    interaction = await type_command("forget-me", conversation)
    asked = interaction.told[1][1]
    assert asked["content"] == english(notices.words_elsewhere(2))
    assert [each.label for each in asked["view"].children] == ["Forget", "Cancel"]
    assert (await pressed("Forget", conversation))[-1] == ("edit", {"content": english(notices.words_gone(2))})


async def test_forgetting_says_how_much_went_and_takes_the_buttons_from_what_stays():
    conversation = Keeping()
    told = await pressed("Forget", conversation)
    assert told == [
        ("edit message", {"content": english(notices.FORGETTING), "view": None}),
        ("edit", {"content": english(notices.forgotten_you(2, 3, 2))}),
    ]
    assert conversation.asked[1:] == [("of", 2, None), ("forget", 2), ("take_buttons", EXCHANGES, TAKE_UP)]


async def test_messages_are_deleted_only_where_that_is_wanted_and_then_counted():
    conversation = Keeping()
    told = await pressed("Forget, and delete the answers", conversation)
    assert conversation.asked[-1] == ("take_messages", EXCHANGES, TAKE_UP)
    both = f"{english(notices.forgotten_you(2, 3, 2))} {english(notices.messages_gone(1))}"
    assert told[-1] == ("edit", {"content": both})


async def test_who_thinks_better_of_it_is_not_forgotten():
    conversation = Keeping()
    told = await pressed("Cancel", conversation)
    assert told == [("edit message", {"content": english(notices.NOTHING_FORGOTTEN), "view": None})]
    assert conversation.asked == [("held", 2)]


async def test_a_press_of_which_discord_says_itself_that_it_failed_forgets_nothing():
    conversation = Keeping()
    await pressed("Forget", conversation, failure=refusal(429))
    assert conversation.asked == [("held", 2)]


async def test_a_record_that_fails_is_told():
    told = await pressed("Forget", Keeping(HistoryError("disk gone")))
    assert told[-1] == ("follow up", english(HistoryError.notice), {"ephemeral": True})


async def test_the_choice_is_kept_nowhere_and_is_for_those_who_are_kept_out_too():
    interaction = await type_command("forget-me", Keeping())
    view = interaction.told[1][1]["view"]
    assert view.is_finished()
    assert [each.style for each in view.children].count(discord.ButtonStyle.danger) == 2
    for button in view.children:
        assert await (await choice(button, Keeping())).interaction_check(SimpleNamespace())
