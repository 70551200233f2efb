"""Whatever the model says, and wherever it stands, it pings nobody and nothing."""

import pytest

from bot.core.chat import Piece
from tests.conftest import ScriptedEngine
from tests.e2e.test_buttons import buttons, with_buttons
from tests.e2e.waiting import answers


async def in_a_message(sandbox):
    sandbox.ada.say(sandbox.general, f"{sandbox.mention} say it")
    return await answers(sandbox, sandbox.general)


async def in_a_direct_message(sandbox):
    sandbox.ada.dm("say it")
    return await answers(sandbox, sandbox.ada.dm_channel)


async def after_a_command(sandbox):
    # What is asked is shown above the answer.
    sandbox.ada.command(sandbox.general, "ask", prompt="say @everyone <@&1> <@2>")
    return await answers(sandbox, sandbox.general)


async def to_one_person_alone(sandbox):
    message = sandbox.linus.say(sandbox.general, "@everyone look")
    command = sandbox.ada.message_command(message, "Translate for me")
    await sandbox.until(lambda: command.response and not command.response.loading)
    return [command.response]


async def written_anew(sandbox):
    await in_a_message(sandbox)
    message = await with_buttons(sandbox, "regenerate")
    sandbox.ada.click(message, buttons(message)["regenerate"])
    await with_buttons(sandbox, "older")
    return await answers(sandbox, sandbox.general)


async def as_a_thought(sandbox):
    await in_a_message(sandbox)
    message = await with_buttons(sandbox, "thought")
    pressed = sandbox.ada.click(message, buttons(message)["thought"])
    return await sandbox.until(lambda: pressed.followups)


@pytest.mark.parametrize(
    "answered", [in_a_message, in_a_direct_message, after_a_command, to_one_person_alone, written_anew, as_a_thought]
)
async def test_no_answer_pings_anybody(sandbox, start_bot, answered):
    role = sandbox.add_role("team", sandbox.linus)
    role.mentionable = True
    said = f"@everyone @here <@{sandbox.linus.user.id}> <@&{role.id}>"
    async with start_bot(ScriptedEngine(Piece(said, kind="thought"), Piece(said))) as bot:
        # The bot may ping all, where that is not switched off.
        sandbox.permit(sandbox.general, sandbox.bot, allow=1 << 17)
        messages = await answered(sandbox)
        await bot.at_rest()
        assert any("@everyone" in message.content for message in messages)
        for message in messages:
            assert (message.mentions, message.mention_roles, message.mention_everyone) == ([], [], False)
