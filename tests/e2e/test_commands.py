"""The slash commands, as people type them."""

import asyncio

import pytest

from bot.core import notices
from bot.core.errors import BotError, HistoryError
from bot.core.notices import FORGOTTEN, NOTHING_RUNS, RESET, STOPPED
from bot.languages.sentences import sentence
from bot.sandbox import Refusal
from bot.stores.memory import MemoryRecord
from tests.conftest import ScriptedEngine, english
from tests.e2e.waiting import answers, own

pytestmark = pytest.mark.hurrying


async def test_ask_is_answered_below_the_question(sandbox, start_bot):
    engine = ScriptedEngine("Seventeen ", "syllables.")
    async with start_bot(engine) as bot:
        interaction = sandbox.ada.command(sandbox.general, "ask", prompt="what is a **haiku**?")
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
        assert own(sandbox, sandbox.general) == ["> what is a \\*\\*haiku\\*\\*?\nSeventeen syllables."]
        assert interaction.answered
        assert engine.prompts[0][-1].text == "Ada: what is a **haiku**?"
        assert await bot.remembered(sandbox.general) == [("Ada: what is a **haiku**?", "Seventeen syllables.")]


async def test_a_long_answer_to_ask_goes_on_in_further_messages(sandbox, start_bot):
    async with start_bot(ScriptedEngine(*["word " * 20] * 60)) as bot:
        sandbox.ada.command(sandbox.general, "ask", prompt="much")
        await answers(sandbox, sandbox.general, 4, within=60)
        await bot.at_rest()
        shown = own(sandbox, sandbox.general)
        assert sum(page.count("word") for page in shown) == 1200
        assert all(len(page) <= 2000 for page in shown)


async def test_ask_works_in_a_direct_message(sandbox, start_bot):
    engine = ScriptedEngine("hi")
    async with start_bot(engine):
        sandbox.ada.command(sandbox.ada.dm_channel, "ask", prompt="hello")
        await answers(sandbox, sandbox.ada.dm_channel)
        assert engine.prompts[0][-1].text == "hello"


async def test_asks_that_wait_are_answered_within_discords_deadline(sandbox, start_bot):
    go_on = asyncio.Event()
    async with start_bot(ScriptedEngine(go_on, "done")):
        asked = [sandbox.ada.command(sandbox.general, "ask", prompt=str(n)) for n in range(3)]
        await sandbox.until(lambda: all(interaction.answered for interaction in asked))
        go_on.set()
        await answers(sandbox, sandbox.general, 3)
        assert not any(interaction.failed for interaction in asked)


async def test_stop_ends_the_answer_and_keeps_what_was_said(sandbox, start_bot):
    engine = ScriptedEngine("so far", asyncio.Event())
    async with start_bot(engine) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} go")
        await engine.started.wait()
        await sandbox.until(lambda: own(sandbox, sandbox.general))
        command = sandbox.grace.command(sandbox.general, "stop")
        await bot.at_rest()
        assert own(sandbox, sandbox.general) == [f"so far\n-# {english(STOPPED)}"]
        assert engine.closed_early
        response = await sandbox.until(lambda: command.response)
        assert response.content == english(STOPPED)
        assert response.ephemeral


async def test_stop_where_nothing_runs_says_so(sandbox, start_bot):
    async with start_bot(ScriptedEngine()):
        command = sandbox.ada.command(sandbox.general, "stop")
        response = await sandbox.until(lambda: command.response)
        assert response.content == english(NOTHING_RUNS)


async def test_reset_forgets_this_channel_and_stops_what_runs_here_only(sandbox, start_bot):
    go_on = asyncio.Event()
    engine = ScriptedEngine("old")
    async with start_bot(engine) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} before")
        await answers(sandbox, sandbox.general)
        engine.script = ("so far", go_on)
        for channel in (sandbox.general, sandbox.random):
            sandbox.ada.say(channel, f"{sandbox.mention} go")
        await sandbox.until(lambda: len(own(sandbox, sandbox.general)) == 2 and own(sandbox, sandbox.random))
        command = sandbox.grace.command(sandbox.general, "reset")
        await sandbox.until(lambda: command.response and command.response.content == english(RESET))
        await sandbox.until(lambda: own(sandbox, sandbox.general)[1] == f"so far\n-# {english(FORGOTTEN)}")
        assert await bot.remembered(sandbox.general) == []
        go_on.set()
        await bot.at_rest()
        assert own(sandbox, sandbox.random) == ["so far"]
        assert len(await bot.remembered(sandbox.random)) == 1


