"""What people attach, forward and point at, as the model reads it, and what they are told of the rest."""

import pytest

from bot.documents.reader import Reader
from bot.platforms.discord.downloads import Downloads
from tests.conftest import ScriptedEngine
from tests.e2e.waiting import answers, own


async def read_of(sandbox, start_bot, say, *, count=1):
    """The newest turn of what the engine was given, after `say` said something."""
    engine = ScriptedEngine("ok")
    async with start_bot(engine) as bot:
        say()
        await answers(sandbox, sandbox.general, count)
        await bot.at_rest()
        return engine.prompts[-1][-1].text


async def test_text_files_are_read_in_their_order_and_remembered(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine) as bot:
        files = {"numbers.csv": b"a,b\n1,2\n", "notes.txt": "größer".encode()}
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} add these up", files=files)
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
        said = "Ada: add these up" + "".join(
            f"\n\n[Attached: {name}]\n```\n{text}\n```"
            for name, text in (("numbers.csv", "a,b\n1,2"), ("notes.txt", "größer"))
        )
        assert engine.prompts[0][-1].text == said
        assert await bot.remembered(sandbox.general) == [(said, "ok")]
        assert own(sandbox, sandbox.general) == ["ok"]


async def test_a_file_alone_is_a_question(sandbox, start_bot):
    read = await read_of(
        sandbox, start_bot, lambda: sandbox.ada.say(sandbox.general, sandbox.mention, files={"a.txt": b"hello"})
    )
    assert read == "Ada: \n\n[Attached: a.txt]\n```\nhello\n```"


async def test_a_picture_alone_is_told_not_to_be_seen(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine) as bot:
        sandbox.ada.say(sandbox.general, sandbox.mention, files={"cat.txt": b"\x89PNG\r\n\x1a\n" + bytes(9)})
        [answer] = await answers(sandbox, sandbox.general)
        assert answer.content == "📎 I cannot see images such as cat.txt: this model reads text only."
        assert engine.prompts == []
        assert await bot.remembered(sandbox.general) == []


async def test_what_was_not_read_of_a_long_file_is_told_below_the_answer(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine, context_tokens=1100) as bot:
        sandbox.ada.say(
            sandbox.general, f"{sandbox.mention} sum it up", files={"log.txt": b"x" * 5000, "a.zip": b"PK\x05\x06"}
        )
        [answer] = await answers(sandbox, sandbox.general)
        await bot.at_rest()
        [asked] = await bot.record.recent(sandbox.general.id)
        log = asked.question.asked.files[0]
        assert 200 < len(log.content) < 500
        assert answer.content == (
            f"ok\n-# 📎 log.txt is too long for me: I read its first {len(log.content)} of 5,000 characters.\n"
            "-# 📎 I do not open archives such as a.zip."
        )
        assert log.content in engine.prompts[0][-1].text


async def test_a_file_that_cannot_be_had_is_told_and_the_question_answered(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine, as_client={"downloads": Downloads(Reader().read)}):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} hi", files={"a.txt": b"not on Discord's own network"})
        [answer] = await answers(sandbox, sandbox.general)
        assert "I could not get a.txt from Discord" in answer.content
        assert engine.prompts[0][-1].text == "Ada: hi\n\n[Attached: a.txt, which cannot be read here]"


async def test_an_edit_of_the_words_keeps_the_files(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine) as bot:
        question = sandbox.ada.say(sandbox.general, f"{sandbox.mention} sum it up", files={"a.txt": b"hello"})
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
        sandbox.ada.edit(question, f"{sandbox.mention} translate it")
        await sandbox.until(lambda: len(engine.prompts) == 2)
        assert engine.prompts[1][-1].text == "Ada: translate it\n\n[Attached: a.txt]\n```\nhello\n```"


async def test_the_file_of_the_message_that_is_replied_to_is_read(sandbox, start_bot):
    report = sandbox.linus.say(sandbox.general, "here it is", files={"report.txt": b"all is well"})
    read = await read_of(
        sandbox, start_bot, lambda: sandbox.ada.say(sandbox.general, f"{sandbox.mention} and?", reply_to=report)
    )
    assert read == ("Ada, replying to Linus:\n> here it is\n\nand?\n\n[Attached: report.txt]\n```\nall is well\n```")


