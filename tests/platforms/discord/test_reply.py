"""A reply on Discord whose requests fail, as they do; each of these was seen to go wrong."""

import asyncio
from contextlib import asynccontextmanager
from itertools import pairwise
from types import SimpleNamespace

import aiohttp
import pytest
import yarl
from discord.http import Route

from bot.core.controls import Controls
from bot.core.errors import PlatformError
from bot.platforms.discord.edits import EditLanes
from bot.platforms.discord.failures import LONGEST_WAIT, ODD_TRIES
from bot.platforms.discord.reply import ROOM_INTERVAL, TYPING_INTERVAL, DiscordReply
from bot.platforms.discord.responses import InteractionSurface
from bot.platforms.discord.surfaces import NONCE_MEMORY, Bucket, ChannelSurface
from tests.platforms.discord.fakes import ME, FakeChannel, FakeDiscord, FakeInteraction, refusal

STOP = Controls(answer=5, verbs={"stop": "Stop"})
DONE = Controls(answer=5, verbs={"regenerate": "Regenerate", "delete": "Delete"})

PASSING = {
    "500": refusal(500),
    "503": refusal(503),
    "a page of the edge's with 502": refusal(502, html=True),
    "429": refusal(429),
    "429 without Via": refusal(429, html=True),
    "too many edits of an old message": refusal(429, 30046),
    "403 of the edge's": refusal(403, html=True),
    "a torn connection": aiohttp.ClientOSError(104, "reset"),
    "no answer": TimeoutError(),
    "no network": OSError("unreachable"),
    "half a body": aiohttp.ClientPayloadError("half"),
}
REFUSALS = {
    "missing access": refusal(403, 50001),
    "missing permissions": refusal(403, 50013),
    "unknown channel": refusal(404, 10003),
    "unknown message": refusal(404, 10008),
    "unauthorized": refusal(401, 0),
    "invalid form": refusal(400, 50035),
}


def cases(errors):
    return pytest.mark.parametrize("error", errors.values(), ids=errors)


@pytest.fixture
def discord():
    return FakeDiscord()


@asynccontextmanager
async def in_channel(discord, lanes=None, *, question=60, **options):
    surface = ChannelSurface(FakeChannel(discord), me=ME, question=question)
    async with DiscordReply(surface, lanes or EditLanes(), nonce="q", **options) as reply:
        yield reply


@asynccontextmanager
async def as_response(discord, lanes=None):
    interaction = FakeInteraction(discord)
    async with DiscordReply(InteractionSurface(interaction), lanes or EditLanes(), nonce="q") as reply:
        yield reply, interaction


async def until(condition):
    """Let time pass until `condition` holds; it costs none."""
    async with asyncio.timeout(1000):
        while not condition():  # noqa: ASYNC110 - what is waited for is a plain value of a fake
            await asyncio.sleep(0.01)


def waits(asked):
    return [after.time - before.time for before, after in pairwise(asked)]


async def test_its_messages_are_known_in_their_order(discord):
    async with in_channel(discord) as reply:
        await reply.finish(["a", "b", "c"])
        assert reply.messages == list(discord.messages)
        assert discord.texts() == ["a", "b", "c"]


async def test_fewer_pages_take_the_last_messages_away(discord):
    async with in_channel(discord) as reply:
        await reply.finish(["a", "b", "c"], DONE)
        await reply.finish(["A"], DONE)
        assert discord.texts() == ["A"]
        assert discord.buttons() == [["Regenerate", "Delete"]]
        assert len(reply.messages) == 1
        await reply.finish([])
        assert discord.texts() == []


async def test_a_page_that_comes_back_is_a_new_message(discord):
    async with in_channel(discord) as reply:
        await reply.finish(["a", "b"])
        await reply.finish(["a"])
        await reply.finish(["a", "c"])
        assert discord.texts() == ["a", "c"]


async def test_a_message_is_none_of_the_answers_from_the_moment_on_in_which_it_is_being_deleted(discord):
    first, second = discord.add("one").id, discord.add("two").id
    discord.fails("delete", TimeoutError(), applied=True)
    async with in_channel(discord, messages=[first, second]) as reply:
        assert reply.messages == [first, second]
        reply.show(["short"])
        while not discord.requests("delete"):  # noqa: ASYNC110 - a fake tells nobody
            await asyncio.sleep(0.001)
        assert reply.messages == [first]
        # Nobody knows whether it went: it has to, before another one comes in its place.
        await reply.finish(["one", "again"])
        assert discord.texts() == ["one", "again"]


