"""How an answer is changed after it was given: by buttons and commands, and as people edit and delete messages."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core import notices
from bot.core.chat import Options, Piece, Usage
from bot.core.errors import EngineError, Refused, StartError
from bot.core.job import Person
from bot.core.passes import Pass
from bot.core.record import Author
from tests.conftest import RecordingReply, ScriptedEngine, english
from tests.core.talking import ADA, BOB, MODERATOR, Talk, edited, said, until

ASKER = Person(ADA.id)


async def refused(awaitable):
    with pytest.raises(Refused) as refusal:
        await awaitable
    return refusal.value.notice


async def test_a_thought_is_told_in_pages_no_longer_than_they_may_be():
    talk = Talk(ScriptedEngine(Piece("word " * 30, kind="thought"), "yes"))
    before = await talk.answered("hello")
    pages = await talk.conversation.thought(before.answer.id, ASKER, limit=60)
    assert all(0 < len(page) <= 60 for page in pages)
    assert " ".join(pages).split() == ["word"] * 30


async def test_where_nothing_was_thought_that_is_said():
    talk = Talk(ScriptedEngine("yes"))
    before = await talk.answered("hello")
    assert await refused(talk.conversation.thought(before.answer.id, ASKER, limit=60)) == notices.NO_THOUGHT


class TestReplaying:
    async def test_the_seed_and_the_settings_of_the_answer_are_taken_again(self):
        talk = Talk(ScriptedEngine("hi"))
        before = await talk.answered("hello")
        talk.profiles.defaults = replace(talk.profiles.defaults, options=Options(max_new_tokens=7, temperature=2.0))
        await talk.conversation.replay(before.answer.id, ASKER, talk.take_up)
        assert talk.engine.options[1] == talk.engine.options[0] == before.answer.recipe.options
        [after] = await talk.record.recent(1)
        assert (after.answer.version, after.answer.recipe.prompt) == (2, before.answer.recipe.prompt)
        assert talk.seen == ["hi"]

    async def test_its_prompt_is_read_in_the_passes_of_the_answer(self):
        passes = (Pass(5, 4), Pass(1, 1))
        talk = Talk(ScriptedEngine("hi", Piece("", "stop", usage=Usage(read=5, passes=passes))))
        before = await talk.answered("hello")
        await talk.conversation.replay(before.answer.id, ASKER, talk.take_up)
        await talk.conversation.regenerate(before.answer.id, ASKER, talk.take_up)
        assert [options.passes for options in talk.engine.options] == [(), passes, ()]
        [after] = await talk.record.recent(1)
        assert after.answer.recipe.options.passes == ()

    async def test_where_the_model_is_shown_something_else_that_is_said(self):
        talk = Talk(ScriptedEngine("hi"))
        first, second = await talk.answered("one"), await talk.answered("two")
        await talk.conversation.delete(first.answer.id, ASKER, talk.take_up)
        await talk.conversation.replay(second.answer.id, ASKER, talk.take_up)
        assert talk.seen == [f"hi\n-# {english(notices.REPLAYED_OTHERWISE)}"]

    @pytest.mark.parametrize("script", [("ho",), ("hi there",), (Piece("Hm.", kind="thought"), "hi")])
    async def test_where_it_comes_out_otherwise_all_the_same_that_is_said(self, script):
        talk = Talk(ScriptedEngine("hi"))
        before = await talk.answered("hello")
        talk.engine.script = script
        await talk.conversation.replay(before.answer.id, ASKER, talk.take_up)
        [after] = await talk.record.recent(1)
        assert after.answer.notes == (notices.REPLAYED_INEXACTLY,)
        assert talk.seen[0].endswith(f"{script[-1]}\n-# {english(notices.REPLAYED_INEXACTLY)}")

    @pytest.mark.parametrize(("again", "notes"), [("hi there", ()), ("ho there", (notices.REPLAYED_INEXACTLY,))])
    async def test_what_was_stopped_is_compared_as_far_as_it_came(self, again, notes):
        talk = Talk(ScriptedEngine("hi", EngineError("gone")))
        before = await talk.answered("hello")
        talk.engine.script = (again,)
        await talk.conversation.replay(before.answer.id, ASKER, talk.take_up)
        [after] = await talk.record.recent(1)
        assert (before.answer.text, after.answer.text, after.answer.notes) == ("hi", again, notes)

    async def test_nothing_is_said_of_a_replay_that_was_not_written_to_its_end(self):
        talk = Talk(ScriptedEngine("hi"))
        before = await talk.answered("hello")
        talk.engine.script = ("ho", EngineError("gone"))
        await talk.conversation.replay(before.answer.id, ASKER, talk.take_up)
        again = await talk.record.exchange(before.answer.id + 1)
        assert (again.answer.state, again.answer.notes) == ("failed", ())

    async def test_another_model_cannot_say_the_same(self):
        talk = Talk(ScriptedEngine("hi"))
        before = await talk.answered()
        talk.engine.model = "script-2"
        assert await refused(talk.conversation.replay(before.answer.id, ASKER, talk.take_up)) == notices.ANOTHER_MODEL

    @pytest.mark.parametrize("how", ["loads", "failed", "was given up"])
    async def test_nor_can_one_that_is_not_there(self, how):
        talk = Talk(ScriptedEngine("hi"))
        before = await talk.answered()
        engine = asyncio.get_running_loop().create_future()
        later = Talk(engine, talk.record)
        if how == "failed":
            engine.set_exception(StartError("no such model"))
        elif how == "was given up":
            engine.cancel()
        assert await refused(later.conversation.replay(before.answer.id, ASKER, later.take_up)) == notices.ANOTHER_MODEL

    async def test_an_answer_that_nothing_is_known_of_is_not_written_again(self):
        talk = Talk(ScriptedEngine("hi"))
        exchange = await talk.record.ask(said("hello"))
        assert (
            await refused(talk.conversation.replay(exchange.answer.id, ASKER, talk.take_up)) == notices.NOT_REPLAYABLE
        )

    async def test_only_whoever_asked_and_moderators_may(self):
        talk = Talk(ScriptedEngine("hi"))
        before = await talk.answered()
        await refused(talk.conversation.replay(before.answer.id, Person(BOB.id), talk.take_up))
        await talk.conversation.replay(before.answer.id, MODERATOR, talk.take_up)


class TestRegenerating:
    async def test_another_version_takes_the_place_of_the_first_and_is_remembered(self):
        talk = Talk(ScriptedEngine("first"))
        before = await talk.answered("hello")
        talk.engine.script = ("second",)
        await talk.conversation.regenerate(before.answer.id, ASKER, talk.take_up)
        assert talk.seen == ["second"]
        assert await talk.remembered() == [("Ada: hello", "second")]
        assert [turn.text for turn in talk.engine.prompts[-1]] == ["be kind", "Ada: hello"]
        controls = talk.reopened[-1].controls
        assert (controls.version, controls.versions) == (2, 2)

    async def test_an_older_answer_is_written_anew_from_what_was_said_before_it(self):
        talk = Talk(ScriptedEngine("ok"))
        first = await talk.answered("one")
        second = await talk.answered("two")
        await talk.answered("three")
        await talk.conversation.regenerate(second.answer.id, ASKER, talk.take_up)
        assert [turn.text for turn in talk.engine.prompts[-1]] == ["be kind", "Ada: one", "ok", "Ada: two"]
        assert first.question.id < second.question.id

    async def test_messages_that_are_not_needed_any_more_go(self):
        talk = Talk(ScriptedEngine("word " * 100))
        before = await talk.answered()
        assert len(talk.seen) > 2
        talk.engine.script = ("short",)
        await talk.conversation.regenerate(before.answer.id, ASKER, talk.take_up)
        assert talk.seen == ["short"]

    async def test_no_more_versions_are_kept_than_wanted(self):
        talk = Talk(ScriptedEngine("hi"), versions=2)
        exchange = await talk.answered()
        for _ in range(3):
            await talk.conversation.regenerate(exchange.answer.id, ASKER, talk.take_up)
            [exchange] = await talk.record.recent(1)
        assert exchange.versions == 2
        assert talk.reopened[-1].controls.versions == 2

    async def test_a_failed_one_can_be_tried_again(self):
        talk = Talk(ScriptedEngine(EngineError("boom")))
        before = await talk.answered()
        talk.engine.script = ("fine",)
        await talk.conversation.regenerate(before.answer.id, ASKER, talk.take_up)
        assert talk.seen == ["fine"]

    async def test_only_who_asked_and_moderators_may(self):
        talk = Talk(ScriptedEngine("first"))
        before = await talk.answered()
        assert await refused(
            talk.conversation.regenerate(before.answer.id, Person(BOB.id), talk.take_up)
        ) == notices.not_theirs("Ada")
        assert talk.seen == ["first"]
        talk.engine.script = ("second",)
        await talk.conversation.regenerate(before.answer.id, MODERATOR, talk.take_up)
        assert talk.seen == ["second"]

    async def test_who_asked_without_a_name_is_who_asked(self):
        talk = Talk(ScriptedEngine("first"))
        before = await talk.answered(author=Author(ADA.id, ""))
        regenerating = talk.conversation.regenerate(before.answer.id, Person(BOB.id), talk.take_up)
        assert await refused(regenerating) == notices.not_theirs("")

    async def test_one_that_is_being_written_is_not_begun_a_second_time(self):
        go_on = asyncio.Event()
        talk = Talk(ScriptedEngine("first"))
        before = await talk.answered()
        talk.engine.script = ("second", go_on)
        presses = [
            asyncio.create_task(talk.conversation.regenerate(before.answer.id, ASKER, talk.take_up)) for _ in range(2)
        ]
        await talk.engine.started.wait()
        [second] = [press for press in presses if press.done()]
        assert await refused(second) == notices.BEING_WRITTEN
        choosing = talk.conversation.choose(before.answer.id, 1, ASKER, talk.take_up)
        assert await refused(choosing) == notices.BEING_WRITTEN
        go_on.set()
        await asyncio.wait(presses)
        assert (await talk.record.recent(1))[0].versions == 2

    async def test_the_first_version_cannot_be_changed_while_it_is_written(self):
        talk = Talk(ScriptedEngine("so far", asyncio.Event()))
        task, reply = talk.ask()
        await until(lambda: reply.pages)
        answer = reply.controls.answer
        for change in (
            talk.conversation.regenerate(answer, ASKER, talk.take_up),
            talk.conversation.choose(answer, 1, ASKER, talk.take_up),
        ):
            assert await refused(change) == notices.BEING_WRITTEN
        talk.conversation.stop(1, Person(ADA.id))
        await task

    async def test_two_answers_can_be_written_anew_at_once(self):
        go_on = asyncio.Event()
        talk = Talk(ScriptedEngine("first", slots=2))
        before = [await talk.answered("one"), await talk.answered("two")]
        talk.engine.script = (go_on, "second")
        presses = [
            asyncio.create_task(talk.conversation.regenerate(each.answer.id, person, talk.take_up))
            for each, person in zip(before, (ASKER, MODERATOR), strict=True)
        ]
        await until(lambda: len(talk.engine.prompts) == 4)
        go_on.set()
        await asyncio.gather(*presses)
        assert talk.seen == ["second", "second"]

    async def test_it_is_written_for_whoever_wanted_it_who_may_stop_it(self):
        talk = Talk(ScriptedEngine(Piece("first", "length")))
        before = await talk.answered()
        for verb in (talk.conversation.regenerate, talk.conversation.go_on):
            talk.engine.script = (asyncio.Event(),)
            talk.engine.started.clear()
            task = asyncio.create_task(verb(before.answer.id, MODERATOR, talk.take_up))
            await talk.engine.started.wait()
            assert talk.conversation.stop(1, MODERATOR) == 1
            await task

    async def test_what_the_platform_takes_away_while_it_waits_is_nobodys_deletion(self):
        go_on = asyncio.Event()
        talk = Talk(ScriptedEngine("word " * 100), patience=0.0, context_tokens=5000)
        before = await talk.answered("long", message=7)
        talk.engine.script = (go_on, "ok")
        other, _ = talk.ask("other", author=BOB)
        press = asyncio.create_task(talk.conversation.regenerate(before.answer.id, ASKER, talk.take_up))
        await until(lambda: talk.reopened and "".join(talk.reopened[-1].pages).startswith("⏳"))
        gone = before.answer.pages[1:]
        assert gone
        assert not any(message in talk.board.texts for message in gone)
        await talk.conversation.withdraw(gone, talk.take_up)
        go_on.set()
        await asyncio.gather(other, press)
        assert talk.seen == ["ok", "ok"]
        assert len(await talk.remembered()) == 2

    async def test_nothing_is_begun_while_the_bot_leaves(self):
        talk = Talk(ScriptedEngine("first"))
        before = await talk.answered()
        await talk.conversation.close()
        assert await refused(talk.conversation.regenerate(before.answer.id, ASKER, talk.take_up)) == notices.LEAVING
        assert talk.seen == ["first"]

    async def test_one_that_is_not_remembered_any_more_is_a_sentence(self):
        talk = Talk(ScriptedEngine("first"))
        before = await talk.answered()
        await talk.conversation.reset(1)
        regenerating = talk.conversation.regenerate(before.answer.id, ASKER, talk.take_up)
        assert await refused(regenerating) == notices.NOT_REMEMBERED

    async def test_one_whose_question_goes_in_that_moment_is_a_sentence(self):
        talk = Talk(ScriptedEngine("first"))
        before = await talk.answered()

        @asynccontextmanager
        async def too_late(exchange):
            await talk.record.withdraw(exchange.question.id)
            yield RecordingReply()

        assert await refused(talk.conversation.regenerate(before.answer.id, ASKER, too_late)) == notices.TAKEN_BACK


class TestChoosing:
    async def test_what_is_shown_is_what_is_remembered(self):
        talk = Talk(ScriptedEngine("first"))
        before = await talk.answered()
        talk.engine.script = ("second",)
        await talk.conversation.regenerate(before.answer.id, ASKER, talk.take_up)
        [now] = await talk.record.recent(1)
        await talk.conversation.choose(now.answer.id, -1, ASKER, talk.take_up)
        assert talk.seen == ["first"]
        assert await talk.remembered() == [("Ada: hello", "first")]
        controls = talk.reopened[-1].controls
        assert (controls.answer, controls.version, controls.versions) == (before.answer.id, 1, 2)
        await talk.conversation.choose(before.answer.id, 1, ASKER, talk.take_up)
        assert talk.seen == ["second"]
        [chosen] = await talk.record.recent(1)
        assert chosen.answer.is_settled
        assert list(chosen.answer.pages) == talk.reopened[-1].messages

    async def test_there_is_nothing_beyond_the_first_and_the_last(self):
        talk = Talk(ScriptedEngine("only"))
        exchange = await talk.answered()
        for step in (-1, 1):
            choosing = talk.conversation.choose(exchange.answer.id, step, ASKER, talk.take_up)
            assert await refused(choosing) == notices.NO_FURTHER_VERSION

    async def test_versions_of_two_answers_can_be_chosen_at_once_and_of_one_only_one(self):
        talk = Talk(ScriptedEngine("first"))
        answers = []
        for text in ("one", "two"):
            exchange = await talk.answered(text)
            await talk.conversation.regenerate(exchange.answer.id, ASKER, talk.take_up)
            answers.append((await talk.record.recent(1))[-1].answer.id)
        opened, go_on = [], asyncio.Event()

        @asynccontextmanager
        async def slowly(exchange):
            opened.append(exchange.question.asked.text)
            await go_on.wait()
            async with talk.take_up(exchange) as reply:
                yield reply

        tasks = [asyncio.create_task(talk.conversation.choose(each, -1, ASKER, slowly)) for each in answers]
        await until(lambda: len(opened) == 2)
        assert await refused(talk.conversation.choose(answers[0], -1, ASKER, slowly)) == notices.BEING_WRITTEN
        go_on.set()
        await asyncio.gather(*tasks)


class TestGoingOn:
    async def test_a_cut_answer_goes_on_where_it_stopped_in_the_same_messages(self):
        talk = Talk(ScriptedEngine("one ", Piece("two", "length")))
        before = await talk.answered()
        messages = list(before.answer.pages)
        talk.engine.script = (" three",)
        await talk.conversation.go_on(before.answer.id, ASKER, talk.take_up)
        assert talk.seen == ["one two three"]
        prompt = talk.engine.prompts[-1]
        assert (prompt[-1].role, prompt[-1].text) == ("assistant", "one two")
        [now] = await talk.record.recent(1)
        assert (now.answer.text, now.answer.finish, list(now.answer.pages)) == ("one two three", "stop", messages)
        assert now.versions == 1
        assert tuple(talk.reopened[-1].controls.verbs) == ("regenerate", "delete")

    async def test_a_whole_answer_has_nothing_to_go_on_with(self):
        talk = Talk(ScriptedEngine("whole"))
        before = await talk.answered()
        assert await refused(talk.conversation.go_on(before.answer.id, ASKER, talk.take_up)) == notices.COMPLETE

    async def test_while_it_goes_on_it_is_unfinished_as_a_restart_would_find_it(self):
        talk = Talk(ScriptedEngine(Piece("one", "length")))
        before = await talk.answered()
        assert await talk.record.unsettled() == []
        talk.engine.script = (" two", asyncio.Event())
        task = asyncio.create_task(talk.conversation.go_on(before.answer.id, ASKER, talk.take_up))
        await talk.engine.started.wait()
        assert [each.answer.id for each in await talk.record.unsettled()] == [before.answer.id]
        talk.conversation.stop(1, Person(ADA.id))
        await task
        assert await talk.record.unsettled() == []

    async def test_what_was_thought_is_kept(self):
        talk = Talk(ScriptedEngine(Piece("first I ", kind="thought"), Piece("one", "length")))
        before = await talk.answered()
        talk.engine.script = (Piece("think", kind="thought"), " two")
        await talk.conversation.go_on(before.answer.id, ASKER, talk.take_up)
        assert (await talk.record.exchange(before.answer.id)).answer.thought == "first I think"

    async def test_one_that_is_forgotten_just_then_is_let_be(self):
        talk = Talk(ScriptedEngine(Piece("one", "length")))
        before = await talk.answered()

        @asynccontextmanager
        async def forgetting(exchange):
            await talk.record.forget(1)
            async with talk.take_up(exchange) as reply:
                yield reply

        assert await refused(talk.conversation.go_on(before.answer.id, ASKER, forgetting)) == notices.TAKEN_BACK
        assert len(talk.engine.prompts) == 1

    async def test_it_may_be_cut_again(self):
        talk = Talk(ScriptedEngine(Piece("one", "length")))
        before = await talk.answered()
        talk.engine.script = (Piece(" two", "length"),)
        await talk.conversation.go_on(before.answer.id, ASKER, talk.take_up)
        assert talk.seen == ["one two\n-# Cut off at 100 tokens."]
        assert "continue" in talk.reopened[-1].controls.verbs


class TestStoppingOne:
    async def test_the_button_stops_that_answer_and_no_other(self):
        go_on = asyncio.Event()
        talk = Talk(ScriptedEngine("so far", go_on, " and on", slots=2))
        (first, one), (second, other) = talk.ask("one"), talk.ask("two", author=BOB)
        await until(lambda: one.pages and other.pages)
        await talk.conversation.stop_answer(one.controls.answer, ASKER)
        await first
        assert one.pages == [f"so far\n-# {english(notices.STOPPED)}"]
        go_on.set()
        await second
        assert other.pages == ["so far and on"]

    async def test_it_is_for_who_asked_and_moderators_and_for_what_is_written(self):
        talk = Talk(ScriptedEngine("so far", asyncio.Event()))
        task, reply = talk.ask()
        await until(lambda: reply.pages)
        answer = reply.controls.answer
        assert await refused(talk.conversation.stop_answer(answer, Person(BOB.id))) == notices.not_theirs("Ada")
        await talk.conversation.stop_answer(answer, MODERATOR)
        await task
        assert await refused(talk.conversation.stop_answer(answer, ASKER)) == notices.NOT_WRITTEN


class TestDeleting:
    async def test_the_answer_goes_from_the_channel_and_with_its_question_from_memory(self):
        talk = Talk(ScriptedEngine("one"))
        kept = await talk.answered("keep")
        gone = await talk.answered("delete")
        await talk.conversation.delete(gone.answer.id, ASKER, talk.take_up)
        assert talk.seen == ["one"]
        assert await talk.remembered() == [("Ada: keep", "one")]
        assert talk.engine.forgotten == [1]
        assert await refused(
            talk.conversation.delete(kept.answer.id, Person(BOB.id), talk.take_up)
        ) == notices.not_theirs("Ada")

    async def test_one_that_is_being_written_is_stopped_first(self):
        talk = Talk(ScriptedEngine("so far", asyncio.Event()))
        task, reply = talk.ask()
        await until(lambda: reply.pages)
        await talk.conversation.delete(reply.controls.answer, ASKER, talk.take_up)
        await task
        assert talk.engine.closed_early
        assert talk.seen == []
        assert await talk.remembered() == []

    async def test_one_that_has_just_ended_is_deleted_with_all_that_is_shown_of_it_by_then(self):
        showing, show_it = asyncio.Event(), asyncio.Event()

        class Slow(RecordingReply):
            async def finish(self, pages, /, controls=None, uploads=()):
                showing.set()
                await show_it.wait()
                await super().finish(pages, controls, uploads)

        talk = Talk(ScriptedEngine(EngineError("boom")))
        task = asyncio.create_task(talk.conversation.answer(said(message=7), Slow(board=talk.board)))
        await showing.wait()
        [exchange] = await talk.record.recent(1)
        deleting = asyncio.create_task(talk.conversation.delete(exchange.answer.id, ASKER, talk.take_up))
        await asyncio.sleep(0)
        show_it.set()
        await asyncio.gather(task, deleting)
        assert talk.seen == []
        assert len(talk.reopened) == 1

    async def test_undo_takes_the_last_exchange_out_and_then_the_one_before(self):
        talk = Talk(ScriptedEngine("ok"))
        for text in ("one", "two"):
            await talk.answered(text)
        await talk.conversation.undo(1, ASKER, talk.take_up)
        assert await talk.remembered() == [("Ada: one", "ok")]
        await talk.conversation.undo(1, ASKER, talk.take_up)
        assert talk.seen == []
        assert await refused(talk.conversation.undo(1, ASKER, talk.take_up)) == notices.NOTHING_HERE

    async def test_what_is_behind_a_message_is_found_by_its_question_and_its_pages(self):
        talk = Talk(ScriptedEngine("ok"))
        exchange = await talk.answered(message=7)
        for message in (7, *exchange.answer.pages):
            assert (await talk.conversation.behind(message, ASKER)).question == exchange.question
        assert await refused(talk.conversation.behind(8, ASKER)) == notices.NOTHING_THERE


class TestEdits:
    async def test_an_answer_under_way_begins_again_with_the_new_text(self):
        question = said("one", message=7)
        talk = Talk(ScriptedEngine("old", asyncio.Event()))
        task, reply = talk.ask(question)
        await until(lambda: reply.pages)
        talk.engine.script = ("new",)
        await talk.conversation.revise(edited(question, "two"), talk.take_up)
        await task
        assert talk.seen == ["new"]
        assert await talk.remembered() == [("Ada: two", "new")]
        assert [turn.text for turn in talk.engine.prompts[-1]] == ["be kind", "Ada: two"]
        assert (await talk.record.recent(1))[0].versions == 1

    async def test_one_that_is_gone_on_with_begins_again_from_nothing(self):
        question = said("one", message=7)
        talk = Talk(ScriptedEngine(Piece("hm", kind="thought"), Piece("old", "length")))
        before = await talk.answered(question)
        talk.engine.script = (asyncio.Event(),)
        task = asyncio.create_task(talk.conversation.go_on(before.answer.id, ASKER, talk.take_up))
        await talk.engine.started.wait()
        talk.engine.script = ("new",)
        await talk.conversation.revise(edited(question, "two"), talk.take_up)
        await task
        assert talk.seen == ["new"]
        assert (await talk.record.exchange(before.answer.id)).answer.thought == ""

    async def test_one_that_waits_is_answered_as_it_reads_then(self):
        question, go_on = said("one", message=7, author=BOB), asyncio.Event()
        talk = Talk(ScriptedEngine(go_on, "ok"))
        first, _ = talk.ask("before")
        second, _ = talk.ask(question)
        await talk.engine.started.wait()
        await talk.conversation.revise(edited(question, "two"), talk.take_up)
        go_on.set()
        await asyncio.gather(first, second)
        assert await talk.remembered() == [("Ada: before", "ok"), ("Bob: two", "ok")]

    async def test_the_last_answered_one_is_answered_anew(self):
        question = said("one", message=7)
        talk = Talk(ScriptedEngine("old"))
        await talk.answered(question)
        talk.engine.script = ("new",)
        await talk.conversation.revise(edited(question, "two"), talk.take_up)
        assert talk.seen == ["new"]
        assert await talk.remembered() == [("Ada: two", "new")]
        assert talk.engine.asked_for == [1, 1]

    @pytest.mark.parametrize("work", ["retire", "heal", "choose"])
    async def test_one_whose_answer_is_just_being_changed_is_answered_anew_after_that(self, work):
        question, go_on = said("one", message=7), asyncio.Event()
        talk = Talk(ScriptedEngine("old"))
        exchange = await talk.answered(question)
        talk.engine.script = ("new",)
        if work == "choose":
            await talk.conversation.regenerate(exchange.answer.id, ASKER, talk.take_up)
        elif work == "heal":
            await talk.record.unsettle(exchange.answer.id)

        @asynccontextmanager
        async def slow(exchange):
            async with talk.take_up(exchange) as reply:
                await go_on.wait()
                yield reply

        begun = len(talk.reopened)
        change = {
            "retire": lambda: talk.conversation.retire_controls(datetime.now(UTC) + timedelta(hours=1), slow),
            "heal": lambda: talk.conversation.heal(slow),
            "choose": lambda: talk.conversation.choose(exchange.answer.id, 1, ASKER, slow),
        }
        changed = asyncio.create_task(change[work]())
        await until(lambda: len(talk.reopened) > begun)
        regenerating = talk.conversation.regenerate(exchange.answer.id, ASKER, talk.take_up)
        assert await refused(regenerating) == notices.BEING_WRITTEN
        revised = asyncio.create_task(talk.conversation.revise(edited(question, "two"), talk.take_up))
        await until(lambda: talk.record._questions[1].asked.text == "two")
        go_on.set()
        await asyncio.gather(changed, revised)
        assert talk.seen == ["new"]
        assert await talk.remembered() == [("Ada: two", "new")]
        assert talk.reopened[-1].controls.versions == (3 if work == "choose" else 2)

    async def test_an_older_one_is_corrected_and_nothing_is_generated(self):
        question = said("one", message=7)
        talk = Talk(ScriptedEngine("ok"))
        await talk.answered(question)
        await talk.answered("next")
        await talk.conversation.revise(edited(question, "two"), talk.take_up)
        assert await talk.remembered() == [("Ada: two", "ok"), ("Ada: next", "ok")]
        assert len(talk.engine.prompts) == 2

    async def test_an_edit_that_changes_no_word_changes_nothing(self):
        question = said("one", message=7)
        talk = Talk(ScriptedEngine("ok"))
        await talk.answered(question)
        await talk.conversation.revise(edited(question, "one"), talk.take_up)
        assert len(talk.engine.prompts) == 1

    async def test_messages_that_were_no_question_are_let_be(self):
        talk = Talk(ScriptedEngine("ok"))
        exchange = await talk.answered("one", message=7)
        [page] = exchange.answer.pages
        for number in (8, page, None):
            await talk.conversation.revise(said("two", message=number), talk.take_up)
        assert await talk.remembered() == [("Ada: one", "ok")]


class TestDeletions:
    async def test_a_deleted_question_takes_its_answer_along(self):
        talk = Talk(ScriptedEngine("ok"))
        await talk.answered("one", message=7)
        await talk.answered("two", message=8)
        await talk.conversation.withdraw([8], talk.take_up)
        assert talk.seen == ["ok"]
        assert await talk.remembered() == [("Ada: one", "ok")]

    async def test_the_answer_may_be_left_standing_and_is_forgotten_all_the_same(self):
        talk = Talk(ScriptedEngine("ok"), removes_answers=False)
        await talk.answered("one", message=7)
        await talk.conversation.withdraw([7], talk.take_up)
        assert talk.seen == ["ok"]
        assert await talk.remembered() == []

    @pytest.mark.parametrize("removes_answers", [True, False])
    async def test_a_question_deleted_while_it_is_answered_stops_the_answer(self, removes_answers):
        talk = Talk(ScriptedEngine("so far", asyncio.Event()), removes_answers=removes_answers)
        task, reply = talk.ask("one", message=7)
        await until(lambda: reply.pages)
        await talk.conversation.withdraw([7], talk.take_up)
        await task
        assert talk.engine.closed_early
        assert talk.seen == ([] if removes_answers else [f"so far\n-# {english(notices.WITHDRAWN)}"])
        assert await talk.remembered() == []

    async def test_a_deleted_page_takes_the_rest_of_the_answer_along(self):
        talk = Talk(ScriptedEngine("word " * 100), removes_answers=False)
        exchange = await talk.answered("one", message=7)
        del talk.board.texts[exchange.answer.pages[1]]
        await talk.conversation.withdraw([exchange.answer.pages[1]], talk.take_up)
        assert talk.seen == []
        assert await talk.remembered() == []

    async def test_a_deleted_page_stops_the_answer_that_is_being_written(self):
        talk = Talk(ScriptedEngine("so far", asyncio.Event()))
        task, reply = talk.ask("one", message=7)
        await until(lambda: reply.pages)
        assert await talk.record.behind(reply.messages[0]) is None  # Not even on record yet.
        await talk.conversation.withdraw(reply.messages, talk.take_up)
        await task
        assert talk.engine.closed_early
        assert await talk.remembered() == []

    async def test_many_deleted_at_once_are_all_followed(self):
        talk = Talk(ScriptedEngine("ok"))
        for number in (7, 8, 9):
            await talk.answered(str(number), message=number)
        await talk.conversation.withdraw([7, 9, 1234], talk.take_up)
        assert await talk.remembered() == [("Ada: 8", "ok")]

    async def test_a_channel_that_vanished_is_forgotten_with_its_threads_and_no_other(self):
        talk = Talk(ScriptedEngine("ok"))
        for channel, parent in [(1, None), (2, 1), (3, None)]:
            await talk.answered(channel=channel, parent=parent)
        await talk.conversation.vanish(1)
        assert [await talk.remembered(channel) for channel in (1, 2, 3)] == [[], [], [("Ada: hello", "ok")]]
        assert sorted(talk.engine.forgotten) == [1, 2]

    async def test_what_is_written_in_a_channel_that_vanished_is_stopped(self):
        talk = Talk(ScriptedEngine("so far", asyncio.Event(), slots=2))
        tasks = [talk.ask(channel=channel, parent=parent)[0] for channel, parent in [(1, None), (2, 1)]]
        await until(lambda: len(talk.seen) == 2)
        await talk.conversation.vanish(1)
        await asyncio.gather(*tasks)
        assert talk.seen == [f"so far\n-# {english(notices.FORGOTTEN)}"] * 2
        assert [reply.controls for reply in talk.replies] == [None, None]
        assert set(talk.engine.forgotten) == {1, 2}
        assert await talk.remembered(1) == await talk.remembered(2) == []

    async def test_a_server_that_was_left_is_forgotten_but_for_what_is_unfinished_there(self):
        talk = Talk(ScriptedEngine("ok"))
        for channel, server in [(1, 10), (2, 10), (3, 11)]:
            await talk.answered(channel=channel, server=server)
        talk.engine.script = ("so far", asyncio.Event())
        task, _ = talk.ask(channel=2, server=10)
        await talk.engine.started.wait()
        await talk.conversation.leave(10)
        await task
        assert talk.seen[-1] == f"so far\n-# {english(notices.REFUSED)}"
        assert "regenerate" in talk.replies[-1].controls.verbs
        # Of what was being written there, the engine keeps nothing once it is done with it, either.
        assert sorted(talk.engine.forgotten) == [1, 2, 2]
        assert [await talk.remembered(channel) for channel in (1, 2, 3)] == [
            [],
            [("Ada: hello", "so far")],
            [("Ada: hello", "ok")],
        ]


class TestBrokenOff:
    async def broken_off(self):
        """A record in which a restart broke an answer off."""
        talk = Talk(ScriptedEngine("half of it", asyncio.Event()))
        task, reply = talk.ask("tell me")
        await until(lambda: reply.pages)
        await talk.conversation.close()
        await task
        return talk.record

    async def test_it_is_not_shown_to_the_model_again(self):
        talk = Talk(ScriptedEngine("ok"), await self.broken_off())
        await talk.answered("something else")
        assert [turn.text for turn in talk.engine.prompts[-1]] == ["be kind", "Ada: something else"]

    @pytest.mark.parametrize("words", ["go on", "Please  continue.", "Go on!"])
    async def test_it_is_recalled_by_who_asks_for_the_rest_right_after(self, words):
        talk = Talk(ScriptedEngine("ok"), await self.broken_off())
        await talk.answered(words)
        assert "half of it" in [turn.text for turn in talk.engine.prompts[-1]]
        await talk.answered("go on")
        assert "half of it" not in [turn.text for turn in talk.engine.prompts[-1]]
