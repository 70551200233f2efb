"""What is left of a bot that is killed, and put right by the next one."""

import asyncio
import random
import signal

import pytest

from bot.core.draft import CURSOR
from bot.core.notices import INTERRUPTED
from bot.sandbox import Sandbox
from tests.conftest import english
from tests.e2e.crashing import ABORT, answer_to, start
from tests.e2e.waiting import answers, own
from tests.stores.files import look

BOTS = 5
KILLS = 10
"""Of each bot. They have a history and a Discord each, and are killed at the same time, so that waiting is shared."""


def said(text):
    """An answer as it was shown, without what the bot itself puts below it."""
    return text.removesuffix(CURSOR).removesuffix(english(INTERRUPTED)).removesuffix("\n-# ").strip()


@pytest.mark.timeout(300)
async def test_nothing_that_was_shown_is_lost_or_doubled_wherever_the_process_is_killed(tmp_path):
    async with asyncio.TaskGroup() as bots:
        for number in range(BOTS):
            bots.create_task(assert_all_is_kept(f"sqlite:///{tmp_path / f'{number}.db'}", random.Random(number)))


async def assert_all_is_kept(database, moments):
    async with Sandbox() as sandbox:
        channels = [sandbox.add_channel(f"channel-{number}") for number in range(KILLS)]
        seen_at_kill = {}
        for number, channel in enumerate(channels):
            process = start(sandbox, database)
            await online(sandbox, number + 1)
            sandbox.ada.say(channel, f"{sandbox.mention} q{number}")
            if number % 5:
                await sandbox.until(lambda channel=channel: own(sandbox, channel), timeout=30)
            await asyncio.sleep(moments.uniform(0, 0.4))
            await end(process)
            seen_at_kill[number] = own(sandbox, channel)
        process = start(sandbox, database)
        await online(sandbox, KILLS + 1)

        def is_healed():
            shown = [own(sandbox, channel) for channel in channels]
            return all(texts and CURSOR not in "".join(texts) for texts in shown)

        await sandbox.until(is_healed, timeout=60)
        await end(process)
        for number, channel in enumerate(channels):
            [final] = own(sandbox, channel)
            whole = answer_to(f"q{number}")
            assert whole.startswith(said(final))
            assert english(INTERRUPTED) in final or said(final) == whole
            for before in seen_at_kill[number]:
                assert said(final).startswith(said(before)) or "⏳" in before


async def test_an_engine_that_aborts_the_process_costs_its_own_answer_alone(sandbox, tmp_path):
    database = f"sqlite:///{tmp_path / 'history.db'}"
    process = start(sandbox, database)
    await online(sandbox, 1)
    sandbox.ada.say(sandbox.random, f"{sandbox.mention} before")
    await answers(sandbox, sandbox.random)
    sandbox.ada.say(sandbox.general, f"{sandbox.mention} {ABORT}")
    await asyncio.to_thread(process.join)
    assert process.exitcode == -signal.SIGABRT
    sandbox.linus.say(sandbox.code, f"{sandbox.mention} meanwhile")
    process = start(sandbox, database)
    await answers(sandbox, sandbox.code)
    await answers(sandbox, sandbox.general)
    [final] = own(sandbox, sandbox.general)
    assert english(INTERRUPTED) in final
    assert answer_to(ABORT).startswith(said(final))
    assert [said(text) for text in own(sandbox, sandbox.random)] == [answer_to("before")]
    assert [said(text) for text in own(sandbox, sandbox.code)] == [answer_to("meanwhile")]
    process.kill()
    process.join()


async def test_what_was_thought_about_only_when_the_process_is_killed_does_not_stay_so(sandbox, tmp_path):
    file = tmp_path / "history.db"
    process = start(sandbox, f"sqlite:///{file}", rate=0.001)
    await online(sandbox, 1)
    command = sandbox.ada.command(sandbox.general, "ask", prompt="what is q1")
    response = await sandbox.until(lambda: command.response)
    while not look(file, "SELECT message FROM pages"):  # noqa: ASYNC110 - a record tells nobody that it changed
        await asyncio.sleep(0.01)
    await end(process)
    assert (response.loading, response.content) == (True, "")
    process = start(sandbox, f"sqlite:///{file}")
    await sandbox.until(lambda: "regenerate" in str(response.components), timeout=60)
    assert (response.loading, response.content) == (False, english(INTERRUPTED))
    await end(process)
    assert own(sandbox, sandbox.general) == [english(INTERRUPTED)]


async def online(sandbox, times):
    await sandbox.until(lambda: sandbox.journal.connections.count("identify") >= times, timeout=60)


async def end(process):
    """Kill it; whoever else runs goes on meanwhile."""
    process.kill()
    await asyncio.to_thread(process.join)
