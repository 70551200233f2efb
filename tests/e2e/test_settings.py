"""What each setting of a conversation changes for people, from the setting to what they see."""

import asyncio
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest

from bot import app
from bot.core.chat import Piece
from bot.core.notices import (
    INTERRUPTED,
    PRESENCE_READY,
    RESET,
    STALLED,
    busy_channel,
    busy_person,
    busy_server,
    cut_off_at,
)
from bot.languages.sentences import sentence
from bot.platforms.discord import session
from bot.platforms.discord.client import BotClient
from bot.settings import Settings
from bot.stores.memory import MemoryRecord
from bot.stores.memory_access import MemoryAccess
from bot.stores.memory_ledger import MemoryLedger
from bot.stores.memory_profiles import MemoryProfiles
from tests.conftest import ScriptedEngine, english
from tests.e2e.waiting import answers, own


@asynccontextmanager
async def bot_with(sandbox, engine, record=None, **chosen):
    """The bot, as the settings want it, once Discord sends it what is said."""
    model = asyncio.get_running_loop().create_future()
    model.set_result(engine)
    record = record or MemoryRecord()
    session.use_server(sandbox.api_url, sandbox.gateway_url)
    stores = record, MemoryProfiles(), MemoryAccess(), MemoryLedger()
    client = app.on_discord(BotClient, Settings(**chosen), model, *stores, guild_ready_timeout=0.05)
    connection = asyncio.create_task(session.run(client, sandbox.bot_token))
    try:
        ready = asyncio.create_task(client.wait_until_ready())
        await asyncio.wait({connection, ready}, return_when="FIRST_COMPLETED")
        yield SimpleNamespace(client=client, record=record)
    finally:
        await client.close()
        await connection


async def asked(sandbox, engine, text="hi", **chosen):
    """The bot's answer to one question."""
    async with bot_with(sandbox, engine, **chosen):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} {text}")
        [answer] = await answers(sandbox, sandbox.general)
        return answer


@pytest.mark.parametrize("mention_author", [True, False])
async def test_mention_author_pings_who_asked_or_does_not(sandbox, mention_author):
    answer = await asked(sandbox, ScriptedEngine("ok"), mention_author=mention_author)
    assert answer.mentions == ([sandbox.ada.user] if mention_author else [])


@pytest.mark.parametrize("max_pages", [1, 3])
async def test_max_pages_is_in_how_many_messages_a_long_answer_stands(sandbox, max_pages):
    async with bot_with(sandbox, ScriptedEngine("word " * 2000), max_pages=max_pages):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} much")
        await sandbox.until(lambda: any(each.attachments for each in sandbox.messages(sandbox.general, by=sandbox.bot)))
        assert len(own(sandbox, sandbox.general)) == max_pages


@pytest.mark.parametrize(("language", "spoken"), [("auto", "ja"), ("es", "es")])
async def test_language_is_what_is_spoken_for_all_to_see(sandbox, language, spoken):
    sandbox.speak("ja")
    async with bot_with(sandbox, ScriptedEngine(Piece("so far", "length")), language=language):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} hi")
        cut = f"so far\n-# {sentence(cut_off_at(512), spoken)}"
        await sandbox.until(lambda: own(sandbox, sandbox.general) == [cut])
        resetting = sandbox.ada.command(sandbox.general, "reset")
        reset = sentence(RESET, spoken)
        await sandbox.until(lambda: resetting.response and resetting.response.content == reset)
        # It is shown on all servers, whatever they speak.
        shown = sentence(PRESENCE_READY, "en" if language == "auto" else language)
        await sandbox.until(lambda: shown in [each["state"] for each in sandbox.journal.presences[-1].activities])


@pytest.mark.parametrize(("display", "seen"), [(True, "```\na\n─\n1\n```"), (False, "| a |\n|---|\n| 1 |")])
async def test_display_puts_tables_into_aligned_text_or_leaves_them(sandbox, display, seen):
    answer = await asked(sandbox, ScriptedEngine("| a |\n|---|\n| 1 |"), display=display)
    assert answer.content == seen


