"""How a message is answered: in its turn, whole, and with a sentence where that fails."""

import asyncio
from datetime import timedelta

import pytest

from bot.core import notices
from bot.core.chat import Options, Piece, Usage
from bot.core.errors import (
    BotError,
    EmptyReply,
    EngineError,
    EngineLost,
    EngineUnavailable,
    HistoryError,
    StartError,
)
from bot.core.job import Person
from bot.core.record import Author, now
from bot.core.scheduler import Bounds
from bot.stores.memory import MemoryRecord
from tests.conftest import RecordingReply, ScriptedEngine, english
from tests.core.talking import ADA, BOB, MODERATOR, Talk, said, until


async def test_a_reply_is_shown_and_remembered():
    talk = Talk(ScriptedEngine("hi ", "Ada"))
    exchange = await talk.answered("hello", message=7)
    assert talk.seen == ["hi Ada"]
    assert talk.replies[0].finished
    assert (exchange.question.asked.message, exchange.answer.text) == (7, "hi Ada")
    assert (exchange.answer.state, exchange.answer.finish, exchange.answer.is_settled) == ("done", "stop", True)
    assert list(exchange.answer.pages) == talk.replies[0].messages


async def test_how_it_was_made_is_on_record():
    options = Options(max_new_tokens=100, temperature=0.5)
    exchange = await Talk(ScriptedEngine("hi"), options=options).answered()
    recipe = exchange.answer.recipe
    assert (recipe.engine, recipe.model, recipe.options.temperature) == ("scripted", "script-1", 0.5)
    assert exchange.answer.begun_at <= exchange.answer.ended_at


async def test_each_answer_has_a_seed_of_its_own_unless_one_is_set():
    talk = Talk(ScriptedEngine("hi"))
    for _ in range(3):
        await talk.answered()
    seeds = {options.seed for options in talk.engine.options}
    assert len(seeds) == 3
    assert all(0 <= seed < 2**31 for seed in seeds)
    talk = Talk(ScriptedEngine("hi"), options=Options(max_new_tokens=100, seed=5))
    exchange = await talk.answered()
    assert talk.engine.options[0].seed == exchange.answer.recipe.options.seed == 5


async def test_the_prompt_carries_the_channels_own_past():
    talk = Talk(ScriptedEngine("ok"))
    for channel, text in [(1, "hello"), (2, "elsewhere"), (1, "again")]:
        await talk.answered(text, channel=channel)
    prompt = talk.engine.prompts[-1]
    assert [turn.role for turn in prompt] == ["system", "user", "assistant", "user"]
    assert [turn.text for turn in prompt] == ["be kind", "Ada: hello", "ok", "Ada: again"]


async def test_a_question_is_on_record_before_the_engine_starts():
    go_on = asyncio.Event()
    talk = Talk(ScriptedEngine(go_on, "hi"))
    task, _ = talk.ask()
    await talk.engine.started.wait()
    [exchange] = await talk.record.recent(1)
    assert exchange.question.asked.text == "hello"
    assert exchange.answer.state == "writing"
    go_on.set()
    await task


@pytest.mark.parametrize(
    ("script", "seen"),
    [
        ((EngineUnavailable("refused"),), english(EngineUnavailable.notice)),
        (("half", EngineUnavailable("reset")), f"half\n-# {english(EngineUnavailable.notice)}"),
        (("half", ValueError("a bug")), f"half\n-# {english(BotError.notice)}"),
        (("  ",), english(EmptyReply.notice)),
    ],
)
async def test_a_failed_reply_says_why_and_the_next_one_works(script, seen):
    talk = Talk(ScriptedEngine(*script))
    exchange = await talk.answered()
    assert talk.seen == [seen]
    assert exchange.answer.state == "failed"
    assert english(exchange.answer.reason) in seen
    talk.engine.script = ("fine",)
    await talk.answered("again")
    assert talk.seen[-1] == "fine"


async def test_an_engine_that_falls_silent_ends_one_answer_and_keeps_nobody_waiting():
    talk = Talk(ScriptedEngine("so far", asyncio.Event()), stall=0.2)
    stalled = await talk.answered()
    assert talk.engine.closed_early
    assert (stalled.answer.text, stalled.answer.state, stalled.answer.reason) == ("so far", "failed", notices.STALLED)
    assert talk.replies[0].pages == [f"so far\n-# {english(notices.STALLED)}"]
    assert talk.engine.renewed == 1
    talk.engine.script = ("well again",)
    assert (await talk.answered("next")).answer.text == "well again"
    assert talk.engine.renewed == 1


