"""What reaches the model from Discord, and what comes back."""

import asyncio

import pytest

from bot.core.notices import LOADING, greeting
from tests.conftest import ScriptedEngine, english
from tests.e2e.waiting import answers, own


async def test_a_mention_is_answered_as_a_reply_that_pings_nobody(sandbox, start_bot):
    engine = ScriptedEngine("Hello ", "@everyone <@1>!")
    async with start_bot(engine) as bot:
        question = sandbox.ada.say(sandbox.general, f"{sandbox.mention} hi there")
        [answer] = await answers(sandbox, sandbox.general)
        await bot.at_rest()
        assert answer.content == "Hello @everyone <@1>!"
        assert answer.reference.message is question
        assert answer.mentions == []
        assert not answer.mention_everyone
        assert [[turn.text for turn in prompt] for prompt in engine.prompts] == [["be kind", "Ada: hi there"]]
        assert await bot.remembered(sandbox.general) == [("Ada: hi there", "Hello @everyone <@1>!")]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("{bot} what is a haiku?", "what is a haiku?"),
        ("what is a haiku, {bot}?", "what is a haiku?"),
        ("{bot}, hi", "hi"),
        ("{bot}: hi", "hi"),
        ("tell me {bot} a joke", "tell me a joke"),
        ("<@!{id}> an old client says hi", "an old client says hi"),
        ("{bot} ask {linus} about <#{general}>", "ask @Linus about #general"),
        ("{bot} that made me <:laugh:123> <a:dance:456>", "that made me :laugh: :dance:"),
        ("{bot} who is <@999>?", "who is @somebody?"),
        ("{bot} line one\n  line two", "line one\n  line two"),
    ],
)
async def test_mentions_read_as_names_and_the_bots_own_is_taken_out(sandbox, start_bot, said, read):
    engine = ScriptedEngine("ok")
    async with start_bot(engine):
        names = {"bot": sandbox.mention, "id": sandbox.bot.id, "linus": sandbox.linus.user.mention}
        sandbox.ada.say(sandbox.general, said.format(**names, general=sandbox.general.id))
        await answers(sandbox, sandbox.general)
        assert engine.prompts[0][-1].text == f"Ada: {read}"


async def test_only_what_is_for_the_bot_is_answered_and_kept(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine) as bot:
        sandbox.ada.say(sandbox.general, "just talking")
        sandbox.linus.say(sandbox.general, "@Qwen is not a mention")
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} now you")
        await answers(sandbox, sandbox.general)
        assert [turn.text for turn in engine.prompts[0]] == ["be kind", "Ada: now you"]
        assert len(engine.prompts) == 1
        await bot.at_rest()
        assert len(await bot.remembered(sandbox.general)) == 1


async def test_a_direct_message_needs_no_mention_and_no_name(sandbox, start_bot):
    engine = ScriptedEngine("hi")
    async with start_bot(engine):
        sandbox.ada.dm("hello")
        await answers(sandbox, sandbox.ada.dm_channel)
        assert engine.prompts[0][-1].text == "hello"


async def test_a_reply_to_the_bot_needs_no_mention_and_quotes_it(sandbox, start_bot):
    engine = ScriptedEngine("first line\nsecond line")
    async with start_bot(engine):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} hi")
        [answer] = await answers(sandbox, sandbox.general)
        sandbox.linus.say(sandbox.general, "what do you mean?", reply_to=answer)
        await answers(sandbox, sandbox.general, 2)
        expected = "Linus, replying to Qwen:\n> first line\n> second line\n\nwhat do you mean?"
        assert engine.prompts[1][-1].text == expected


async def test_a_mention_in_a_reply_to_somebody_else_quotes_that_person(sandbox, start_bot):
    engine = ScriptedEngine("yes")
    async with start_bot(engine):
        claim = sandbox.linus.say(sandbox.general, "water is wet")
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} is that so?", reply_to=claim)
        await answers(sandbox, sandbox.general)
        assert engine.prompts[0][-1].text == "Ada, replying to Linus:\n> water is wet\n\nis that so?"


