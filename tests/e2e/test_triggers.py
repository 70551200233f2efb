"""What is answered without a mention, and where."""

from dataclasses import replace

import pytest

from bot.core import notices
from bot.core.profile import Scope
from bot.sandbox import Permission
from tests.conftest import ScriptedEngine, english
from tests.e2e.waiting import answers, own


async def set_for(bot, channel, **fields):
    await bot.profiles.change(Scope("channel", channel.id), lambda it: replace(it, **fields))


def said(sandbox, thread):
    """What the bot wrote in the thread that it opened, which Discord begins with a message without words."""
    return [text for text in own(sandbox, thread) if text]


async def thread_of(sandbox, parent):
    """The thread that the bot has opened there."""
    world = sandbox.world
    found = await sandbox.until(lambda: [each for each in world.channels.values() if each.parent is parent])
    return found[0]


async def test_a_channel_of_the_bots_is_answered_without_a_mention(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine) as bot:
        await set_for(bot, sandbox.general, trigger="all")
        sandbox.ada.say(sandbox.random, "not here")
        theirs = sandbox.ada.say(sandbox.general, f"{sandbox.linus.user.mention} lunch?")
        sandbox.linus.say(sandbox.general, "sure", reply_to=theirs)
        sandbox.ada.say(sandbox.general, "what is a haiku?")
        await answers(sandbox, sandbox.general)
        assert [prompt[-1].text for prompt in engine.prompts] == ["Ada: what is a haiku?"]


async def test_where_the_bot_shall_never_answer_it_can_be_asked_by_command(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine) as bot:
        await set_for(bot, sandbox.general, trigger="never")
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} hello?")
        sandbox.ada.command(sandbox.general, "ask", prompt="hi")
        await answers(sandbox, sandbox.general)
        assert [prompt[-1].text for prompt in engine.prompts] == ["Ada: hi"]


async def test_ask_opens_a_thread_named_by_the_question_which_goes_on_without_a_mention(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine) as bot:
        sandbox.ada.command(sandbox.general, "ask", prompt="what is a haiku?", thread=True)
        thread = await thread_of(sandbox, sandbox.general)
        await sandbox.until(lambda: said(sandbox, thread) == ["ok"])
        await bot.at_rest()
        assert thread.name == "what is a haiku?"
        assert own(sandbox, sandbox.general) == ["> what is a haiku?"]
        assert said(sandbox, thread) == ["ok"]
        sandbox.linus.say(thread, "and a senryu?")
        await sandbox.until(lambda: said(sandbox, thread) == ["ok", "ok"])
        prompt = [turn.text for turn in engine.prompts[-1]]
        assert prompt == ["be kind", "Ada: what is a haiku?", "ok", "Linus: and a senryu?"]


async def test_a_channel_may_have_each_question_answered_in_a_thread(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine) as bot:
        await set_for(bot, sandbox.general, opens_threads=True)
        question = sandbox.ada.say(sandbox.general, f"{sandbox.mention} what is a haiku?")
        thread = await thread_of(sandbox, sandbox.general)
        await sandbox.until(lambda: said(sandbox, thread) == ["ok"])
        await bot.at_rest()
        assert (thread.name, thread.id) == ("what is a haiku?", question.id)
        assert own(sandbox, sandbox.general) == []
        sandbox.ada.edit(question, f"{sandbox.mention} what is a senryu?")
        await sandbox.until(lambda: len(engine.prompts) == 2)
        await bot.at_rest()
        assert await bot.remembered(thread) == [("Ada: what is a senryu?", "ok")]
        assert said(sandbox, thread) == ["ok"]
        sandbox.ada.delete(question)
        await bot.forgotten(thread)


