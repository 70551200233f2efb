"""One line for the model: held as laws over a simulated clock, and by what single people see."""

import asyncio
from contextlib import ExitStack

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.core import notices
from bot.core.errors import Busy
from bot.core.estimate import Standing
from bot.core.record import Author
from bot.core.scheduler import Bounds, Scheduler
from bot.core.speed import Took
from bot.core.stopping import Stopped
from tests.core.talking import said, until

ADA, BOB, CAT = 1, 2, 3


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


class People:
    """Those who stand in the line, each at a door of his own."""

    def __init__(self, *, slots=1, **bounds):
        self.clock = Clock()
        self.scheduler = Scheduler(Bounds(**bounds), clock=self.clock)
        self.scheduler.open(slots)
        self.doors = {}

    def come(self, person, *, channel=1, server=1):
        door = ExitStack()
        asked = said(author=Author(person, ""), channel=channel, server=server)
        place = door.enter_context(self.scheduler.line_up(asked, person))
        self.doors[place] = door
        return place

    def go(self, place, *, seconds=0.0, tokens=0, is_whole=True):
        self.clock.now += seconds
        if place.is_reached:
            place.took(Took(reading=seconds / 2, written=tokens, writing=seconds / 2), is_whole=is_whole)
        self.doors.pop(place).close()


class Line(RuleBasedStateMachine):
    """Anybody comes, is answered, leaves and resets, in any order."""

    BOUNDS = Bounds(person=4, channel=5, server=7)

    @initialize()
    def nobody(self):
        self.people = People(slots=0, person=4, channel=5, server=7)
        self.slots = 0
        self.line = []
        self.alone = []

    @rule(slots=st.integers(1, 4))
    @precondition(lambda self: not self.slots)
    def the_engine_is_loaded(self, slots):
        self.slots = slots
        self.people.scheduler.open(slots)

    @rule(server=st.sampled_from([None, 1, 2]), person=st.integers(1, 4), channel=st.integers(1, 3))
    def come(self, server, person, channel):
        channel += 10 * (server or 0)
        try:
            place = self.people.come(person, channel=channel, server=server)
        except Busy:
            counts = self.waiting_with(server, person, channel)
            assert any(count == bound for count, bound in zip(counts, (4, 5, 7), strict=True))
        else:
            self.line.append(place)

    @rule(which=st.integers(0, 99), seconds=st.integers(1, 60), tokens=st.integers(1, 500), is_whole=st.booleans())
    @precondition(lambda self: self.inside)
    def an_answer_ends(self, which, seconds, tokens, is_whole):
        place = self.inside[which % len(self.inside)]
        self.line.remove(place)
        self.people.go(place, seconds=seconds, tokens=tokens, is_whole=is_whole)

    @rule(which=st.integers(0, 99))
    @precondition(lambda self: self.waiting)
    def somebody_leaves(self, which):
        place = self.waiting[which % len(self.waiting)]
        self.line.remove(place)
        self.people.go(place)

    @rule(channel=st.sampled_from([1, 2, 11, 12]))
    def somebody_wants_to_be_alone(self, channel):
        door = ExitStack()
        turn = door.enter_context(self.people.scheduler.line_up_alone(channel))
        self.alone.append((channel, turn, door))

    @rule(which=st.integers(0, 99))
    @precondition(lambda self: self.alone)
    def that_is_over(self, which):
        _, _, door = self.alone.pop(which % len(self.alone))
        door.close()

    @invariant()
    def no_slot_is_used_twice_nor_left_free_while_somebody_could_begin(self):
        assert len(self.inside) <= self.slots
        taken = [key(place) for place in self.inside]
        assert len(set(taken)) == len(taken)
        closed = {channel for channel, _, _ in self.alone}
        if len(self.inside) < self.slots:
            assert all(key(place) in taken or place.entry.channel in closed for place in self.waiting)

    @invariant()
    def of_one_person_in_a_channel_who_came_first_is_first(self):
        for place in self.inside:
            earlier = self.line[: self.line.index(place)]
            assert not [each for each in earlier if key(each) == key(place)]

    @invariant()
    def no_more_wait_than_may(self):
        for place in self.waiting:
            counts = self.waiting_with(place.entry.server, place.entry.person, place.entry.channel)
            assert all(count <= bound for count, bound in zip(counts, (4, 5, 7), strict=True))

    @invariant()
    def whoever_is_alone_is(self):
        for channel in {channel for channel, _, _ in self.alone}:
            turns = [turn.is_set() for each, turn, _ in self.alone if each == channel]
            is_empty = not any(place.entry.channel == channel for place in self.inside)
            assert turns.count(True) == int(is_empty)

    @invariant()
    def everybody_who_waits_stands_somewhere(self):
        for place in self.waiting if self.slots else ():
            standing = place.standing()
            assert 0 <= standing.ahead <= len(self.line)
            assert standing.seconds is None or standing.seconds >= 0

    def teardown(self):
        for _, _, door in getattr(self, "alone", ()):
            door.close()
        if self.slots == 0:
            self.people.scheduler.open(1)
        for _ in range(len(self.line)):
            place = self.inside[0]
            self.line.remove(place)
            self.people.go(place)
        assert not self.line
        load = self.people.scheduler.load
        assert (load.writing, load.waiting) == (0, 0)
        assert not self.people.scheduler._queue._root.shares

    @property
    def inside(self):
        return [place for place in self.line if place.is_reached]

    @property
    def waiting(self):
        return [place for place in self.line if not place.is_reached]

    def waiting_with(self, server, person, channel):
        entries = [place.entry for place in self.waiting]
        return (
            sum(entry.person == person for entry in entries),
            sum(entry.channel == channel for entry in entries),
            sum(entry.server == server for entry in entries if server is not None),
        )