async def test_an_engine_that_is_lost_is_told_of_once_its_person_has_a_sentence():
    lost = []
    talk = Talk(ScriptedEngine("so far", EngineLost("a device failed")), lost=lost.append)
    assert (await talk.answered()).answer.reason == notices.RESTARTING
    assert [str(error) for error in lost] == ["a device failed"]
    talk.engine.script = ("so far", EngineError("one answer failed"))
    await talk.answered()
    assert len(lost) == 1


async def test_an_engine_that_falls_silent_and_cannot_be_renewed_is_lost():
    lost = []
    talk = Talk(ScriptedEngine("so far", asyncio.Event()), stall=0.2, lost=lost.append)
    talk.engine.loss = EngineLost("it hangs for good")
    assert (await talk.answered()).answer.reason == notices.RESTARTING
    assert lost == [talk.engine.loss]


async def test_an_engine_that_says_nothing_for_a_while_may_be_waited_for_for_ever():
    go_on = asyncio.Event()
    talk = Talk(ScriptedEngine("so far, ", go_on, "so good"), stall=0)
    task, _ = talk.ask()
    await talk.engine.started.wait()
    go_on.set()
    await task
    assert [answer for _, answer in await talk.remembered()] == ["so far, so good"]


async def test_what_people_saw_of_a_failed_answer_is_remembered_and_nothing_where_there_was_none():
    talk = Talk(ScriptedEngine("half", EngineUnavailable("reset")))
    await talk.answered("one")
    talk.engine.script = (EngineUnavailable("refused"),)
    await talk.answered("two")
    talk.engine.script = ("fine",)
    await talk.answered("three")
    assert [turn.text for turn in talk.engine.prompts[-1]] == ["be kind", "Ada: one", "half", "Ada: three"]


async def test_a_reply_refused_for_good_stops_the_engine_and_keeps_what_was_said():
    talk = Talk(ScriptedEngine(*["x "] * 9999))
    reply = RecordingReply(refuses=True)
    await talk.conversation.answer(said(), reply)
    assert talk.engine.closed_early
    [exchange] = await talk.record.recent(1)
    assert (exchange.answer.state, exchange.answer.is_settled) == ("stopped", False)
    assert exchange.answer.reason == notices.REFUSED
    assert exchange.answer.text.startswith("x")


async def test_a_history_that_cannot_be_written_is_a_sentence():
    class Broken(MemoryRecord):
        async def ask(self, incoming, /):
            raise HistoryError("disk gone")

    talk = Talk(ScriptedEngine("hi"), Broken())
    task, reply = talk.ask()
    await task
    assert reply.pages == [english(HistoryError.notice)]


@pytest.mark.parametrize("step", ["grow", "end", "settle", "place"])
async def test_an_answer_whose_record_fails_is_shown_whole_all_the_same(step):
    async def fail(self, *_, **__):
        raise HistoryError("disk full")

    failing = type("Failing", (MemoryRecord,), {step: fail})()
    talk = Talk(ScriptedEngine("hello"), failing)
    task, reply = talk.ask()
    await task
    assert reply.finished
    assert reply.pages == ([f"hello\n-# {english(notices.UNSAVED)}"] if step in ("grow", "end") else ["hello"])


async def test_typing_is_shown_until_the_first_text():
    go_on, rest = asyncio.Event(), asyncio.Event()
    talk = Talk(ScriptedEngine(go_on, "text", rest))
    task, reply = talk.ask()
    await talk.engine.started.wait()
    assert reply.is_typing
    talk.engine.started.clear()
    go_on.set()
    await talk.engine.started.wait()
    assert not reply.is_typing
    rest.set()
    await task


async def test_typing_goes_on_while_the_model_thinks():
    go_on = asyncio.Event()
    talk = Talk(ScriptedEngine(Piece("hm", kind="thought"), go_on, "yes"))
    task, reply = talk.ask()
    await talk.engine.started.wait()
    assert reply.is_typing
    go_on.set()
    await task
    assert reply.pages == ["yes"]


async def test_an_answer_that_reached_its_length_says_so_and_can_be_continued():
    talk = Talk(ScriptedEngine("and so", Piece(" on", "length")))
    await talk.answered()
    assert talk.seen == ["and so on\n-# Cut off at 100 tokens."]
    assert tuple(talk.replies[0].controls.verbs) == ("continue", "regenerate", "delete")


