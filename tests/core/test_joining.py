"""Several messages of one person in quick succession are one question, and none of them waits for another."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.chat import File
from bot.core.errors import HistoryError
from bot.core.job import Person
from bot.core.scheduler import Bounds
from bot.stores.memory import MemoryRecord
from tests.conftest import RecordingReply, ScriptedEngine
from tests.core.talking import ADA, BOB, NOON, Talk, edited, said, until

ONE = said("one", message=7)
TWO = said("two", message=8, at=NOON + timedelta(seconds=2))
THREE = said("three", message=9, at=NOON + timedelta(seconds=4))


def asked(talk):
    """The last thing that the model was told."""
    return talk.engine.prompts[-1][-1].text


@pytest.fixture
def read():
    """Lets the model say something after it has read."""
    return asyncio.Event()


@pytest.fixture
async def talk(read):
    return Talk(ScriptedEngine(read, "ok"), pause=2.0)


async def test_a_message_right_after_another_is_one_question_with_it_answered_under_the_last(talk, read):
    first, under_one = talk.ask(ONE)
    await talk.engine.started.wait()
    second, under_two = talk.ask(TWO)
    await until(lambda: len(talk.engine.prompts) == 2)
    third, under_three = talk.ask(THREE)
    await until(lambda: len(talk.engine.prompts) == 3)
    read.set()
    await asyncio.gather(first, second, third)
    assert asked(talk) == "Ada: one\ntwo\nthree"
    assert (under_one.pages, under_two.pages, under_three.pages) == ([], [], ["ok"])
    assert talk.seen == ["ok"]
    assert await talk.remembered() == [("Ada: one\ntwo\nthree", "ok")]
    [exchange] = await talk.record.recent(1)
    assert list(exchange.answer.pages) == under_three.messages
    assert exchange.question.asked.message == 9


@pytest.mark.parametrize(
    "other",
    [
        replace(TWO, at=NOON + timedelta(seconds=2.1)),
        replace(TWO, at=NOON - timedelta(seconds=1)),
        replace(TWO, author=BOB),
        replace(TWO, channel=2),
        replace(TWO, message=None),
    ],
    ids=["later", "earlier", "of another", "elsewhere", "a command"],
)
async def test_any_other_message_is_a_question_of_its_own(talk, read, other):
    first, _ = talk.ask(ONE)
    await talk.engine.started.wait()
    second, _ = talk.ask(other)
    read.set()
    await asyncio.gather(first, second)
    assert talk.seen == ["ok", "ok"]
    assert talk.engine.prompts[0][-1].text == "Ada: one"


async def test_with_no_pause_each_message_is_a_question_of_its_own(read):
    talk = Talk(ScriptedEngine(read, "ok"))
    first, _ = talk.ask(ONE)
    await talk.engine.started.wait()
    second, _ = talk.ask(replace(TWO, at=NOON))
    read.set()
    await asyncio.gather(first, second)
    assert talk.seen == ["ok", "ok"]


async def test_what_is_being_said_is_not_taken_back():
    talk = Talk(ScriptedEngine("so ", go_on := asyncio.Event(), "far"), pause=2.0)
    first, reply = talk.ask(ONE)
    await until(lambda: reply.pages)
    second, _ = talk.ask(TWO)
    go_on.set()
    await asyncio.gather(first, second)
    assert talk.seen == ["so far", "so far"]
    assert await talk.remembered() == [("Ada: one", "so far"), ("Ada: two", "so far")]


async def test_a_question_that_goes_on_keeps_its_place_and_takes_no_second_one(read):
    talk = Talk(ScriptedEngine(read, "ok"), pause=2.0, patience=0.01, bounds=Bounds(person=1))
    first, _ = talk.ask("before", author=BOB, message=6)
    await talk.engine.started.wait()
    mine, status = talk.ask(ONE)
    await until(lambda: status.pages)
    other, _ = talk.ask("after", author=replace(BOB, id=5), message=10)
    joined, reply = talk.ask(TWO)
    await until(lambda: reply.pages)
    assert status.pages == []
    read.set()
    await asyncio.gather(first, mine, other, joined)
    told = [prompt[-1].text for prompt in talk.engine.prompts]
    assert told == ["Bob: before", "Ada: one\ntwo", "Bob: after"]


async def test_the_status_that_goes_is_nobodys_deletion(read):
    talk = Talk(ScriptedEngine(read, "ok"), pause=2.0, patience=0.01)
    first, _ = talk.ask("before", author=BOB, message=6)
    await talk.engine.started.wait()
    second, _ = talk.ask("before, too", author=replace(BOB, id=5), message=10)
    mine, status = talk.ask(ONE)
    await until(lambda: status.pages == ["⏳ 2 answers before yours."])
    talk.conversation.stop(1, Person(5))
    await until(lambda: status.pages == ["⏳ 1 answer before yours."])
    [gone] = status.messages
    assert await talk.conversation.is_known(gone)
    joined, reply = talk.ask(TWO)
    await until(lambda: reply.pages and not status.messages)
    await talk.conversation.withdraw([gone], talk.take_up)
    read.set()
    await asyncio.gather(first, second, mine, joined)
    assert reply.pages == ["ok"]


async def test_a_message_told_of_twice_is_joined_once(talk, read):
    first, _ = talk.ask(ONE)
    await talk.engine.started.wait()
    tasks = [talk.ask(TWO)[0], talk.ask(TWO)[0], talk.ask(ONE)[0]]
    await until(lambda: len(talk.engine.prompts) == 2)
    read.set()
    await asyncio.gather(first, *tasks)
    await talk.ask(TWO)[0]
    assert talk.seen == ["ok"]
    assert asked(talk) == "Ada: one\ntwo"


async def test_what_comes_with_the_later_message_comes_along(talk, read):
    async def complete():
        return replace(TWO, parts=(*TWO.parts, File("a.txt", "inside", 6)))

    first, _ = talk.ask(ONE)
    await talk.engine.started.wait()
    reply = RecordingReply(board=talk.board)
    second = asyncio.create_task(talk.conversation.answer(TWO, reply, complete=complete))
    await until(lambda: len(talk.engine.prompts) == 2)
    read.set()
    await asyncio.gather(first, second)
    assert "inside" in asked(talk)
    await talk.conversation.revise(edited(ONE, "won"), talk.take_up)
    assert asked(talk).startswith("Ada: won\ntwo")
    assert "inside" in asked(talk)


async def test_an_answer_that_is_seen_while_the_later_message_is_fetched_is_not_taken_back(talk, read):
    fetching, fetched = asyncio.Event(), asyncio.Event()

    async def complete():
        fetching.set()
        await fetched.wait()
        return TWO

    first, _ = talk.ask(ONE)
    await talk.engine.started.wait()
    second = asyncio.create_task(talk.conversation.answer(TWO, RecordingReply(board=talk.board), complete=complete))
    await fetching.wait()
    read.set()
    await first
    fetched.set()
    await second
    assert talk.seen == ["ok", "ok"]


async def test_it_is_answered_whole_even_where_that_cannot_be_recorded(read):
    class Broken(MemoryRecord):
        async def join(self, question, incoming, /):
            raise HistoryError("disk full")

    talk = Talk(ScriptedEngine(read, "ok"), Broken(), pause=2.0)
    first, _ = talk.ask(ONE)
    await talk.engine.started.wait()
    second, reply = talk.ask(TWO)
    await until(lambda: len(talk.engine.prompts) == 2)
    read.set()
    await asyncio.gather(first, second)
    assert asked(talk) == "Ada: one\ntwo"
    assert reply.pages == ["ok"]


class TestAfterwards:
    @pytest.fixture
    async def talk(self, talk, read):
        """A talk in which a question in two messages was answered."""
        first, _ = talk.ask(ONE)
        await talk.engine.started.wait()
        second, _ = talk.ask(TWO)
        await until(lambda: len(talk.engine.prompts) == 2)
        read.set()
        await asyncio.gather(first, second)
        talk.engine.script = ("new",)
        return talk

    async def test_an_edit_of_any_of_its_messages_is_followed(self, talk):
        await talk.conversation.revise(edited(ONE, "won"), talk.take_up)
        assert await talk.remembered() == [("Ada: won\ntwo", "new")]
        await talk.conversation.revise(edited(TWO, "too"), talk.take_up)
        assert await talk.remembered() == [("Ada: won\ntoo", "new")]
        assert talk.seen == ["new"]

    async def test_an_earlier_message_that_is_deleted_is_forgotten_and_the_answer_stays(self, talk):
        await talk.conversation.withdraw([7], talk.take_up)
        assert await talk.remembered() == [("Ada: two", "ok")]
        assert talk.seen == ["ok"]
        assert not await talk.conversation.is_known(7)

    async def test_with_the_last_message_goes_all(self, talk):
        await talk.conversation.withdraw([8], talk.take_up)
        assert await talk.remembered() == []
        assert talk.seen == []

    async def test_all_of_them_are_known(self, talk):
        assert [await talk.conversation.is_known(message) for message in (7, 8, 9)] == [True, True, False]


async def test_an_answer_under_way_begins_again_without_a_message_that_is_deleted(talk, read):
    first, _ = talk.ask(ONE)
    await talk.engine.started.wait()
    second, _ = talk.ask(TWO)
    await until(lambda: len(talk.engine.prompts) == 2)
    await talk.conversation.withdraw([7], talk.take_up)
    await until(lambda: len(talk.engine.prompts) == 3)
    read.set()
    await asyncio.gather(first, second)
    assert asked(talk) == "Ada: two"
    assert await talk.remembered() == [("Ada: two", "ok")]


async def test_a_question_that_is_written_anew_is_not_gone_on_with(talk, read):
    read.set()
    exchange = await talk.answered(ONE)
    read.clear()
    talk.engine.started.clear()
    again = asyncio.create_task(talk.conversation.regenerate(exchange.answer.id, Person(ADA.id), talk.take_up))
    await talk.engine.started.wait()
    second, _ = talk.ask(TWO)
    read.set()
    await asyncio.gather(again, second)
    assert [text for text, _ in await talk.remembered()] == ["Ada: one", "Ada: two"]
