"""Replies whose requests go wrong on the way, as they were seen to: each ends whole, once, and without a cursor."""

import asyncio

import pytest

from tests.conftest import ScriptedEngine
from tests.e2e.waiting import answers, own

pytestmark = pytest.mark.hurrying

POSTS, EDIT, TYPING = "/channels/*/messages", "/channels/*/messages/*", "/channels/*/typing"
ORIGINAL, FOLLOW_UPS = "/webhooks/*/*/messages/*", "/webhooks/*/*"
QUARTER = 15 * 60
# More than one page.
WORDS = "word " * 450


async def reads(sandbox, *texts, within=20):
    """Return when the bot's messages in #general read so."""
    await sandbox.until(lambda: own(sandbox, sandbox.general) == list(texts), timeout=within)


async def test_a_global_rate_limit_on_a_typing_request_silences_nobody(sandbox, start_bot):
    go_on = asyncio.Event()
    async with start_bot(ScriptedEngine(go_on, "hello")):
        limit = sandbox.faults.next("POST", TYPING, status=429, scope="global", retry_after=1)
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} hi")
        await sandbox.until(lambda: limit.struck)
        go_on.set()
        await reads(sandbox, "hello")
        sandbox.ada.say(sandbox.random, f"{sandbox.mention} hi")
        await answers(sandbox, sandbox.random, within=10)


async def test_a_first_message_that_arrived_unnoticed_is_brought_up_to_date(sandbox, start_bot):
    go_on = asyncio.Event()
    async with start_bot(ScriptedEngine("one ", go_on, "two")):
        torn = sandbox.faults.next("POST", POSTS, reset=True, applied=True)
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} count")
        await sandbox.until(lambda: torn.struck)
        go_on.set()
        await reads(sandbox, "one two")


@pytest.mark.parametrize("trouble", [{}, {"reset": True}, {"status": 503}])
async def test_an_answer_to_a_command_goes_on_after_its_fifteen_minutes(sandbox, start_bot, trouble):
    go_on = asyncio.Event()
    async with start_bot(ScriptedEngine("one ", go_on, "two")):
        sandbox.ada.command(sandbox.general, "ask", prompt="count")
        await sandbox.until(lambda: any("one" in text for text in own(sandbox, sandbox.general)))
        sandbox.clock.advance(QUARTER)
        if trouble:
            sandbox.faults.next("PATCH", EDIT, **trouble)
        go_on.set()
        await reads(sandbox, "> count\none two")


async def test_the_further_pages_of_a_command_come_after_its_fifteen_minutes_too(sandbox, start_bot):
    go_on = asyncio.Event()
    async with start_bot(ScriptedEngine("word ", go_on, WORDS)):
        sandbox.ada.command(sandbox.general, "ask", prompt="much")
        await sandbox.until(lambda: any("word" in text for text in own(sandbox, sandbox.general)))
        sandbox.clock.advance(QUARTER)
        go_on.set()
        await sandbox.until(lambda: "".join(own(sandbox, sandbox.general)).count("word") == 451, timeout=20)
        assert len(own(sandbox, sandbox.general)) == 2


@pytest.mark.parametrize("applied", [False, True])
async def test_a_torn_follow_up_stands_once(sandbox, start_bot, applied):
    async with start_bot(ScriptedEngine(WORDS)) as bot:
        torn = sandbox.faults.next("POST", FOLLOW_UPS, reset=True, applied=applied)
        sandbox.ada.command(sandbox.general, "ask", prompt="much")
        await answers(sandbox, sandbox.general, 2, within=20)
        await bot.at_rest()
        assert torn.struck
        assert len(own(sandbox, sandbox.general)) == 2
        assert "".join(own(sandbox, sandbox.general)).count("word") == 450


async def test_answers_that_make_no_sense_are_tried_again_at_growing_intervals(sandbox, start_bot):
    async with start_bot(ScriptedEngine("hello")):
        with sandbox.faults.lasting("POST", POSTS, status=200, body="<html>") as edge:
            sandbox.ada.say(sandbox.general, f"{sandbox.mention} hi")
            await sandbox.until(lambda: edge.struck == 3)
        await reads(sandbox, "hello")
    posts = [r.started for r in sandbox.journal.requests if r.method == "POST" and r.path.endswith("/messages")]
    assert posts[1] - posts[0] >= 0.3
    assert posts[2] - posts[1] >= 0.7


@pytest.mark.parametrize("body", ["<html>", b"{", {"no": "message"}])
async def test_a_last_edit_whose_answer_cannot_be_read_is_made_again(sandbox, start_bot, body):
    go_on = asyncio.Event()
    async with start_bot(ScriptedEngine("one ", go_on, "two")):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} count")
        await sandbox.until(lambda: own(sandbox, sandbox.general))
        sandbox.faults.next("PATCH", EDIT, status=200, body=body)
        go_on.set()
        await reads(sandbox, "one two")


@pytest.mark.parametrize(
    "trouble", [{"status": 503}, {"reset": True}, {"status": 429, "scope": "edge", "retry_after": 1}]
)
async def test_an_outage_leaves_no_cursor_and_loses_no_answer(sandbox, start_bot, trouble):
    go_on = asyncio.Event()
    async with start_bot(ScriptedEngine("one ", go_on, "two")) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} count")
        await sandbox.until(lambda: own(sandbox, sandbox.general))
        with sandbox.faults.lasting("PATCH", "*", **trouble) as outage:
            go_on.set()
            await sandbox.until(lambda: outage.struck == 3, timeout=20)
        await reads(sandbox, "one two")
        await bot.at_rest()
        assert [answer for _, answer in await bot.remembered(sandbox.general)] == ["one two"]
