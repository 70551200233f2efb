"""What is logged holds numbers and never words: not people's, not the model's, not the operator's."""

import asyncio
import logging

from bot.core.chat import Piece
from bot.core.errors import EngineError
from bot.core.profile import Overrides, Scope
from bot.stores.memory_profiles import MemoryProfiles
from tests.conftest import ScriptedEngine
from tests.e2e.waiting import answers, own

WORD = "xylophone"


async def test_no_word_of_a_conversation_is_in_the_log(sandbox, start_bot, caplog):
    caplog.set_level(logging.DEBUG, logger="bot")
    person = sandbox.add_person(WORD.capitalize())
    profiles = MemoryProfiles()
    place = Scope("channel", sandbox.general.id, None, sandbox.guild.id)
    await profiles.change(place, lambda _: Overrides(system_prompt=f"Speak of the {WORD}."))
    engine = ScriptedEngine(Piece(f"the {WORD}", "length"))
    async with start_bot(engine, profiles=profiles) as bot:
        question = person.say(sandbox.general, f"{sandbox.mention} {WORD}?")
        [answer] = await answers(sandbox, sandbox.general)
        await sandbox.until(lambda: "regenerate" in str(answer.components))
        assert WORD in answer.content
        assert WORD in engine.prompts[0][0].text
        person.edit(question, f"{sandbox.mention} {WORD}s?")
        await sandbox.until(lambda: engine.prompts[-1][-1].text.endswith(f"{WORD}s?"))
        await bot.at_rest()
        engine.script = (f"more {WORD}", EngineError("lost"))
        person.say(sandbox.general, f"a {WORD}?", reply_to=answer)
        await sandbox.until(lambda: any("more" in text for text in own(sandbox, sandbox.general)))
        await bot.at_rest()
        engine.script = (ValueError("a mistake of ours"),)
        command = person.command(sandbox.general, "ask", prompt=f"{WORD} {WORD}")
        await sandbox.until(lambda: command.response and not command.response.loading)
        await bot.at_rest()
        engine.script = (f"{WORD} so far", asyncio.Event())
        engine.started.clear()
        person.dm(WORD)
        await engine.started.wait()
        person.command(person.dm_channel, "stop")
        await bot.at_rest()
        for name in ("history", "status", "context", "undo", "reset"):
            used = person.command(person.dm_channel, name)
            await sandbox.until(lambda typed=used: typed.response and not typed.response.loading)
    told = [record.getMessage() + str(record.exc_info or "") for record in caplog.records]
    assert any("the answer failed" in each for each in told)
    assert [each for each in told if WORD in each.casefold()] == []
    assert WORD not in caplog.text.casefold()
