"""Servers, people and channels share the model evenly, as far as they have something to ask."""

from collections import Counter
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from bot.core.fair_queue import Entry, FairQueue

ADA, BOB, CAT = 1, 2, 3


def put(queue, person, *, channel=1, server=1, cost=1.0):
    entry = Entry(server, person, channel, cost)
    queue.join(entry)
    return entry


def served(queue):
    """All that wait, in the order in which one slot takes them, each as expensive as expected."""
    while entry := queue.next():
        yield entry
        queue.end(entry, entry.cost)


def people(queue):
    return [entry.person for entry in served(queue)]


def test_whoever_asks_much_does_not_keep_others_waiting():
    queue = FairQueue()
    for person in (ADA, ADA, ADA, BOB, CAT):
        put(queue, person)
    assert people(queue) == [ADA, BOB, CAT, ADA, ADA]


def test_twenty_threads_of_one_person_do_not_go_before_the_question_of_another():
    queue = FairQueue()
    for thread in range(20):
        put(queue, ADA, channel=100 + thread)
    put(queue, BOB)
    assert people(queue)[:3] == [ADA, BOB, ADA]


def test_the_channels_of_one_person_take_turns():
    queue = FairQueue()
    for channel in (1, 1, 1, 2):
        put(queue, ADA, channel=channel)
    assert [entry.channel for entry in served(queue)] == [1, 2, 1, 1]


def test_a_large_server_does_not_keep_a_small_one_waiting():
    queue = FairQueue()
    for person in range(10, 20):
        put(queue, person, server=1)
    for person in (ADA, BOB):
        put(queue, person, server=2, channel=2)
    assert [entry.server for entry in served(queue)][:5] == [1, 2, 1, 2, 1]


def test_long_answers_count_more_than_short_ones():
    queue = FairQueue()
    for _ in range(2):
        put(queue, ADA, cost=3.0)
    for _ in range(6):
        put(queue, BOB, channel=2)
    assert people(queue) == [ADA, BOB, BOB, BOB, ADA, BOB, BOB, BOB]


def test_what_an_answer_took_counts_not_what_it_was_expected_to():
    queue = FairQueue()
    for _ in range(2):
        put(queue, ADA, cost=3.0)
        put(queue, BOB, channel=2, cost=3.0)
    first = queue.next()
    queue.end(first, 9.0)
    assert people(queue) == [BOB, BOB, ADA]


def test_nothing_is_saved_up_by_silence():
    queue = FairQueue()
    for _ in range(5):
        put(queue, ADA, cost=10.0)
    for _ in range(3):
        queue.end(entry := queue.next(), entry.cost)
    for _ in range(3):
        put(queue, BOB, channel=2, cost=10.0)
    assert people(queue) == [BOB, ADA, BOB, ADA, BOB]


def test_nothing_is_forgiven_by_silence_while_others_wait():
    queue = FairQueue()
    put(queue, ADA, cost=10.0)
    for _ in range(3):
        put(queue, BOB, channel=2)
    queue.end(entry := queue.next(), entry.cost)
    put(queue, ADA)
    assert people(queue) == [BOB, BOB, BOB, ADA]


def test_one_answer_of_a_person_in_a_channel_is_under_way_at_a_time_and_nobody_waits_for_it():
    queue = FairQueue()
    first, second, other = put(queue, ADA), put(queue, ADA), put(queue, BOB)
    assert [queue.next(), queue.next(), queue.next()] == [first, other, None]
    queue.end(first, 1.0)
    assert queue.next() is second


def test_nothing_begins_in_a_channel_that_is_closed():
    queue = FairQueue()
    queue.close(1)
    here, there = put(queue, ADA), put(queue, ADA, channel=2)
    assert [queue.next(), queue.next()] == [there, None]
    queue.open(1)
    assert queue.next() is here


def test_who_leaves_is_passed_over():
    queue = FairQueue()
    put(queue, ADA)
    gone = put(queue, ADA, channel=2)
    queue.leave(gone)
    assert people(queue) == [ADA]


def test_nothing_is_kept_once_nobody_waits():
    queue = FairQueue()
    for person, channel in product((ADA, BOB), (1, 2)):
        put(queue, person, channel=channel)
    list(served(queue))
    assert queue._root.shares == {}


KEYS = st.tuples(st.integers(1, 2), st.integers(1, 2), st.integers(1, 2))
COSTS = st.integers(1, 5).map(float)


@given(st.lists(st.tuples(COSTS, COSTS), min_size=20, max_size=120))
def test_law_of_those_who_always_have_something_waiting_none_gets_far_ahead(costs):
    queue, most = FairQueue(), max(max(pair) for pair in costs)
    for server, person, channel in product((1, 2), repeat=3):
        for _ in range(2):
            put(queue, person, channel=channel, server=server)
    had = Counter()
    for expected, took in costs:
        entry = queue.next()
        queue.end(entry, took)
        path = (entry.server, entry.person, entry.channel)
        put(queue, entry.person, channel=entry.channel, server=entry.server, cost=expected)
        for depth in (1, 2, 3):
            had[path[:depth]] += took
        for one, other in combinations(list(product((1, 2), repeat=3)), 2):
            for depth in (1, 2, 3):
                if one[: depth - 1] == other[: depth - 1]:
                    assert abs(had[one[:depth]] - had[other[:depth]]) <= 2 * most


@given(
    st.lists(st.tuples(KEYS, COSTS), min_size=1, max_size=30), st.lists(st.tuples(KEYS, COSTS), min_size=1, max_size=30)
)
def test_law_nobody_waits_for_ever_whoever_keeps_asking(before, crowd):
    queue = FairQueue()
    for (server, person, channel), cost in before:
        put(queue, person, channel=channel, server=server, cost=cost)
    patient = put(queue, BOB, channel=2, server=2, cost=5.0)
    # On each of three floors, the other share may come as often as the largest answer is larger than the smallest,
    # and once more, before this one does; what waited before in its own channel comes first.
    for number in range((len(before) + 1) * 7**3):
        entry = queue.next()
        if entry is patient:
            return
        queue.end(entry, entry.cost)
        for step in range(2):
            (server, person, channel), cost = crowd[(2 * number + step) % len(crowd)]
            put(queue, person, channel=channel, server=server, cost=cost)
    raise AssertionError("never begun")


@given(st.lists(st.tuples(KEYS, COSTS), max_size=30))
def test_law_with_one_slot_the_order_is_known_before(asked):
    queue = FairQueue()
    for (server, person, channel), cost in asked:
        put(queue, person, channel=channel, server=server, cost=cost)
    assert list(queue.order()) == list(served(queue))
