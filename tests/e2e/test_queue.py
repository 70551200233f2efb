"""Who is answered when, where several want something at once."""

import asyncio

from bot.core.draft import CURSOR
from bot.core.scheduler import Bounds
from tests.conftest import ScriptedEngine
from tests.e2e.waiting import answers, own


async def test_three_people_in_one_channel_are_answered_at_the_same_time(sandbox, start_bot):
    go_on = asyncio.Event()
    engine = ScriptedEngine("so ", go_on, "far", slots=3)
    async with start_bot(engine):
        for person in (sandbox.ada, sandbox.linus, sandbox.add_person("Grace")):
            person.say(sandbox.general, f"{sandbox.mention} talk")
        await sandbox.until(lambda: [CURSOR in text for text in own(sandbox, sandbox.general)] == [True] * 3)
        go_on.set()
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["so far"] * 3)


async def test_twenty_threads_of_one_person_do_not_go_before_the_question_of_another(sandbox, start_bot):
    go_on = asyncio.Event()
    engine = ScriptedEngine(go_on, "ok")
    async with start_bot(engine, bounds=Bounds(person=20)) as bot:
        for number in range(20):
            thread = sandbox.ada.thread(sandbox.general, f"thread {number}")
            sandbox.ada.say(thread, f"{sandbox.mention} {number}")
        await sandbox.until(lambda: bot.conversation.load.waiting == 19)
        sandbox.linus.say(sandbox.general, f"{sandbox.mention} mine")
        await sandbox.until(lambda: bot.conversation.load.waiting == 20)
        go_on.set()
        await answers(sandbox, sandbox.general)
        assert engine.prompts[1][-1].text == "Linus: mine"
