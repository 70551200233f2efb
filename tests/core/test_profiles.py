"""What holds for messages, read once, and as it was last changed."""

import asyncio
from dataclasses import replace

import pytest

from bot.core.errors import HistoryError
from bot.core.profile import Overrides, Place, Profile, Scope
from bot.core.profiles import Profiles
from bot.stores.memory_profiles import MemoryProfiles
from tests.core.talking import said, until

DEFAULTS = Profile(system_prompt="be kind")
SERVER, CHANNEL, THREAD = Scope("server", 1, server=1), Scope("channel", 2, server=1), Scope("channel", 3, 2, 1)
HERE = said(channel=2, server=1)
IN_THREAD = said(channel=3, parent=2, server=1)


class CountingStore(MemoryProfiles):
    """Notes what it is asked for, and answers when it may."""

    def __init__(self):
        super().__init__()
        self.asked = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def overrides(self, scopes, /):
        self.asked.append(list(scopes))
        found = await super().overrides(scopes)
        await self.may_answer.wait()
        return found


class BrokenStore(MemoryProfiles):
    async def overrides(self, scopes, /):
        raise HistoryError("disk gone")


@pytest.fixture
def store():
    return CountingStore()


@pytest.fixture
def profiles(store):
    return Profiles(store, defaults=DEFAULTS)


async def test_the_trigger_of_a_place_is_read_once_and_follows_whatever_is_set_around_it(profiles, store):
    place, beside = Place(2, server=1), Place(9, server=8)
    for _ in range(3):
        assert await profiles.trigger(place) == "mention"
    assert len(store.asked) == 1
    await profiles.change(SERVER, lambda it: replace(it, trigger="all"))
    assert (await profiles.trigger(place), await profiles.trigger(beside)) == ("all", "mention")
    await profiles.forget_server(1)
    assert await profiles.trigger(place) == "mention"
    await profiles.change(CHANNEL, lambda it: replace(it, trigger="never"))
    assert await profiles.trigger(place) == "never"
    await profiles.forget(2)
    assert await profiles.trigger(place) == "mention"


async def test_a_trigger_that_is_set_while_the_one_before_is_read_holds(profiles, store):
    store.may_answer.clear()
    reading = asyncio.create_task(profiles.trigger(Place(2, server=1)))
    await until(lambda: store.asked)
    changing = asyncio.create_task(profiles.change(CHANNEL, lambda it: replace(it, trigger="all")))
    store.may_answer.set()
    await asyncio.gather(reading, changing)
    assert await profiles.trigger(Place(2, server=1)) == "all"


async def test_no_more_triggers_are_kept_than_places_are_remembered(store):
    profiles = Profiles(store, defaults=DEFAULTS, remembered=10)
    for channel in range(1, 30):
        await profiles.trigger(Place(channel))
    assert len(profiles._triggers) <= 10


async def test_a_thread_inherits_from_its_channel_and_that_from_its_server(profiles):
    await profiles.change(SERVER, lambda it: replace(it, trigger="all", language="de"))
    await profiles.change(CHANNEL, lambda it: replace(it, trigger="never"))
    await profiles.change(THREAD, lambda it: replace(it, language="fr"))
    assert await profiles.resolve(HERE) == replace(DEFAULTS, trigger="never", language="de")
    assert await profiles.resolve(IN_THREAD) == replace(DEFAULTS, trigger="never", language="fr")
    assert await profiles.resolve(said(channel=9, server=1)) == replace(DEFAULTS, trigger="all", language="de")
    assert await profiles.resolve(said(channel=9, server=8)) == DEFAULTS


async def test_what_holds_at_a_place_is_told_without_what_is_nearer(profiles):
    await profiles.change(SERVER, lambda it: replace(it, language="de"))
    await profiles.change(CHANNEL, lambda it: replace(it, language="fr"))
    assert (await profiles.at(SERVER, IN_THREAD)).language == "de"
    assert (await profiles.at(CHANNEL, IN_THREAD)).language == "fr"
    assert (await profiles.at(THREAD, IN_THREAD)).language == "fr"


async def test_a_place_is_looked_up_once_also_where_nothing_is_set(profiles, store):
    for _ in range(3):
        await profiles.resolve(HERE)
    await profiles.resolve(IN_THREAD)
    assert store.asked == [[SERVER, CHANNEL], [THREAD]]


async def test_what_is_kept_in_memory_is_bounded_and_the_longest_unasked_goes(store):
    profiles = Profiles(store, defaults=DEFAULTS, remembered=2)
    for channel in (1, 2, 1, 3, 1, 2):
        await profiles.resolve(said(channel=channel))
    assert [scope.id for scopes in store.asked for scope in scopes] == [1, 2, 3, 2]


async def test_more_places_than_are_kept_are_resolved_all_the_same(store):
    profiles = Profiles(store, defaults=DEFAULTS, remembered=1)
    await profiles.change(SERVER, lambda it: replace(it, trigger="all"))
    assert (await profiles.resolve(IN_THREAD)).trigger == "all"


async def test_a_change_during_a_look_up_is_not_overlooked(profiles, store):
    store.may_answer.clear()
    looking = asyncio.create_task(profiles.resolve(HERE))
    changing = asyncio.create_task(profiles.change(CHANNEL, lambda it: replace(it, trigger="all")))
    await until(lambda: store.asked)
    store.may_answer.set()
    await asyncio.gather(looking, changing)
    assert (await profiles.resolve(HERE)).trigger == "all"


async def test_a_change_sees_what_was_changed_before(profiles):
    changes = [lambda it: replace(it, top_k=(it.top_k or 0) + 1)] * 20
    await asyncio.gather(*(profiles.change(CHANNEL, change) for change in changes))
    assert await profiles.overrides(CHANNEL) == Overrides(top_k=20)


async def test_what_is_gone_is_forgotten_with_its_threads(profiles):
    await profiles.change(CHANNEL, lambda it: replace(it, trigger="all"))
    await profiles.change(THREAD, lambda it: replace(it, language="de"))
    await profiles.forget(2)
    assert await profiles.resolve(IN_THREAD) == DEFAULTS
    await profiles.change(THREAD, lambda it: replace(it, language="de"))
    await profiles.forget_server(1)
    assert await profiles.resolve(IN_THREAD) == DEFAULTS


async def test_a_store_that_fails_says_so():
    with pytest.raises(HistoryError):
        await Profiles(BrokenStore(), defaults=DEFAULTS).resolve(HERE)
