from bot.core.job import Person
from tests.core.talking import ADA, BOB, said


def test_whoever_asked_and_moderators_may_change_an_answer_and_nobody_else():
    asked = said(author=ADA)
    assert Person(ADA.id).may_change(asked)
    assert Person(BOB.id, is_moderator=True).may_change(asked)
    assert not Person(BOB.id).may_change(asked)
