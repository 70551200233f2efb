import asyncio

import pytest

from bot.core.chat import Piece
from bot.core.draft import CURSOR, Draft, lay_out
from bot.core.errors import HistoryError, PlatformError
from bot.core.pondering import Pondering
from bot.core.stopping import Stoppable, Stopped
from bot.languages.sentences import sentence
from bot.stores.memory import MemoryRecord
from tests.conftest import RecordingReply
from tests.core.talking import said, until


@pytest.fixture
def record():
    return MemoryRecord()


async def drafted(record, reply, **options):
    asked = await record.ask(said())
    return Draft(asked.answer.id, reply, record, **{"interval": 0.0} | options)


async def recorded(record):
    [exchange] = await record.unsettled()
    return exchange.answer


async def test_the_text_is_shown_as_it_grows_with_a_cursor(record, reply):
    async with await drafted(record, reply) as draft:
        draft.add(Piece("one "))
        await until(lambda: reply.pages == ["one" + CURSOR])
        draft.add(Piece("two"))
        await until(lambda: reply.pages == ["one two" + CURSOR])
    assert draft.text == "one two"


class Noting(MemoryRecord):
    """Tells at once what is on record of the answer that grows."""

    text: str = ""
    pages: tuple[int, ...] = ()

    async def grow(self, answer, parts, /, *, thought="", pages=None):
        await super().grow(answer, parts, thought=thought, pages=pages)
        self.text = "".join(part.text for part in parts)

    async def place(self, answer, pages, /):
        await super().place(answer, pages)
        self.pages = tuple(pages)


async def test_nothing_is_shown_that_is_not_on_record():
    record, pairs = Noting(), []

    class Watching(RecordingReply):
        def show(self, pages, /, controls=None):
            pairs.append((pages[-1].removesuffix(CURSOR), record.text))
            super().show(pages, controls)

    async with await drafted(record, Watching()) as draft:
        for number in range(20):
            draft.add(Piece(f"{number} "))
            await asyncio.sleep(0)
        await until(lambda: pairs and "19" in pairs[-1][0])
    assert [shown for shown, _ in pairs] == [text.rstrip() for _, text in pairs]
    assert len(pairs) > 1


async def test_what_came_between_two_writes_is_one_write(record):
    writes = []

    class Counting(MemoryRecord):
        async def grow(self, answer, parts, /, *, thought="", pages=None):
            writes.append(parts)
            await super().grow(answer, parts, thought=thought, pages=pages)

    counting = Counting()
    async with await drafted(counting, RecordingReply(), interval=3600.0) as draft:
        draft.add(Piece("one "))
        await until(lambda: writes)
        for _ in range(50):
            draft.add(Piece("more "))
            await asyncio.sleep(0)
    assert len(writes) == 2
    assert (await recorded(counting)).text == "one " + "more " * 50


async def test_leaving_records_the_rest_and_shows_it_no_more(record, reply):
    async with await drafted(record, reply, interval=3600.0) as draft:
        draft.add(Piece("one "))
        await until(lambda: reply.wishes)
        draft.add(Piece("two", "stop"))
    assert (await recorded(record)).text == "one two"
    assert reply.pages == ["one" + CURSOR]


async def test_a_block_that_is_cancelled_records_what_was_said(record, reply):
    async def work():
        async with await drafted(record, reply, interval=3600.0) as draft:
            draft.add(Piece("one "))
            await until(lambda: reply.wishes)
            draft.add(Piece("two"))
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await until(lambda: reply.wishes)
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await recorded(record)).text == "one two"


async def test_its_messages_are_recorded_as_they_are_sent(record):
    reply = RecordingReply(page_limit=60)
    async with await drafted(record, reply) as draft:
        draft.add(Piece("word " * 30))
        await until(lambda: reply.messages)
        draft.add(Piece("word "))
    assert list((await recorded(record)).pages) == reply.messages
    assert len(reply.messages) > 1


async def test_messages_that_will_go_are_off_the_record_before_they_do():
    record, recorded_at_show = Noting(), []

    class Watching(RecordingReply):
        def show(self, pages, /, controls=None):
            recorded_at_show.append(record.pages)
            super().show(pages, controls)

    reply = Watching()
    reply.show(["one", "two", "three"])
    draft = await drafted(record, reply)
    await record.place(draft.answer, reply.messages)
    first = reply.messages[0]
    async with draft:
        draft.add(Piece("short"))
        await until(lambda: len(recorded_at_show) == 2)
    assert recorded_at_show[1] == (first,)


async def test_a_thought_is_recorded_and_not_shown(record, reply):
    async with await drafted(record, reply) as draft:
        draft.add(Piece("hm, ", kind="thought"))
        draft.add(Piece("well", kind="thought"))
        assert not draft.begun
        draft.add(Piece("yes"))
    answer = await recorded(record)
    assert (answer.thought, answer.text) == ("hm, well", "yes")
    assert all("hm" not in page for wish in reply.wishes for page in wish)