async def test_a_whole_answer_can_be_regenerated_and_deleted_and_a_running_one_stopped():
    go_on = asyncio.Event()
    talk = Talk(ScriptedEngine("one ", go_on, "two"))
    task, reply = talk.ask()
    await until(lambda: reply.pages)
    assert tuple(reply.controls.verbs) == ("stop",)
    go_on.set()
    await task
    assert tuple(reply.controls.verbs) == ("regenerate", "delete")
    assert (reply.controls.version, reply.controls.versions) == (1, 1)


async def test_an_engine_that_does_not_say_why_it_ended_has_answered_all_the_same():
    talk = Talk(ScriptedEngine(Piece("hi")))
    exchange = await talk.answered()
    assert talk.seen == ["hi"]
    assert (exchange.answer.state, exchange.answer.finish) == ("done", None)


async def test_what_an_answer_cost_is_put_on_record():
    usage = Usage(read=12, reused=2, written=3)
    talk = Talk(ScriptedEngine("hi", Piece("", "stop", usage=usage)))
    answer = (await talk.answered()).answer
    assert (answer.usage.read, answer.usage.reused, answer.usage.written, answer.usage.context) == (12, 2, 3, 500)
    assert answer.usage.reading >= 0
    assert answer.usage.writing >= 0


async def test_what_was_shown_to_the_model_is_told_from_anything_else():
    talk = Talk(ScriptedEngine("hi"))
    first, second = await talk.answered(channel=1), await talk.answered(channel=2)
    third = await talk.answered(channel=1)
    assert first.answer.recipe.prompt == second.answer.recipe.prompt != third.answer.recipe.prompt


async def test_a_piece_after_the_one_that_says_why_it_ended_changes_nothing():
    talk = Talk(ScriptedEngine(Piece("hi", "length"), Piece("")))
    assert (await talk.answered()).answer.finish == "length"


async def test_a_message_too_long_by_itself_is_refused_with_both_numbers():
    talk = Talk(ScriptedEngine("hi"))
    await talk.answered("x" * 1000)
    assert "1,012" in talk.seen[0]
    assert "400" in talk.seen[0]


async def test_leaving_out_the_oldest_part_is_said_once_and_remembered():
    talk = Talk(ScriptedEngine("a" * 60))
    for _ in range(12):
        await talk.answered("q" * 40)
    assert [english(notices.LEFT_OUT) in text for text in talk.seen].count(True) == 1
    assert len(await talk.record.recent(1)) < 12


async def test_what_is_said_besides_stands_as_long_as_the_answer():
    talk = Talk(ScriptedEngine("a" * 60))
    while english(notices.LEFT_OUT) not in "".join(talk.seen):
        last = await talk.answered("q" * 40)
    said = f"{'a' * 60}\n-# {english(notices.LEFT_OUT)}"
    person = Person(last.question.asked.author.id)
    await talk.conversation.regenerate(last.answer.id, person, talk.take_up)
    assert talk.seen[-1] == "a" * 60
    newer = (await talk.record.recent(1))[-1].answer.id
    await talk.conversation.choose(newer, -1, person, talk.take_up)
    assert talk.seen[-1] == said
    await talk.conversation.retire_controls(now() + timedelta(hours=1), talk.take_up)
    assert talk.seen[-1] == said
    assert talk.reopened[-1].controls is None


async def test_all_that_was_left_out_and_nothing_else_is_not_recalled_any_more():
    talk = Talk(ScriptedEngine("a" * 60))
    while english(notices.LEFT_OUT) not in "".join(talk.seen):
        await talk.answered("q" * 40)
    shown = len(talk.engine.prompts[-1]) // 2  # Beside the system prompt, a question and an answer each.
    assert len(await talk.record.recent(1)) == shown


async def test_two_answers_at_once_leave_out_the_oldest_part_once():
    talk = Talk(ScriptedEngine("a" * 60))
    while len(await talk.record.recent(1)) < 4:
        await talk.answered("q" * 40)
    go_on = asyncio.Event()
    later = Talk(ScriptedEngine(go_on, "ok", slots=2), talk.record, context_tokens=480)
    both = [later.ask("q" * 40), later.ask("q" * 40, author=BOB)]
    await until(lambda: len(later.engine.prompts) == 2)
    go_on.set()
    await asyncio.gather(*(task for task, _ in both))
    assert [english(notices.LEFT_OUT) in text for text in later.seen].count(True) == 1


