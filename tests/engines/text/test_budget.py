from bot.core.chat import Options
from bot.engines.text.budget import Budget, Meter

OPTIONS = Options(max_new_tokens=100, max_thinking_tokens=50)


def test_the_answer_has_its_room_before_the_thought():
    assert Budget.of(OPTIONS, room=1000, closing=3, can_think=True) == Budget(answer=100, thought=50, total=153)
    assert Budget.of(OPTIONS, room=120, closing=3, can_think=True) == Budget(answer=100, thought=17, total=120)
    assert Budget.of(OPTIONS, room=60, closing=3, can_think=True) == Budget(answer=60, thought=0, total=60)


def test_nothing_is_set_aside_for_the_thought_of_a_model_that_knows_none():
    assert Budget.of(OPTIONS, room=1000, closing=3, can_think=False) == Budget(answer=100, thought=50, total=100)


def test_a_thought_counts_for_itself_and_then_the_answer_does():
    meter = Meter(Budget(answer=3, thought=4, total=10))
    meter.count(3, thinks=True)
    assert not meter.overthinks
    meter.count(1, thinks=True)
    assert meter.overthinks
    meter.count(3, thinks=False)
    assert not meter.overthinks
    assert not meter.is_full
    meter.count(3, thinks=False)
    assert meter.is_full
    assert meter.written == 10


def test_what_turns_out_to_be_thought_was_no_answer():
    meter = Meter(Budget(answer=3, thought=10, total=13))
    meter.count(2, thinks=False)
    meter.count(1, thinks=True)
    assert not meter.is_full
