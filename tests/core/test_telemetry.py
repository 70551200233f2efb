"""One line an answer: numbers, and no words."""

import asyncio
import logging

import pytest

from bot.core.chat import Piece, Usage
from bot.core.errors import EngineError
from bot.core.job import Person
from bot.core.telemetry import Answered
from tests.conftest import ScriptedEngine
from tests.core.talking import ADA, Talk

USED = Usage(read=30, reused=20, written=5)


@pytest.fixture
def told():
    return []


async def test_an_answer_is_told_of_in_numbers(told):
    talk = Talk(ScriptedEngine(Piece("hello"), Piece(" there"), Piece("", "stop", usage=USED)), answered=told.append)
    exchange = await talk.answered(server=7)
    [answered] = told
    assert (answered.answer, answered.channel, answered.user) == (exchange.answer.id, 1, ADA.id)
    assert (answered.server, answered.outcome) == (7, "done")
    assert (answered.read, answered.reused, answered.written) == (30, 20, 5)
    assert answered.first_token == exchange.answer.usage.reading
    assert answered.tokens_per_second == exchange.answer.usage.tokens_per_second
    assert answered.edits == talk.replies[0].edits >= 1


@pytest.mark.parametrize(
    ("script", "has_begun"), [((EngineError("gone"),), False), (("so far", EngineError("gone")), True)]
)
async def test_one_that_failed_says_so_and_names_a_first_token_only_where_there_was_one(told, script, has_begun):
    await Talk(ScriptedEngine(*script), answered=told.append).answered()
    [answered] = told
    assert answered.outcome == "failed"
    assert (answered.first_token is not None) == has_begun


async def test_one_that_was_stopped_is_told_of_even_where_the_platform_takes_nothing(told):
    engine = ScriptedEngine("so far", asyncio.Event())
    talk = Talk(engine, answered=told.append)
    task, reply = talk.ask()
    await engine.started.wait()
    reply.refuses = True
    talk.conversation.stop(1, Person(ADA.id))
    await task
    assert [answered.outcome for answered in told] == ["stopped"]


async def test_the_log_has_a_line_for_each_and_every_number_by_its_name(caplog):
    caplog.set_level(logging.INFO, logger="bot")
    talk = Talk(ScriptedEngine(Piece("hello"), Piece("", "stop", usage=USED)))
    await talk.answered()
    [line] = [record for record in caplog.records if "done" in record.getMessage()]
    assert line.getMessage().startswith("answer=1 channel=1 user=1 done, waited 0.0 s, first token after ")
    assert "30 tokens read, 20 of them reused, 5 written" in line.getMessage()
    assert (line.outcome, line.read, line.written) == ("done", 30, 5)


def test_what_is_not_known_is_left_out():
    answered = Answered(answer=5, channel=6, user=7, server=None, outcome="lost", waited=0.04, settling=0.126, edits=1)
    assert str(answered) == "answer=5 channel=6 user=7 lost, waited 0.0 s, 1 edits, the last 0.13 s late"
    assert "server" not in answered.numbers()
    assert "first_token" not in answered.numbers()
