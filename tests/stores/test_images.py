"""What every record keeps of pictures, and what is left of them when they are taken out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.chat import File, Image, Source, Text
from bot.core.record import Author, Quote
from bot.core.sight import MOST_RECALLED
from bot.stores.sqlite import open_record
from tests.stores.files import address, holds
from tests.stores.saying import ADA, HERE, answer, begin, exchange, incoming

BOB = Author(5, "Bob")


@pytest.fixture(params=["memory_record", "sqlite_record"])
def record(request):
    return request.getfixturevalue(request.param)


def picture(number=1, **more):
    return replace(Image.of(f"{number}.png", b"the bytes of %d" % number, width=28, height=56), **more)


def asking(*attachments, text="what is it?", **more):
    asked = incoming(text, **more)
    return replace(asked, parts=(*asked.parts, *attachments))


async def test_pictures_are_recalled_as_they_came(record):
    first = asking(picture(1), message=1)
    asked = asking(picture(2), picture(2, name="same"), message=2).after(first)
    begun = await begin(record, asked)
    assert (await exchange(record, begun.id)).question.asked == asked
    assert [each.question.asked for each in await record.recent(HERE)] == [asked]


@pytest.mark.parametrize("hidden", [0, 1])
async def test_a_picture_that_is_told_twice_has_its_bytes_both_times(record, hidden):
    told = [picture(name="first"), picture(name="second")]
    told[hidden] = replace(told[hidden], data=b"")
    asked = await record.ask(asking(*told))
    assert all(each.is_shown for each in asked.question.asked.images)
    assert await record.exchange(asked.answer.id) == asked


async def test_of_many_pictures_the_newest_are_recalled(record):
    for number in range(MOST_RECALLED // 2 + 2):
        await begin(record, asking(picture(number), picture(number + 100), text=f"{number}"))
    shown = [[image.is_shown for image in each.question.asked.images] for each in await record.recent(HERE)]
    assert shown == [[False, False]] * 2 + [[True, True]] * (MOST_RECALLED // 2)


async def test_what_is_listed_of_somebody_knows_pictures_by_name_alone(record):
    await answer(record, asking(picture()))
    [listed] = await record.of_person(ADA.id)
    assert listed.question.asked.images == (picture(data=b""),)
    assert [each.question.asked.images for each in await record.unsettled()] == [(picture(data=b""),)]


async def test_a_question_reworded_without_the_bytes_of_its_pictures_keeps_them(record):
    begun = await begin(record, asking(picture(1), picture(2)))
    await record.revise(begun.question, asking(picture(1, data=b""), text="who is it?"))
    asked = (await exchange(record, begun.id)).question.asked
    assert asked.parts == (Text("who is it?"), picture(1))
    await record.revise(begun.question, asking(picture(1, data=b""), picture(2, data=b"")))
    assert (await exchange(record, begun.id)).question.asked.images == (picture(1), picture(2, data=b""))


HERS = (Source(ADA.id, 99),)


async def test_what_came_with_a_quoted_message_goes_with_its_author(record):
    quote = Quote("Ada", "", ADA.id, 99)
    file = File("a.txt", "hers", length=4)
    asked = asking(picture(1), picture(2, sources=HERS), file, replace(file, sources=HERS), author=BOB, quote=quote)
    begun = await begin(record, asked)
    await record.forget_person(ADA.id)
    assert (await exchange(record, begun.id)).question.asked.parts == (Text("what is it?"), picture(1), file)


@pytest.mark.parametrize("how", ["withdraw", "forget_person", "expire", "forget", "forget_server", "revise", "quote"])
async def test_what_goes_is_in_no_file_any_more(database, how):
    record = await open_record(address(database))
    quote, author = (Quote("Ada", "", ADA.id, 99), BOB) if how == "quote" else (None, ADA)
    data = bytes(range(256)) * 300
    asked = asking(picture(data=data, sources=HERS if how == "quote" else ()), server=7, quote=quote, author=author)
    begun = await answer(record, asked)
    await record.settle(begun.id, controls=False)
    assert holds(database.parent, data[:256])
    match how:
        case "withdraw":
            await record.withdraw(begun.question)
        case "forget_person" | "quote":
            await record.forget_person(ADA.id)
        case "expire":
            await record.expire(datetime.now(UTC) + timedelta(days=1))
        case "forget":
            await record.forget(HERE)
        case "forget_server":
            await record.forget_server(7)
        case "revise":
            await record.revise(begun.question, asking())
    assert not holds(database.parent, data[:256])
    await record.close()
