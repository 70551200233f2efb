"""Threads that are opened for questions."""

from dataclasses import replace
from types import SimpleNamespace

import aiohttp
import pytest

from bot.core.chat import Text
from bot.core.record import Author, Incoming
from bot.platforms.discord.threads import ALREADY_THERE, can_have_threads, opened
from tests.platforms.discord.fakes import refusal

ASKED = Incoming(channel=7, author=Author(1, "Ada"), parts=(Text("what is\na haiku?"),), server=3, category=5)
MESSAGE = 60


class Client:
    """Stands for `discord.Client`: threads are opened there, or `error` is raised."""

    def __init__(self, error=None):
        self.error = error
        self.begun = []

    def get_partial_messageable(self, channel, *, guild_id):
        def message(number):
            async def create_thread(*, name):
                if self.error is not None:
                    raise self.error
                self.begun.append((channel, guild_id, number, name))

            return SimpleNamespace(create_thread=create_thread)

        return SimpleNamespace(get_partial_message=message)


async def test_the_question_is_asked_in_the_thread_and_stands_in_the_message_it_was_opened_at():
    client = Client()
    assert await opened(client, ASKED, MESSAGE) == replace(ASKED, message=MESSAGE, channel=MESSAGE, parent=7)
    assert client.begun == [(7, 3, MESSAGE, "what is a haiku?")]


async def test_a_thread_that_was_opened_before_is_the_one():
    found = await opened(Client(refusal(400, ALREADY_THERE)), ASKED, MESSAGE)
    assert found == replace(ASKED, message=MESSAGE, channel=MESSAGE, parent=7)


@pytest.mark.parametrize("error", [refusal(403, 50013), aiohttp.ClientOSError(104, "reset"), TimeoutError("late")])
async def test_where_none_can_be_opened_there_is_none(error):
    assert await opened(Client(error), ASKED, MESSAGE) is None


def test_threads_and_direct_messages_are_as_good_as_a_thread_already():
    assert can_have_threads(ASKED)
    assert not can_have_threads(replace(ASKED, parent=6))
    assert not can_have_threads(replace(ASKED, server=None))