async def test_a_surplus_message_that_somebody_else_deleted_is_gone_as_it_should(discord):
    async with in_channel(discord) as reply:
        await reply.finish(["a", "b"])
        del discord.messages[reply.messages[1]]
        await reply.finish(["a"])
        assert discord.texts() == ["a"]


async def test_it_is_taken_up_from_its_messages_without_a_look_at_them(discord):
    messages = [discord.add("one ▌").id, discord.add("two ▌").id]
    async with in_channel(discord, messages=messages) as reply:
        assert reply.messages == messages
        await reply.finish(["one", "two", "three"], DONE)
        assert discord.texts() == ["one", "two", "three"]
    assert {asked.verb for asked in discord.asked} == {"edit", "send"}


async def test_what_is_taken_up_and_not_shown_stays_as_it_is(discord):
    message = discord.add("one").id
    async with in_channel(discord, messages=[message]):
        await asyncio.sleep(60)
    assert discord.asked == []


async def test_controls_stand_under_the_last_message_and_move_with_it(discord):
    async with in_channel(discord) as reply:
        reply.show(["a ▌"], STOP)
        await until(lambda: discord.buttons() == [["Stop"]])
        reply.show(["a", "b ▌"], STOP)
        await until(lambda: discord.buttons() == [[], ["Stop"]])
        await reply.finish(["a", "b"], DONE)
        assert discord.buttons() == [[], ["Regenerate", "Delete"]]
    # Nothing was asked for the buttons alone.
    assert [asked.text for asked in discord.asked] == ["a ▌", "a", "b ▌", "b"]


async def test_other_controls_alone_are_an_edit(discord):
    async with in_channel(discord) as reply:
        await reply.finish(["a"], DONE)
        await reply.finish(["a"])
        assert discord.buttons() == [[]]


async def test_the_first_message_alone_replies_to_the_question_and_may_ping_its_author(discord):
    channel = FakeChannel(discord)
    surface = ChannelSurface(channel, me=ME, question=60, mention_author=True)
    async with DiscordReply(surface, EditLanes()) as reply:
        await reply.finish(["a", "b"])
    assert channel.references == [(60, True), (None, None)]


@cases(PASSING)
@pytest.mark.parametrize("verb", ["send", "edit", "delete"])
async def test_an_outage_of_any_length_heals(discord, verb, error):
    async with in_channel(discord) as reply:
        if verb != "send":
            await reply.finish(["one", "x"])
        discord.fails(verb, error, times=None)
        finishing = asyncio.create_task(reply.finish(["one two"]))
        await asyncio.sleep(3600)
        assert not finishing.done()
        reply.show(["newest"])  # It goes on taking wishes.
        discord.heals()
        await reply.finish(["newest"])
        await finishing
        assert discord.texts() == ["newest"]
    between = waits(discord.requests(verb))
    assert max(between) <= LONGEST_WAIT + 0.1
    assert len(between) < 200


async def test_the_tries_in_an_outage_come_ever_less_often(discord):
    discord.fails("send", refusal(503), times=None)
    async with in_channel(discord) as reply:
        reply.show(["one"])
        await asyncio.sleep(100)
    between = waits(discord.asked)[:6]
    assert between == sorted(between)
    assert between[0] < 1
    assert between[5] > 10


async def test_discord_is_not_asked_before_the_time_it_named(discord):
    discord.fails("send", refusal(429, html=True, retry_after=300))
    async with in_channel(discord) as reply:
        await reply.finish(["one"])
    assert waits(discord.asked)[0] >= 300


@cases(REFUSALS)
@pytest.mark.parametrize("verb", ["send", "edit"])
async def test_what_discord_refuses_is_refused_for_good(discord, verb, error):
    async with in_channel(discord) as reply:
        if verb == "edit":
            await reply.finish(["one"])
        discord.fails(verb, error, times=None)
        with pytest.raises(PlatformError):
            await reply.finish(["two"])
        with pytest.raises(PlatformError):
            reply.show(["three"])
        await asyncio.sleep(100)
        assert [asked.text for asked in discord.asked] == ["one", "two"] if verb == "edit" else ["two"]


