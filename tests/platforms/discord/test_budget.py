"""The edit budget against a simulated bucket, in simulated time."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.discord.budget import Budget


class Bucket:
    """Discord's side: a window of fixed length that starts with its first request."""

    def __init__(self, limit=5, period=5.0):
        self.limit, self.period = limit, period
        self.start, self.used = float("-inf"), 0

    def take(self, now):
        """The headers of the answer to an edit at `now`."""
        if now >= self.start + self.period:
            self.start, self.used = now, 0
        self.used += 1
        assert self.used <= self.limit, f"429 at {now:.2f} s"
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.limit - self.used),
            "X-RateLimit-Reset-After": f"{self.start + self.period - now:.3f}",
        }


def simulate(ends, *, limit=5, period=5.0, latency=0.05, step=0.05):
    """
    Let answers be written until their `ends`, each wanting an edit at any time.

    Returns the times of all edits, and for each answer how late its final text was.
    """
    budget, bucket = Budget(), Bucket(limit, period)
    edits, late, turn, now = [], {}, 0, 0.0
    free_at = 0.0
    while len(late) < len(ends):
        writing = [n for n in range(len(ends)) if n not in late]
        finals = [n for n in writing if ends[n] <= now]
        who = finals[0] if finals else writing[turn % len(writing)]
        if now >= free_at and budget.delay(now, final=bool(finals), writing=len(writing)) <= 0:
            budget.spend(now)
            budget.learn(bucket.take(now), now + latency)
            edits.append(now)
            free_at = now + latency
            turn += 1
            if finals:
                late[who] = now - ends[who]
        now += step
    return edits, late


@pytest.mark.parametrize("offset", [n / 10 for n in range(50)])
def test_one_answer_is_edited_often_and_ends_at_once(offset):
    edits, late = simulate([20 + offset])
    gaps = [after - before for before, after in pairwise(edits)]
    assert max(gaps) <= 1.6
    assert late[0] <= 0.2


@given(st.lists(st.floats(8, 14), min_size=3, max_size=3))
def test_of_three_answers_none_ends_later_than_a_second_and_a_half(ends):
    _, late = simulate(ends)
    assert max(late.values()) <= 1.6  # The simulation's step and latency included.


@pytest.mark.parametrize("offset", [n / 10 for n in range(50)])
def test_three_answers_that_end_together_are_in_time(offset):
    edits, late = simulate([10 + offset] * 3)
    assert max(late.values()) <= 1.6
    assert len([time for time in edits if time < 10]) >= 6


@given(
    st.lists(st.floats(0, 20), min_size=1, max_size=8),
    st.integers(1, 10),
    st.floats(1, 10),
)
def test_no_bucket_is_ever_overdrawn(ends, limit, period):
    simulate(ends, limit=limit, period=period)


def test_without_headers_edits_keep_their_distance():
    budget = Budget(spacing=1.25)
    assert budget.delay(10.0, final=False, writing=3) == 0
    budget.spend(10.0)
    budget.learn({}, 10.1)
    assert budget.delay(10.0, final=False, writing=3) == pytest.approx(3.75)
    assert budget.delay(10.0, final=True, writing=3) == pytest.approx(1.25)


def test_edits_still_on_their_way_count_as_spent():
    budget = Budget()
    budget.spend(0.0)
    budget.spend(0.0)
    budget.learn(
        {"X-RateLimit-Limit": "2", "X-RateLimit-Remaining": "1", "X-RateLimit-Reset-After": "5"}, 0.1, in_flight=1
    )
    assert budget.delay(0.1, final=True, writing=1) == pytest.approx(5.0)


def test_asking_again_meanwhile_does_not_push_the_next_edit_away():
    budget = Budget()
    budget.spend(0.0)
    budget.learn({"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "4", "X-RateLimit-Reset-After": "5"}, 0.0)
    due = {round(now + budget.delay(now, final=False, writing=1), 6) for now in (0.0, 0.3, 0.9)}
    assert len(due) == 1


def test_a_new_window_is_spread_over_before_its_first_answer_has_come():
    budget = Budget()
    budget.spend(0.0)
    budget.learn({"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "4", "X-RateLimit-Reset-After": "5"}, 0.0)
    assert budget.delay(5.0, final=False, writing=3) == 0
    budget.spend(5.0)
    assert budget.delay(5.0, final=False, writing=3) > 1