@pytest.mark.parametrize(
    ("links", "seen"), [("open", "a (<https://b.example>)"), ("written", "[a](https://b.example)")]
)
async def test_links_show_where_they_lead_or_stay_as_the_model_wrote_them(sandbox, links, seen):
    answer = await asked(sandbox, ScriptedEngine("[a](https://b.example)"), links=links)
    assert answer.content == seen


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("queue_per_person", busy_person(0)),
        ("queue_per_channel", busy_channel(0)),
        ("queue_per_server", busy_server(0)),
    ],
)
async def test_a_queue_is_as_long_as_its_setting_says(sandbox, setting, said):
    engine = ScriptedEngine("so far", asyncio.Event())
    async with bot_with(sandbox, engine, **{setting: 0}, grace_seconds=0):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} one")
        await engine.started.wait()
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} two")
        await sandbox.until(lambda: english(said) in own(sandbox, sandbox.general))
        assert len(engine.prompts) == 1


@pytest.mark.parametrize("pause_seconds", [0, 60])
async def test_pause_seconds_makes_one_question_of_messages_in_quick_succession(sandbox, pause_seconds):
    read = asyncio.Event()
    engine = ScriptedEngine(read, "ok")
    async with bot_with(sandbox, engine, pause_seconds=pause_seconds):
        first = sandbox.ada.dm("what is")
        await engine.started.wait()
        engine.started.clear()
        last = sandbox.ada.dm("a haiku?")
        if pause_seconds:
            await engine.started.wait()
        read.set()
        answered = await answers(sandbox, sandbox.ada.dm_channel, 1 if pause_seconds else 2)
        assert [each.reference.message for each in answered] == ([last] if pause_seconds else [first, last])
        assert engine.prompts[-1][-1].text == ("what is\na haiku?" if pause_seconds else "a haiku?")


async def test_how_the_model_answers_is_told_to_the_engine(sandbox):
    engine = ScriptedEngine("ok")
    chosen = {
        "max_new_tokens": 7,
        "temperature": 0.5,
        "top_p": 0.6,
        "top_k": 8,
        "repetition_penalty": 1.5,
        "thinking": "on",
    }
    await asked(sandbox, engine, system_prompt="Speak like a pirate.", **chosen)
    assert engine.prompts[0][0].text == "Speak like a pirate."
    assert {name: getattr(engine.options[0], name) for name in chosen} == chosen


async def test_context_tokens_bounds_what_can_be_read_at_once(sandbox):
    answer = await asked(sandbox, ScriptedEngine("ok"), "x" * 100, context_tokens=90, max_new_tokens=10)
    assert "I can read 80 at once" in answer.content


async def test_answer_versions_is_how_many_are_kept(sandbox):
    async with bot_with(sandbox, ScriptedEngine(Piece("ok", "stop")), answer_versions=2) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} hi")
        [answer] = await answers(sandbox, sandbox.general)
        for number in (1, 2):
            await sandbox.until(lambda id=f"answer:regenerate:{number}": id in str(answer.components))
            sandbox.ada.click(answer, f"answer:regenerate:{number}")
        await sandbox.until(lambda: "answer:regenerate:3" in str(answer.components))
        assert (await bot.record.recent(sandbox.general.id))[0].versions == 2


@pytest.mark.parametrize(("announce", "messages"), [("off", 1), ("long", 1), ("always", 2)])
async def test_announce_says_to_which_answers_people_are_called(sandbox, announce, messages):
    async with bot_with(sandbox, ScriptedEngine("ok"), announce=announce) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} hi")
        await answers(sandbox, sandbox.general, messages)
        for job in bot.client._conversation._jobs:
            await job.ended.wait()
        assert len(own(sandbox, sandbox.general)) == messages