async def test_a_thread_is_a_channel_of_its_own(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine):
        start = sandbox.ada.say(sandbox.general, f"{sandbox.mention} one")
        await answers(sandbox, sandbox.general)
        thread = sandbox.ada.thread(sandbox.general, "aside", message=start)
        sandbox.ada.say(thread, f"{sandbox.mention} two")
        await answers(sandbox, thread)
        assert [turn.text for turn in engine.prompts[1]] == ["be kind", "Ada: two"]


async def test_a_conversation_goes_on_where_it_was(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} one")
        await answers(sandbox, sandbox.general, 1)
        sandbox.linus.say(sandbox.general, f"{sandbox.mention} two")
        await answers(sandbox, sandbox.general, 2)
        assert [turn.text for turn in engine.prompts[1]] == ["be kind", "Ada: one", "ok", "Linus: two"]


async def test_a_bare_mention_is_asked_what_it_wants(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine):
        sandbox.ada.say(sandbox.general, sandbox.mention)
        [hint] = await answers(sandbox, sandbox.general)
        assert hint.content == english(greeting(sandbox.mention))
        assert engine.prompts == []


async def test_typing_is_shown_until_there_is_text(sandbox, start_bot):
    go_on = asyncio.Event()
    async with start_bot(ScriptedEngine(go_on, "here")):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} hi")
        await sandbox.until(lambda: [t for t in sandbox.journal.typings if t.user is sandbox.bot])
        assert sandbox.messages(sandbox.general, by=sandbox.bot) == []
        go_on.set()
        await answers(sandbox, sandbox.general)


async def test_a_message_sent_while_the_model_loads_is_answered_when_it_is_ready(sandbox, start_bot):
    engine = asyncio.get_running_loop().create_future()
    async with start_bot(engine):
        online = await sandbox.until(lambda: [p for p in sandbox.journal.presences if p.user is sandbox.bot])
        assert online[-1].status == "idle"
        assert "Loading" in str(online[-1].activities)
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} hi")
        await sandbox.until(lambda: own(sandbox, sandbox.general) == [english(LOADING)])
        engine.set_result(ScriptedEngine("ready now"))
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["ready now"])
        await sandbox.until(lambda: sandbox.journal.presences[-1].status == "online")


async def test_a_long_answer_goes_on_in_further_messages_with_whole_code_blocks(sandbox, start_bot):
    code = "\n".join(f"    print('line {n} of a long program')" for n in range(120))
    text = f"Here it is:\n\n```python\ndef main():\n{code}\n```\nThat is all."
    pieces = [text[at : at + 7] for at in range(0, len(text), 7)]
    async with start_bot(ScriptedEngine(*pieces)) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} a program")
        await sandbox.until(lambda: any("That is all." in page for page in own(sandbox, sandbox.general)), timeout=60)
        await bot.at_rest()
        pages = own(sandbox, sandbox.general)
        assert len(pages) >= 3
        assert all(len(page) <= 2000 and page.count("```") == 2 for page in pages[:-1])
        assert all(page.startswith("```python\n") for page in pages[1:-1])
        shown = [line for page in pages for line in page.splitlines() if line.strip().startswith("print")]
        assert shown == code.splitlines()
        assert await bot.remembered(sandbox.general) == [("Ada: a program", text)]


async def test_nobody_ever_sees_a_page_longer_than_discord_allows_or_an_open_block(sandbox, start_bot):
    text = "intro\n```js\n" + "let x = 'y'\n" * 300 + "```\n"
    async with start_bot(ScriptedEngine(*[text[at : at + 50] for at in range(0, len(text), 50)])):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} a program")
        await answers(sandbox, sandbox.general, 2)
        shown = [r.content for r in sandbox.journal.revisions if r.message.author is sandbox.bot]
        assert all(len(content) <= 2000 and content.count("```") % 2 == 0 for content in shown)
        assert not [r for r in sandbox.journal.requests if r.status >= 400]
