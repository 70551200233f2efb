"""The first response to an interaction: what Discord took goes on, whatever its answer reads like."""

import aiohttp
import pytest

from bot.platforms.discord.acknowledgement import acknowledged, defer
from tests.platforms.discord.fakes import refusal
from tests.platforms.discord.recording import RecordingInteraction

UNREADABLE = [TypeError("string indices must be integers"), KeyError("interaction"), ValueError("no such number")]


@pytest.mark.parametrize("loss", [*UNREADABLE, refusal(400, 40060)])
async def test_it_goes_on_where_discord_took_it(loss):
    interaction = RecordingInteraction(loss=loss)
    assert await defer(interaction, thinking=True) is None
    assert interaction.told == [("defer", {"thinking": True})]


async def test_the_message_of_the_answer_is_known_where_discord_tells_it():
    assert await defer(RecordingInteraction(), thinking=True) == 901


@pytest.mark.parametrize("loss", [refusal(404, 10062), aiohttp.ClientOSError(104, "reset"), TimeoutError()])
async def test_what_was_not_taken_is_raised(loss):
    with pytest.raises(type(loss)):
        await defer(RecordingInteraction(loss=loss))


@pytest.mark.parametrize("error", UNREADABLE)
async def test_a_mistake_before_anything_was_sent_is_no_answer(error):
    async def response():
        raise error

    with pytest.raises(type(error)):
        await acknowledged(RecordingInteraction(), response())
