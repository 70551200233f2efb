"""How answers are healed after a restart, and lose their buttons after a while."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.core import notices
from bot.core.chat import Options
from bot.core.errors import PlatformError
from bot.core.record import Recipe, words
from bot.core.settling import HEALABLE
from bot.stores.memory import MemoryRecord
from tests.conftest import ScriptedEngine, english
from tests.core.talking import Talk, said, until

RECIPE = Recipe("script-1", "scripted", Options(max_new_tokens=100))


async def crashed(*, text="half", state="writing", pages=1):
    """A record as a process leaves it that was killed while it answered, and what stands in the channel then."""
    talk = Talk(ScriptedEngine("ok"))
    answer = (await talk.record.ask(said(message=7))).answer
    if state != "queued":
        await talk.record.write(answer.id, RECIPE)
        await talk.record.grow(answer.id, words(text))
    await talk.record.place(answer.id, [talk.board.send(f"{text} ▌") for _ in range(pages)])
    if state == "done":
        await talk.record.end(answer.id, "done", finish="stop")
    return talk


@pytest.mark.parametrize("state", ["queued", "writing"])
async def test_what_a_crash_broke_off_is_marked_and_can_be_regenerated(state):
    talk = await crashed(state=state)
    await talk.conversation.heal(talk.take_up)
    assert talk.seen == (
        [f"half\n-# {english(notices.INTERRUPTED)}"] if state == "writing" else [english(notices.INTERRUPTED)]
    )
    [exchange] = await talk.record.recent(1)
    assert (exchange.answer.state, exchange.answer.is_settled) == ("lost", True)
    assert "regenerate" in talk.reopened[-1].controls.verbs


async def test_an_answer_that_was_whole_is_brought_to_its_end():
    talk = await crashed(state="done", text="all of it")
    await talk.conversation.heal(talk.take_up)
    assert talk.seen == ["all of it"]
    [exchange] = await talk.record.recent(1)
    assert (exchange.answer.state, exchange.answer.is_settled) == ("done", True)


async def test_a_whole_answer_that_stood_nowhere_yet_is_shown():
    talk = await crashed(state="done", text="all of it", pages=0)
    await talk.conversation.heal(talk.take_up)
    assert talk.seen == ["all of it"]


@pytest.mark.parametrize("state", ["queued", "writing"])
async def test_what_broke_off_before_it_stood_anywhere_is_forgotten_and_may_be_asked_again(state):
    talk = await crashed(state=state, pages=0)
    await talk.conversation.heal(talk.take_up)
    assert await talk.record.recent(1) == []
    await talk.answered(message=7)
    assert talk.seen == ["ok"]


async def test_what_is_settled_is_let_be():
    talk = Talk(ScriptedEngine("ok"))
    await talk.answered()
    await talk.conversation.heal(talk.take_up)
    assert talk.reopened == []


async def test_what_is_being_written_right_now_is_let_be():
    go_on = asyncio.Event()
    talk = Talk(ScriptedEngine("one ", go_on, "two"))
    task, reply = talk.ask()
    await until(lambda: reply.pages)
    await talk.conversation.heal(talk.take_up)
    go_on.set()
    await task
    assert talk.seen == ["one two"]
    assert talk.reopened == []


async def test_what_cannot_be_healed_yet_keeps_nothing_else_from_it_and_is_healed_later():
    talk = await crashed()
    other = (await talk.record.ask(said(message=8, channel=2))).answer
    await talk.record.place(other.id, [talk.board.send("waiting")])

    @asynccontextmanager
    async def closed(exchange):
        if exchange.question.asked.channel == 1:
            raise PlatformError("missing access")
        async with talk.take_up(exchange) as reply:
            yield reply

    assert not await talk.conversation.heal(closed)
    assert talk.seen == ["half ▌", english(notices.INTERRUPTED)]
    assert await talk.conversation.heal(talk.take_up)
    assert talk.seen == [f"half\n-# {english(notices.INTERRUPTED)}", english(notices.INTERRUPTED)]


@pytest.mark.parametrize(("age", "is_kept"), [(HEALABLE - timedelta(hours=1), True), (HEALABLE, False)])
async def test_what_can_never_be_healed_is_not_kept_for_ever(age, is_kept):
    talk = Talk(ScriptedEngine("ok"), MemoryRecord(clock=lambda: datetime.now(UTC) - age))
    answer = (await talk.record.ask(said(message=7))).answer
    await talk.record.place(answer.id, [talk.board.send("half ▌")])

    @asynccontextmanager
    async def closed(exchange):
        raise PlatformError("not on the server any more")
        yield

    for _ in range(2):
        await talk.conversation.heal(closed)
    assert bool(await talk.record.unsettled()) == is_kept


async def test_old_answers_lose_their_buttons_and_nothing_else():
    talk = Talk(ScriptedEngine("ok"))
    await talk.answered()
    now = datetime.now(UTC)
    await talk.conversation.retire_controls(now - timedelta(hours=1), talk.take_up)
    assert talk.reopened == []
    await talk.conversation.retire_controls(now + timedelta(hours=1), talk.take_up)
    assert talk.seen == ["ok"]
    assert talk.reopened[-1].controls is None
    await talk.conversation.retire_controls(now + timedelta(hours=1), talk.take_up)
    assert len(talk.reopened) == 1


async def test_buttons_are_taken_from_the_last_message_alone():
    text = "\n\n".join(f"{number} " * 40 for number in range(10, 16)).strip()
    talk = Talk(ScriptedEngine(text))
    exchange = await talk.answered()
    before, pages = talk.seen, exchange.answer.pages
    assert len(pages) > 2
    await talk.conversation.retire_controls(datetime.now(UTC) + timedelta(hours=1), talk.take_up)
    assert talk.reopened[-1].messages == [pages[-1]]
    assert talk.seen == before
    [retired] = await talk.record.recent(1)
    assert (retired.answer.pages, retired.answer.is_settled, retired.answer.has_controls) == (pages, True, False)


async def test_an_answer_that_would_be_cut_otherwise_today_is_written_anew_as_its_buttons_go():
    talk = await crashed(state="done", text="all of it", pages=2)
    [exchange] = await talk.record.unsettled()
    await talk.record.settle(exchange.answer.id, controls=True)
    await talk.conversation.retire_controls(datetime.now(UTC) + timedelta(hours=1), talk.take_up)
    assert talk.seen == ["all of it"]
    [retired] = await talk.record.recent(1)
    assert (retired.answer.pages, retired.answer.has_controls) == (exchange.answer.pages[:1], False)


async def test_buttons_that_cannot_be_taken_away_are_given_up():
    talk = Talk(ScriptedEngine("ok"))
    await talk.answered()

    @asynccontextmanager
    async def closed(exchange):
        raise PlatformError("missing access")
        yield

    later = datetime.now(UTC) + timedelta(hours=1)
    await talk.conversation.retire_controls(later, closed)
    await talk.conversation.retire_controls(later, talk.take_up)
    assert talk.reopened == []
