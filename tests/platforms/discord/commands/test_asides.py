"""What a message's menu asks for whoever chose from it, and whose conversation a guest has."""

import asyncio
from datetime import UTC, datetime, timedelta

import discord
import pytest
from discord.app_commands import AppCommandContext

from bot.core import asides, notices
from bot.core.record import Quote
from bot.languages.sentences import sentence
from bot.platforms.discord.commands.asides import EXPLAIN, LONGEST_QUESTION, TRANSLATE
from bot.platforms.discord.commands.questions import LAST_WORDS
from bot.platforms.discord.responses import MOST_AS_GUEST
from tests.platforms.discord.commands.typed import DEFERRED, type_command
from tests.platforms.discord.models import ADA, LINUS, World, user
from tests.platforms.discord.recording import RecordingConversation, RecordingInteraction

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
MENU = discord.AppCommandType.message


def interaction(world, *, is_there=True, **more):
    """Somebody's act in the world's channel; the bot is on that server, or was brought along."""
    found = RecordingInteraction(created_at=NOON, is_expired=lambda: False, locale=discord.Locale.german, **more)
    found.guild, found.guild_id = world.guild, world.guild.id
    found.channel, found.channel_id = world.general, world.general.id
    found.client.user = world.me
    found.client.get_guild = lambda number: world.guild if is_there else None
    found.client.get_partial_messageable = lambda number: None
    found.expires_at = discord.utils.utcnow() + timedelta(minutes=15)
    return found


async def chosen(name, world, text="Guten Morgen", conversation=None, **more):
    """What the conversation was asked, after the entry was chosen for a message; and the interaction."""
    conversation = conversation or RecordingConversation()
    message = world.message(text, by=user(LINUS, "Linus"))
    found = await type_command(name, conversation, interaction(world, **more), kind=MENU, message=message)
    return conversation.asked, found


@pytest.mark.parametrize("is_there", [True, False])
async def test_a_translation_is_into_the_language_of_whoever_wants_it_and_theirs_alone(is_there):
    world = World()
    [(verb, asked, reply)], found = await chosen("Translate for me", world, is_there=is_there)
    assert (verb, found.told) == ("answer", [DEFERRED])
    assert asked.text == TRANSLATE.format(language="German")
    assert asked.quote == Quote("Linus T.", "Guten Morgen", LINUS, 60)
    assert (asked.channel, asked.parent) == (asides.of_question(found.id), world.general.id)
    assert asked.server == world.guild.id
    assert asked.is_private
    assert reply.heading == ""
    assert reply.most_pages == (None if is_there else MOST_AS_GUEST)


@pytest.mark.parametrize(
    ("question", "text", "heading"),
    [
        (" who is\nthat? ", "who is\nthat?", "> who is that?\n"),
        ("  ", EXPLAIN, ""),
    ],
)
async def test_a_question_about_a_message_is_asked_in_a_form_and_answered_to_whoever_asks(question, text, heading):
    world, conversation = World(), RecordingConversation()
    asked, found = await chosen("Ask about this", world, conversation=conversation)
    [(verb, form, _)] = found.told
    assert (verb, asked) == ("modal", [])
    assert form.question.max_length == LONGEST_QUESTION
    sent_in = interaction(world)
    await form.answer(sent_in, question)
    [(_, incoming, reply)] = conversation.asked
    assert (incoming.text, incoming.quote, reply.heading) == (
        text,
        Quote("Linus T.", "Guten Morgen", LINUS, 60),
        heading,
    )
    assert incoming.channel == asides.of_question(sent_in.id)
    assert sent_in.told == [DEFERRED]


@pytest.mark.parametrize("name", ["Ask about this", "Translate for me"])
async def test_a_message_without_words_cannot_be_asked_about(name):
    asked, found = await chosen(name, World(), text="")
    assert (asked, found.told) == ([], [("send", sentence(notices.NO_WORDS, "de"), {"ephemeral": True})])


class TestWhereTheBotIsAGuest:
    async def ask(self, person=ADA, *, world=None, **more):
        conversation = RecordingConversation()
        found = interaction(world or World(), user=person, **{"is_there": False} | more)
        await type_command("ask", conversation, found, prompt="hello")
        [(_, asked, reply)] = conversation.asked
        return asked, reply, found

    async def test_each_person_has_a_conversation_of_their_own_in_the_channel(self):
        world = World()
        (first, *_), (again, *_), (other, *_) = [await self.ask(each, world=world) for each in (ADA, ADA, LINUS)]
        assert first.channel == again.channel == asides.of_person(ADA, world.general.id)
        assert other.channel == asides.of_person(LINUS, world.general.id)
        assert (first.parent, first.server, first.is_private) == (world.general.id, world.guild.id, True)

    async def test_so_have_they_in_conversations_of_others(self):
        found, conversation = interaction(World()), RecordingConversation()
        found.guild = found.guild_id = None
        found.context = AppCommandContext(private_channel=True)
        await type_command("ask", conversation, found, prompt="hello")
        assert conversation.asked[0][1].channel == asides.of_person(2, found.channel_id)

    async def test_on_its_own_server_it_is_none(self):
        asked, reply, found = await self.ask(is_there=True)
        assert (asked.channel, asked.parent, reply.closes_at) == (found.channel_id, None, None)

    async def test_an_answer_is_over_before_the_token_is_and_as_long_as_can_be_sent(self):
        _, reply, found = await self.ask()
        left = (found.expires_at - discord.utils.utcnow()).total_seconds()
        assert reply.closes_at == pytest.approx(asyncio.get_running_loop().time() + left - LAST_WORDS, abs=2)
        assert reply.most_pages == MOST_AS_GUEST

    @pytest.mark.parametrize(("name", "verb"), [("stop", "stop"), ("reset", "reset")])
    async def test_stop_and_reset_mean_the_persons_own(self, name, verb):
        world, conversation = World(), RecordingConversation()
        await type_command(name, conversation, interaction(world, user=ADA, is_there=False))
        assert conversation.asked[0][:2] == (verb, asides.of_person(ADA, world.general.id))
