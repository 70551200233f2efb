"""What the model is shown now, as it is told: the same that it is then shown."""

import asyncio
from dataclasses import replace

import pytest

from bot.core import notices
from bot.core.chat import File, Text
from bot.core.errors import Refused, StartError
from bot.core.profile import Overrides, Persona, Scope
from bot.core.profiles import Source
from bot.core.record import LeftOut
from bot.core.window import told
from tests.conftest import ScriptedEngine
from tests.core.talking import NOON, Talk, said

PIRATE = Persona("pirate", "A pirate", Overrides(system_prompt="Arr."))


async def context(talk, **more):
    return await talk.conversation.context(said(**more))


async def test_it_is_what_the_next_question_follows():
    talk = Talk(ScriptedEngine("fine"))
    await talk.answered("hello")
    await talk.answered("elsewhere", channel=2)
    found = await context(talk)
    assert (found.system_prompt, found.source, found.left_out) == ("be kind", None, LeftOut())
    assert (found.used, found.room, found.for_answer) == (len("be kind" + "Ada: hello" + "fine"), 500, 100)
    await talk.answered("and now?")
    told = [turn for exchange in found.shown for turn in exchange.turns()]
    assert talk.engine.prompts[-1][1:-1] == told


async def test_what_was_left_out_is_told_with_when_the_last_of_it_was_asked():
    talk = Talk(ScriptedEngine("a" * 60))
    asked = 0
    while not (found := await context(talk)).left_out.questions:
        at = NOON.replace(minute=asked)
        await talk.answered("q" * 40, at=at)
        asked += 1
    assert len(found.shown) + found.left_out.questions == asked
    assert found.left_out.last == NOON.replace(minute=found.left_out.questions - 1)
    assert found.used <= found.room - found.for_answer


async def test_what_only_the_next_question_leaves_out_is_told_too():
    talk = Talk(ScriptedEngine("a" * 60))
    for minute in range(3):
        await talk.answered("q" * 40, at=NOON.replace(minute=minute))
    narrow = Talk(ScriptedEngine("ok"), talk.record, context_tokens=300)
    found = await context(narrow)
    assert (len(found.shown), found.left_out) == (1, LeftOut(2, NOON.replace(minute=1)))
    await narrow.answered("q")
    assert len(narrow.engine.prompts[-1]) == 4  # Instructions, one exchange, the question.


async def test_instructions_that_leave_no_room_are_shown_to_be_what_takes_it():
    talk = Talk(ScriptedEngine("ok"), system_prompt="x" * 450)
    await talk.profiles.change(Scope("channel", 1), lambda it: replace(it, system_prompt="be kind"))
    await talk.answered("hello")
    await talk.profiles.change(Scope("channel", 1), lambda it: replace(it, system_prompt=None))
    found = await context(talk)
    assert (found.used, found.shown, found.left_out.questions) == (450, (), 1)


async def test_an_answer_is_not_kept_more_room_than_it_may_take():
    talk = Talk(ScriptedEngine("ok"))
    await talk.profiles.change(Scope("channel", 1), lambda it: replace(it, max_new_tokens=400))
    assert (await context(talk)).for_answer == 250
    await talk.profiles.change(Scope("channel", 1), lambda it: replace(it, max_new_tokens=40))
    assert (await context(talk)).for_answer == 40


async def test_what_is_kept_for_a_thought_is_told_and_is_no_room_for_the_past():
    talk = Talk(ScriptedEngine("a" * 60))
    await talk.profiles.change(Scope("channel", 1), lambda it: replace(it, thinking="on", max_thinking_tokens=110))
    asked = 0
    while not (found := await context(talk)).left_out.questions:
        await talk.answered("q" * 40)
        asked += 1
    assert (found.for_answer, found.for_thought) == (100, 110)
    assert found.used <= 500 - 100 - 110
    assert talk.engine.options[-1].max_thinking_tokens == 110
    await talk.profiles.change(Scope("channel", 1), lambda it: replace(it, thinking="off"))
    assert (await context(talk)).for_thought == 0


