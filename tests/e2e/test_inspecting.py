"""“Details” in a message's menu, the same answer once more, and what was thought before one."""

import asyncio

from bot.core.chat import Options, Piece
from bot.demo import MODEL_PATH
from bot.engines.generate import GenerateEngine
from tests.conftest import ScriptedEngine
from tests.e2e.test_buttons import asked, buttons, with_buttons
from tests.e2e.waiting import own


async def test_an_answer_is_written_once_more_token_for_token(sandbox, start_bot):
    engine = await GenerateEngine.load(str(MODEL_PATH))
    try:
        async with start_bot(engine, answered_with=Options(max_new_tokens=24, temperature=1.5)) as bot:
            message = await asked(sandbox, "tell me a joke")
            told = message.content
            used = sandbox.ada.message_command(message, "Details")
            details = await sandbox.until(lambda: used.response if used.response and used.response.content else None)
            assert details.ephemeral
            assert "**Sampling** temperature 1.5 · seed " in details.content
            sandbox.ada.click(details, buttons(details)["replay"])
            message = await with_buttons(sandbox, "older")
            await bot.at_rest()
            assert message.content == told
    finally:
        await engine.close()


async def test_while_it_thinks_a_line_says_so_which_the_answer_replaces(sandbox, start_bot):
    goes_on = asyncio.Event()
    async with start_bot(ScriptedEngine(Piece("Why?", kind="thought"), goes_on, "because")):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} why?")
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["💭 thinking …"])
        goes_on.set()
        message = await with_buttons(sandbox, "thought")
        assert own(sandbox, sandbox.general) == [message.content] == ["because"]


async def test_a_thought_is_shown_to_whoever_wants_to_see_it_and_nobody_else(sandbox, start_bot):
    engine = ScriptedEngine(Piece("Why? " * 500, kind="thought"), "because")
    async with start_bot(engine):
        message = await asked(sandbox)
        pressed = sandbox.linus.click(message, buttons(message)["thought"])
        pages = await sandbox.until(lambda: pressed.followups if len(pressed.followups) == 2 else None)
        assert all(page.ephemeral and page.only_for is sandbox.linus.user for page in pages)
        assert "".join(page.content + " " for page in pages).split() == ["Why?"] * 500
        assert own(sandbox, sandbox.general) == ["because"]
