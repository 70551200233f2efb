"""The budget over all channels, in simulated time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.discord.global_budget import GlobalBudget, Turn

STEP = 0.005


def most_in_a_second(times):
    times = sorted(times)
    return max(sum(1 for other in times if start <= other < start + 1) for start in times)


def simulate(lanes, *, seconds, urgent=lambda now: 0):
    """
    Let so many lanes want to edit a growing text all the time, and `urgent(now)` more requests come in each step.

    Returns when each lane edited, and how long each urgent request waited.
    """
    budget = GlobalBudget()
    turns = [Turn(budget) for _ in range(lanes)]
    due, edits = [0.0] * lanes, [[] for _ in range(lanes)]
    line, waited = [], []
    for step in range(int(seconds / STEP)):
        now = step * STEP
        line += [now] * urgent(now)
        while line and budget.delay(now) <= 0:
            budget.spend(now)
            waited.append(now - line.pop(0))
        for lane in range(lanes):
            if now < due[lane]:
                continue
            delay = turns[lane].delay(now)
            due[lane] = now + delay
            if delay <= 0 and not line and budget.delay(now) <= 0:
                budget.spend(now)
                edits[lane].append(now)
    return edits, waited


@given(st.lists(st.floats(0, 0.5), min_size=1, max_size=300))
def test_however_requests_come_40_at_most_go_in_any_second(gaps):
    budget, now, sent = GlobalBudget(), 0.0, []
    for gap in gaps:
        now += gap
        now += budget.delay(now)
        budget.spend(now)
        sent.append(now)
    assert most_in_a_second(sent) <= 40


def test_a_few_requests_go_at_once():
    budget = GlobalBudget()
    for _ in range(4):
        assert budget.delay(7.0) == 0
        budget.spend(7.0)
    assert budget.delay(7.0) == pytest.approx(1 / 36)


def test_lanes_take_turns_and_together_use_what_there_is():
    edits, _ = simulate(200, seconds=30)
    assert sum(map(len, edits)) >= 30 * 36 * 0.95
    assert most_in_a_second(time for each in edits for time in each) <= 40
    assert {len(each) for each in edits} <= {5, 6}


def test_growing_texts_give_way_to_what_comes_now_and_then():
    _, waited = simulate(200, seconds=30, urgent=lambda now: 2 if round(now / STEP) % 50 == 0 else 0)
    assert len(waited) == 240
    assert max(waited) == 0


def test_growing_texts_wait_while_there_is_more_than_enough_else_and_go_on_afterwards():
    edits, waited = simulate(100, seconds=20, urgent=lambda now: 3 if now < 5 and round(now / STEP) % 10 == 0 else 0)
    assert len(waited) == 300  # 60 a second, of which 36 go: the last waits for three and a half seconds.
    assert max(waited) <= 3.5
    assert [time for each in edits for time in each if 0.2 <= time < 8] == []
    assert min(map(len, edits)) >= 4


def test_what_one_lane_wants_alone_never_waits():
    budget = GlobalBudget()
    turn = Turn(budget)
    for second in range(10):
        assert turn.delay(float(second)) == 0
        budget.spend(float(second))


def test_a_turn_that_nobody_used_is_lost():
    budget = GlobalBudget()
    first, second = Turn(budget), Turn(budget)
    assert first.delay(0.0) == 0
    wait = second.delay(0.0)
    assert wait == pytest.approx(1 / 36)
    third = Turn(budget)
    assert third.delay(10.0) == 0
    assert second.delay(10.0) == pytest.approx(1 / 36)  # In the place of one who came just now.