async def test_what_is_not_shown_is_counted_by_why():
    talk = Talk(ScriptedEngine("fine"))
    await talk.answered("hello")
    lost = await talk.record.ask(said("and then?"))
    await talk.record.grow(lost.answer.id, (Text("Then"),))
    await talk.record.end(lost.answer.id, "lost")
    failed = await talk.record.ask(said("what?"))
    await talk.record.end(failed.answer.id, "failed")
    await talk.record.ask(said("waits"))
    found = await context(talk)
    assert (len(found.shown), found.interrupted, found.unanswered) == (1, 1, 2)


async def test_files_are_those_of_what_is_shown():
    talk = Talk(ScriptedEngine("fine"))
    file = File("a.txt", "some words", length=10)
    await talk.answered(replace(said("what is it?"), parts=(Text("what is it?"), file)))
    failed = await talk.record.ask(replace(said("what?"), parts=(File("b.txt", "b", length=1),)))
    await talk.record.end(failed.answer.id, "failed")
    assert (await context(talk)).files == (file,)


@pytest.mark.parametrize(
    ("overrides", "source"),
    [
        (Overrides(persona="pirate"), Source("channel", PIRATE)),
        (Overrides(persona="pirate", system_prompt="Own."), Source("channel")),
        (Overrides(persona="gone"), Source("server")),
        (Overrides(), Source("server")),
    ],
)
async def test_whose_the_instructions_are(overrides, source):
    talk = Talk(ScriptedEngine("ok"), personas=[PIRATE])
    await talk.profiles.change(Scope("server", 9, server=9), lambda it: replace(it, system_prompt="Servers."))
    await talk.profiles.change(Scope("channel", 1, server=9), lambda _: overrides)
    assert (await context(talk, server=9)).source == source
    assert (await context(talk, channel=3)).source is None


async def test_in_a_thread_that_is_the_threads_or_its_channels():
    talk = Talk(ScriptedEngine("ok"))
    await talk.profiles.change(Scope("channel", 1), lambda it: replace(it, system_prompt="Own."))
    assert (await context(talk, channel=5, parent=1, server=9)).source == Source("channel")
    await talk.profiles.change(Scope("channel", 5, 1), lambda it: replace(it, system_prompt="Its."))
    assert (await context(talk, channel=5, parent=1, server=9)).source == Source("thread")


async def test_in_direct_messages_that_is_the_conversation():
    talk = Talk(ScriptedEngine("ok"), personas=[PIRATE])
    await talk.profiles.change(Scope("channel", 1), lambda it: replace(it, persona="pirate"))
    assert (await context(talk, is_private=True)).source == Source("direct", PIRATE)


async def test_a_summary_is_told_with_what_it_takes():
    talk = Talk(ScriptedEngine("a" * 60))
    while not (await context(talk)).left_out.questions:
        await talk.answered("q" * 40)
    await talk.answered("q" * 40)
    plain = await context(talk)
    assert await talk.record.sum_up(1, "Ada likes q.", await talk.record.unsummed(1), title="Letters")
    assert await context(talk) == plain
    await talk.profiles.change(Scope("channel", 1), lambda it: replace(it, summary=True))
    found = await context(talk)
    assert (found.summary.text, found.summary.title) == ("Ada likes q.", "Letters")
    assert found.summed_up == found.used - plain.used == len(told(found.summary) + "\n\n")
    await talk.answered("and now?")
    assert talk.engine.prompts[-1][1].text.startswith(told(found.summary))


async def test_without_a_model_there_is_nothing_to_tell():
    engine = asyncio.get_running_loop().create_future()
    talk = Talk(engine)
    with pytest.raises(Refused) as loading:
        await context(talk)
    engine.set_exception(StartError("too large"))
    with pytest.raises(Refused) as missing:
        await context(talk)
    assert (loading.value.notice, missing.value.notice) == (notices.STATUS_LOADING, notices.STATUS_WITHOUT_MODEL)
