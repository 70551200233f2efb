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


def simulate(ends, *, limit=5, period=5.0, latency=0.02, step=0.01):
    """
    Let answers that were sent at 0 be written until their `ends`, each wanting an edit at any time.

    Returns for each answer when its text changed, and how late its final text was.
    """
    budget, bucket = Budget(), Bucket(limit, period)
    changed, late, now = {n: [0.0] for n in range(len(ends))}, {}, 0.0
    free_at = 0.0
    while len(late) < len(ends):
        writing = [n for n in changed if n not in late]
        finals = [n for n in writing if ends[n] <= now]
        ready = [n for n in writing if changed[n][-1] + budget.pace <= now]
        who = min(finals or ready, key=lambda n: changed[n][-1], default=None)
        if (
            who is not None
            and now >= free_at
            and budget.delay(now, final=bool(finals), writing=len(writing), since=changed[who][-1]) <= 0
        ):
            budget.spend(now, final=bool(finals))
            budget.learn(bucket.take(now), now + latency)
            changed[who].append(now)
            free_at = now + latency
            if finals:
                late[who] = now - ends[who]
        now = round(now + step, 6)
    return changed, late


def longest_standstill(changed):
    return max(after - before for times in changed.values() for before, after in pairwise(times))


@pytest.mark.parametrize("offset", [n / 10 for n in range(50)])
def test_one_answer_never_stands_still_for_long_and_ends_at_once(offset):
    changed, late = simulate([20 + offset])
    assert longest_standstill(changed) <= 1.3
    assert late[0] <= 0.1


def test_the_second_token_costs_no_edit_right_after_the_first():
    changed, _ = simulate([10.0])
    assert changed[0][1] >= 1.2


@pytest.mark.parametrize("offset", [n / 10 for n in range(50)])
def test_of_three_answers_none_stands_still_for_long(offset):
    changed, _ = simulate([20 + offset] * 3)
    assert longest_standstill(changed) <= 3.75 + 0.05  # The simulation's latency included.


@given(st.floats(8, 14), st.integers(0, 2))
def test_whichever_of_three_answers_ends_first_does_so_at_once(end, first):
    _, late = simulate([end if n == first else 20.0 for n in range(3)])
    assert late[first] <= 0.11


@pytest.mark.parametrize("end", [n / 10 for n in range(80, 130)])
def test_of_two_answers_that_end_together_both_do_so_at_once(end):
    changed, late = simulate([end] * 2)
    assert max(late.values()) <= 0.11
    assert longest_standstill(changed) <= 3.75


@pytest.mark.parametrize("end", [n / 10 for n in range(80, 130)])
def test_of_three_answers_that_end_together_none_waits_longer_than_a_quarter_of_a_window(end):
    _, late = simulate([end] * 3)
    assert min(late.values()) <= 0.11
    assert max(late.values()) <= 1.25 + 0.1 + 0.04  # The simulation's latency included.


def test_three_answers_that_end_together_mostly_do_so_at_once():
    ends = [max(simulate([20 + n / 20] * 3)[1].values()) for n in range(100)]
    assert sum(late <= 0.11 for late in ends) >= 70


@pytest.mark.parametrize(("count", "seconds"), [(4, 5.05), (5, 6.3), (6, 6.4)])
def test_more_answers_than_can_be_ended_at_once_stand_still_for_no_longer_than_edits_are_few(count, seconds):
    changed, _ = simulate([40.0] * count)
    assert longest_standstill(changed) <= seconds


@given(
    st.lists(st.floats(0, 20), min_size=1, max_size=8),
    st.integers(1, 10),
    st.floats(1, 10),
)
def test_no_bucket_is_ever_overdrawn(ends, limit, period):
    simulate(ends, limit=limit, period=period)


def test_without_headers_edits_keep_their_distance():
    budget = Budget(spacing=1.25)
    assert budget.delay(10.0, final=False, writing=3, since=0.0) == 0
    budget.spend(10.0)
    budget.learn({}, 10.1)
    assert budget.delay(10.0, final=False, writing=3, since=0.0) == pytest.approx(3.75)
    assert budget.delay(10.0, final=True, writing=3, since=0.0) == pytest.approx(1.25)


def test_edits_still_on_their_way_count_as_spent():
    budget = Budget()
    budget.spend(0.0)
    budget.spend(0.0)
    budget.learn(
        {"X-RateLimit-Limit": "2", "X-RateLimit-Remaining": "1", "X-RateLimit-Reset-After": "5"}, 0.1, in_flight=1
    )
    assert budget.delay(0.1, final=True, writing=1, since=0.0) == pytest.approx(5.0, abs=0.01)


