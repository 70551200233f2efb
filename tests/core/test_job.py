"""Who may change an answer, and what an answer under way can be told."""

from bot.core.job import Job, Person
from bot.core.record import Answer, Exchange, Question
from bot.core.scheduler import Scheduler
from tests.conftest import RecordingReply
from tests.core.talking import ADA, BOB, said


def test_whoever_asked_and_moderators_may_change_an_answer_and_nobody_else():
    asked = said(author=ADA)
    assert Person(ADA.id).may_change(asked)
    assert Person(BOB.id, is_moderator=True).may_change(asked)
    assert not Person(BOB.id).may_change(asked)


async def test_one_that_has_ended_cannot_be_begun_again_and_keeps_its_question():
    question = Question(1, said("one"))
    with Scheduler().line_up(said(), ADA.id) as place:
        job = Job(Exchange(question, Answer(id=1, question=1)), ADA.id, place, RecordingReply())
        assert not job.restart(said("two"))
    assert not job.is_revised
    assert job.question == question
