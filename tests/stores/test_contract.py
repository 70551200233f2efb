"""What the conversation may expect of any record."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.core.chat import File, Options, Source, Text, Usage
from bot.core.notices import Notice
from bot.core.ports import Record
from bot.core.record import Answer, Author, Exchange, LeftOut, Quote, Recipe, Summary, Unsummed, now, words
from tests.stores.saying import (
    HERE,
    RECIPE,
    THERE,
    USAGE,
    Clock,
    answer,
    asked_in,
    begin,
    begin_again,
    exchange,
    fill,
    incoming,
    read,
    versions,
)

GONE = 1000


@pytest.fixture(params=["memory_record", "sqlite_record"])
def record(request: pytest.FixtureRequest) -> Record:
    return request.getfixturevalue(request.param)


async def test_a_question_comes_back_as_it_was_asked(record):
    source = Source(2**63 - 4, None)
    quote = Quote("Bob", "> what\nhe said", None, 7, (source,), (Quote("Eve", "first", 6), Quote("Ada", "second")))
    asked = incoming(quote=quote, message=2**63 - 1, parent=2**63 - 2, category=2, server=2**63 - 3)
    asked = replace(asked, parts=(*asked.parts, Text("forwarded", (source,)), File("a", "b", 1, sources=(source,))))
    saved = await record.ask(asked)
    assert saved.question.asked == asked
    assert await record.exchange(saved.answer.id) == saved


async def test_a_private_question_comes_back_as_one(record):
    begun = await begin(record, replace(incoming(), is_private=True))
    assert (await exchange(record, begun.id)).question.asked.is_private is True


@pytest.mark.parametrize(
    "text",
    ["", "  spaces \n", "nul\0inside", "<|im_end|>", "'; DROP TABLE questions; --", '{"kind": "x"}', "你好 👩‍👩‍👧"],
)
async def test_text_comes_back_as_it_was(record, text):
    parts = (Text(text), Text("and more"))
    begun = await begin(record, replace(incoming(quote=Quote(text, text), author=Author(1, text)), parts=parts))
    await record.write(begun.id, Recipe(text, text, Options(), text))
    await record.grow(begun.id, parts, thought=text)
    await record.end(begun.id, "failed", reason=Notice("key", {"text": text, "number": 2**53}))
    found = await exchange(record, begun.id)
    asked, said = found.question.asked, found.answer
    assert (asked.parts, asked.quote, asked.author.name) == (parts, Quote(text, text), text)
    assert (said.parts, said.thought, said.recipe) == (parts, text, Recipe(text, text, Options(), text))
    assert said.reason == Notice("key", {"text": text, "number": 2**53})


async def test_the_same_message_is_asked_once(record):
    first = await record.ask(incoming("first", message=7))
    assert await record.ask(incoming("second", message=7, channel=THERE)) is None
    assert await record.recent(HERE) == [first]
    assert (await asked_in(record, HERE), await asked_in(record, THERE)) == (["first"], [])


@pytest.mark.parametrize("way", ["withdraw", "forget", "forget_server", "forget_person"])
async def test_for_a_day_it_stays_known_that_a_message_was_asked_whatever_took_it_out(record, way):
    one, later = (replace(incoming(message=message, server=5, author=Author(3, "Ada")), at=now()) for message in (7, 8))
    first = await record.ask(one)
    await record.join(first.question.id, later.after(first.question.asked))
    await record.end(first.answer.id, "done")
    await record.settle(first.answer.id, controls=False)
    assert [await record.was_asked(message) for message in (7, 8, 9)] == [True, True, False]
    what = {"withdraw": first.question.id, "forget": HERE, "forget_server": 5, "forget_person": 3}
    await getattr(record, way)(what[way])
    assert await record.behind(8) is None
    assert [await record.was_asked(message) for message in (7, 8, 9)] == [True, True, False]


async def test_what_was_taken_out_can_be_asked_again_and_taken_out_again(record):
    for _ in range(2):
        asked = await record.ask(replace(incoming(message=7), at=now()))
        assert asked is not None
        await record.withdraw(asked.question.id)
    assert await record.was_asked(7)


async def test_what_may_be_asked_again_was_never_asked(record):
    asked = await record.ask(replace(incoming(message=7), at=now()))
    await record.withdraw(asked.question.id, again=True)
    assert not await record.was_asked(7)


async def test_nothing_is_known_of_what_was_taken_out_and_asked_more_than_a_day_ago(record):
    moments = [now() - timedelta(days=1, minutes=1), now() - timedelta(hours=23)]
    for message, moment in enumerate(moments):
        asked = await record.ask(replace(incoming(message=message + 1), at=moment))
        await record.withdraw(asked.question.id)
    assert [await record.was_asked(message) for message in (1, 2)] == [False, True]


async def test_questions_without_a_message_are_not_the_same(record):
    assert (await begin(record)).question != (await begin(record)).question


async def test_what_is_asked_later_has_a_greater_id_also_after_the_last_one_went(record):
    ids = []
    for _ in range(3):
        begun = await begin(record)
        ids.append((begun.question, begun.id))
        await record.withdraw(begun.question)
    assert ids == sorted(set(ids))
    assert len({question for question, _ in ids}) == len({answer for _, answer in ids}) == 3


async def test_a_new_answer_waits_is_empty_and_chosen(record):
    asked = await record.ask(incoming())
    begun = asked.answer
    assert begun == Answer(id=begun.id, question=asked.question.id, version=1, state="queued")
    assert await record.recent(HERE) == [Exchange(asked.question, begun, 1, 1)]


async def test_a_question_that_is_gone_gets_no_answer(record):
    question = (await begin(record)).question
    await record.withdraw(question)
    assert await record.begin(question) is None
    assert await record.unsettled() == []


async def test_an_answer_is_followed_from_its_beginning_to_its_end(record):
    clock = Clock()
    begun = await begin(record)
    await record.write(begun.id, RECIPE)
    written = replace(begun, state="writing", recipe=RECIPE, begun_at=clock())
    assert await read(record, begun.id) == written
    await record.grow(begun.id, words("one"), thought="what comes first?")
    await record.grow(begun.id, words("one two"), thought="what comes next?")
    await record.place(begun.id, [11, 12])
    grown = replace(written, parts=words("one two"), thought="what comes next?", pages=(11, 12))
    assert await read(record, begun.id) == grown
    await record.end(begun.id, "done", finish="length", usage=USAGE)
    ended = replace(grown, state="done", finish="length", usage=USAGE, ended_at=clock())
    assert await read(record, begun.id) == ended
    await record.settle(begun.id, controls=True)
    assert await read(record, begun.id) == replace(ended, is_settled=True, has_controls=True)
    await record.settle(begun.id, controls=False)
    assert await read(record, begun.id) == replace(ended, is_settled=True, has_controls=False)
    await record.unsettle(begun.id)
    assert await read(record, begun.id) == ended


@pytest.mark.parametrize("notes", [(), (Notice("unsaved"),), (Notice("left_out"), Notice("cut", {"tokens": 3}))])
async def test_what_is_said_besides_is_kept_until_the_answer_goes_on(record, notes):
    begun = await begin(record)
    await record.end(begun.id, "done", notes=notes)
    assert (await read(record, begun.id)).notes == notes
    await record.write(begun.id, RECIPE)
    assert (await read(record, begun.id)).notes == ()


@pytest.mark.parametrize("usage", [None, Usage(), Usage(read=3), Usage(written=0), USAGE])
async def test_usage_is_kept_as_it_was_told(record, usage):
    begun = await begin(record)
    await record.end(begun.id, "done", usage=usage)
    assert (await read(record, begun.id)).usage == usage


@pytest.mark.parametrize("options", [Options(), Options(9, 0.0, 0.5, 3, 1.1, 0)])
async def test_options_are_kept_as_they_were_used(record, options):
    begun = await begin(record)
    await record.write(begun.id, replace(RECIPE, options=options))
    assert (await read(record, begun.id)).recipe == replace(RECIPE, options=options)


@pytest.mark.parametrize("outcome", ["done", "stopped", "failed", "lost"])
async def test_an_answer_that_goes_on_keeps_what_is_there_and_tells_no_more_of_its_end(record, outcome):
    begun = await begin(record)
    await record.grow(begun.id, words("one"), thought="hm")
    await record.place(begun.id, [11])
    await record.end(begun.id, outcome, finish="length", reason=Notice("because"), usage=USAGE)
    await record.settle(begun.id, controls=True)
    ended = await read(record, begun.id)
    assert (ended.state, ended.reason, ended.is_ended) == (outcome, Notice("because"), True)
    other = replace(RECIPE, model="another")
    await record.write(begun.id, other)
    assert await read(record, begun.id) == Answer(
        id=begun.id,
        question=begun.question,
        state="writing",
        parts=words("one"),
        thought="hm",
        pages=(11,),
        recipe=other,
        begun_at=(await read(record, begun.id)).begun_at,
        has_controls=True,
    )
    assert (await read(record, begun.id)).begun_at > ended.ended_at


async def test_times_are_kept_to_the_microsecond_and_in_utc(record):
    at = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=timezone(timedelta(hours=-7)))
    begun = await begin(record, replace(incoming(), at=at))
    await record.write(begun.id, RECIPE)
    await record.end(begun.id, "done")
    found = await exchange(record, begun.id)
    times = [found.question.asked.at, found.answer.begun_at, found.answer.ended_at]
    assert times[0] == at
    assert all(time.utcoffset() is not None for time in times)


async def test_pages_keep_their_order_and_are_replaced(record):
    begun = await begin(record)
    await record.place(begun.id, [30, 10, 20])
    assert (await read(record, begun.id)).pages == (30, 10, 20)
    await record.place(begun.id, [10, 40])
    assert (await read(record, begun.id)).pages == (10, 40)
    assert await record.behind(30) is None
    await record.place(begun.id, [])
    assert (await read(record, begun.id)).pages == ()


async def test_a_message_shows_one_answer(record):
    first, second = await begin(record), await begin(record)
    await record.place(first.id, [11, 12, 13])
    await record.place(second.id, [12])
    assert (await read(record, first.id)).pages == (11, 13)
    assert (await read(record, second.id)).pages == (12,)
    assert (await record.behind(12)).answer.id == second.id


async def test_another_version_is_chosen_and_has_the_messages(record):
    first = await answer(record, pages=[11, 12])
    await record.settle(first.id, controls=True)
    second = await begin_again(record, first.question)
    assert (second.version, second.pages, second.is_settled, second.has_controls) == (2, (11, 12), False, False)
    [recalled] = await record.recent(HERE)
    assert (recalled.answer, recalled.versions) == (second, 2)
    assert (await read(record, first.id)).pages == ()


async def test_an_earlier_version_is_chosen_again_and_has_the_messages(record):
    first = await answer(record, text="first", pages=[11])
    await record.settle(first.id, controls=True)
    second = await begin_again(record, first.question)
    await record.place(second.id, [11, 12])
    await record.settle(second.id, controls=True)
    await record.choose(first.id)
    [recalled] = await record.recent(HERE)
    assert recalled.answer == replace(first, pages=(11, 12), thought="", has_controls=True)
    assert (await record.behind(12)).answer.id == first.id
    assert (await read(record, second.id)).pages == ()


async def test_choosing_what_is_chosen_unsettles_nothing(record):
    first = await answer(record)
    await record.settle(first.id, controls=False)
    await record.choose(first.id)
    assert (await read(record, first.id)).is_settled


async def test_choosing_brings_back_messages_that_stood_for_another_version_meanwhile(record):
    first = await answer(record, pages=[11])
    second = await begin_again(record, first.question)
    await record.place(first.id, [11])
    assert await record.behind(11) is None
    await record.choose(second.id)
    assert (await read(record, second.id)).pages == (11,)


async def test_choosing_takes_no_messages_of_other_questions(record):
    other = await answer(record, pages=[1])
    first = await answer(record, pages=[11])
    await begin_again(record, first.question)
    await record.choose(first.id)
    assert (await read(record, other.id)).pages == (1,)
    assert (await record.recent(HERE))[0].answer.id == other.id


@pytest.mark.parametrize(
    ("keep", "kept"), [(1, [4]), (2, [3, 4]), (3, [2, 3, 4]), (4, [1, 2, 3, 4]), (9, [1, 2, 3, 4])]
)
async def test_the_oldest_versions_go(record, keep, kept):
    first = await answer(record, pages=[11])
    for _ in range(2):
        await begin_again(record, first.question)
    other = await answer(record)
    newest = await begin_again(record, first.question, keep=keep)
    assert [each.answer.version for each in await versions(record, newest.id)] == kept
    assert newest.pages == (11,)
    assert (await exchange(record, newest.id)).versions == len(kept)
    assert (await exchange(record, other.id)).versions == 1


async def test_the_version_that_is_so_many_after_another_is_chosen(record):
    first = await answer(record, pages=[11])
    await answer(record)
    second, third = [await begin_again(record, first.question) for _ in range(2)]
    for start, step, found, position in [(third, -2, first, 1), (first, 1, second, 2), (first, 2, third, 3)]:
        chosen = await record.choose(start.id, step=step)
        assert (chosen.answer.id, chosen.position, chosen.versions) == (found.id, position, 3)
        assert (chosen.answer.pages, chosen.answer.is_settled) == ((11,), False)
        assert (await record.recent(HERE))[0].answer == replace(chosen.answer, thought="")
    for start, step in [(first, -1), (first, 3), (third, 1), (third, -3)]:
        assert await record.choose(start.id, step=step) is None
    assert (await record.recent(HERE))[0].answer.id == third.id


async def test_growing_and_settling_tell_also_where_the_answer_stands(record):
    other = await answer(record, pages=[12])
    begun = await begin(record)
    await record.grow(begun.id, words("one"), pages=[11])
    assert (await read(record, begun.id)).pages == (11,)
    await record.grow(begun.id, words("one two"))
    assert (await read(record, begun.id)).pages == (11,)
    await record.settle(begun.id, controls=True, pages=[11, 12])
    assert (await read(record, begun.id)).pages == (11, 12)
    assert (await read(record, other.id)).pages == ()
    await record.settle(begun.id, controls=True)
    assert (await read(record, begun.id)).pages == (11, 12)
    await record.settle(begun.id, controls=False, pages=[])
    assert (await read(record, begun.id)).pages == ()


async def test_what_is_unsettled_is_told_as_it_stands(record):
    said = await answer(record, pages=[11])
    await record.settle(said.id, controls=True)
    told = await record.unsettle(said.id)
    assert told == await record.exchange(said.id)
    assert (told.answer.pages, told.answer.is_settled) == ((11,), False)
    assert await record.unsettle(GONE) is None


async def test_a_revised_question_stays_where_it_was(record):
    first = await answer(record, incoming("first", message=7, parent=1, server=2))
    await answer(record, incoming("second"))
    asked = (await exchange(record, first.id)).question.asked
    new = incoming("better", channel=THERE, author=Author(5, "Eve"), quote=Quote("Bob", "what"), message=8)
    await record.revise(first.question, replace(new, is_private=True, at=asked.at + timedelta(1)))
    found = await exchange(record, first.id)
    assert (found.question.id, found.answer) == (first.question, first)
    assert found.question.asked == replace(asked, parts=new.parts, author=new.author, quote=new.quote, is_private=True)
    assert await asked_in(record, HERE) == ["better", "second"]
    await record.revise(first.question, incoming("best"))
    assert (await exchange(record, first.id)).question.asked.quote is None


async def test_a_question_in_several_messages_is_found_by_each_and_reads_as_all(record):
    first = await answer(record, incoming("one", message=7))
    asked = (await exchange(record, first.id)).question.asked
    both = replace(incoming("two", message=8), at=asked.at).after(asked)
    await record.join(first.question, both)
    found = await exchange(record, first.id)
    assert found.question.asked == both
    assert found.question.asked.text == "one\ntwo"
    assert [await record.behind(message) for message in (7, 8)] == [found, found]
    assert await record.ask(incoming("again", message=7)) is None
    await record.join(first.question, incoming("known", message=7))
    assert (await exchange(record, first.id)) == found


async def test_an_earlier_message_of_a_question_is_changed_and_taken_out(record):
    first = await answer(record, incoming("one", message=7))
    both = incoming("two", message=8).after(incoming("one", message=7))
    await record.join(first.question, both)
    await record.revise(first.question, both.reworded(incoming("better", message=7)))
    assert (await exchange(record, first.id)).question.asked.text == "better\ntwo"
    await record.revise(first.question, both.without(7))
    assert (await exchange(record, first.id)).question.asked.text == "two"
    assert await record.behind(7) is None
    assert (await record.ask(incoming("anew", message=7))).question.id != first.question


async def test_a_withdrawn_question_takes_its_answers_and_their_messages_along(record):
    first = await answer(record, incoming(message=7), pages=[11])
    second = await begin_again(record, first.question)
    other = await answer(record, incoming("other", message=8), pages=[12])
    await record.withdraw(first.question)
    assert [await record.exchange(each.id) for each in (first, second)] == [None, None]
    assert [await record.behind(message) for message in (7, 11)] == [None, None]
    assert (await record.behind(8)) == (await record.behind(12)) == await record.exchange(other.id)
    assert (await record.ask(incoming("again", message=7))).question.asked.text == "again"


async def test_recent_is_what_was_said_in_the_channel_oldest_first(record):
    assert await record.recent(HERE) == []
    here, there = await fill(record, HERE, 3), await fill(record, THERE, 2)
    assert [each.question for each in await record.recent(HERE)] == here
    assert [each.question for each in await record.recent(THERE)] == there
    assert [each.answer.text for each in await record.recent(HERE)] == ["answer 0", "answer 1", "answer 2"]


async def test_recent_tells_all_of_an_answer_but_what_was_thought(record):
    said = await answer(record, pages=[12, 11])
    assert said.thought
    await record.settle(said.id, controls=True)
    [recalled] = await record.recent(HERE)
    assert recalled.answer == replace(said, thought="", is_settled=True, has_controls=True)


async def test_recent_tells_of_answers_in_any_state(record):
    begun = [await begin(record) for _ in range(6)]
    await record.write(begun[1].id, RECIPE)
    for each, outcome in zip(begun[2:], ("done", "stopped", "failed", "lost"), strict=True):
        await record.end(each.id, outcome)
    states = [each.answer.state for each in await record.recent(HERE)]
    assert states == ["queued", "writing", "done", "stopped", "failed", "lost"]


async def test_what_recent_gave_is_the_callers_own(record):
    await fill(record, HERE, 2)
    (await record.recent(HERE)).clear()
    assert len(await record.recent(HERE)) == 2


async def test_an_exchange_is_found_by_any_version(record):
    first = await answer(record)
    second = await begin_again(record, first.question)
    assert (await exchange(record, first.id)).answer == first
    assert (await exchange(record, second.id)).answer == second
    assert (await exchange(record, first.id)).versions == 2
    assert await record.exchange(GONE) is None


async def test_an_exchange_is_found_by_its_messages(record):
    first = await answer(record, incoming(message=7), pages=[11, 12])
    await answer(record, incoming(message=8), pages=[13])
    found = [await record.behind(message) for message in (7, 11, 12)]
    assert found == [await record.exchange(first.id)] * 3
    assert await record.behind(GONE) is None
    second = await begin_again(record, first.question)
    assert (await record.behind(7)).answer == second


async def test_what_is_not_settled_is_told_oldest_first(record):
    answers = [await answer(record, incoming(channel=channel), pages=[channel]) for channel in (3, 1, 2)]
    answers.append(await begin(record))
    assert [each.answer for each in await record.unsettled()] == answers
    await record.settle(answers[0].id, controls=False)
    await record.settle(answers[1].id, controls=True)
    assert [each.answer for each in await record.unsettled()] == answers[2:]
    await record.unsettle(answers[1].id)
    assert [each.answer.id for each in await record.unsettled()] == [each.id for each in answers[1:]]
    again = await begin_again(record, answers[2].question)
    assert [each.answer.id for each in await record.unsettled()] == [answers[1].id, answers[3].id, again.id]


async def test_answers_whose_controls_have_stood_for_a_while_are_told(record):
    answers = [await begin(record) for _ in range(5)]
    for each in reversed(answers):
        await record.end(each.id, "done")
        await record.settle(each.id, controls=True)
    last, *_ = times = [(await read(record, each.id)).ended_at for each in answers]
    assert await record.controlled(min(times)) == []
    controlled = [each.answer.id for each in await record.controlled(last)]
    assert controlled == [each.id for each in reversed(answers[1:])]
    await record.unsettle(answers[1].id)
    await record.settle(answers[2].id, controls=False)
    again = await begin_again(record, answers[3].question)
    await record.settle(again.id, controls=True)
    assert [each.answer.id for each in await record.controlled(last)] == [answers[4].id]


async def test_direct_channels_are_those_on_no_server_in_which_something_was_asked_lately(record):
    noon = incoming().at
    for channel, server, seconds in [(1, None, 0), (2, None, 1), (3, 30, 2), (4, None, -1), (1, None, 3)]:
        asked = incoming(channel=channel, server=server)
        await record.ask(replace(asked, at=noon + timedelta(seconds=seconds)))
    assert await record.direct_channels(noon) == [1, 2]
    await record.forget(1)
    assert await record.direct_channels(noon) == [2]


async def leave_out_oldest(record: Record, channel: int, count: int) -> bool:
    """Leave out the oldest `count` of what is still shown."""
    return await record.leave_out(channel, (await record.recent(channel))[count - 1].question.id)


async def test_what_is_left_out_is_shown_no_more_and_stays_on_record(record):
    said = await fill(record, HERE, 5)
    assert await leave_out_oldest(record, HERE, 2) is True
    assert [each.question for each in await record.recent(HERE)] == said[2:]
    assert (await record.begin(said[0].id)).versions == 2


async def test_what_is_left_out_is_counted_while_it_is_on_record(record):
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    said = [await answer(record, replace(incoming(), at=noon + timedelta(minutes=minute))) for minute in range(4)]
    await answer(record, incoming(channel=THERE))
    assert await record.left_out(HERE) == LeftOut()
    await leave_out_oldest(record, HERE, 3)
    assert await record.left_out(HERE) == LeftOut(3, noon + timedelta(minutes=2))
    assert await record.left_out(THERE) == LeftOut()
    await record.withdraw(said[2].question)
    assert await record.left_out(HERE) == LeftOut(2, noon + timedelta(minutes=1))
    await record.forget(HERE)
    assert await record.left_out(HERE) == LeftOut()


async def summed_up(record: Record, channel: int, count: int) -> Unsummed:
    """The oldest `count` of a channel are left out, and summed up; returns what of."""
    await leave_out_oldest(record, channel, count)
    unsummed = await record.unsummed(channel)
    assert await record.sum_up(channel, f"all of {count}", unsummed, title=f"{count} said") is True
    return unsummed


async def test_what_is_left_out_can_be_summed_up_part_by_part(record):
    assert await record.unsummed(HERE) == Unsummed(None, ())
    said = await fill(record, HERE, 5)
    made_of = await summed_up(record, HERE, 2)
    assert [each.question for each in made_of.exchanges] == said[:2]
    first = Summary("all of 2", said[1].id, "2 said")
    assert (await record.summary(HERE), await record.summary(THERE)) == (first, None)
    assert await record.unsummed(HERE) == Unsummed(first, ())
    made_of = await summed_up(record, HERE, 1)
    assert (made_of.summary, [each.question for each in made_of.exchanges]) == (first, [said[2]])
    assert await record.summary(HERE) == Summary("all of 1", said[2].id, "1 said")


async def test_of_what_is_too_much_for_one_summary_the_oldest_part_can_be_summed_up_first(record):
    said = await fill(record, HERE, 5)
    await leave_out_oldest(record, HERE, 3)
    found = await record.unsummed(HERE)
    assert await record.sum_up(HERE, "the first", replace(found, exchanges=found.exchanges[1:])) is False
    assert await record.sum_up(HERE, "the first", replace(found, exchanges=found.exchanges[:2])) is True
    first = Summary("the first", said[1].id)
    assert await record.unsummed(HERE) == Unsummed(first, found.exchanges[2:])


async def test_a_summary_of_nothing_or_of_what_is_not_so_any_more_is_not_kept(record):
    said = await fill(record, HERE, 4)
    assert await record.sum_up(HERE, "nothing", await record.unsummed(HERE)) is False
    await leave_out_oldest(record, HERE, 3)
    made_of = await record.unsummed(HERE)
    await record.withdraw(said[1].id)
    assert await record.sum_up(HERE, "all", made_of) is False
    made_of = await record.unsummed(HERE)
    await record.revise(said[0].id, incoming("in other words"))
    assert await record.sum_up(HERE, "all", made_of) is False
    assert await record.summary(HERE) is None
    made_of = await record.unsummed(HERE)
    assert await record.sum_up(HERE, "all", made_of) is True
    assert await record.sum_up(HERE, "again", made_of) is False


LONG_AFTER = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "change",
    [
        lambda record, first: record.withdraw(first.question.id),
        lambda record, first: record.revise(first.question.id, incoming("in other words")),
        lambda record, first: record.join(first.question.id, incoming("and more", message=99)),
        lambda record, first: record.begin(first.question.id),
        lambda record, first: record.unsettle(first.answer.id),
        lambda record, first: record.forget_person(first.question.asked.author.id),
        lambda record, first: record.expire(LONG_AFTER),
        lambda record, first: record.forget(HERE),
        lambda record, first: record.forget(first.question.asked.parent, threads=True),
        lambda record, first: record.forget_server(first.question.asked.server),
    ],
)
async def test_a_summary_goes_with_anything_that_is_in_it(record, change):
    there = {"parent": 50, "server": 60}
    for number in range(3):
        await answer(record, incoming(message=number + 1, **there))
    made_of = await summed_up(record, HERE, 2)
    await change(record, made_of.exchanges[0])
    assert await record.summary(HERE) is None


async def test_a_summary_goes_when_somebody_who_is_quoted_in_it_is_forgotten(record):
    for _ in range(2):
        await answer(record, incoming(quote=Quote("Bob", "I am ill", author_id=77)))
    await summed_up(record, HERE, 1)
    await record.forget_person(77)
    assert await record.summary(HERE) is None


async def test_a_summary_stays_whatever_happens_to_what_is_not_in_it(record):
    for number in range(4):
        await answer(record, incoming(message=number + 1))
    await fill(record, THERE, 2)
    await summed_up(record, HERE, 2)
    newer = (await record.recent(HERE))[0]
    await record.begin(newer.question.id)
    await record.revise(newer.question.id, incoming("in other words"))
    await leave_out_oldest(record, HERE, 1)
    await record.withdraw(newer.question.id)
    await record.forget(THERE)
    await record.forget_person(77)
    assert (await record.summary(HERE)).text == "all of 2"


async def test_leaving_out_says_true_the_first_time_only(record):
    await fill(record, HERE, 5)
    assert [await leave_out_oldest(record, HERE, 1) for _ in range(3)] == [True, False, False]


async def test_leaving_out_says_true_again_after_forgetting(record):
    for _ in range(2):
        await fill(record, HERE, 2)
        assert await leave_out_oldest(record, HERE, 1) is True
        await record.forget(HERE)


async def test_whoever_leaves_out_less_than_another_brings_nothing_back(record):
    said = await fill(record, HERE, 5)
    assert await record.leave_out(HERE, said[2].id) is True
    assert await record.leave_out(HERE, said[0].id) is False
    assert [each.question for each in await record.recent(HERE)] == said[3:]


@pytest.mark.parametrize("through", [0, -1])
async def test_leaving_out_nothing_is_not_the_first_time(record, through):
    said = await fill(record, HERE, 2)
    assert await record.leave_out(HERE, through) is False
    assert [each.question for each in await record.recent(HERE)] == said
    assert await leave_out_oldest(record, HERE, 1) is True


async def test_what_was_forgotten_meanwhile_leaves_out_nothing_said_since(record):
    through = (await fill(record, HERE, 2))[-1].id
    await record.forget(HERE)
    assert await record.leave_out(HERE, through) is False
    said = await fill(record, HERE, 2)
    assert await record.leave_out(HERE, through) is False
    assert [each.question for each in await record.recent(HERE)] == said


async def test_leaving_out_touches_no_other_channel(record):
    await fill(record, HERE, 2)
    there = await fill(record, THERE, 2)
    await record.leave_out(HERE, there[-1].id)
    assert await record.recent(HERE) == []
    assert [each.question for each in await record.recent(THERE)] == there
    assert await leave_out_oldest(record, THERE, 1) is True


async def test_forgetting_empties_one_channel_only(record):
    gone = await answer(record, incoming(message=7), pages=[11])
    await answer(record, incoming("thread", channel=3, parent=HERE))
    there = await fill(record, THERE, 3)
    await record.forget(HERE)
    assert await record.recent(HERE) == []
    assert [await record.exchange(gone.id), await record.behind(7), await record.behind(11)] == [None] * 3
    assert await asked_in(record, 3) == ["thread"]
    assert [each.question for each in await record.recent(THERE)] == there
    await record.forget(HERE)


async def test_forgetting_empties_the_threads_of_a_channel_where_that_is_wanted(record):
    for channel, parent in ((HERE, None), (3, HERE), (4, HERE), (5, THERE), (6, None)):
        await answer(record, incoming(channel=channel, parent=parent))
        await leave_out_oldest(record, channel, 1)
        await answer(record, incoming(channel=channel, parent=parent))
    assert await record.forget(HERE, threads=True) == {HERE, 3, 4}
    assert [len(await record.recent(channel)) for channel in (HERE, 3, 4, 5, 6)] == [0, 0, 0, 1, 1]
    for channel, is_first in ((HERE, True), (3, True), (4, True), (5, False), (6, False)):
        await answer(record, incoming(channel=channel))
        assert await leave_out_oldest(record, channel, 1) is is_first


async def test_forgetting_a_server_empties_its_channels_only(record):
    for channel, server in ((1, 100), (2, 100), (3, 101), (4, None)):
        for _ in range(2):
            said = await answer(record, incoming(channel=channel, server=server))
            await record.settle(said.id, controls=True)
            await record.leave_out(channel, said.question - 1)
    assert await record.forget_server(100) == {1, 2}
    assert [len(await record.recent(channel)) for channel in (1, 2, 3, 4)] == [0, 0, 1, 1]
    for channel, is_first in ((1, True), (2, True), (3, False), (4, False)):
        await answer(record, incoming(channel=channel))
        assert await leave_out_oldest(record, channel, 1) is is_first


async def test_forgetting_a_server_keeps_what_may_have_to_be_ended_there(record):
    said = await answer(record, incoming("said", server=100, message=7))
    await record.settle(said.id, controls=False)
    again = await answer(record, incoming("again", server=100))
    await record.settle(again.id, controls=False)
    await begin_again(record, again.question)
    back = await answer(record, incoming("back", server=100))
    await begin_again(record, back.question)
    await record.choose(back.id)
    await record.settle(back.id, controls=False)
    await begin(record, incoming("begun", server=100))
    assert await record.forget_server(100) == {HERE}
    assert await asked_in(record, HERE) == ["again", "begun"]
    assert (await record.ask(incoming("anew", message=7))).question.asked.text == "anew"


async def test_nobody_minds_what_is_gone(record):
    stays = await answer(record, pages=[11])
    await record.write(GONE, RECIPE)
    await record.grow(GONE, words("hello"))
    await record.place(GONE, [11, 12])
    await record.end(GONE, "done")
    await record.settle(GONE, controls=True)
    await record.unsettle(GONE)
    await record.choose(GONE)
    await record.revise(GONE, incoming())
    await record.withdraw(GONE)
    assert await record.forget(GONE) == await record.forget_server(GONE) == frozenset()
    assert await read(record, stays.id) == stays
    assert len(await record.unsettled()) == 1


async def test_many_channels_at_once_lose_and_mix_nothing(record):
    channels = range(8)
    said = await asyncio.gather(*(fill(record, channel, 5) for channel in channels))
    assert [[each.question for each in await record.recent(channel)] for channel in channels] == said


async def test_many_that_ask_the_same_message_at_once_ask_it_once(record):
    asked = await asyncio.gather(*(record.ask(incoming(str(n), message=7)) for n in range(20)))
    [first] = [each for each in asked if each]
    assert await record.recent(HERE) == [first]


async def test_many_that_begin_at_once_begin_different_versions(record):
    first = await begin(record)
    begun = await asyncio.gather(*(begin_again(record, first.question, keep=20) for _ in range(19)))
    assert sorted(each.version for each in begun) == list(range(2, 21))
    kept = [await exchange(record, each.id) for each in (first, *begun)]
    assert sorted(each.position for each in kept) == list(range(1, 21))
