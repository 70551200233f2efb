import asyncio
from contextlib import ExitStack

import pytest

from bot.core.errors import Busy
from bot.core.gate import Gate

ADA, BOB, CAT = 1, 2, 3


def test_one_at_a_time_per_channel_in_order_of_arrival():
    gate = Gate(waiting=9)
    with ExitStack() as last:
        with gate.line_up(1, ADA) as first:
            second = last.enter_context(gate.line_up(1, BOB))
            assert (first.is_reached, second.is_reached) == (True, False)
        assert second.is_reached


def test_channels_do_not_wait_for_each_other():
    gate = Gate(waiting=0)
    with gate.line_up(1, ADA) as here, gate.line_up(2, ADA) as there:
        assert here.is_reached
        assert there.is_reached


def test_a_crowd_is_turned_away():
    gate = Gate(waiting=1)
    with gate.line_up(1, ADA), gate.line_up(1, BOB), pytest.raises(Busy), gate.line_up(1, CAT):
        pass


def test_several_may_be_inside_where_the_gate_is_that_wide():
    gate = Gate(waiting=9, at_once=2)
    with gate.line_up(1, ADA) as a, gate.line_up(1, BOB) as b, gate.line_up(1, CAT) as c:
        assert [place.is_reached for place in (a, b, c)] == [True, True, False]


def order_of_service(gate: Gate, *users: int) -> list[int]:
    """Who is answered when, where all of `users` arrive during somebody's answer."""
    with ExitStack() as doors:
        inside = doors.enter_context(ExitStack())
        inside.enter_context(gate.line_up(1, users[0]))
        waiting = []
        for user in users[1:]:
            door = doors.enter_context(ExitStack())
            waiting.append((door.enter_context(gate.line_up(1, user)), door))
        served = [users[0]]
        while waiting:
            inside.close()
            [(place, inside)] = [each for each in waiting if each[0].is_reached]
            waiting.remove((place, inside))
            served.append(place.user)
        return served


def test_somebody_who_asks_much_does_not_keep_the_others_waiting():
    assert order_of_service(Gate(waiting=9), ADA, ADA, ADA, ADA, BOB, CAT) == [ADA, BOB, CAT, ADA, ADA, ADA]


def test_somebody_who_asked_much_is_not_passed_over_for_ever():
    gate = Gate(waiting=9)
    with ExitStack() as doors:
        first = doors.enter_context(ExitStack())
        first.enter_context(gate.line_up(1, ADA))
        patient = doors.enter_context(gate.line_up(1, ADA))
        for newcomer in (BOB, CAT, BOB, CAT):
            if patient.is_reached:
                break
            following = doors.enter_context(ExitStack())
            following.enter_context(gate.line_up(1, newcomer))
            first.close()
            first = following
        assert patient.is_reached


def test_the_place_counts_those_who_come_first():
    gate = Gate(waiting=9)
    with gate.line_up(1, ADA), gate.line_up(1, ADA) as second, gate.line_up(1, BOB) as third:
        assert third.ahead == 1
        assert second.ahead == 2


def test_whoever_wants_to_be_alone_waits_for_those_inside_and_goes_before_the_rest():
    gate = Gate(waiting=9, at_once=2)
    with ExitStack() as last:
        alone_door = last.enter_context(ExitStack())
        with gate.line_up(1, ADA):
            waiting = []
            with gate.line_up(1, BOB):
                waiting.append(last.enter_context(gate.line_up(1, CAT)))
                alone = alone_door.enter_context(gate.line_up_alone(1))
            assert not alone.is_reached
        assert alone.is_reached
        assert not waiting[0].is_reached
        alone_door.close()
        assert waiting[0].is_reached


async def test_leaving_the_line_lets_the_next_one_move_up():
    gate = Gate(waiting=9)
    with gate.line_up(1, ADA):
        with gate.line_up(1, BOB) as bob:
            task = asyncio.create_task(bob.reached())
            await asyncio.sleep(0)
            task.cancel()
        with gate.line_up(1, CAT) as cat:
            assert cat.ahead == 1


def test_nothing_is_kept_for_a_quiet_channel():
    gate = Gate(waiting=1)
    with gate.line_up(1, ADA), gate.line_up(1, BOB):
        pass
    assert gate._lines == {}