@pytest.mark.parametrize(
    ("error", "notice"), [(HistoryError("disk gone"), HistoryError.notice), (ValueError("a bug"), BotError.notice)]
)
async def test_a_reset_that_fails_says_so(sandbox, start_bot, error, notice):
    class BrokenRecord(MemoryRecord):
        async def forget(self, channel, /):
            raise error

    async with start_bot(ScriptedEngine(), record=BrokenRecord()):
        command = sandbox.ada.command(sandbox.general, "reset")
        await sandbox.until(lambda: command.response and command.response.content == english(notice))


async def test_a_command_that_fails_before_it_answered_says_so_to_whoever_typed_it(sandbox, start_bot):
    async with start_bot(ScriptedEngine()) as bot:
        bot.client._tree.remove_command("stop")
        command = sandbox.ada.command(sandbox.general, "stop")
        response = await sandbox.until(lambda: command.response)
        assert (response.content, response.ephemeral) == (english(BotError.notice), True)


async def test_the_commands_are_told_to_discord_only_when_they_changed(sandbox, start_bot):
    def told():
        return [r for r in sandbox.journal.requests if r.method == "PUT" and r.path.endswith("/commands")]

    for _ in range(3):
        async with start_bot(ScriptedEngine()):
            assert len(told()) == 1


async def test_help_is_in_ones_own_language_and_its_commands_can_be_pressed(sandbox, start_bot):
    sandbox.ada.user.locale = "de"
    async with start_bot(ScriptedEngine()):
        command = sandbox.ada.command(sandbox.general, "help")
        response = await sandbox.until(lambda: command.response)
        [page] = response.embeds
        pressed = command.data["id"]
        assert f"</help:{pressed}> {sentence(notices.COMMANDS['help'], 'de')}" in page["description"]
        assert response.ephemeral


async def test_status_is_for_whoever_wants_to_know(sandbox, start_bot):
    async with start_bot(ScriptedEngine("Seventeen ", "syllables.")) as bot:
        sandbox.ada.command(sandbox.general, "ask", prompt="a haiku?")
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
        command = sandbox.ada.command(sandbox.general, "status")
        response = await sandbox.until(lambda: command.response and not command.response.loading and command.response)
        assert response.ephemeral
        page = response.embeds[0]["description"]
        taken = len("be kind" + "Ada: a haiku?" + "Seventeen syllables.")
        for notice in (notices.status_model("script-1", "scripted"), notices.status_memory(taken, 10_000)):
            assert english(notice) in page


async def test_a_reset_takes_the_buttons_from_what_is_forgotten(sandbox, start_bot):
    async with start_bot(ScriptedEngine("hi")):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} hello")
        [answer] = await answers(sandbox, sandbox.general)
        await sandbox.until(lambda: "regenerate" in str(answer.components))
        sandbox.grace.command(sandbox.general, "reset")
        await sandbox.until(lambda: not answer.components)
        assert answer.content == "hi"


async def test_who_is_no_moderator_cannot_stop_what_is_written_for_others_nor_reset_a_channel(sandbox, start_bot):
    go_on = asyncio.Event()
    engine = ScriptedEngine("so far", go_on)
    async with start_bot(engine):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} go")
        await engine.started.wait()
        command = sandbox.linus.command(sandbox.general, "stop")
        response = await sandbox.until(lambda: command.response)
        assert response.content == english(NOTHING_RUNS)
        with pytest.raises(Refusal):
            sandbox.linus.command(sandbox.general, "reset")
        go_on.set()
        await answers(sandbox, sandbox.general)
        assert own(sandbox, sandbox.general) == ["so far"]
