"""What may be expected of any store of profiles."""

import asyncio
from dataclasses import replace

import pytest

from bot.core.errors import OutOfBounds
from bot.core.ports import ProfileStore
from bot.core.profile import Overrides, Scope
from bot.stores.memory_profiles import MemoryProfiles
from bot.stores.sql_profiles import SqlProfiles
from bot.stores.sqlite import open_database
from tests.stores.files import address, holds, look

ALL = Overrides(
    persona="pirate",
    system_prompt="Speak like '; DROP TABLE profiles; -- 你好 \0",
    max_new_tokens=9_999_999,
    temperature=0.7,
    top_p=0.8,
    top_k=0,
    repetition_penalty=1.1,
    trigger="never",
    opens_threads=False,
    thinking="on",
    language="de",
)
# The first channel of an old server has the server's own number.
SERVER, FIRST = Scope("server", 1, server=1), Scope("channel", 1, server=1)
CATEGORY, CHANNEL = Scope("category", 2, server=1), Scope("channel", 2**63 - 1, server=1)
THREAD = Scope("channel", 4, 2**63 - 1, 1)
ELSEWHERE = Scope("channel", 5, server=9)
DIRECT = Scope("channel", 6)
EVERYWHERE = [SERVER, FIRST, CATEGORY, CHANNEL, THREAD, ELSEWHERE, DIRECT]


@pytest.fixture(params=["memory", "sqlite"])
async def store(request, database):
    if request.param == "memory":
        yield MemoryProfiles()
        return
    opened = await open_database(address(database))
    yield SqlProfiles(opened)
    await opened.close()


async def fill(store: ProfileStore) -> None:
    for number, scope in enumerate(EVERYWHERE):
        await store.change(scope, lambda it, number=number: replace(it, top_k=number))


async def standing(store: ProfileStore) -> list[Scope]:
    found = await store.overrides(EVERYWHERE)
    return [scope for scope in EVERYWHERE if found.get(scope, Overrides()) != Overrides()]


async def test_what_is_set_comes_back_as_it_was(store):
    assert await store.change(CHANNEL, lambda _: ALL) == ALL
    assert (await store.overrides([CHANNEL]))[CHANNEL] == ALL


async def test_every_place_has_its_own(store):
    await fill(store)
    found = await store.overrides(EVERYWHERE)
    assert [found[scope].top_k for scope in EVERYWHERE] == list(range(len(EVERYWHERE)))
    assert await store.overrides([Scope("category", 5), Scope("server", 2)]) == {}
    assert await store.overrides([]) == {}


async def test_a_change_starts_from_what_is_set(store):
    seen = []
    for trigger in ("all", "never"):
        await store.change(CHANNEL, lambda it, to=trigger: seen.append(it) or replace(it, trigger=to))
    await store.change(CHANNEL, lambda it: replace(it, language="fr"))
    assert seen == [Overrides(), Overrides(trigger="all")]
    assert (await store.overrides([CHANNEL]))[CHANNEL] == Overrides(trigger="never", language="fr")


async def test_changes_at_the_same_time_all_happen(store):
    await asyncio.gather(*(store.change(CHANNEL, lambda it: replace(it, top_k=(it.top_k or 0) + 1)) for _ in range(20)))
    assert (await store.overrides([CHANNEL]))[CHANNEL].top_k == 20


async def test_what_a_change_raises_is_raised_and_nothing_is_changed(store):
    await store.change(CHANNEL, lambda it: replace(it, top_k=1))
    with pytest.raises(OutOfBounds):
        await store.change(CHANNEL, lambda it: replace(it, top_k=-1))
    assert (await store.overrides([CHANNEL]))[CHANNEL] == Overrides(top_k=1)


async def test_what_is_unset_is_gone(store):
    await fill(store)
    await store.change(CHANNEL, lambda _: Overrides())
    assert CHANNEL not in await standing(store)


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        (1, [SERVER, CATEGORY, CHANNEL, THREAD, ELSEWHERE, DIRECT]),
        (2, [SERVER, FIRST, CHANNEL, THREAD, ELSEWHERE, DIRECT]),
        (CHANNEL.id, [SERVER, FIRST, CATEGORY, ELSEWHERE, DIRECT]),
        (4, [SERVER, FIRST, CATEGORY, CHANNEL, ELSEWHERE, DIRECT]),
    ],
)
async def test_a_channel_that_is_gone_takes_its_threads_along(store, gone, left):
    await fill(store)
    await store.forget(gone)
    assert await standing(store) == left


async def test_a_server_takes_along_what_is_in_it(store):
    await fill(store)
    await store.forget_server(1)
    assert await standing(store) == [ELSEWHERE, DIRECT]


async def test_it_is_there_after_a_restart_and_unset_things_take_no_room(database):
    opened = await open_database(address(database))
    await SqlProfiles(opened).change(CHANNEL, lambda _: ALL)
    await SqlProfiles(opened).change(FIRST, lambda _: Overrides(top_k=1))
    await SqlProfiles(opened).change(FIRST, lambda _: Overrides())
    await opened.close()
    again = await open_database(address(database))
    assert await SqlProfiles(again).overrides(EVERYWHERE) == {CHANNEL: ALL}
    await again.close()
    assert look(database, "SELECT kind, id, parent, server FROM profiles") == [("channel", CHANNEL.id, None, 1)]


async def test_a_prompt_that_was_forgotten_is_nowhere_in_the_file(database):
    opened = await open_database(address(database))
    await SqlProfiles(opened).change(CHANNEL, lambda _: Overrides(system_prompt="xyzzy"))
    assert holds(database.parent, b"xyzzy")
    await SqlProfiles(opened).forget_server(1)
    assert not holds(database.parent, b"xyzzy")
    await opened.close()


async def test_what_a_later_bot_has_set_besides_or_otherwise_is_passed_over(database):
    opened = await open_database(address(database))
    await SqlProfiles(opened).change(CHANNEL, lambda _: Overrides(top_k=1))
    look(database, """UPDATE profiles SET overrides = '{"top_k": 1, "mood": "sunny", "language": "it"}'""")
    assert await SqlProfiles(opened).overrides([CHANNEL]) == {CHANNEL: Overrides(top_k=1)}
    await opened.close()
