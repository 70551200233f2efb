"""How requests are held back until there is room for them, on a clock that costs no time."""

import asyncio
from types import SimpleNamespace

import pytest
import yarl
from discord.http import Route

from bot.platforms.discord.global_limit import GlobalLimit, counts

SENDING = SimpleNamespace(url=yarl.URL(Route.BASE + "/channels/1/messages"))


async def sent(limit, count, *, answered=asyncio.sleep):
    """When each of so many requests that come together is sent; each is answered as `answered` returns."""
    times, answers = [], []

    async def answer(context):
        await answered(0.1)
        await limit.release(None, context, None)

    async def request(number):
        context = SimpleNamespace()
        await limit.hold(None, context, SENDING)
        times.append((number, asyncio.get_running_loop().time()))
        answers.append(asyncio.create_task(answer(context)))

    await asyncio.gather(*[request(number) for number in range(count)])
    await asyncio.gather(*answers)
    return times


async def test_requests_are_sent_in_their_order_and_40_at_most_in_the_first_second():
    times = await sent(GlobalLimit(), 200)
    assert [number for number, _ in times] == list(range(200))
    assert sum(time <= 1 for _, time in times) in (39, 40)
    assert times[-1][1] == pytest.approx(196 / 36)


async def test_what_waited_while_the_loop_stood_still_does_not_go_out_all_at_once():
    limit, loop = GlobalLimit(), asyncio.get_running_loop()
    loop.call_later(0.5, loop.stand_still, 2.0)
    times = [time for _, time in await sent(limit, 200)]
    assert max(sum(start <= time < start + 1 for time in times) for start in times) <= 40


async def test_however_long_the_way_stands_still_50_never_arrive_in_one_second():
    limit, loop = GlobalLimit(), asyncio.get_running_loop()
    arrived = []

    async def at_a_moment_of_its_own(_):
        # The way stands still again and again, for almost as long as an answer is waited for.
        await asyncio.sleep(-loop.time() % 4.0)
        arrived.append(loop.time())

    await sent(limit, 600, answered=at_a_moment_of_its_own)
    assert len(arrived) == 600
    assert 40 < max(sum(start <= time < start + 1 for time in arrived) for start in arrived) < 50


async def test_what_is_never_answered_is_waited_for_no_longer_than_some_seconds():
    limit, loop = GlobalLimit(), asyncio.get_running_loop()
    never = asyncio.Event()

    async def never_answered(_):
        await never.wait()

    silent = asyncio.create_task(sent(limit, 48, answered=never_answered))
    await asyncio.sleep(1.4)
    before = loop.time()
    assert not limit.has_room()
    [(_, at)] = await sent(limit, 1)
    assert at - before == pytest.approx(5 - 1.4, abs=0.5)
    never.set()
    await silent


async def test_there_is_room_for_what_nobody_would_miss_only_while_nothing_waits():
    limit = GlobalLimit()
    assert limit.has_room()
    requests = asyncio.create_task(sent(limit, 20))
    await asyncio.sleep(0.1)
    assert not limit.has_room()
    await requests
    await asyncio.sleep(0.1)
    assert limit.has_room()


async def test_a_request_that_is_given_up_while_it_waits_holds_nobody_back():
    limit = GlobalLimit()
    given_up = asyncio.create_task(sent(limit, 10))
    await asyncio.sleep(0.01)
    given_up.cancel()
    before = asyncio.get_running_loop().time()
    [(_, at)] = await sent(limit, 1)
    assert at - before <= 1 / 36


@pytest.mark.parametrize(
    ("address", "is_counted"),
    [
        (Route.BASE + "/channels/1/messages", True),
        (Route.BASE + "/users/@me", True),
        (Route.BASE + "/interactions/1/token/callback", False),
        (Route.BASE + "/webhooks/1/token/messages/@original", False),
        ("https://cdn.discordapp.com/attachments/1/2/a.txt", False),
        ("wss://gateway.discord.gg/?v=10", False),
    ],
)
def test_what_discord_counts(address, is_counted):
    assert counts(yarl.URL(address)) is is_counted


async def test_what_discord_does_not_count_waits_for_nothing():
    limit = GlobalLimit()
    await sent(limit, 5)
    exempt = SimpleNamespace(url=yarl.URL(Route.BASE + "/interactions/1/token/callback"))
    before = asyncio.get_running_loop().time()
    for _ in range(100):
        await limit.hold(None, SimpleNamespace(), exempt)
    assert asyncio.get_running_loop().time() == before