async def test_a_channel_of_threads_has_them_for_commands_too_unless_one_is_not_wanted(sandbox, start_bot):
    async with start_bot(ScriptedEngine("ok")) as bot:
        await set_for(bot, sandbox.general, opens_threads=True)
        sandbox.ada.command(sandbox.general, "ask", prompt="in a thread")
        thread = await thread_of(sandbox, sandbox.general)
        await sandbox.until(lambda: said(sandbox, thread) == ["ok"])
        sandbox.ada.command(sandbox.general, "ask", prompt="here", thread=False)
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["> in a thread", "> here\nok"])


@pytest.mark.parametrize("way", ["message", "command"])
async def test_where_no_thread_can_be_opened_it_is_answered_right_there(sandbox, start_bot, way):
    async with start_bot(ScriptedEngine("ok")) as bot:
        sandbox.permit(sandbox.general, sandbox.bot, deny=Permission.CREATE_PUBLIC_THREADS)
        if way == "command":
            asked = sandbox.ada.command(sandbox.general, "ask", prompt="hi", thread=True)
            await sandbox.until(lambda: asked.followups)
        else:
            await set_for(bot, sandbox.general, opens_threads=True)
            sandbox.ada.say(sandbox.general, f"{sandbox.mention} hi")
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["> hi\nok" if way == "command" else "ok"])


async def test_another_bot_in_the_thread_brings_back_the_mention(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine):
        sandbox.ada.command(sandbox.general, "ask", prompt="hi", thread=True)
        thread = await thread_of(sandbox, sandbox.general)
        await sandbox.until(lambda: said(sandbox, thread) == ["ok"])
        other = sandbox.add_person("Echo")
        other.user.bot = True
        other.say(thread, "beep")
        sandbox.ada.say(thread, "which of you?")
        sandbox.ada.say(thread, f"{sandbox.mention} you")
        await sandbox.until(lambda: said(sandbox, thread) == ["ok", "ok"])
        assert [prompt[-1].text for prompt in engine.prompts] == ["Ada: hi", "Ada: you"]


async def test_a_bare_mention_answers_the_message_before_it_once(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine) as bot:
        sandbox.ada.say(sandbox.general, "what is a haiku?")
        sandbox.linus.say(sandbox.general, "no idea")
        call = sandbox.ada.say(sandbox.general, sandbox.mention)
        [answer] = await answers(sandbox, sandbox.general)
        await bot.at_rest()
        assert [turn.text for turn in engine.prompts[0]] == ["be kind", "Ada: what is a haiku?"]
        assert answer.reference.message is call
        sandbox.ada.say(sandbox.general, sandbox.mention)
        await answers(sandbox, sandbox.general, 2)
        assert len(engine.prompts) == 1
        assert own(sandbox, sandbox.general)[-1] == english(notices.greeting(sandbox.mention))


async def test_an_edit_of_a_bare_mention_keeps_what_it_meant_until_it_says_something(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine) as bot:
        sandbox.ada.say(sandbox.general, "what is a haiku?")
        call = sandbox.ada.say(sandbox.general, sandbox.mention)
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
        sandbox.ada.edit(call, f"<@!{sandbox.bot.id}>")
        sandbox.ada.edit(call, f"{sandbox.mention} and a senryu?")
        await sandbox.until(lambda: len(engine.prompts) == 2)
        assert [prompt[-1].text for prompt in engine.prompts] == ["Ada: what is a haiku?", "Ada: and a senryu?"]


async def test_a_bare_mention_is_about_the_file_before_it(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine):
        sandbox.ada.say(sandbox.general, "", files={"poem.txt": b"five seven five"})
        sandbox.ada.say(sandbox.general, sandbox.mention)
        await sandbox.until(lambda: engine.prompts)
        assert "five seven five" in engine.prompts[0][-1].text


async def test_a_channel_of_the_bots_is_asked_about_a_file_without_a_word(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine) as bot:
        await set_for(bot, sandbox.general, trigger="all")
        sandbox.ada.say(sandbox.general, "", files={"poem.txt": b"five seven five"})
        await sandbox.until(lambda: engine.prompts)
        assert "five seven five" in engine.prompts[0][-1].text
