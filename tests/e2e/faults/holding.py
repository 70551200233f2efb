"""What has to hold of the bot, whatever went wrong."""

import asyncio

import pytest

from bot.sandbox import Limits

# On a clock that jumps. Heartbeats come from a thread, by the true one, and a command is answered in true time.
HURRYING = [
    pytest.mark.hurrying,
    pytest.mark.parametrize(
        "sandbox", [Limits(heartbeat_interval=1e6, interaction_deadline=1e6)], indirect=True, ids=["hurrying"]
    ),
]
# Seconds of such a clock, where the test's own time-out is the limit.
LONG = 1e6

# What is at work for one answer, and nobody else.
FOR_AN_ANSWER = {"edit step", "edit lane", "typing", "keep a draft"}


async def memory_returns(bot):
    """Return when nothing is left of any answer, and the bot is on Discord as before."""
    await bot.at_rest()
    while FOR_AN_ANSWER & {task.get_name() for task in asyncio.all_tasks()}:  # noqa: ASYNC110 - a task tells nobody
        await asyncio.sleep(0.01)
    assert not list(bot.conversation._jobs)
    assert not bot.connection.done()
    assert bot.client.is_ready()