async def test_while_there_are_only_thoughts_a_line_says_for_how_long_and_gives_way_to_the_text(record, reply):
    clock = iter([0.0, 1.0, 7.0, 8.0])
    pondering = Pondering(lambda notice: sentence(notice, "en"), every=5.0, clock=lambda: next(clock))
    async with await drafted(record, reply, pondering=pondering) as draft:
        for thought in ("hm, ", "well, "):
            draft.add(Piece(thought, kind="thought"))
        await until(lambda: reply.pages == ["💭 thinking …"])
        assert not draft.begun
        draft.add(Piece("so", kind="thought"))
        await until(lambda: reply.pages == ["💭 thinking … 7 s"])
        assert (await recorded(record)).thought == "hm, well, so"
        draft.add(Piece(".", kind="thought"))
        draft.add(Piece("yes"))
        await until(lambda: reply.pages == ["yes" + CURSOR])
        draft.add(Piece("no more of it", kind="thought"))
    assert reply.wishes == [["💭 thinking …"], ["💭 thinking … 7 s"], ["yes" + CURSOR]]


async def test_blank_pieces_show_nothing(record, reply):
    async with await drafted(record, reply) as draft:
        draft.add(Piece("\n "))
        await asyncio.sleep(0.01)
        assert reply.wishes == []
        assert not draft.begun
        draft.add(Piece("x"))
        assert draft.begun


async def test_a_status_gives_way_to_the_text(record, reply):
    async with await drafted(record, reply) as draft:
        await draft.status("waiting")
        draft.add(Piece("hello"))
        await until(lambda: len(reply.wishes) == 2)
        await draft.status("waiting again")
    assert reply.wishes == [["waiting"], ["hello" + CURSOR]]


async def test_a_refusal_reaches_the_writer(record):
    async with await drafted(record, RecordingReply(refuses=True)) as draft:
        draft.add(Piece("x"))
        await until(lambda: draft.is_refused)
        with pytest.raises(PlatformError):
            draft.add(Piece("y"))


async def test_a_record_that_fails_for_a_while_keeps_nobody_from_the_text(reply):
    class Failing(MemoryRecord):
        is_full = True

        async def grow(self, answer, parts, /, *, thought="", pages=None):
            if self.is_full:
                raise HistoryError("disk full")
            await super().grow(answer, parts, thought=thought, pages=pages)

    record = Failing()
    async with await drafted(record, reply) as draft:
        draft.add(Piece("one "))
        await until(lambda: reply.pages == ["one" + CURSOR])
        assert not draft.is_saved
        record.is_full = False
        draft.add(Piece("two"))
    assert draft.is_saved
    assert (await recorded(record)).text == "one two"


async def test_an_answer_that_is_gone_on_with_begins_with_what_it_said(record, reply):
    async with await drafted(record, reply, said="one ", thought="hm") as draft:
        assert draft.begun
        draft.add(Piece("two"))
        await until(lambda: reply.pages == ["one two" + CURSOR])
    answer = await recorded(record)
    assert (answer.text, answer.thought) == ("one two", "hm")


async def test_a_heading_stands_above_the_text_and_is_not_part_of_it(record):
    reply = RecordingReply(heading="> why?\n")
    async with await drafted(record, reply) as draft:
        draft.add(Piece("\n"))
        draft.add(Piece("because"))
        await until(lambda: reply.wishes)
    assert reply.pages == ["> why?\n\nbecause" + CURSOR]
    assert (await recorded(record)).text == "\nbecause"


class TestLayOut:
    def test_a_note_stands_below_the_text_and_outside_of_its_code(self):
        assert lay_out("```py\nprint(1)", ["Stopped."], heading="", limit=200) == ["```py\nprint(1)\n```\n-# Stopped."]

    def test_without_a_text_the_notes_are_the_answer(self):
        assert lay_out(" ", ["It broke.", "Sorry."], heading="> why?\n", limit=200) == ["It broke.\nSorry."]
        assert lay_out("", [], heading="", limit=200) == []

    def test_no_page_passes_the_limit_notes_included(self):
        pages = lay_out("word " * 60, ["A note of some length, so that it may need a page."], heading="> q\n", limit=60)
        assert all(len(page) <= 60 for page in pages)
        assert len(pages) > 5

    async def test_all_pages_but_the_last_are_those_that_were_shown(self, record):
        reply = RecordingReply(page_limit=60, heading="> q\n")
        async with await drafted(record, reply, most_pages=100) as draft:
            for number in range(80):
                draft.add(Piece(f" word {number}"))
            await until(lambda: reply.wishes and len(reply.wishes[-1]) > 5)
        pages = lay_out(draft.text, [], heading=reply.heading, limit=60)
        before = reply.pages[:-1]
        assert pages[: len(before)] == before
        assert len(pages) > 5


async def test_what_was_said_is_on_record_though_a_stop_comes_while_it_is_put_there(reply):
    class Slow(MemoryRecord):
        """Takes the whole text only when it may."""

        def __init__(self):
            super().__init__()
            self.began, self.may = asyncio.Event(), asyncio.Event()

        async def grow(self, answer, parts, /, *, thought="", pages=None):
            self.began.set()
            await self.may.wait()
            await super().grow(answer, parts, thought=thought, pages=pages)

    record, work = Slow(), Stoppable()
    draft = await drafted(record, reply)

    async def write():
        async with work, draft:
            draft.add(Piece("all of it"))

    writing = asyncio.create_task(write())
    await record.began.wait()
    assert work.stop(None)
    record.may.set()
    with pytest.raises(Stopped):
        await writing
    assert (await recorded(record)).text == "all of it"


async def test_where_it_stands_before_it_says_anything_can_be_put_on_record(record):
    draft = await drafted(record, RecordingReply(messages=[11, 12]))
    await draft.place()
    assert ((await recorded(record)).pages, draft.placed) == ((11, 12), (11, 12))