async def test_the_chain_behind_a_reply_is_read(sandbox, start_bot):
    first = sandbox.ada.say(sandbox.general, "shall we eat?")
    second = sandbox.linus.say(sandbox.general, "pizza", reply_to=first)
    third = sandbox.ada.say(sandbox.general, "or soup", reply_to=second)
    read = await read_of(
        sandbox, start_bot, lambda: sandbox.linus.say(sandbox.general, f"{sandbox.mention} decide", reply_to=third)
    )
    assert read == "Linus, replying to Ada:\n> Ada: shall we eat?\n> Linus: pizza\n> or soup\n\ndecide"


async def test_a_link_to_a_message_is_followed_where_its_reader_may_read_it(sandbox, start_bot):
    plan = sandbox.linus.say(sandbox.random, "we meet at noon")
    link = f"https://discord.com/channels/{sandbox.guild.id}/{sandbox.random.id}/{plan.id}"
    read = await read_of(
        sandbox, start_bot, lambda: sandbox.ada.say(sandbox.general, f"{sandbox.mention} when? {link}")
    )
    assert read == f"Ada: when? {link}\n\n[Attached: a message by Linus in #random]\n```\nwe meet at noon\n```"


@pytest.mark.parametrize("server", ["other", "gone"])
async def test_a_link_elsewhere_or_to_nothing_is_but_a_link(sandbox, start_bot, server):
    plan = sandbox.linus.say(sandbox.random, "we meet at noon")
    numbers = {"other": (5, sandbox.random.id, plan.id), "gone": (sandbox.guild.id, sandbox.random.id, 77)}[server]
    link = "https://discord.com/channels/{}/{}/{}".format(*numbers)
    read = await read_of(
        sandbox, start_bot, lambda: sandbox.ada.say(sandbox.general, f"{sandbox.mention} when? {link}")
    )
    assert read == f"Ada: when? {link}"


async def test_a_forward_arrives_with_its_files(sandbox, start_bot):
    note = sandbox.linus.say(sandbox.random, "the train is late", files={"times.txt": b"9:40"})
    engine = ScriptedEngine("ok")
    async with start_bot(engine) as bot:
        forwarded = sandbox.ada.forward(note, sandbox.general)
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} what now?", reply_to=forwarded)
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
    assert engine.prompts[0][-1].text == (
        "Ada, replying to Ada:\n> [Forwarded message]\n> > the train is late\n\nwhat now?"
        "\n\n[Attached: times.txt]\n```\n9:40\n```"
    )


async def test_stickers_and_polls_arrive_as_what_they_are(sandbox, start_bot):
    wave = sandbox.add_sticker("wave")
    poll = {
        "question": {"text": "Lunch?"},
        "answers": [{"poll_media": {"text": "soup"}}, {"poll_media": {"text": "pizza"}}],
        "duration": 24,
    }
    asked = sandbox.linus.say(sandbox.general, "", poll=poll)
    engine = ScriptedEngine("ok")
    async with start_bot(engine) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} hm", stickers=[wave], reply_to=asked)
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
    assert engine.prompts[0][-1].text == (
        "Ada, replying to Linus:\n> [Poll: Lunch? — soup (0); pizza (0)]\n\nhm\n[Sticker: wave]"
    )


async def test_the_card_of_a_message_is_read_where_it_is_pointed_at_and_no_preview_of_ones_own_link(sandbox, start_bot):
    card = {"type": "rich", "title": "Storm", "description": "Stay home.", "fields": [{"name": "Wind", "value": "9"}]}
    news = sandbox.linus.say(sandbox.general, "see", embeds=[card])
    engine = ScriptedEngine("ok")
    async with start_bot(engine) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} bad?", embeds=[card], reply_to=news)
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
    assert engine.prompts[0][-1].text == (
        "Ada, replying to Linus:\n> see\n> [Card]\n> Storm\n> Stay home.\n> Wind: 9\n\nbad?"
    )


async def test_a_file_given_to_ask_is_read(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine):
        sandbox.ada.command(sandbox.general, "ask", prompt="sum it up", file=b"hello")
        await answers(sandbox, sandbox.general)
        assert engine.prompts[0][-1].text == "Ada: sum it up\n\n[Attached: file]\n```\nhello\n```"
