import asyncio
from datetime import timedelta

import pytest

from bot.core import notices
from bot.core.chat import Piece
from bot.core.long_answers import first_pages
from bot.core.pages import CLOSER
from bot.core.record import now
from bot.core.uploads import Upload
from tests.conftest import RecordingReply, ScriptedEngine, english
from tests.core.talking import ADA, Person, Talk, said, until

LONG = [f"| {number} | word |\n" if number > 1 else "| No | a |\n|---|---|\n" for number in range(120)]
WHOLE_FILE = Upload("answer.md", ("".join(LONG).strip() + "\n").encode())


async def answered(*script, **options):
    """The reply to one question, and the conversation it was asked in."""
    talk = Talk(ScriptedEngine(*script), **options)
    reply = RecordingReply(board=talk.board)
    await talk.conversation.answer(said(message=7), reply)
    return talk, reply


async def test_a_long_answer_stands_in_four_messages_and_a_file_with_all_that_was_said():
    talk, reply = await answered(*LONG)
    assert len(talk.seen) == 4
    assert all(len(page) <= reply.page_limit for page in talk.seen)
    assert talk.seen[-1].endswith(f"{CLOSER}\n-# {english(notices.IN_FILE)}")
    assert reply.uploads == (WHOLE_FILE,)


async def test_while_it_is_written_the_last_of_them_says_that_there_is_more():
    end = asyncio.Event()
    talk = Talk(ScriptedEngine(*LONG, end))
    asking, reply = talk.ask()
    await talk.engine.started.wait()
    await until(lambda: reply.pages and english(notices.FURTHER) in reply.pages[-1])
    end.set()
    await asking
    assert max(map(len, reply.wishes)) == 4
    before = []
    for wish in reply.wishes:
        assert wish[: len(before)] == before
        before = wish[:-1]


async def test_one_that_just_fits_has_no_file():
    talk, reply = await answered("word " * 100, most_pages=4)
    assert 1 < len(talk.seen) <= 4
    assert reply.uploads == ()
    assert "-#" not in talk.seen[-1]


async def test_why_it_ended_is_told_above_the_file():
    talk, _ = await answered(*LONG, Piece("", "loop"))
    assert talk.seen[-1].endswith(f"\n-# {english(notices.LOOP)}\n-# {english(notices.IN_FILE)}")


async def test_the_file_goes_with_its_answer():
    talk, _ = await answered(*LONG)
    [exchange] = await talk.record.recent(1)
    talk.engine.script = ("short",)
    await talk.conversation.regenerate(exchange.answer.id, Person(ADA.id), talk.take_up)
    assert talk.seen == ["short"]
    assert talk.reopened[-1].uploads == ()
    [second] = await talk.record.recent(1)
    await talk.conversation.choose(second.answer.id, -1, Person(ADA.id), talk.take_up)
    assert len(talk.seen) == 4
    assert talk.reopened[-1].uploads == (WHOLE_FILE,)


async def test_it_stays_as_the_buttons_go():
    talk, _ = await answered(*LONG)
    await talk.conversation.retire_controls(now() + timedelta(days=1), talk.take_up)
    assert talk.reopened[-1].uploads == (WHOLE_FILE,)
    assert talk.reopened[-1].controls is None


async def test_where_no_file_may_stand_the_whole_answer_does():
    talk = Talk(ScriptedEngine(*LONG))
    reply = RecordingReply(board=talk.board, refuses_files=True)
    await talk.conversation.answer(said(), reply)
    assert len(talk.seen) > 6
    assert reply.uploads == ()
    assert english(notices.IN_FILE) not in "".join(talk.seen)
    assert "119 │ word" in talk.seen[-1]


@pytest.mark.parametrize("most", [1, 2, 7])
async def test_as_many_messages_as_are_wanted_are_shown(most):
    talk, reply = await answered(*LONG, most_pages=most)
    assert len(talk.seen) == most
    assert reply.uploads


class TestFirstPages:
    def test_the_last_of_them_leaves_room_for_what_stands_below(self):
        pages = first_pages(["one", "word " * 20, "three"], 2, below=["a note", "another"], limit=100)
        assert pages[0] == "one"
        assert pages[1].endswith("word\n-# a note\n-# another")
        assert len(pages[1]) <= 100

    def test_code_that_is_cut_is_closed(self):
        [page] = first_pages(["```py\n" + "x = 1\n" * 15 + "```", "more"], 1, below=["note"], limit=100)
        assert page.endswith("x = 1\n```\n-# note")

    def test_fewer_pages_stay_as_they_are(self):
        assert first_pages(["one", "two"], 2, below=["note"], limit=100) == ["one", "two"]