def key(place):
    return place.entry.server, place.entry.person, place.entry.channel


TestLine = Line.TestCase
TestLine.settings = settings(max_examples=60, stateful_step_count=40)


def test_until_the_engine_is_there_all_wait_and_keep_their_order():
    people = People(slots=0)
    places = [people.come(person, channel=person) for person in (ADA, BOB, CAT)]
    assert not any(place.is_reached for place in places)
    people.scheduler.open(2)
    assert [place.is_reached for place in places] == [True, True, False]


def test_people_in_one_channel_are_answered_at_once_and_one_person_in_order():
    people = People(slots=3)
    ada, again, bob = people.come(ADA), people.come(ADA), people.come(BOB)
    assert [place.is_reached for place in (ada, again, bob)] == [True, False, True]
    people.go(ada)
    assert again.is_reached


@pytest.mark.parametrize(
    ("bounds", "said_so"),
    [
        ({"person": 1}, notices.busy_person(1)),
        ({"channel": 1}, notices.busy_channel(1)),
        ({"server": 1}, notices.busy_server(1)),
    ],
)
def test_who_is_one_too_many_is_told_so_and_leaves_nothing_behind(bounds, said_so):
    people = People(**bounds)
    people.come(ADA)
    waiting = people.come(ADA)
    with pytest.raises(Busy) as busy:
        people.come(ADA)
    assert busy.value.notice == said_so
    people.go(waiting)
    people.come(ADA)


def test_direct_messages_are_no_server_that_could_be_full():
    people = People(server=0)
    for person in (ADA, BOB, CAT):
        people.come(person, channel=person, server=None)


def test_who_writes_in_private_shares_with_servers_as_one_of_them_and_with_nobody_else():
    people = People()
    first = people.come(CAT, server=9)
    alone = [people.come(person, channel=person, server=None) for person in (ADA, BOB)]
    together = [people.come(person, channel=7, server=1) for person in (4, 5, 6)]
    order = []
    while people.doors:
        begun = next(place for place in people.doors if place.is_reached)
        order.append(begun)
        people.go(begun, tokens=200)
    assert order == [first, alone[0], alone[1], *together]


