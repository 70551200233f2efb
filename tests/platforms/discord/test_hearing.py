"""Which messages are for the bot, as it is set for where they stand."""

from dataclasses import replace

import pytest

from bot.core.errors import HistoryError
from bot.core.profile import Profile, Scope
from bot.core.profiles import Profiles
from bot.platforms.discord.hearing import Hearing
from bot.stores.memory_profiles import MemoryProfiles
from tests.platforms.discord.models import ADA, GENERAL, LINUS, ME, OTHER_ROLE, World, user
from tests.platforms.discord.places import Said

ECHO = user(9, "Echo", bot=True)
QWEN = user(ME, "Qwen", bot=True)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def profiles():
    return Profiles(MemoryProfiles(), defaults=Profile(system_prompt=""))


@pytest.fixture
def hearing(profiles):
    return Hearing(profiles)


async def listen_to_all(profiles):
    await profiles.change(Scope("channel", GENERAL), lambda it: replace(it, trigger="all"))


async def test_a_channel_of_the_bots_needs_no_mention_and_its_threads_neither(world, profiles, hearing):
    assert await hearing.read(world.message("hello"), world.me) is None
    await listen_to_all(profiles)
    assert (await hearing.read(world.message("hello"), world.me)).text == "hello"
    assert (await hearing.read(world.message("hello", channel=world.thread), world.me)).text == "hello"


async def test_what_is_for_somebody_else_is_left_to_them(world, profiles, hearing):
    await listen_to_all(profiles)
    theirs = world.payload("hm", by=user(LINUS, "Linus"), number=59)
    for message in (
        world.message(f"<@{LINUS}> hi", mentions=[user(LINUS, "Linus")]),
        world.message(f"<@&{OTHER_ROLE}> hi", mention_roles=[str(OTHER_ROLE)]),
        world.message("@everyone hi", mention_everyone=True),
        world.reply("really?", theirs),
        world.message(""),
        world.message("beep", by=ECHO),
        world.message("beep", by=QWEN),
    ):
        assert await hearing.read(message, world.me) is None


async def test_who_replies_to_himself_talks_to_nobody_else(world, profiles, hearing):
    await listen_to_all(profiles)
    own = world.payload("hm", by=user(ADA, "Ada"), number=59)
    assert await hearing.read(world.reply("and another thing", own), world.me)


async def test_where_it_shall_never_answer_a_mention_is_none(world, profiles, hearing):
    await profiles.change(Scope("channel", GENERAL), lambda it: replace(it, trigger="never"))
    assert await hearing.read(world.message(f"<@{ME}> hi"), world.me) is None
    assert await hearing.read(world.message("hi", channel=world.dm), world.me)


async def test_its_own_thread_needs_no_mention(world, hearing):
    message = in_thread(world, "hello", owner=ME)
    assert await hearing.read(message, world.me)
    assert await hearing.read(in_thread(world, "hello", owner=ADA), world.me) is None


async def test_its_own_thread_needs_one_once_another_bot_has_spoken_there(world, hearing):
    assert await hearing.read(in_thread(world, "hello", owner=ME), world.me)
    await hearing.read(in_thread(world, "beep", owner=ME, by=ECHO), world.me)
    assert await hearing.read(in_thread(world, "hello", owner=ME), world.me) is None
    assert await hearing.read(in_thread(world, f"<@{ME}> hello", owner=ME), world.me)


async def test_a_bot_that_has_spoken_there_before_the_start_is_found_once(world, hearing):
    for _ in range(2):
        message = in_thread(world, "hello", owner=ME, said=[world.message("beep", by=ECHO)])
        assert await hearing.read(message, world.me) is None
    assert message.channel.looked == 0


async def test_a_bot_that_begins_to_speak_while_that_is_looked_up_is_not_overlooked(world, hearing):
    class Interrupted(Said):
        __slots__ = ()

        async def history(self, *, limit, before=None):
            await hearing.read(in_thread(world, "beep", owner=ME, by=ECHO), world.me)
            async for message in super().history(limit=limit):
                yield message

    message = in_thread(world, "hello", owner=ME)
    message.channel = Interrupted(world.thread, owner=ME)
    assert await hearing.read(message, world.me) is None


async def test_its_own_words_and_a_webhooks_are_no_other_bots(world, hearing):
    said = [world.message("hi", by=QWEN), world.message("build passed", by=ECHO, webhook_id="4")]
    assert await hearing.read(in_thread(world, "hello", owner=ME, said=said), world.me)


async def test_without_what_is_set_the_operators_wish_holds(world):
    class Broken(MemoryProfiles):
        async def overrides(self, scopes, /):
            raise HistoryError("disk gone")

    hearing = Hearing(Profiles(Broken(), defaults=Profile(system_prompt="")))
    assert await hearing.read(world.message(f"<@{ME}> hi"), world.me)
    assert await hearing.read(world.message("hi"), world.me) is None


def in_thread(world, text, *, owner, said=(), **more):
    message = world.message(text, channel=world.thread, **more)
    message.channel = Said(world.thread, said, owner=owner)
    return message