async def test_the_models_own_context_bounds_the_prompt():
    talk = Talk(ScriptedEngine("hi", context_length=150))
    await talk.answered("x" * 60)
    assert "I can read 50 at once" in talk.seen[0]


async def test_a_message_told_of_twice_is_answered_once():
    go_on = asyncio.Event()
    talk = Talk(ScriptedEngine(go_on, "hi"))
    first, _ = talk.ask(message=7)
    second, never = talk.ask(message=7)
    await talk.engine.started.wait()
    go_on.set()
    await asyncio.gather(first, second)
    third, never_either = talk.ask(message=7)
    await third
    assert talk.seen == ["hi"]
    assert never.wishes == never_either.wishes == []


async def test_a_mistake_of_ours_before_it_begins_is_a_sentence_too():
    class Broken(MemoryRecord):
        async def ask(self, incoming, /):
            raise ZeroDivisionError

    talk = Talk(ScriptedEngine("hi"), Broken())
    task, reply = talk.ask()
    await task
    assert reply.pages == [english(BotError.notice)]


class TestWaiting:
    async def test_one_answer_at_a_time_for_one_person_in_a_channel(self):
        go_on = asyncio.Event()
        talk = Talk(ScriptedEngine(go_on, "done", slots=3))
        tasks = [talk.ask(text) for text in ("one", "two")]
        await talk.engine.started.wait()
        await asyncio.sleep(0.01)
        assert len(talk.engine.prompts) == 1
        go_on.set()
        for task, reply in tasks:
            await task
            assert reply.pages == ["done"]
        assert [turn.text for turn in talk.engine.prompts[1]] == ["be kind", "Ada: one", "done", "Ada: two"]

    async def test_channels_are_answered_side_by_side(self):
        go_on = asyncio.Event()
        talk = Talk(ScriptedEngine(go_on, "done", slots=3))
        tasks = [talk.ask(channel=channel) for channel in (1, 2, 3)]
        await until(lambda: len(talk.engine.prompts) == 3)
        go_on.set()
        await asyncio.gather(*(task for task, _ in tasks))

    async def test_whoever_waits_is_told_how_many_come_first(self):
        go_on = asyncio.Event()
        talk = Talk(ScriptedEngine(go_on, "done"), patience=0.01)
        first, _ = talk.ask()
        second, reply = talk.ask(author=BOB)
        await until(lambda: reply.wishes)
        assert reply.pages == ["⏳ 1 answer before yours."]
        assert tuple(reply.controls.verbs) == ("stop",)
        go_on.set()
        await asyncio.gather(first, second)
        assert reply.pages == ["done"]

    async def test_people_in_one_channel_are_answered_at_the_same_time_and_see_what_was_whole_when_they_began(self):
        go_on = asyncio.Event()
        talk = Talk(ScriptedEngine("before", slots=2))
        await talk.answered("old")
        talk.engine.script = (go_on, "done")
        tasks = [talk.ask("one")[0], talk.ask("two", author=BOB)[0]]
        await until(lambda: len(talk.engine.prompts) == 3)
        assert [turn.text for turn in talk.engine.prompts[-1]] == ["be kind", "Ada: old", "before", "Bob: two"]
        go_on.set()
        await asyncio.gather(*tasks)
        await talk.answered("three")
        assert [turn.text for turn in talk.engine.prompts[-1]][-5:] == [
            *("Ada: one", "done"),
            *("Bob: two", "done"),
            "Ada: three",
        ]

    async def test_whoever_waits_is_told_again_when_the_place_changes_and_of_the_time_once_it_is_known(self):
        turns = [asyncio.Event() for _ in range(3)]

        class InTurns(ScriptedEngine):
            def stream(self, prompt, options, /, *, channel=0):
                self.script = ("so ", turns[len(self.prompts)], Piece("far", "stop", usage=Usage(10, 0, 2)))
                return super().stream(prompt, options, channel=channel)

        talk = Talk(InTurns(), patience=0.01)
        tasks = [talk.ask(author=Author(number, "x"))[0] for number in (1, 2, 3)]
        waiting = talk.replies[2]
        await until(lambda: waiting.pages == ["⏳ 2 answers before yours."])
        turns[0].set()
        await until(lambda: waiting.pages == ["⏳ 1 answer before yours, about 5 s."])
        turns[1].set()
        turns[2].set()
        await asyncio.gather(*tasks)
        assert waiting.pages == ["so far"]
        told = [pages[0] for pages in waiting.wishes if "⏳" in pages[0]]
        assert told == list(dict.fromkeys(told))

    async def test_a_slow_platform_does_not_keep_the_next_in_line_waiting(self):
        class Slow(RecordingReply):
            async def finish(self, pages, /, controls=None, uploads=()):
                await let_it.wait()
                await super().finish(pages, controls, uploads)

        let_it = asyncio.Event()
        talk = Talk(ScriptedEngine("done"))
        slow = asyncio.create_task(talk.conversation.answer(said("one"), Slow()))
        second, reply = talk.ask("two")
        await second
        assert reply.pages == ["done"]
        assert not slow.done()
        let_it.set()
        await slow

    async def test_too_many_waiting_are_turned_away(self):
        go_on = asyncio.Event()
        talk = Talk(ScriptedEngine(go_on, "done"), bounds=Bounds(person=1))
        tasks = [talk.ask(str(number)) for number in range(3)]
        await tasks[2][0]
        assert tasks[2][1].pages == [english(notices.busy_person(1))]
        go_on.set()
        await asyncio.gather(*(task for task, _ in tasks))

    async def test_a_message_sent_while_the_model_loads_is_answered_when_it_is_ready(self):
        engine = asyncio.get_running_loop().create_future()
        talk = Talk(engine)
        task, reply = talk.ask()
        await until(lambda: reply.wishes)
        assert reply.pages == [english(notices.LOADING)]
        engine.set_result(ScriptedEngine("hi"))
        await task
        assert reply.pages == ["hi"]

    async def test_a_model_that_does_not_load_is_a_sentence(self):
        engine = asyncio.get_running_loop().create_future()
        engine.set_exception(StartError("no such model"))
        talk = Talk(engine)
        await talk.answered()
        assert talk.seen == [english(EngineUnavailable.notice)]

    async def test_two_people_take_turns_however_much_one_of_them_asks(self):
        go_on = asyncio.Event()
        talk = Talk(ScriptedEngine(go_on, "done"))
        tasks = [talk.ask(text)[0] for text in ("one", "two", "three")]
        tasks.append(talk.ask("mine", author=BOB)[0])
        await talk.engine.started.wait()
        go_on.set()
        await asyncio.gather(*tasks)
        assert [prompt[-1].text for prompt in talk.engine.prompts] == [
            "Ada: one",
            "Bob: mine",
            "Ada: two",
            "Ada: three",
        ]


