import pytest

from bot.core.errors import PlatformError
from bot.core.live import CURSOR, LiveReply
from tests.conftest import RecordingReply


async def test_the_text_is_shown_as_it_grows_with_a_cursor_until_it_ends(reply):
    live = LiveReply(reply)
    for piece in ("one ", "two"):
        live.add(piece)
    await live.finish()
    assert reply.wishes == [["one" + CURSOR], ["one two" + CURSOR], ["one two"]]
    assert live.text == "one two"


async def test_blank_pieces_show_nothing(reply):
    live = LiveReply(reply)
    live.add("\n ")
    assert reply.wishes == []
    assert not live.begun
    live.add("x")
    assert live.begun


async def test_a_note_stands_below_the_text_and_outside_of_its_code(reply):
    live = LiveReply(reply)
    live.add("```py\nprint(1)")
    await live.finish("Stopped.")
    assert reply.pages == ["```py\nprint(1)\n```\n-# Stopped."]
    assert live.text == "```py\nprint(1)"


async def test_a_status_gives_way_to_the_text(reply):
    live = LiveReply(reply)
    live.status("waiting")
    live.add("hello")
    assert reply.wishes == [["waiting"], ["hello" + CURSOR]]


async def test_a_failure_keeps_what_was_said(reply):
    live = LiveReply(reply)
    live.add("half")
    await live.fail("It broke.")
    assert reply.pages == ["half\n-# It broke."]


async def test_a_failure_with_nothing_said_is_the_answer(reply):
    await LiveReply(reply).fail("It broke.")
    assert reply.pages == ["It broke."]


async def test_no_page_passes_the_limit_cursor_and_note_included():
    reply = RecordingReply(page_limit=60)
    live = LiveReply(reply)
    for _ in range(60):
        live.add("word ")
    await live.finish("A note of some length, so that it may need a page.")
    assert all(len(page) <= 60 for wish in reply.wishes for page in wish)


async def test_a_refusal_reaches_the_writer():
    live = LiveReply(RecordingReply(refuses=True))
    with pytest.raises(PlatformError):
        live.add("x")


async def test_a_heading_stands_above_the_text_and_is_not_part_of_it():
    reply = RecordingReply(heading="> why?\n")
    live = LiveReply(reply)
    live.add("\n")
    assert reply.wishes == []
    live.add("because")
    assert reply.pages == ["> why?\n\nbecause" + CURSOR]
    assert live.text == "because"
