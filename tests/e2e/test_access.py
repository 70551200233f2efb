"""Who is kept out, on every way there is to the bot."""

import pytest

from bot.core import notices
from bot.core.access import Listed, Rules
from bot.core.chat import Piece
from tests.conftest import ScriptedEngine, english
from tests.e2e.waiting import answers, own

ENOUGH = {3: "x", 4: 1, 5: True, 10: 1.5}


def without(person):
    return Rules(denied=Listed(users=frozenset({person.user.id})))


def filled_in(options, sandbox):
    """An option of each kind that has to be given, and the first of what there is to choose from."""
    groups = [option for option in options if option["type"] in (1, 2)]
    if groups:
        return [
            {"type": each["type"], "name": each["name"], "options": filled_in(each.get("options", []), sandbox)}
            for each in groups[:1]
        ]
    named = ENOUGH | {6: str(sandbox.ada.user.id), 7: str(sandbox.general.id), 8: str(sandbox.guild.id)}
    return [
        {
            "type": each["type"],
            "name": each["name"],
            "value": each["choices"][0]["value"] if each.get("choices") else named[each["type"]],
        }
        for each in options
        if each.get("required")
    ]


def commands_of(sandbox, channel):
    return sandbox.ada._service.commands.usable(sandbox.ada.user, channel)


def use(sandbox, person, command, channel, target):
    """Use a command as Discord's client does, whatever it is."""
    data = {"id": command["id"], "version": command["version"]}
    data |= {"target_id": str(target.id)} if command["type"] == 3 else {"target_id": str(target.author.id)}
    if command["type"] == 1:
        data = {"id": command["id"], "version": command["version"]}
        data["options"] = filled_in(command["options"], sandbox)
    return person._service.interactions.command(person.user, channel, data)


async def test_who_is_denied_hears_nothing_whatever_they_write_and_others_do(sandbox, start_bot):
    engine = ScriptedEngine("hi")
    async with start_bot(engine, rules=without(sandbox.linus)) as bot:
        question = sandbox.ada.say(sandbox.general, f"{sandbox.mention} hello")
        [answer] = await answers(sandbox, sandbox.general)
        thread = sandbox.ada.thread(sandbox.general, "aside", message=question)
        sandbox.linus.say(sandbox.general, f"{sandbox.mention} hello")
        sandbox.linus.say(sandbox.general, f"{sandbox.mention}")
        sandbox.linus.say(sandbox.general, "really?", reply_to=answer)
        sandbox.linus.say(thread, f"{sandbox.mention} and here?")
        sandbox.linus.dm("and in private?")
        edited = sandbox.linus.say(sandbox.random, "no question")
        sandbox.linus.edit(edited, f"{sandbox.mention} a question")
        sandbox.ada.say(sandbox.random, f"{sandbox.mention} last")
        await answers(sandbox, sandbox.random)
        await bot.at_rest()
        assert len(engine.prompts) == 2
        assert own(sandbox, sandbox.general) == own(sandbox, sandbox.random) == ["hi"]
        assert own(sandbox, thread) == own(sandbox, sandbox.linus.dm_channel) == []


async def test_who_is_denied_is_told_so_in_private_by_every_command_that_discord_knows(sandbox, start_bot):
    async with start_bot(ScriptedEngine("hi"), rules=without(sandbox.ada)) as bot:
        sandbox.linus.say(sandbox.general, f"{sandbox.mention} hello")
        [answer] = await answers(sandbox, sandbox.general)
        await bot.at_rest()
        before = await bot.remembered(sandbox.general)
        for channel in (sandbox.general, sandbox.ada.dm_channel):
            target = answer if channel is sandbox.general else sandbox.ada.dm("hello")
            for command in commands_of(sandbox, channel):
                if command["name"] in ("forget-me", "history"):
                    continue
                interaction = use(sandbox, sandbox.ada, command, channel, target)
                response = await sandbox.until(lambda used=interaction: used.response)
                assert (response.content, response.ephemeral) == (english(notices.DENIED), True), command["name"]
        assert await bot.remembered(sandbox.general) == before
        assert own(sandbox, sandbox.general) == ["hi"]


async def test_who_is_denied_can_press_nothing_under_an_answer(sandbox, start_bot):
    async with start_bot(ScriptedEngine(Piece("hi", "length")), rules=without(sandbox.linus)) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} hello")
        [answer] = await answers(sandbox, sandbox.general)
        await sandbox.until(lambda: "regenerate" in str(answer.components))
        pressable = [part["custom_id"] for row in answer.components for part in row["components"]]
        assert {each.split(":")[1] for each in pressable} == {"continue", "regenerate", "delete"}
        for custom_id in pressable:
            interaction = sandbox.linus.click(answer, custom_id)
            response = await sandbox.until(lambda pressed=interaction: pressed.response)
            assert (response.content, response.ephemeral) == (english(notices.DENIED), True)
        assert await bot.remembered(sandbox.general) == [("Ada: hello", "hi")]


async def test_who_was_denied_while_the_bot_was_away_is_not_answered_when_it_comes_back(sandbox, start_bot):
    sandbox.linus.say(sandbox.general, f"{sandbox.mention} missed")
    sandbox.ada.say(sandbox.general, f"{sandbox.mention} missed, too")
    engine = ScriptedEngine("hi")
    async with start_bot(engine, rules=without(sandbox.linus)) as bot:
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
        assert [prompt[-1].text for prompt in engine.prompts] == ["Ada: missed, too"]


@pytest.mark.parametrize("direct_messages", [True, False])
async def test_direct_messages_are_answered_unless_they_are_off(sandbox, start_bot, direct_messages):
    engine = ScriptedEngine("hi")
    async with start_bot(engine, rules=Rules(direct_messages=direct_messages)):
        command = sandbox.ada.command(sandbox.ada.dm_channel, "stop")
        response = await sandbox.until(lambda: command.response)
        assert response.content == (english(notices.NOTHING_RUNS if direct_messages else notices.DENIED))
        sandbox.ada.dm("hello")
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} hello")
        await answers(sandbox, sandbox.general)
        if direct_messages:
            await answers(sandbox, sandbox.ada.dm_channel)
        assert own(sandbox, sandbox.ada.dm_channel) == (["hi"] if direct_messages else [])