class TestStopping:
    async def test_what_was_said_stays_is_marked_and_remembered(self):
        talk = Talk(ScriptedEngine("so far", asyncio.Event()))
        task, reply = talk.ask()
        await talk.engine.started.wait()
        assert talk.conversation.stop(1, Person(BOB.id)) == 0
        assert talk.conversation.stop(1, MODERATOR) == 1
        await task
        assert reply.pages == [f"so far\n-# {english(notices.STOPPED)}"]
        assert talk.engine.closed_early
        assert await talk.remembered() == [("Ada: hello", "so far")]

    async def test_what_was_stopped_is_recalled(self):
        talk = Talk(ScriptedEngine("so far", asyncio.Event()))
        task, _ = talk.ask("one")
        await talk.engine.started.wait()
        talk.conversation.stop(1, Person(ADA.id))
        await task
        talk.engine.script = ("ok",)
        await talk.answered("two")
        assert [turn.text for turn in talk.engine.prompts[-1]] == ["be kind", "Ada: one", "so far", "Ada: two"]

    async def test_somebody_who_waits_stops_only_the_own_message(self):
        go_on = asyncio.Event()
        talk = Talk(ScriptedEngine(go_on, "done"))
        (first, shown), (second, dropped) = talk.ask(), talk.ask(author=BOB)
        await talk.engine.started.wait()
        assert talk.conversation.stop(1, Person(BOB.id)) == 1
        await second
        assert dropped.pages == [english(notices.STOPPED)]
        go_on.set()
        await first
        assert shown.pages == ["done"]

    async def test_nothing_runs_and_nothing_is_stopped(self):
        assert Talk(ScriptedEngine()).conversation.stop(1, Person(ADA.id)) == 0

    async def test_a_stop_leaves_other_channels_alone(self):
        go_on = asyncio.Event()
        talk = Talk(ScriptedEngine(go_on, "done", slots=2))
        here, elsewhere = talk.ask(channel=1), talk.ask(channel=2)
        await until(lambda: len(talk.engine.prompts) == 2)
        assert talk.conversation.stop(1, Person(ADA.id)) == 1
        go_on.set()
        await asyncio.gather(here[0], elsewhere[0])
        assert here[1].pages == [english(notices.STOPPED)]
        assert elsewhere[1].pages == ["done"]


