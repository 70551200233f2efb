"""In which messages an answer is written on: those on record, and those that were sent and are not."""

from types import SimpleNamespace

import aiohttp
import pytest
from discord import MessageType

from bot.core.chat import Text
from bot.core.errors import PlatformError
from bot.core.record import Answer, Author, Exchange, Incoming, Question
from bot.platforms.discord.edits import EditLanes
from bot.platforms.discord.taking_up import LOOKED_THROUGH, is_there, taking_up
from tests.platforms.discord.fakes import ADA, ME, FakeChannel, FakeDiscord, refusal

SERVER, QUESTION = 30, 60


@pytest.fixture
def discord():
    return FakeDiscord()


class Client:
    """Stands for `discord.Client`, which is on one server."""

    user = SimpleNamespace(id=ME)

    def __init__(self, discord, *, unavailable=False):
        self.channel = FakeChannel(discord)
        self.guilds = {SERVER: SimpleNamespace(unavailable=unavailable)}
        self.opened = []

    def get_guild(self, number):
        return self.guilds.get(number)

    def get_partial_messageable(self, channel, *, guild_id):
        self.opened.append((channel, guild_id))
        return self.channel


def exchange(*pages, message=QUESTION, server=SERVER, is_settled=False):
    asked = Incoming(channel=7, author=Author(ADA, "Ada"), parts=(Text("a haiku"),), message=message, server=server)
    return Exchange(Question(1, asked), Answer(id=5, question=1, pages=pages, is_settled=is_settled))


def sent(discord, text="page", *, to=None, by=ME, kind=MessageType.default):
    """A message that stands there, as a reply to another one or by itself."""
    message = discord.add(text)
    message.author.id, message.type = by, kind
    message.reference = None if to is None else SimpleNamespace(message_id=to)
    return message.id


async def opened(client, exchange, known=()):
    async def is_page(number):
        return number in known

    async with taking_up(client, EditLanes(), is_page)(exchange) as reply:
        return list(reply.messages), reply.heading


async def test_it_is_where_it_is_on_record(discord):
    client = Client(discord)
    pages, heading = await opened(client, exchange(101, 102, is_settled=True))
    assert (pages, heading) == ([101, 102], "")
    assert client.opened == [(7, SERVER)]
    assert discord.asked == []


async def test_what_a_command_asked_keeps_its_question_above_it(discord):
    _, heading = await opened(Client(discord), exchange(101, message=None, is_settled=True))
    assert heading == "> a haiku\n"


async def test_a_first_page_that_is_not_on_record_is_found_by_what_it_replies_to(discord):
    sent(discord, to=QUESTION + 1)
    sent(discord)
    first = sent(discord, to=QUESTION)
    second = sent(discord)
    sent(discord, to=QUESTION + 1)
    assert (await opened(Client(discord), exchange()))[0] == [first, second]


async def test_further_pages_are_found_after_the_last_that_is_on_record(discord):
    first, second = sent(discord, to=QUESTION), sent(discord)
    assert (await opened(Client(discord), exchange(first)))[0] == [first, second]


async def test_a_commands_first_page_cannot_be_found_and_its_further_ones_can(discord):
    first, second = sent(discord), sent(discord)
    assert (await opened(Client(discord), exchange(message=None)))[0] == []
    assert (await opened(Client(discord), exchange(first, message=None)))[0] == [first, second]


async def test_in_a_thread_that_was_opened_at_the_question_pages_reply_to_nothing(discord):
    client = Client(discord)
    sent(discord, "", kind=MessageType.thread_starter_message)
    first = sent(discord)
    asked = exchange(message=client.channel.id)
    assert (await opened(client, asked))[0] == [first]


async def test_its_first_page_replies_to_nothing_either(discord):
    client = Client(discord)

    async def never(number):
        return False

    async with taking_up(client, EditLanes(), never)(exchange(message=client.channel.id)) as reply:
        await reply.finish(["one"])
    assert client.channel.references == [(None, None)]


async def test_what_others_said_and_what_belongs_to_another_answer_is_none_of_it(discord):
    sent(discord, to=QUESTION, by=ADA)
    first = sent(discord, to=QUESTION)
    other = sent(discord)
    assert (await opened(Client(discord), exchange(), known={other}))[0] == [first]


async def test_it_is_looked_for_a_while_and_no_longer(discord):
    for _ in range(LOOKED_THROUGH):
        sent(discord, by=ADA)
    sent(discord, to=QUESTION)
    assert (await opened(Client(discord), exchange()))[0] == []


@pytest.mark.parametrize("error", [refusal(403, 50001), aiohttp.ClientOSError(104, "reset"), TimeoutError("late")])
async def test_where_it_cannot_be_looked_for_it_cannot_be_written_on(discord, error):
    discord.fails("history", error)
    with pytest.raises(PlatformError, match=type(error).__name__):
        await opened(Client(discord), exchange())


async def test_first_pages_reply_to_the_question(discord):
    client = Client(discord)

    async def never(number):
        return False

    async with taking_up(client, EditLanes(), never)(exchange(is_settled=True)) as reply:
        await reply.finish(["one"])
    assert client.channel.references == [(QUESTION, False)]


@pytest.mark.parametrize("gone", ["unknown", "unavailable", "logged out"])
async def test_where_the_bot_is_not_it_cannot_be_written_on(discord, gone):
    client = Client(discord, unavailable=gone == "unavailable")
    if gone == "logged out":
        client.user = None
    with pytest.raises(PlatformError):
        await opened(client, exchange(server=31 if gone == "unknown" else SERVER))


def test_a_direct_message_is_always_there(discord):
    assert is_there(Client(discord), exchange(server=None))
    assert is_there(Client(discord), exchange())
    assert not is_there(Client(discord), exchange(server=31))
