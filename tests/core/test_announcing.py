"""Who is called when an answer is there."""

import asyncio
from dataclasses import replace
from types import SimpleNamespace

import pytest

from bot.core import notices
from bot.core.announcing import Announcing, is_due
from bot.core.asides import of_question
from bot.core.errors import EngineInterrupted, HistoryError
from bot.core.job import Person
from bot.core.profile import Overrides, Profile, Scope
from bot.core.profiles import Profiles
from bot.core.record import Question
from bot.languages.sentences import sentence
from tests.conftest import RecordingReply, ScriptedEngine, english
from tests.core.talking import ADA, BOB, Talk, said

CHANNEL = Scope("channel", 1)
CALLED = english(notices.ANSWERED)


@pytest.mark.parametrize(
    ("announce", "seconds", "due"),
    [
        ("off", 1000, False),
        ("long", 29.9, False),
        ("long", 30.0, True),
        ("always", 0.0, True),
    ],
)
def test_when_an_answer_is_announced(announce, seconds, due):
    assert is_due(announce, seconds, after=30.0) is due


async def talk_where(announce=None, *script, **options):
    talk = Talk(ScriptedEngine(*script or ("ok",)), **options)
    if announce:
        await talk.profiles.change(CHANNEL, lambda it: replace(it, announce=announce))
    return talk


@pytest.mark.parametrize(
    ("announce", "after", "calls"),
    [
        (None, 0.0, [(CALLED, ADA.id)]),
        (None, 1000.0, []),
        ("off", 0.0, []),
        ("always", 1000.0, [(CALLED, ADA.id)]),
    ],
)
async def test_by_default_whoever_waited_long_is_called_and_a_channel_may_want_it_otherwise(announce, after, calls):
    talk = await talk_where(announce, announce_after=after)
    task, reply = talk.ask()
    await task
    assert reply.announced == calls
    assert reply.finished


async def test_who_is_called_is_who_had_it_written():
    talk = await talk_where("always")
    exchange = await talk.answered(author=ADA)
    await talk.conversation.regenerate(exchange.answer.id, Person(BOB.id, is_moderator=True), talk.take_up)
    assert talk.reopened[-1].announced == [(CALLED, BOB.id)]


async def test_one_that_failed_is_announced_and_one_that_was_stopped_is_not():
    talk = await talk_where("always", "half", EngineInterrupted("gone"))
    task, reply = talk.ask()
    await task
    assert reply.announced == [(CALLED, ADA.id)]
    talk.engine.script = ("half", asyncio.Event())
    task, reply = talk.ask()
    await talk.engine.started.wait()
    assert talk.conversation.stop(1, Person(ADA.id))
    await task
    assert reply.announced == []


async def test_nobody_is_called_in_an_aside():
    talk = await talk_where("always", announce_after=0.0)
    task, reply = talk.ask(channel=of_question(50), parent=1)
    await task
    assert (reply.pages, reply.announced) == (["ok"], [])


def test_nothing_else_can_be_set():
    with pytest.raises(Exception, match="announce"):
        Overrides(announce="sometimes")


async def test_where_what_is_set_cannot_be_read_nobody_is_called():
    class Unreadable:
        async def overrides(self, scopes, /):
            raise HistoryError("disk gone")

    profiles = Profiles(Unreadable(), defaults=Profile(system_prompt="be kind", announce="always"))
    reply = RecordingReply()
    job = SimpleNamespace(channel=1, question=Question(1, said()), began=0.0, reply=reply, language=None, user=ADA.id)
    await Announcing(profiles, sentence, after=0.0).ended(job, "done")
    assert reply.announced == []