@pytest.mark.parametrize("delete_answers", [True, False])
async def test_delete_answers_takes_the_answer_to_a_deleted_question_away_or_leaves_it(sandbox, delete_answers):
    async with bot_with(sandbox, ScriptedEngine("ok"), delete_answers=delete_answers) as bot:
        question = sandbox.ada.say(sandbox.general, f"{sandbox.mention} hi")
        [answer] = await answers(sandbox, sandbox.general)
        await sandbox.until(lambda: answer.components)
        sandbox.ada.delete(question)
        while await bot.record.recent(sandbox.general.id):  # noqa: ASYNC110 - a record tells nobody that it changed
            await asyncio.sleep(0.01)
        if delete_answers:
            await sandbox.until(lambda: not own(sandbox, sandbox.general))
        assert own(sandbox, sandbox.general) == ([] if delete_answers else ["ok"])


async def test_catch_up_minutes_of_nothing_answers_nothing_that_was_missed(sandbox):
    sandbox.ada.say(sandbox.general, f"{sandbox.mention} missed")
    async with bot_with(sandbox, ScriptedEngine("ok"), catch_up_minutes=0):
        sandbox.ada.say(sandbox.random, f"{sandbox.mention} now")
        await answers(sandbox, sandbox.random)
    assert own(sandbox, sandbox.general) == []
    async with bot_with(sandbox, ScriptedEngine("ok"), catch_up_minutes=1000):
        await answers(sandbox, sandbox.general)


async def test_buttons_minutes_is_how_long_buttons_stay(sandbox):
    record = MemoryRecord()
    async with bot_with(sandbox, ScriptedEngine("ok"), record):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} hi")
        [answer] = await answers(sandbox, sandbox.general)
        await sandbox.until(lambda: answer.components)
    async with bot_with(sandbox, ScriptedEngine("ok"), record, buttons_minutes=1e-6):
        await sandbox.until(lambda: not answer.components)


@pytest.mark.parametrize("grace_seconds", [0, 600])
async def test_grace_seconds_is_how_long_an_answer_may_still_take_at_the_end(sandbox, grace_seconds):
    go_on = asyncio.Event()
    engine = ScriptedEngine("so", go_on, " far")
    async with bot_with(sandbox, engine, grace_seconds=grace_seconds) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} hi")
        await engine.started.wait()
        closing = asyncio.create_task(bot.client.close())
        if grace_seconds:
            await asyncio.sleep(0)
            go_on.set()
        await closing
        assert own(sandbox, sandbox.general) == (["so far"] if grace_seconds else [f"so\n-# {english(INTERRUPTED)}"])


async def test_stall_seconds_is_how_long_an_engine_may_say_nothing(sandbox):
    async with bot_with(sandbox, ScriptedEngine("so far", asyncio.Event()), stall_seconds=0.2):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} hi")
        await sandbox.until(lambda: own(sandbox, sandbox.general) == [f"so far\n-# {english(STALLED)}"])


async def test_the_lists_say_who_is_answered_and_where(sandbox):
    thread = sandbox.ada.thread(sandbox.random, "aside")
    async with bot_with(sandbox, ScriptedEngine("ok"), denied_channels=frozenset({sandbox.random.id})):
        sandbox.ada.say(thread, f"{sandbox.mention} hi")
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} hi")
        await answers(sandbox, sandbox.general)
        assert own(sandbox, thread) == []


async def test_who_has_used_up_what_they_may_is_told_when_there_is_more_and_sees_in_the_status_what_is_left(sandbox):
    role = sandbox.add_role("poets", sandbox.linus)
    chosen = {"answers_per_hour": 1, "role_budgets": {role.id: {"answers_per_hour": 2}}}
    async with bot_with(sandbox, ScriptedEngine("ok"), **chosen):
        for person, count in ((sandbox.ada, 1), (sandbox.linus, 2)):
            for _ in range(count):
                before = len(own(sandbox, sandbox.general))
                person.say(sandbox.general, f"{sandbox.mention} hi")
                await answers(sandbox, sandbox.general, before + 1)
            command = person.command(sandbox.general, "status")
            page = await sandbox.until(lambda typed=command: typed.response and typed.response.embeds)
            assert "Answers left to you in this hour: 0" in page[0]["description"]
            person.say(sandbox.general, f"{sandbox.mention} again")
            said = await answers(sandbox, sandbox.general, before + 2)
            assert "There is more <t:" in said[-1].content
