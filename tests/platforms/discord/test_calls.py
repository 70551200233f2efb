"""How somebody is called to an answer, and how the call goes again."""

import asyncio

import aiohttp
import pytest

from bot.platforms.discord.calls import Calls
from tests.platforms.discord.fakes import ADA, refusal


class Channel:
    """Stands for a channel; `sent` is what stands there."""

    def __init__(self, number=7, *, failure=None):
        self.id, self.failure = number, failure
        self.sent, self.asked = {}, []

    async def send(self, text, *, reference, allowed_mentions):
        if self.failure:
            raise self.failure
        number = 200 + len(self.asked)
        self.asked.append((text, reference.message_id, allowed_mentions.to_dict()))
        self.sent[number] = text
        return Message(self, number)

    def get_partial_message(self, number):
        return Message(self, number)


class Message:
    def __init__(self, channel, number):
        self.channel, self.id = channel, number

    async def delete(self):
        if self.channel.failure:
            raise self.channel.failure
        del self.channel.sent[self.id]


async def test_it_pings_its_person_alone_and_stands_below_the_answer():
    channel = Channel()
    await Calls().call(channel, ADA, "Come.", answer=101)
    [(text, below, pinged)] = channel.asked
    assert (text, below) == (f"<@{ADA}> Come.", 101)
    assert pinged["users"] == [ADA]
    assert not pinged.get("replied_user")


async def test_it_goes_when_its_person_comes_there_and_for_nobody_else():
    here, there = Channel(7), Channel(8)
    calls = Calls()
    for channel in (here, there):
        await calls.call(channel, ADA, "Come.", answer=101)
    calls.came(7, ADA + 1)
    await asyncio.sleep(1)
    assert len(here.sent) == 1
    calls.came(7, ADA)
    calls.came(7, ADA)
    await asyncio.sleep(1)
    assert (len(here.sent), len(there.sent)) == (0, 1)


async def test_a_newer_one_takes_its_place():
    channel, calls = Channel(), Calls()
    for answer in (101, 102):
        await calls.call(channel, ADA, "Come.", answer=answer)
    await asyncio.sleep(1)
    assert [below for _, below, _ in channel.asked] == [101, 102]
    assert list(channel.sent) == [201]


async def test_it_goes_after_a_while_and_when_the_bot_leaves():
    channel, calls = Channel(), Calls(kept=600)
    await calls.call(channel, ADA, "Come.", answer=101)
    await asyncio.sleep(599)
    assert channel.sent
    await asyncio.sleep(2)
    assert not channel.sent
    await calls.call(channel, ADA, "Come.", answer=101)
    await calls.close()
    assert not channel.sent


@pytest.mark.parametrize("failure", [refusal(403, 50013), aiohttp.ClientOSError(104, "reset"), TimeoutError()])
async def test_what_discord_refuses_is_let_be(failure):
    calls = Calls()
    await calls.call(Channel(failure=failure), ADA, "Come.", answer=101)
    channel = Channel(8)
    await calls.call(channel, ADA, "Come.", answer=101)
    channel.failure = failure
    calls.came(8, ADA)
    await calls.close()