def test_all_that_one_person_writes_in_private_is_one_share():
    people = People()
    people.come(CAT, server=9)
    threads = [people.come(ADA, channel=channel, server=None) for channel in (1, 2, 3)]
    other = people.come(BOB, channel=4, server=None)
    people.go(next(iter(people.doors)), tokens=200)
    assert threads[0].is_reached
    people.go(threads[0], tokens=200)
    assert other.is_reached


def test_who_waits_knows_the_place_and_after_the_first_answer_the_time():
    people = People()
    first, second = people.come(ADA), people.come(BOB)
    assert second.standing() == Standing(1, None)
    people.go(first, seconds=10.0, tokens=100)
    third, fourth = people.come(CAT), people.come(ADA)
    assert [place.standing() for place in (third, fourth)] == [Standing(1, 10.0), Standing(2, 20.0)]
    people.clock.now += 4.0
    assert [place.standing() for place in (third, fourth)] == [Standing(1, 6.0), Standing(2, 16.0)]


def test_an_answer_that_takes_longer_than_expected_is_not_promised_to_end_now():
    people = People()
    people.go(people.come(ADA), seconds=10.0, tokens=100)
    people.come(ADA)
    waiting = people.come(BOB)
    people.clock.now += 50.0
    assert waiting.standing() == Standing(1, pytest.approx(5.0))


def test_an_answer_that_was_stopped_says_nothing_of_how_long_answers_take():
    people = People()
    people.go(people.come(ADA), seconds=10.0, tokens=100)
    people.go(people.come(ADA), seconds=1.0, tokens=3, is_whole=False)
    assert people.scheduler.load.speed.seconds == 10.0


def test_who_stopped_an_answer_early_has_had_little():
    people = People()
    stopped, other = people.come(ADA), people.come(BOB, channel=2)
    waiting = [people.come(ADA), people.come(BOB, channel=2), people.come(ADA)]
    people.go(stopped, seconds=1.0, tokens=2, is_whole=False)
    people.go(other, seconds=1.0, tokens=200)
    assert waiting[0].is_reached
    people.go(waiting[0], seconds=1.0, tokens=2, is_whole=False)
    assert waiting[2].is_reached


async def test_work_in_the_background_begins_one_by_one_where_nobody_wants_the_model():
    people, begun, go_on = People(slots=0), [], asyncio.Event()

    async def work(name):
        async with people.scheduler.in_background():
            begun.append(name)
            await go_on.wait()

    tasks = [asyncio.create_task(work(name)) for name in "ab"]
    await asyncio.sleep(0)
    assert begun == []
    ada = people.come(ADA)
    people.scheduler.open(2)
    await asyncio.sleep(0)
    assert begun == []
    people.go(ada)
    await until(lambda: begun == ["a"])
    go_on.set()
    await asyncio.gather(*tasks)
    assert begun == ["a", "b"]


@pytest.mark.parametrize("slots", [1, 2])
async def test_whoever_comes_ends_it_and_has_a_place_at_once(slots):
    people, begun = People(slots=slots), asyncio.Event()

    async def work():
        async with people.scheduler.in_background():
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await begun.wait()
    assert people.come(ADA).is_reached
    with pytest.raises(Stopped):
        await task


async def test_it_is_ended_where_somebody_comes_in_the_moment_in_which_it_may_begin():
    people = People()

    async def work():
        async with people.scheduler.in_background():
            await asyncio.Event().wait()

    ada = people.come(ADA)
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    people.go(ada)
    people.come(BOB)
    with pytest.raises(Stopped):
        await task


async def test_what_waits_in_the_background_can_be_given_up():
    people = People()
    ada = people.come(ADA)

    async def work():
        async with people.scheduler.in_background():
            return True

    given_up, kept = asyncio.create_task(work()), asyncio.create_task(work())
    await asyncio.sleep(0)
    given_up.cancel()
    people.go(ada)
    assert await kept
    assert given_up.cancelled()


def test_a_place_knows_how_long_its_turn_was_waited_for():
    people = People()
    first, second = people.come(ADA), people.come(BOB)
    people.clock.now += 3.0
    assert (first.waited, second.waited) == (0.0, 3.0)
    people.go(first, seconds=2.0)
    people.clock.now += 10.0
    assert second.waited == 5.0