def test_asking_again_meanwhile_does_not_push_the_next_edit_away():
    budget = Budget()
    budget.spend(0.0)
    budget.learn({"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "4", "X-RateLimit-Reset-After": "5"}, 0.0)
    due = {round(now + budget.delay(now, final=False, writing=1, since=0.0), 6) for now in (0.0, 0.3, 0.9)}
    assert len(due) == 1


def test_a_new_window_is_spread_over_before_its_first_answer_has_come():
    budget = Budget()
    budget.spend(0.0)
    budget.learn({"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "4", "X-RateLimit-Reset-After": "5"}, 0.0)
    assert budget.delay(5.01, final=False, writing=3, since=0.0) == 0
    budget.spend(5.01)
    assert budget.delay(5.01, final=False, writing=3, since=5.01) > 1


def told(remaining, *, limit=5, period=5.0, grown=0.0):
    """A budget after an edit at `grown`, whose answer said how many are left in a window that began at 0."""
    budget = Budget()
    budget.spend(grown)
    headers = {"Limit": limit, "Remaining": remaining, "Reset-After": period - grown}
    budget.learn({f"X-RateLimit-{name}": str(value) for name, value in headers.items()}, grown)
    return budget


# By how many answers are written, and how many edits are left: the seconds to the next edit of a text that has stood
# for half a second, 1 s into a window of 5 s and 1 s after the last edit of a text that grew. `PACE` is when it is due,
# `STOOD` when it has stood for three quarters of the window, `LOST` when the token would be lost.
PACE, STOOD, LOST, RESET = 0.25, 3.25, 3.9, 4.0


@pytest.mark.parametrize(
    ("writing", "remaining", "wait"),
    [
        (1, 4, PACE),
        (1, 2, PACE),
        (1, 1, LOST),
        (1, 0, RESET),
        (2, 3, PACE),
        (2, 2, STOOD),
        (2, 1, LOST),
        (3, 4, PACE),
        (3, 3, STOOD),
        (3, 2, STOOD),
        (3, 1, LOST),
        (4, 4, PACE),
        (4, 2, PACE),
        (4, 1, LOST),
        (9, 2, PACE),
    ],
)
def test_a_token_is_kept_for_each_final_text_as_far_as_that_lets_the_texts_grow(writing, remaining, wait):
    budget = told(remaining)
    assert budget.delay(1.0, final=False, writing=writing, since=0.5) == pytest.approx(wait, abs=0.002)
    assert budget.delay(1.0, final=True, writing=writing, since=0.5) == pytest.approx(
        0 if remaining else RESET, abs=0.002
    )


@pytest.mark.parametrize(
    ("limit", "writing", "remaining", "wait"),
    [(1, 1, 1, 4.0), (2, 2, 1, LOST), (2, 1, 2, 4.0), (2, 2, 2, 4.0), (3, 2, 2, STOOD), (4, 3, 3, STOOD)],
)
def test_the_least_of_windows_lets_texts_grow_too(limit, writing, remaining, wait):
    budget = told(remaining, limit=limit)
    assert budget.delay(1.0, final=False, writing=writing, since=0.5) == pytest.approx(wait, abs=0.002)


def test_what_has_stood_for_longer_than_three_quarters_of_a_window_waits_no_more():
    assert told(2).delay(1.0, final=False, writing=3, since=-3.0) == 0
    assert told(2).delay(1.0, final=False, writing=3, since=float("-inf")) == 0


def test_what_is_sent_counts_before_it_is_answered_also_in_a_window_that_is_new_with_it():
    budget = told(3)
    for _ in range(3):
        assert budget.delay(1.0, final=True, writing=1, since=0.0) == 0
        budget.spend(1.0, final=True)
    assert budget.delay(1.0, final=True, writing=1, since=0.0) == pytest.approx(4.0, abs=0.002)
    budget.spend(6.0, final=True, in_flight=3)
    assert budget.delay(6.0, final=True, writing=1, since=0.0) == 0
    budget.spend(6.0, final=True)
    assert budget.delay(6.0, final=True, writing=1, since=0.0) == pytest.approx(5.0, abs=0.002)


def test_a_final_text_does_not_make_those_that_grow_wait_for_longer():
    budget = told(4)
    budget.spend(1.0, final=True)
    assert budget.delay(1.0, final=False, writing=2, since=0.5) == pytest.approx(PACE, abs=0.002)
    budget.spend(1.0)
    assert budget.delay(1.0, final=False, writing=1, since=0.5) == pytest.approx(1.25, abs=0.002)


@pytest.mark.parametrize(("now", "is_fresh"), [(1.0, False), (4.99, False), (5.01, True)])
def test_a_budget_is_fresh_when_the_window_is_over(now, is_fresh):
    assert told(4).is_fresh(now) is is_fresh


@pytest.mark.parametrize(("now", "is_fresh"), [(10.0, False), (11.24, False), (11.25, True)])
def test_a_budget_of_which_nothing_was_told_is_fresh_when_the_next_edit_need_not_wait(now, is_fresh):
    budget = Budget()
    assert budget.is_fresh(10.0)
    budget.spend(10.0)
    assert budget.is_fresh(now) is is_fresh
