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


def test_what_stands_elsewhere_is_nobodys_to_change_or_to_see():
    asked = said(author=ADA, channel=1)
    for person in (Person(ADA.id, where=2), Person(BOB.id, is_moderator=True, where=2)):
        assert not person.may_see(asked)
        assert not person.may_change(asked)
    assert Person(ADA.id, where=1).may_change(asked)
    assert Person(BOB.id, where=1).may_see(asked)


def test_a_question_that_is_answered_in_a_thread_of_its_own_stands_outside_it_and_its_answer_inside():
    opened = said(author=ADA, message=7, channel=7, parent=1)
    assert [Person(ADA.id, where=where).may_change(opened) for where in (7, 1, 2)] == [True, True, False]
    within = said(author=ADA, message=8, channel=7, parent=1)
    assert [Person(ADA.id, where=where).may_change(within) for where in (7, 1, 2)] == [True, False, False]


def test_an_aside_is_seen_by_nobody_else():
    aside = said(author=ADA, channel=-5, parent=1)
    assert [Person(ADA.id, where=where).may_see(aside) for where in (1, 2)] == [True, False]
    assert not Person(BOB.id, is_moderator=True, where=1).may_see(aside)
