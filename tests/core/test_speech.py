"""In what language the bot itself speaks of an answer, from its wait to its buttons and ever after."""

import asyncio
from dataclasses import replace

import pytest

from bot.core import notices
from bot.core.chat import Text
from bot.core.errors import EngineError, HistoryError
from bot.core.profile import Scope
from bot.languages.sentences import sentence
from bot.stores.memory import MemoryRecord
from tests.conftest import RecordingReply, ScriptedEngine
from tests.core.talking import ADA, Talk, edited, said, until


async def set_language(talk, channel, language):
    await talk.profiles.change(Scope("channel", channel), lambda it: replace(it, language=language))


@pytest.mark.parametrize("locale", ["de", "fr", "es-419", "zh-TW", "ja", "en-GB", "pt-BR", None])
async def test_why_an_answer_ended_is_said_in_the_language_of_its_place(locale):
    talk = Talk(ScriptedEngine("half", EngineError("boom")))
    exchange = await talk.answered(language=locale)
    assert talk.seen == [f"half\n-# {sentence(notices.WRITING_FAILED, locale)}"]
    assert exchange.question.asked.language == locale


async def test_so_are_the_wait_for_the_model_and_the_buttons():
    model = asyncio.get_running_loop().create_future()
    talk = Talk(model)
    task, reply = talk.ask(language="fr")
    await until(lambda: talk.seen == [sentence(notices.LOADING, "fr")])
    assert reply.controls.verbs == {"stop": "Arrêter"}
    model.set_result(ScriptedEngine("ok"))
    await task
    assert reply.controls.verbs == {"regenerate": "Réécrire", "delete": "Supprimer"}


async def test_so_is_the_place_in_the_line():
    go_on = asyncio.Event()
    talk = Talk(ScriptedEngine(go_on, "ok"), patience=0.0)
    first, _ = talk.ask("one", language="ja")
    second, waiting = talk.ask("two", language="ja")
    await until(lambda: waiting.pages)
    assert "件" in waiting.pages[0]
    go_on.set()
    await asyncio.gather(first, second)


async def test_what_is_set_for_a_place_comes_before_the_places_own():
    talk = Talk(ScriptedEngine(EngineError("boom")))
    await set_language(talk, 1, "es")
    await talk.answered(language="de")
    assert talk.seen == [sentence(notices.WRITING_FAILED, "es")]


async def test_what_one_person_alone_sees_there_is_in_theirs_all_the_same():
    talk = Talk(ScriptedEngine(EngineError("boom")))
    await set_language(talk, 1, "es")
    await talk.answered(language="de", channel=2, parent=1, server=9, is_private=True)
    assert talk.seen == [sentence(notices.WRITING_FAILED, "de")]


async def test_where_a_language_is_not_told_it_is_the_one_that_was_spoken_there_last():
    talk = Talk(ScriptedEngine("ok"))
    await talk.answered("by a command", language="de")
    exchange = await talk.answered("by a message", language=None)
    assert exchange.question.asked.language == "de"
    elsewhere = await talk.answered("hello", channel=2, language=None)
    assert elsewhere.question.asked.language is None


async def test_a_failure_before_anything_is_on_record_is_said_in_the_language_of_the_place():
    class Broken(MemoryRecord):
        async def ask(self, incoming, /):
            raise HistoryError("disk gone")

    talk = Talk(ScriptedEngine("ok"), Broken())
    task, reply = talk.ask(language="de")
    await task
    assert reply.pages == [sentence(notices.NO_HISTORY, "de")]


async def test_an_edit_of_which_no_language_is_told_leaves_it_as_it_was():
    talk = Talk(ScriptedEngine("ok"))
    question = said("one", message=7, language="de")
    await talk.answered(question)
    talk.engine.script = (EngineError("boom"),)
    await talk.conversation.revise(replace(edited(question, "two"), language=None), talk.take_up)
    [exchange] = await talk.record.recent(1)
    assert (exchange.question.asked.text, exchange.question.asked.language) == ("two", "de")
    assert talk.seen == [sentence(notices.WRITING_FAILED, "de")]


async def test_so_does_an_edit_while_the_answer_is_being_written():
    go_on = asyncio.Event()
    talk = Talk(ScriptedEngine("half", go_on))
    question = said("one", message=7, language="de")
    task, _ = talk.ask(question)
    await talk.engine.started.wait()
    talk.engine.script = ("other", EngineError("boom"))
    await talk.conversation.revise(replace(edited(question, "two"), language=None), talk.take_up)
    await task
    assert talk.seen == [f"other\n-# {sentence(notices.WRITING_FAILED, 'de')}"]


async def test_what_a_crash_broke_off_is_marked_in_the_language_of_its_question():
    record = MemoryRecord()
    answer = (await record.ask(said(message=7, language="zh-CN"))).answer
    talk = Talk(ScriptedEngine("ok"), record)
    await record.place(answer.id, [talk.board.send("▌")])
    await talk.conversation.heal(talk.take_up)
    assert talk.seen == [sentence(notices.INTERRUPTED, "zh-CN")]
    assert talk.reopened[-1].controls.verbs == {"regenerate": "重写", "delete": "删除"}


async def test_a_name_in_a_refusal_is_the_askers():
    assert sentence(notices.not_theirs(ADA.name), "de") == "Das dürfen hier nur Ada und die Moderation."


async def test_what_is_looked_up_for_a_question_does_not_change_its_language():
    talk = Talk(ScriptedEngine("ok"))
    await set_language(talk, 1, "es")
    asked = said(language="de")

    async def complete():
        return replace(asked, parts=(*asked.parts, Text("more")))

    await talk.conversation.answer(asked, RecordingReply(board=talk.board), complete=complete)
    [exchange] = await talk.record.recent(1)
    assert (exchange.question.asked.text, exchange.question.asked.language) == ("hellomore", "es")
