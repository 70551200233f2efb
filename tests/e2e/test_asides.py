"""The bot as somebody's guest, and as it answers one person alone."""

import asyncio

import pytest

from bot.core import asides, notices
from bot.languages.sentences import sentence
from bot.platforms.discord.commands.asides import TRANSLATE
from bot.platforms.discord.responses import MOST_AS_GUEST
from tests.conftest import ScriptedEngine, english
from tests.e2e.waiting import answers, own

pytestmark = pytest.mark.hurrying


def elsewhere(sandbox):
    """A channel of a server that the bot is not on, where Ada brings it along."""
    guild = sandbox.add_guild("Elsewhere", members=(sandbox.ada.user, sandbox.linus.user), with_bot=False)
    for person in (sandbox.ada, sandbox.linus):
        sandbox.install_for(person)
    (channel,) = guild.channels.values()
    return channel


def requests(sandbox, channel):
    """What the bot asked of the channel itself."""
    return [each for each in sandbox.journal.requests if f"/channels/{channel.id}" in each.path]


async def test_a_guest_answers_and_remembers_each_person_by_themselves(sandbox, start_bot):
    channel, engine = elsewhere(sandbox), ScriptedEngine("hello")
    async with start_bot(engine) as bot:
        for count, (person, text) in enumerate(
            [(sandbox.ada, "I am Ada"), (sandbox.linus, "hi"), (sandbox.ada, "and?")]
        ):
            person.command(channel, "ask", prompt=text)
            await answers(sandbox, channel, count + 1)
            await bot.at_rest()
        asked = [[turn.text for turn in prompt if turn.role == "user"] for prompt in engine.prompts]
        assert asked == [["I am Ada"], ["hi"], ["I am Ada", "and?"]]
        assert own(sandbox, channel) == ["> I am Ada\nhello", "> hi\nhello", "> and?\nhello"]
        assert not any(message.components for message in sandbox.messages(channel, by=sandbox.bot))
        reset = sandbox.ada.command(channel, "reset")
        await sandbox.until(lambda: reset.response and reset.response.content == english(notices.RESET))
        assert await bot.record.recent(asides.of_person(sandbox.ada.user.id, channel.id)) == []
        assert len(await bot.record.recent(asides.of_person(sandbox.linus.user.id, channel.id))) == 1
    assert requests(sandbox, channel) == []


async def test_a_guest_says_what_can_be_sent_and_no_more(sandbox, start_bot):
    channel, engine = elsewhere(sandbox), ScriptedEngine(*["word " * 20] * 200)
    async with start_bot(engine, most_pages=9) as bot:
        sandbox.ada.command(channel, "ask", prompt="much")
        await answers(sandbox, channel, MOST_AS_GUEST)
        await bot.at_rest()
        shown = own(sandbox, channel)
        assert len(shown) == MOST_AS_GUEST
        assert shown[-1].endswith(f"-# {english(notices.NO_ROOM)}")
        [exchange] = await bot.record.recent(asides.of_person(sandbox.ada.user.id, channel.id))
        assert exchange.answer.text.count("word") == sum(page.count("word") for page in shown)
    assert requests(sandbox, channel) == []


async def test_a_guest_is_asked_in_a_group_too(sandbox, start_bot):
    group = sandbox.add_group("Poets", sandbox.ada, sandbox.linus)
    sandbox.install_for(sandbox.ada)
    async with start_bot(ScriptedEngine("hello")):
        sandbox.ada.command(group, "ask", prompt="hi")
        await answers(sandbox, group)
        assert own(sandbox, group) == ["> hi\nhello"]
    assert requests(sandbox, group) == []


async def test_what_a_guest_was_writing_when_it_fell_is_left_alone(sandbox, start_bot):
    channel, engine = elsewhere(sandbox), ScriptedEngine("so far", asyncio.Event())
    async with start_bot(engine) as bot:
        sandbox.ada.command(channel, "ask", prompt="go")
        await sandbox.until(lambda: own(sandbox, channel) and "so far" in own(sandbox, channel)[0])
        record = bot.record
    [before] = await record.recent(asides.of_person(sandbox.ada.user.id, channel.id))
    await record.unsettle(before.answer.id)
    async with start_bot(ScriptedEngine("again"), record=record) as bot:
        while await record.unsettled():  # noqa: ASYNC110 - a record tells nobody that it changed
            await asyncio.sleep(0.01)
    assert requests(sandbox, channel) == []


@pytest.mark.parametrize("is_guest", [False, True])
async def test_a_translation_is_seen_by_whoever_wanted_it_and_remembered_nowhere_else(sandbox, start_bot, is_guest):
    place = elsewhere(sandbox) if is_guest else sandbox.general
    sandbox.ada.user.locale = "de"
    engine = ScriptedEngine("Guten ", "Morgen")
    async with start_bot(engine) as bot:
        message = sandbox.linus.say(place, "Good morning")
        used = sandbox.ada.message_command(message, "Translate for me")
        await sandbox.until(lambda: used.response and used.response.content == "Guten Morgen")
        await bot.at_rest()
        assert used.response.ephemeral
        assert engine.prompts[0][-1].text == f"Linus said:\n> Good morning\n\n{TRANSLATE.format(language='German')}"
        assert await bot.remembered(place) == []
    assert own(sandbox, place) == []


async def test_a_message_can_be_asked_about_in_a_form_in_ones_own_language(sandbox, start_bot):
    sandbox.ada.user.locale = "fr"
    engine = ScriptedEngine(*["word " * 20] * 40)
    async with start_bot(engine) as bot:
        message = sandbox.linus.say(sandbox.general, "1 + 1 = 3")
        used = sandbox.ada.message_command(message, "Ask about this")
        form = await sandbox.until(lambda: used.modal)
        assert form["title"] == sentence(notices.ASK_ABOUT_TITLE, "fr")
        [label] = form["components"]
        sent = sandbox.ada.fill_in(used, {label["component"]["custom_id"]: "Is it?"})
        await sandbox.until(lambda: sent.followups and "▌" not in sent.followups[-1].content)
        await bot.at_rest()
        assert engine.prompts[0][-1].text == "Linus said:\n> 1 + 1 = 3\n\nIs it?"
        assert sent.response.content.startswith("> Is it?\nword")
        assert all(page.ephemeral for page in [sent.response, *sent.followups])
    assert own(sandbox, sandbox.general) == []
