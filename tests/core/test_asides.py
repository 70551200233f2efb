"""What is special about a conversation that stands apart from its channel's."""

import asyncio
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core import notices
from bot.core.asides import is_aside, of_person, of_question
from tests.conftest import RecordingReply, ScriptedEngine, english
from tests.core.talking import ADA, BOB, NOON, Talk, said

NUMBERS = st.integers(min_value=0, max_value=2**63 - 1)


@given(NUMBERS, NUMBERS)
def test_its_number_is_none_of_a_channel_and_fits_where_those_are_kept(person, channel):
    for number in (of_person(person, channel), of_question(max(1, channel))):
        assert is_aside(number)
        assert not is_aside(channel)
        assert number >= -(2**63)


def test_each_person_has_one_in_each_channel_and_keeps_it():
    numbers = {of_person(person, channel) for person in (1, 2, 12) for channel in (1, 2, 21)}
    assert len(numbers) == 9
    assert of_person(1, 2) == of_person(1, 2)


async def test_nothing_of_it_enters_the_channels_memory_nor_anothers():
    talk = Talk(ScriptedEngine("ok"))
    await talk.answered("in the channel", channel=1)
    for author in (ADA, BOB):
        await talk.answered(f"of {author.name}", author=author, channel=of_person(author.id, 1), parent=1)
    await talk.answered("in the channel again", channel=1)
    await talk.answered("of Ada again", channel=of_person(ADA.id, 1), parent=1)
    asked = [[turn.text for turn in prompt if turn.role == "user"] for prompt in talk.engine.prompts]
    assert asked[1:3] == [["Ada: of Ada"], ["Bob: of Bob"]]
    assert asked[3] == ["Ada: in the channel", "Ada: in the channel again"]
    assert asked[4] == ["Ada: of Ada", "Ada: of Ada again"]


async def test_it_goes_with_its_channel():
    talk = Talk(ScriptedEngine("ok"))
    await talk.answered(channel=of_person(ADA.id, 1), parent=1)
    await talk.conversation.vanish(1)
    assert await talk.remembered(of_person(ADA.id, 1)) == []


async def test_an_answer_in_it_can_be_stopped_while_it_is_written_and_offers_nothing_once_it_is_over():
    go_on = asyncio.Event()
    talk = Talk(ScriptedEngine("so ", go_on, "far"))
    task, reply = talk.ask(channel=of_question(50), parent=1)
    await talk.engine.started.wait()
    await asyncio.sleep(0.01)
    assert tuple(reply.controls.verbs) == ("stop",)
    go_on.set()
    await task
    assert (talk.seen, reply.controls) == (["so far"], None)
    assert await talk.record.controlled(NOON + timedelta(days=10**4)) == []


async def test_nobody_tries_to_heal_it():
    def nobody(exchange):
        raise AssertionError("there is no way back")

    talk = Talk(ScriptedEngine("ok"))
    answer = (await talk.record.ask(said(channel=of_question(50), parent=1))).answer
    await talk.conversation.heal(nobody)
    [exchange] = await talk.record.recent(of_question(50))
    assert (exchange.answer.id, exchange.answer.state) == (answer.id, "lost")
    assert await talk.record.unsettled() == []


async def test_it_is_no_direct_message_in_which_questions_are_looked_for():
    talk = Talk(ScriptedEngine("ok"))
    await talk.answered(channel=7, is_private=True)
    await talk.answered(channel=of_person(ADA.id, 8), parent=8, is_private=True)
    assert await talk.conversation.direct_channels(NOON - timedelta(days=1)) == [7]


class TestWhereRoomAndTimeAreLimited:
    async def test_an_answer_ends_on_the_last_page_there_is_and_says_so(self):
        talk = Talk(ScriptedEngine(*["word "] * 400))
        reply = RecordingReply(page_limit=400, most_pages=3)
        await talk.conversation.answer(said(), reply)
        assert len(reply.pages) == 3
        assert reply.pages[-1].endswith(english(notices.NO_ROOM))
        assert all(len(page) <= 400 for page in reply.pages)
        assert talk.engine.closed_early
        [exchange] = await talk.record.recent(1)
        assert exchange.answer.state == "stopped"
        assert exchange.answer.text.count("word") == sum(page.count("word") for page in reply.pages) > 200

    async def test_one_that_just_fits_is_whole(self):
        talk = Talk(ScriptedEngine("word " * 10))
        reply = RecordingReply(page_limit=100, most_pages=1)
        await talk.conversation.answer(said(), reply)
        assert reply.pages == [("word " * 10).strip()]

    async def test_an_answer_is_over_in_time_and_says_why(self):
        talk = Talk(ScriptedEngine("so far", asyncio.Event()))
        reply = RecordingReply(closes_at=asyncio.get_running_loop().time() + 0.02)
        await talk.conversation.answer(said(), reply)
        assert reply.pages == [f"so far\n-# {english(notices.OUT_OF_TIME)}"]

    async def test_one_that_ends_before_is_not_stopped_later(self):
        talk = Talk(ScriptedEngine("so far"))
        closes_at = asyncio.get_running_loop().time() + 0.02
        reply = RecordingReply(closes_at=closes_at)
        await talk.conversation.answer(said(), reply)
        await asyncio.sleep(closes_at - asyncio.get_running_loop().time() + 0.01)
        assert reply.pages == ["so far"]
