"""What stands below an answer: a file where it is too long for a channel, and a picture of its formulas."""

import pytest

from bot.pictures.painter import FormulaPainter, is_available
from tests.conftest import ScriptedEngine
from tests.e2e.test_buttons import buttons, with_buttons
from tests.e2e.waiting import answers, own

SAID = "".join(f"{number}. A line of **some** words.\n" for number in range(200))


def files(sandbox):
    """What stands below each of the bot's messages."""
    return [
        [(each.filename, each.data.decode()) for each in message.attachments]
        for message in sandbox.messages(sandbox.general, by=sandbox.bot)
    ]


async def test_all_of_it_is_in_the_file_which_goes_and_comes_with_its_version(sandbox, start_bot):
    engine = ScriptedEngine(SAID)
    async with start_bot(engine, most_pages=2):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} much")
        await answers(sandbox, sandbox.general, 2)
        message = await with_buttons(sandbox, "regenerate")
        whole = [("answer.md", SAID)]
        assert files(sandbox) == [[], whole]
        assert all(len(text) <= 2000 for text in own(sandbox, sandbox.general))

        engine.script = ("short",)
        sandbox.ada.click(message, buttons(message)["regenerate"])
        message = await with_buttons(sandbox, "older")
        assert (own(sandbox, sandbox.general), files(sandbox)) == (["short"], [[]])

        sandbox.ada.click(message, buttons(message)["older"])
        await sandbox.until(lambda: files(sandbox) == [[], whole])
        message = await with_buttons(sandbox, "delete")
        sandbox.ada.click(message, buttons(message)["delete"])
        await sandbox.until(lambda: own(sandbox, sandbox.general) == [])


async def test_ask_is_answered_alike(sandbox, start_bot):
    async with start_bot(ScriptedEngine(SAID), most_pages=1):
        sandbox.ada.command(sandbox.general, "ask", prompt="much")
        await with_buttons(sandbox, "regenerate")
        assert files(sandbox) == [[("answer.md", SAID)]]


@pytest.mark.skipif(not is_available(), reason="matplotlib is not installed")
async def test_formulas_stand_below_the_answer_as_a_picture(sandbox, start_bot):
    painter = FormulaPainter()
    async with start_bot(ScriptedEngine("It is\n$$E = mc^2$$"), painter=painter):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} what is it?")
        message = await with_buttons(sandbox, "regenerate")
        assert message.content == "It is\nE = mc²"
        [picture] = message.attachments
        assert (picture.filename, picture.data[:8]) == ("formulas.png", b"\x89PNG\r\n\x1a\n")
    await painter.close()