async def test_an_error_that_nobody_foresaw_ends_in_refusal_and_not_in_a_loop(discord):
    discord.fails("send", TypeError("string indices must be integers"), times=None)
    async with in_channel(discord) as reply:
        with pytest.raises(PlatformError):
            await reply.finish(["one"])
    assert len(discord.asked) == ODD_TRIES
    assert 30 < discord.asked[-1].time - discord.asked[0].time < 120


async def test_a_success_forgets_the_failures_before_it(discord):
    async with in_channel(discord) as reply:
        for number in range(3):
            discord.fails("any", ValueError("hiccup"), times=ODD_TRIES - 1)
            await reply.finish([f"text {number}"])
            assert discord.texts() == [f"text {number}"]


async def test_a_send_that_arrived_unnoticed_is_made_good_with_the_newest_text(discord):
    discord.fails("send", aiohttp.ClientOSError(104, "reset"), applied=True)
    async with in_channel(discord) as reply:
        reply.show(["one ▌"])
        await until(lambda: discord.asked)
        await reply.finish(["one two"])
        assert discord.texts() == ["one two"]
    first, second = discord.requests("send")
    assert (first.text, first.nonce) == (second.text, second.nonce)


async def test_a_send_that_may_have_arrived_is_resolved_before_its_page_is_given_up(discord):
    async with in_channel(discord) as reply:
        await reply.finish(["a"])
        discord.fails("send", TimeoutError(), applied=True)
        reply.show(["a", "b ▌"])
        await until(lambda: discord.requests("send")[1:])
        await reply.finish(["a"])
        assert discord.texts() == ["a"]


async def test_a_send_is_looked_for_once_discord_may_have_forgotten_its_nonce(discord):
    discord.nonce_memory = NONCE_MEMORY
    async with in_channel(discord) as reply:
        discord.fails("send", TimeoutError(), times=1, applied=True)
        reply.show(["one"])
        await until(lambda: discord.requests("send"))
        discord.fails("any", refusal(503), times=None)
        await asyncio.sleep(NONCE_MEMORY + 60)
        discord.heals()
        await reply.finish(["one two"])
        assert discord.texts() == ["one two"]


async def test_an_edit_whose_answer_cannot_be_read_is_made_again(discord):
    async with in_channel(discord) as reply:
        await reply.finish(["one"])
        discord.fails("edit", TypeError("the answer is no message"))
        await reply.finish(["one two"])
        assert discord.texts() == ["one two"]


async def test_a_torn_follow_up_is_not_sent_twice(discord):
    async with as_response(discord) as (reply, _):
        await reply.finish(["a"])
        discord.fails("send", aiohttp.ClientOSError(104, "reset"), applied=True)
        await reply.finish(["a", "b"])
        assert discord.texts() == ["a", "b"]
        assert reply.messages == list(discord.messages)


async def test_a_torn_follow_up_that_did_not_arrive_is_sent_again(discord):
    async with as_response(discord) as (reply, _):
        await reply.finish(["a"])
        discord.fails("send", aiohttp.ClientOSError(104, "reset"))
        await reply.finish(["a", "b"])
        assert discord.texts() == ["a", "b"]


async def test_a_follow_up_that_cannot_be_looked_up_is_sent_again(discord):
    async with as_response(discord) as (reply, _):
        await reply.finish(["a"])
        discord.fails("send", TimeoutError())
        discord.fails("history", refusal(403, 50001))
        await reply.finish(["a", "b"])
        assert discord.texts() == ["a", "b"]


async def test_after_the_interaction_its_messages_are_edited_in_the_channel(discord):
    async with as_response(discord) as (reply, interaction):
        reply.show(["a", "b ▌"])
        await until(lambda: len(discord.texts()) == 2)
        interaction.expired = True
        await reply.finish(["A", "b", "c"])
        assert discord.texts() == ["A", "b", "c"]
    assert {asked.way for asked in discord.asked[2:]} == {"channel"}


@pytest.mark.parametrize("code", [50027, 10015, 10062])
async def test_a_token_that_is_over_sooner_refuses_nothing(discord, code):
    async with as_response(discord) as (reply, _):
        await reply.finish(["a"])
        discord.fails("edit", refusal(401 if code == 50027 else 404, code))
        await reply.finish(["A", "b"])
        assert discord.texts() == ["A", "b"]
    assert [asked.way for asked in discord.asked] == ["token", "token", "channel", "channel"]


