"""Each message is answered as it is set for the place where it was asked."""

import asyncio
from dataclasses import replace

import pytest

from bot.core import notices
from bot.core.chat import File, Options, Piece, Text
from bot.core.job import Person
from bot.core.profile import Overrides, Persona, Scope
from bot.languages.sentences import sentence
from bot.stores.memory import MemoryRecord
from tests.conftest import ScriptedEngine
from tests.core.talking import ADA, BOB, Talk, said, until

PIRATE = Persona("pirate", "A pirate", Overrides(system_prompt="Arr.", temperature=1.2))
CHANNEL, CATEGORY, SERVER = Scope("channel", 1, server=9), Scope("category", 5, server=9), Scope("server", 9, server=9)


async def test_what_is_set_for_a_channel_holds_there_and_nowhere_else():
    talk = Talk(ScriptedEngine("ok"), personas=[PIRATE])
    await talk.profiles.change(CHANNEL, lambda it: replace(it, persona="pirate", max_new_tokens=7))
    await talk.answered(channel=1)
    await talk.answered(channel=2)
    assert [prompt[0].text for prompt in talk.engine.prompts] == ["Arr.", "be kind"]
    how = [(options.temperature, options.max_new_tokens) for options in talk.engine.options]
    assert how == [(1.2, 7), (None, 100)]


async def test_a_thread_is_answered_as_its_channel_its_category_and_its_server_say():
    talk = Talk(ScriptedEngine("ok"), personas=[PIRATE])
    await talk.profiles.change(SERVER, lambda it: replace(it, system_prompt="Server.", top_k=3))
    await talk.profiles.change(CATEGORY, lambda it: replace(it, system_prompt="Category."))
    await talk.answered(channel=2, parent=1, category=5, server=9)
    await talk.profiles.change(CHANNEL, lambda it: replace(it, system_prompt="Channel."))
    await talk.answered(channel=2, parent=1, category=5, server=9)
    assert [prompt[0].text for prompt in talk.engine.prompts] == ["Category.", "Channel."]
    assert [options.top_k for options in talk.engine.options] == [3, 3]


async def test_an_answers_recipe_says_who_answered_and_how():
    talk = Talk(ScriptedEngine("ok"), personas=[PIRATE])
    await talk.profiles.change(CHANNEL, lambda it: replace(it, persona="pirate"))
    made = (await talk.answered()).answer.recipe
    assert (made.persona, made.options) == ("pirate", talk.engine.options[0])
    assert (await talk.answered(channel=2)).answer.recipe.persona is None


async def test_an_answer_written_anew_follows_what_is_set_by_then():
    talk = Talk(ScriptedEngine("ok"), personas=[PIRATE])
    exchange = await talk.answered(category=5, server=9)
    await talk.profiles.change(CATEGORY, lambda it: replace(it, persona="pirate"))
    await talk.conversation.regenerate(exchange.answer.id, Person(ADA.id), talk.take_up)
    assert [prompt[0].text for prompt in talk.engine.prompts] == ["be kind", "Arr."]


async def test_an_answer_that_would_leave_no_room_to_read_is_bounded():
    talk = Talk(ScriptedEngine(Piece("ok", "stop")), context_tokens=500)
    await talk.profiles.change(CHANNEL, lambda it: replace(it, max_new_tokens=10_000))
    await talk.answered()
    assert talk.engine.options[0].max_new_tokens == 250


async def test_the_operator_may_want_answers_longer_than_half_the_room():
    talk = Talk(ScriptedEngine("ok"), context_tokens=500, options=Options(max_new_tokens=400))
    await talk.answered()
    assert talk.engine.options[0].max_new_tokens == 400


async def test_what_was_set_goes_with_the_channel_and_the_server():
    talk = Talk(ScriptedEngine("ok"))
    for scope in (CHANNEL, CATEGORY):
        await talk.profiles.change(scope, lambda it: replace(it, system_prompt="Mine."))
    await talk.conversation.vanish(1)
    assert await talk.profiles.overrides(CHANNEL) == Overrides()
    await talk.conversation.leave(9)
    assert await talk.profiles.overrides(CATEGORY) == Overrides()


class TestThoughts:
    THOUGHT = Piece("hm, ", kind="thought")

    @pytest.mark.parametrize("script", [(THOUGHT, "so"), (THOUGHT, "so", RuntimeError("odd"))])
    async def test_what_was_thought_can_be_looked_at_however_the_answer_ended(self, script):
        talk = Talk(ScriptedEngine(*script))
        await talk.answered()
        assert "thought" in talk.replies[0].controls.verbs

    async def test_that_the_model_thinks_is_said_in_the_language_of_the_question(self):
        go_on = asyncio.Event()
        talk = Talk(ScriptedEngine(self.THOUGHT, go_on, "so"))
        task, reply = talk.ask(language="de")
        await until(lambda: reply.pages)
        assert reply.pages == [sentence(notices.THINKS, "de")]
        go_on.set()
        await task

    async def test_room_is_kept_for_a_thought_where_there_is_one(self):
        shown = []
        for thinking in ("off", "on"):
            how = Options(max_new_tokens=100, max_thinking_tokens=100, thinking=thinking)
            talk = Talk(ScriptedEngine("a" * 100), context_tokens=600, options=how)
            for _ in range(4):
                await talk.answered("b" * 50)
            shown.append(len(talk.engine.prompts[-1]))
        assert shown[0] > shown[1]


async def test_a_file_is_remembered_as_the_model_was_shown_it():
    talk = Talk(ScriptedEngine("ok"), context_tokens=500)
    asked = replace(said("sum up"), parts=(Text("sum up"), File("long.txt", "x" * 1000, length=1000)))
    exchange = await talk.answered(asked)
    [file] = exchange.question.asked.files
    assert 0 < len(file.content) < 250
    assert exchange.answer.notes == (notices.about_file(file),)
    await talk.answered("and now?")
    assert file.content in talk.engine.prompts[1][1].text
    assert f"{file.content}x" not in talk.engine.prompts[1][1].text


async def test_one_who_waits_is_not_told_the_same_again():
    go_on = asyncio.Event()
    talk = Talk(ScriptedEngine(go_on, "done"), patience=0.001)
    first, _ = talk.ask()
    second, reply = talk.ask(author=BOB, language="de")
    await until(lambda: reply.wishes)
    assert reply.pages == [sentence(notices.waiting(1), "de")]
    for _ in range(20):
        await asyncio.sleep(0.002)
    go_on.set()
    await asyncio.gather(first, second)
    assert [pages for pages in reply.wishes if "⏳" in pages[0]] == [[sentence(notices.waiting(1), "de")]]


async def test_that_there_is_more_than_fits_is_said_in_the_language_of_the_question():
    end = asyncio.Event()
    talk = Talk(ScriptedEngine("word " * 300, end), most_pages=2)
    task, reply = talk.ask(language="de")
    await talk.engine.started.wait()
    await until(lambda: reply.pages and sentence(notices.FURTHER, "de") in reply.pages[-1])
    end.set()
    await task


async def test_what_is_written_is_put_on_record_as_often_as_is_set_and_at_its_end():
    class Counting(MemoryRecord):
        grown = 0

        async def grow(self, answer, parts, /, *, thought="", pages=None):
            self.grown += 1
            await super().grow(answer, parts, thought=thought, pages=pages)

    record = Counting()
    talk = Talk(ScriptedEngine(*["word "] * 50), record, record_interval=60.0)
    exchange = await talk.answered()
    assert record.grown == 2
    assert exchange.answer.text == "word " * 50
