"""What every record keeps of somebody, or of long ago, and what is left when it is taken out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.chat import File, Source, Text
from bot.core.record import Author, Earlier, Holdings, Quote
from bot.stores.sqlite import open_record
from bot.stores.sqlite_file import copy
from tests.stores.files import address, holds
from tests.stores.saying import ADA, HERE, RECIPE, THERE, answer, asked_in, begin, begin_again, exchange, incoming, read

BOB = Author(5, "Bob")
DAY = timedelta(days=1)


@pytest.fixture(params=["memory_record", "sqlite_record"])
def record(request):
    return request.getfixturevalue(request.param)


async def test_what_is_somebodys_is_found_in_every_channel_in_its_order_and_nobody_elses(record):
    first = await answer(record, incoming("one"), text="first", pages=[11])
    await answer(record, incoming("two", author=BOB))
    other = await answer(record, incoming("three", channel=THERE), text="third")
    await begin_again(record, other.question)
    found = await record.of_person(ADA.id)
    assert [each.question.asked.text for each in found] == ["one", "three"]
    assert found[0] == await exchange(record, first.id)
    assert (found[0].answer.thought, found[0].answer.pages, found[1].versions) == ("hm", (11,), 2)
    assert [each.question.asked.text for each in await record.of_person(ADA.id, channel=THERE)] == ["three"]
    assert await record.held_of(ADA.id) == Holdings(2, 3, frozenset({HERE, THERE}))
    assert await record.held_of(77) == Holdings()


async def test_somebody_is_forgotten_everywhere_and_others_are_not(record):
    mine = await answer(record, incoming("mine", message=7), pages=[11, 12])
    await begin(record, incoming("mine, too", channel=THERE))
    theirs = await answer(record, incoming("theirs", author=BOB), text="for Bob", pages=[13])
    assert await record.forget_person(ADA.id) == Holdings(2, 2, frozenset({HERE, THERE}))
    assert await record.of_person(ADA.id) == []
    assert await record.exchange(mine.id) is None
    assert [await record.behind(message) for message in (7, 11, 12)] == [None] * 3
    assert await read(record, theirs.id) == theirs
    assert (await asked_in(record, HERE), await asked_in(record, THERE)) == (["theirs"], [])
    assert await record.forget_person(ADA.id) == Holdings()


async def test_what_others_quoted_of_somebody_and_of_answers_to_them_goes_too(record):
    await answer(record, incoming("mine", message=7), pages=[11])
    quotes = [
        Quote("Ada", "said elsewhere", ADA.id, 99),
        Quote("Ada", "mine", None, 7),
        Quote("Bot", "hi", 1, 11),
        Quote("Eve", "not Ada's", 6, 98),
        Quote("Ada", "of the time when no numbers were kept"),
    ]
    for quote in quotes:
        await begin(record, incoming(f"about {quote.text}", author=BOB, channel=THERE, quote=quote))
    held = await record.forget_person(ADA.id)
    assert held == Holdings(1, 1, frozenset({HERE}), (THERE,) * 3)
    left = await record.recent(THERE)
    assert [each.question.asked.quote for each in left] == [None, None, None, *quotes[3:]]
    assert len(await asked_in(record, THERE)) == 5


ADAS, EVES = (Source(ADA.id, 98),), (Source(6, 99),)


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        pytest.param({"parts": (Text("x"), Text("y", ADAS))}, {"parts": (Text("x"),)}, id="forwarded"),
        pytest.param({"parts": (File("a", sources=ADAS), File("b"))}, {"parts": (File("b"),)}, id="files"),
        pytest.param(
            {"quote": Quote("Eve", "q", 6, 99, (), (Quote("Ada", "a", ADA.id, 98), Quote("Eve", "e", 6, 97)))},
            {"quote": Quote("Eve", "q", 6, 99, (), (Quote("Eve", "e", 6, 97),))},
            id="the chain behind a reply",
        ),
        pytest.param({"quote": Quote("Eve", "forwards Ada", 6, 99, ADAS)}, {"quote": None}, id="a forward replied to"),
        pytest.param(
            {"quote": Quote("Eve", "q", 6, 99, (), (Quote("Eve", "forwards Ada", 6, 97, ADAS),))},
            {"quote": Quote("Eve", "q", 6, 99)},
            id="a forward in the chain",
        ),
        pytest.param({"parts": (Text("passed on twice", (*EVES, *ADAS)),)}, {"parts": ()}, id="forwarded twice"),
        pytest.param(
            {"earlier": (Earlier(50, (Text("x"), File("a", sources=ADAS))),)},
            {"earlier": (Earlier(50, (Text("x"),)),)},
            id="in an earlier message",
        ),
    ],
)
async def test_what_others_took_of_somebody_goes_and_the_rest_of_their_questions_stays(record, asked, left):
    whole = replace(incoming("theirs", author=BOB, channel=THERE, message=51), **asked)
    if whole.earlier:
        begun = await begin(record, replace(whole, message=50, earlier=()))
        await record.join(begun.question, whole)
    else:
        begun = await answer(record, whole)
    held = Holdings(quoted_in=(THERE,))
    assert await record.held_of(ADA.id) == await record.forget_person(ADA.id) == held
    found = await exchange(record, begun.id)
    assert found.question.asked == replace(whole, **left)
    assert found.answer == begun
    assert await record.held_of(ADA.id) == Holdings()


async def test_what_was_taken_from_messages_whose_author_nobody_told_is_known_by_their_numbers(record):
    first = await answer(record, incoming("mine", message=7), pages=[11])
    await record.join(first.question, incoming("mine, too", message=8).after(incoming("mine", message=7)))
    taken = [Text(str(message), (Source(None, message),)) for message in (7, 8, 11, 12)]
    begun = await begin(record, replace(incoming("theirs", author=BOB), parts=tuple(taken)))
    await record.forget_person(ADA.id)
    assert (await exchange(record, begun.id)).question.asked.parts == tuple(taken[3:])


async def test_no_edit_brings_back_what_was_taken_out(record):
    quote, part = Quote("Ada", "words", ADA.id, 98), Text("more words", (Source(ADA.id, 97),))
    asked = replace(incoming("theirs", author=BOB, quote=quote, message=51), parts=(Text("theirs"), part))
    begun = await begin(record, asked)
    await record.revise(begun.question, replace(asked, parts=(Text("anew"), part)))
    assert (await exchange(record, begun.id)).question.asked.quote == quote
    await record.forget_person(ADA.id)
    await record.revise(begun.question, asked)
    assert (await exchange(record, begun.id)).question.asked == replace(asked, parts=(Text("theirs"),), quote=None)


async def test_a_quote_of_before_its_source_was_kept_survives_an_edit(record):
    begun = await begin(record, incoming("theirs", author=BOB, quote=Quote("Ada", "words")))
    told = incoming("theirs, better", author=BOB, quote=Quote("Ada", "words", ADA.id, 98))
    await record.revise(begun.question, told)
    assert (await exchange(record, begun.id)).question.asked == told
    assert (await record.forget_person(ADA.id)).quoted_in == (HERE,)


async def test_an_answer_to_who_was_forgotten_can_still_be_written_on_without_effect(record):
    begun = await begin(record)
    await record.forget_person(ADA.id)
    await record.write(begun.id, RECIPE)
    await record.grow(begun.id, [], thought="?")
    await record.place(begun.id, [11])
    await record.end(begun.id, "stopped")
    await record.settle(begun.id, controls=True)
    assert await record.exchange(begun.id) is None
    assert await record.behind(11) is None
    assert await record.unsettled() == []


async def test_what_was_asked_before_a_moment_expires_but_for_what_is_answered_anew(record):
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    old, older = (
        replace(incoming("old"), at=moment - DAY),
        replace(incoming("older", channel=THERE), at=moment - 2 * DAY),
    )
    await answer(record, old)
    again = await answer(record, older)
    await begin_again(record, again.question)
    await answer(record, replace(incoming("young"), at=moment))
    assert await record.expire(moment - 5 * DAY) == Holdings()
    assert await record.expire(moment) == Holdings(1, 1, frozenset({HERE}))
    assert (await asked_in(record, HERE), await asked_in(record, THERE)) == (["young"], ["older"])
    await record.end((await record.recent(THERE))[0].answer.id, "done")
    assert await record.expire(moment) == Holdings(1, 2, frozenset({THERE}))


async def test_controls_can_be_asked_for_of_one_channel(record):
    for channel in (HERE, THERE):
        await record.settle((await answer(record, incoming(channel=channel))).id, controls=True)
    later = datetime(2027, 1, 1, tzinfo=UTC)
    assert [each.question.asked.channel for each in await record.controlled(later, channel=THERE)] == [THERE]
    assert len(await record.controlled(later)) == 2


async def test_no_file_holds_a_word_of_who_was_forgotten_nor_a_copy_of_one(database):
    record = await open_record(address(database))
    await answer(record, incoming("a xylophone", author=Author(9, "Xylia")), text="xylophones sound")
    await begin(record, incoming("what?", author=BOB, quote=Quote("Xylia", "xylophonist", 9, 4)))
    linked = File("a message by Xylia", "xylophones", sources=(Source(9, 5),))
    await begin(record, replace(incoming(author=BOB), parts=(linked,)))
    copy(database, 1)
    assert holds(database.parent, b"xylophon")
    await record.forget_person(9)
    assert not holds(database.parent, b"xylophon")
    assert not holds(database.parent, b"Xylia")
    assert not list(database.parent.glob("*.version-*"))
    await record.close()