async def test_an_edit_after_the_interaction_is_tried_again_when_torn(discord):
    async with as_response(discord) as (reply, interaction):
        await reply.finish(["one ▌"])
        interaction.expired = True
        discord.fails("edit", aiohttp.ClientOSError(104, "reset"))
        await reply.finish(["one two"])
        assert discord.texts() == ["one two"]


async def test_after_the_interaction_its_edits_are_counted_with_those_of_the_channel(discord):
    lanes = EditLanes()
    async with as_response(discord, lanes) as (reply, interaction):
        await reply.finish(["a"])
        interaction.expired = True
        await reply.finish(["b"])
        lane = lanes.lane(Bucket("channel", interaction.channel_id))
        assert not lane.is_forgettable()
    assert lane._canvases == []


async def test_the_pages_of_a_response_can_be_taken_away(discord):
    async with as_response(discord) as (reply, _):
        await reply.finish(["a", "b"])
        await reply.finish([])
        assert discord.texts() == []
    assert [asked.way for asked in discord.requests("delete")] == ["token", "token"]


async def test_leaving_waits_for_nothing_and_cancels_no_request(discord):
    discord.held = asyncio.Event()
    async with asyncio.timeout(1):
        async with in_channel(discord) as reply, reply.typing():
            reply.show(["one"])
            await until(lambda: len(discord.asked) == 2)
    with pytest.raises(PlatformError):
        reply.show(["two"])
    discord.held.set()
    await asyncio.sleep(100)
    assert discord.cancelled == 0
    assert discord.texts() == ["one"]
    assert len(discord.asked) == 2


async def test_a_bot_that_leaves_lets_go_of_a_reply_that_waits_out_an_outage(discord):
    lanes = EditLanes()
    discord.fails("any", refusal(503), times=None)
    async with in_channel(discord, lanes) as reply:
        finishing = asyncio.create_task(reply.finish(["one"]))
        await asyncio.sleep(100)
        lanes.close()
        with pytest.raises(PlatformError):
            await finishing


async def test_typing_is_shown_again_before_it_fades_and_ends_with_its_block(discord):
    async with in_channel(discord) as reply:
        async with reply.typing():
            await asyncio.sleep(3 * TYPING_INTERVAL + 1)
        assert len(discord.asked) == 4
        await asyncio.sleep(100)
        assert len(discord.asked) == 4
    assert max(waits(discord.asked)) < 10


async def test_typing_gives_way_where_the_bot_has_more_to_send_than_it_may_and_comes_once_it_may(discord):
    lanes = EditLanes()
    [hold] = lanes.trace().on_request_start
    sending = SimpleNamespace(url=yarl.URL(Route.BASE + "/channels/1/messages"))
    async with in_channel(discord, lanes) as reply:
        others = asyncio.gather(*[hold(None, SimpleNamespace(), sending) for _ in range(100)])
        await asyncio.sleep(0.1)
        async with reply.typing():
            await asyncio.sleep(1)
            assert not discord.requests("type")
            await others
            await asyncio.sleep(2 * ROOM_INTERVAL)
            assert len(discord.requests("type")) == 1


async def test_typing_that_is_cancelled_ends_too(discord):
    async def prepare():
        async with in_channel(discord) as reply, reply.typing():
            await asyncio.Event().wait()

    task = asyncio.create_task(prepare())
    await until(lambda: discord.asked)
    task.cancel()
    await asyncio.sleep(100)
    assert len(discord.asked) == 1


async def test_no_typing_request_is_cancelled_when_text_comes(discord):
    discord.held = asyncio.Event()
    async with in_channel(discord) as reply:
        async with reply.typing():
            await until(lambda: discord.asked)
        discord.held.set()
        await reply.finish(["one"])
    assert discord.cancelled == 0
    assert discord.texts() == ["one"]


async def test_typing_goes_on_after_a_failure_but_not_after_a_refusal(discord):
    async with in_channel(discord) as reply, reply.typing():
        discord.fails("type", refusal(503))
        await until(lambda: len(discord.asked) == 3)
        await asyncio.sleep(1)
        discord.fails("type", refusal(403, 50001), times=None)
        await asyncio.sleep(100)
        assert len(discord.asked) == 4


async def test_a_response_needs_no_typing(discord):
    async with as_response(discord) as (reply, _), reply.typing():
        await asyncio.sleep(100)
    assert discord.asked == []
