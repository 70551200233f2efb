"""What happens to what is somebody's own, on record, in the engine, under way and in channels."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core import notices
from bot.core.chat import File, Source, Text
from bot.core.errors import HistoryError, PlatformError
from bot.core.record import Holdings, Quote
from bot.stores.memory import MemoryRecord
from tests.conftest import ScriptedEngine, english
from tests.core.talking import ADA, BOB, MODERATOR, NOON, Talk, edited, said, until


async def test_somebody_is_forgotten_in_record_and_engine_in_each_channel_they_spoke_in():
    talk = Talk(ScriptedEngine("hi"))
    for channel in (1, 2):
        await talk.answered(channel=channel, message=channel)
    await talk.answered("theirs", author=BOB, channel=3, quote=Quote("Ada", "words", ADA.id, 55))
    await talk.answered("theirs", author=BOB, channel=4)
    own_data = talk.conversation.own_data
    held = Holdings(2, 2, frozenset({1, 2}), quoted_in=(3,))
    assert await own_data.held(ADA.id) == held
    assert len(await own_data.of(ADA.id, channel=2)) == 1
    assert await own_data.forget(ADA.id) == held
    assert await own_data.of(ADA.id) == []
    assert sorted(talk.engine.forgotten) == [1, 2, 3]
    assert await talk.remembered(3) == [("Bob: theirs", "hi")]
    assert len(await talk.remembered(4)) == 1


async def test_what_is_being_written_for_them_ends_and_is_forgotten_and_for_others_goes_on():
    go_on = asyncio.Event()
    talk = Talk(ScriptedEngine("so far", go_on, slots=2))
    (mine, shown), (theirs, other) = talk.ask(), talk.ask(author=BOB, channel=2)
    await until(lambda: len(talk.engine.prompts) == 2 and shown.messages)
    assert (await talk.conversation.own_data.forget(ADA.id)).questions == 1
    await mine
    assert shown.pages == [f"so far\n-# {english(notices.PERSON_FORGOTTEN)}"]
    assert shown.controls is None
    assert await talk.remembered() == []
    assert 1 in talk.engine.forgotten
    go_on.set()
    await theirs
    assert other.pages == ["so far"]


WORDS = Quote("Ada", "a secret", ADA.id, 55)
LINKED = File("a message by Ada", "a secret", sources=(Source(ADA.id, 56),))


@pytest.mark.parametrize("is_reached", [True, False])
async def test_an_answer_about_what_they_said_begins_again_without_it(is_reached):
    go_on = asyncio.Event()
    talk = Talk(ScriptedEngine("so far", go_on, slots=1))
    if not is_reached:
        talk.ask("first", author=BOB, channel=9)
        await until(lambda: talk.engine.prompts)
    asked = replace(said("theirs", author=BOB, channel=2, quote=WORDS), parts=(Text("theirs"), LINKED))
    task, shown = talk.ask(asked)
    await until(lambda: shown.messages or talk.conversation.load.waiting)
    await talk.conversation.own_data.forget(ADA.id)
    go_on.set()
    await task
    assert "secret" not in str(talk.engine.prompts[-1])
    assert shown.pages == ["so far"]
    assert await talk.remembered(2) == [("Bob: theirs", "so far")]
    # What the engine has read of it meanwhile goes when it is done.
    assert talk.engine.forgotten == [2, 2]


async def test_an_answer_about_nothing_but_what_they_said_ends():
    talk = Talk(ScriptedEngine("so far", asyncio.Event()))
    task, shown = talk.ask(replace(said(author=BOB, quote=WORDS), parts=()))
    await until(lambda: shown.messages)
    await talk.conversation.own_data.forget(ADA.id)
    await task
    assert shown.pages == [f"so far\n-# {english(notices.QUOTE_FORGOTTEN)}"]


async def test_an_edit_does_not_bring_back_what_they_said():
    talk = Talk(ScriptedEngine("hi"))
    asked = said("theirs", author=BOB, message=7, quote=WORDS)
    await talk.answered(asked)
    await talk.conversation.own_data.forget(ADA.id)
    await talk.conversation.revise(edited(asked, "anew"), talk.take_up)
    assert await talk.remembered() == [("Bob: anew", "hi")]
    assert "secret" not in str(talk.engine.prompts[-1])


async def test_the_engine_keeps_nothing_of_an_answer_that_goes_on_after_what_they_said():
    go_on = asyncio.Event()
    talk = Talk(ScriptedEngine("hi"))
    await talk.answered()
    talk.engine.script = ("so far", go_on)
    task, shown = talk.ask(author=BOB)
    await until(lambda: shown.messages)
    await talk.conversation.own_data.forget(ADA.id)
    assert talk.engine.forgotten == [1]
    go_on.set()
    await task
    assert talk.engine.forgotten == [1, 1]


async def test_the_engine_is_told_to_forget_when_it_is_done_with_what_is_stopped():
    class Slow(ScriptedEngine):
        async def stream(self, *given, **named):
            try:
                async for piece in super().stream(*given, **named):
                    yield piece
            finally:
                for _ in range(20):
                    await asyncio.sleep(0)
                self.forgotten_before_its_end = list(self.forgotten)

    talk = Talk(Slow("so far", asyncio.Event()))
    task, _ = talk.ask()
    await talk.engine.started.wait()
    await talk.conversation.own_data.forget(ADA.id)
    await task
    assert (talk.engine.forgotten_before_its_end, talk.engine.forgotten) == ([], [1])


async def test_what_they_had_written_anew_of_somebody_elses_ends_and_stays():
    talk = Talk(ScriptedEngine("first"))
    before = await talk.answered(author=BOB)
    talk.engine.script = ("so far", asyncio.Event())
    press = asyncio.create_task(talk.conversation.regenerate(before.answer.id, MODERATOR, talk.take_up))
    await until(lambda: "so far" in talk.seen[0])
    await talk.conversation.own_data.forget(MODERATOR.id)
    await press
    assert await talk.remembered() == [("Bob: hello", "so far")]


async def test_messages_of_forgotten_answers_can_go_and_their_buttons_do():
    talk = Talk(ScriptedEngine("word " * 100))
    for number in (1, 2):
        await talk.answered(message=number)
    own_data = talk.conversation.own_data
    [first, second] = await own_data.of(ADA.id)
    await own_data.forget(ADA.id)
    await own_data.take_buttons([first], talk.take_up)
    assert talk.reopened[-1].controls is None
    assert talk.reopened[-1].messages == [first.answer.pages[-1]]
    assert await own_data.take_messages([second], talk.take_up) == len(second.answer.pages)
    assert len(second.answer.pages) > 1
    assert not talk.board.texts.keys() & set(second.answer.pages)
    assert talk.board.texts.keys() >= set(first.answer.pages)


async def test_nobody_gets_back_to_the_messages_of_an_aside():
    talk = Talk(ScriptedEngine("hi"))
    await talk.answered(channel=-5)
    own_data = talk.conversation.own_data
    exchanges = await own_data.of(ADA.id)
    await own_data.take_buttons(exchanges, talk.take_up)
    assert await own_data.take_messages(exchanges, talk.take_up) == 0
    assert talk.reopened == []


async def test_where_the_bot_may_not_go_any_more_messages_and_buttons_stay():
    talk = Talk(ScriptedEngine("hi"))
    await talk.answered()
    own_data = talk.conversation.own_data
    exchanges = await own_data.of(ADA.id)

    def refuse(exchange):
        raise PlatformError("gone")

    assert await own_data.take_messages(exchanges, refuse) == 0
    await own_data.take_buttons(exchanges, refuse)
    assert talk.seen == ["hi"]


async def test_a_reset_tells_whose_buttons_are_to_go_in_that_channel():
    talk = Talk(ScriptedEngine("hi"))
    here = await talk.answered()
    await talk.answered(channel=2)
    assert await talk.conversation.reset(1) == [here]
    assert await talk.conversation.reset(1) == []


async def test_what_expires_goes_from_the_engine_too():
    talk = Talk(ScriptedEngine("hi"))
    await talk.answered("old", channel=1)
    await talk.answered(said("young", channel=2, at=NOON + timedelta(days=2)))
    assert await talk.conversation.own_data.expire(NOON + timedelta(days=1)) == Holdings(1, 1, frozenset({1}))
    assert talk.engine.forgotten == [1]
    assert len(await talk.remembered(2)) == 1


async def test_a_record_that_fails_is_an_error_and_nothing_is_said_to_be_forgotten():
    class Torn(MemoryRecord):
        async def forget_person(self, person):
            raise HistoryError("disk gone")

    talk = Talk(ScriptedEngine("hi"), record=Torn())
    await talk.answered()
    with pytest.raises(HistoryError):
        await talk.conversation.own_data.forget(ADA.id)
    assert talk.engine.forgotten == []