class TestClosing:
    async def test_what_is_written_may_end_within_the_grace(self):
        go_on = asyncio.Event()
        talk = Talk(ScriptedEngine("so ", go_on, "far"))
        _, reply = talk.ask()
        await talk.engine.started.wait()
        closing = asyncio.create_task(talk.conversation.close(grace=3600.0))
        await asyncio.sleep(0)
        go_on.set()
        await closing
        assert reply.pages == ["so far"]

    async def test_what_is_not_done_by_then_is_marked_as_interrupted_and_can_be_regenerated(self):
        talk = Talk(ScriptedEngine("so far", asyncio.Event()))
        _, reply = talk.ask()
        await talk.engine.started.wait()
        await talk.conversation.close()
        assert reply.pages == [f"so far\n-# {english(notices.INTERRUPTED)}"]
        assert "regenerate" in reply.controls.verbs
        [exchange] = await talk.record.recent(1)
        assert (exchange.answer.state, exchange.answer.is_settled) == ("lost", True)

    async def test_what_only_waits_is_told_at_once_and_nothing_new_is_begun(self):
        go_on = asyncio.Event()
        talk = Talk(ScriptedEngine(go_on, "done"))
        first, _ = talk.ask("one")
        second, waiting = talk.ask("two", author=BOB)
        await talk.engine.started.wait()
        closing = asyncio.create_task(talk.conversation.close(grace=3600.0))
        await second
        assert waiting.pages == [english(notices.CLOSING)]
        assert [each.answer.state for each in await talk.record.recent(1)] == ["writing", "lost"]
        third, never = talk.ask("three")
        await third
        assert never.wishes == []
        go_on.set()
        await asyncio.gather(closing, first)


class TestResetting:
    async def test_the_channels_past_is_forgotten_and_no_others(self):
        talk = Talk(ScriptedEngine("hi"))
        for channel in (1, 2):
            await talk.answered(channel=channel)
        await talk.conversation.reset(1)
        assert await talk.record.recent(1) == []
        assert len(await talk.record.recent(2)) == 1
        assert talk.engine.forgotten == [1]

    @pytest.mark.parametrize("model", ["loads", "failed", "was given up"])
    async def test_it_needs_no_model(self, model):
        engine = asyncio.get_running_loop().create_future()
        if model == "failed":
            engine.set_exception(StartError("no such model"))
        elif model == "was given up":
            engine.cancel()
        talk = Talk(engine)
        await talk.record.ask(said())
        await talk.conversation.reset(1)
        assert await talk.record.recent(1) == []

    async def test_what_runs_there_is_stopped_and_not_remembered(self):
        talk = Talk(ScriptedEngine("so far", asyncio.Event()))
        (running, shown), (waiting, never) = talk.ask("one"), talk.ask("two")
        await talk.engine.started.wait()
        await talk.conversation.reset(1)
        await asyncio.gather(running, waiting)
        assert shown.pages == [f"so far\n-# {english(notices.FORGOTTEN)}"]
        assert never.pages == [english(notices.FORGOTTEN)]
        assert shown.controls is None
        assert await talk.record.recent(1) == []

    async def test_an_answer_just_being_recorded_is_forgotten_too(self):
        recording, record_it = asyncio.Event(), asyncio.Event()

        class Slow(MemoryRecord):
            async def end(self, answer, outcome, /, **more):
                recording.set()
                await record_it.wait()
                await super().end(answer, outcome, **more)

        talk = Talk(ScriptedEngine("hi"), Slow())
        talk.ask("before")
        await recording.wait()
        reset = asyncio.create_task(talk.conversation.reset(1))
        after, _ = talk.ask("afterwards")
        await asyncio.sleep(0)
        record_it.set()
        await asyncio.gather(reset, after)
        assert await talk.remembered() == [("Ada: afterwards", "hi")]
