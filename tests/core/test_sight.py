"""Which pictures a model is shown, and what people are told of those that it is not."""

from dataclasses import replace

from bot.core.chat import TEXT_ONLY, File, Image, Text
from bot.core.sight import as_accepted
from tests.conftest import ScriptedEngine
from tests.core.talking import Talk, said

SEES = frozenset({"text", "image"})
CAT = Image.of("cat.png", b"a cat", width=28, height=28)
DOG = Image.of("dog.png", b"a dog", width=28, height=28)
BLIND = "-# 📎 I cannot see images such as cat.png: this model reads text only."


def asking(text, *attachments, message=None, author=None):
    asked = said(text, message=message, is_private=True)
    return replace(asked, parts=(*asked.parts, *attachments))


def test_a_model_that_sees_is_asked_as_it_stands_and_another_one_by_name():
    asked = replace(asking("what?", CAT), earlier=asking("", message=1).after(asking("look", DOG, message=2)).earlier)
    assert as_accepted(asked, SEES) is asked
    blind = as_accepted(asked, TEXT_ONLY)
    assert blind.images == ()
    assert blind.files == (File("dog.png", unread="image"), File("cat.png", unread="image"))


async def test_what_a_model_sees_is_recalled_with_the_next_question():
    talk = Talk(ScriptedEngine("ok", accepts=SEES))
    await talk.answered(asking("what is it?", CAT))
    await talk.answered(asking("are you sure?"))
    assert talk.engine.prompts[0][-1].images == (CAT,)
    assert [turn.images for turn in talk.engine.prompts[1]] == [(), (CAT,), (), ()]
    assert "[Attached: cat.png, a picture]" in talk.engine.prompts[1][1].text


async def test_that_the_model_cannot_see_is_said_once_and_its_pictures_are_not_kept():
    talk = Talk(ScriptedEngine("ok"))
    exchange = await talk.answered(asking("compare", CAT, DOG))
    await talk.answered(asking("again", CAT))
    await talk.answered(asking("elsewhere", CAT, message=7))
    assert talk.seen == [f"ok\n{BLIND}", "ok", "ok"]
    assert exchange.question.asked.images == ()
    assert not any(turn.images for prompt in talk.engine.prompts for turn in prompt)


async def test_what_is_not_read_besides_is_told_all_the_same():
    talk = Talk(ScriptedEngine("ok"))
    await talk.answered(asking("compare", CAT, File("a.zip", unread="archive"), DOG))
    assert talk.seen == [f"ok\n{BLIND}\n-# 📎 I do not open archives such as a.zip."]


async def test_a_picture_alone_is_a_question_for_a_model_that_sees_and_else_is_told_not_to_be_seen():
    talk = Talk(ScriptedEngine("a cat", accepts=SEES))
    await talk.answered(asking("", CAT))
    assert talk.seen == ["a cat"]
    talk = Talk(ScriptedEngine("a cat"))
    await talk.ask(asking("", CAT))[0]
    assert talk.seen == [BLIND.removeprefix("-# ")]
    assert talk.engine.prompts == []
    [kept] = await talk.record.recent(1)
    assert kept.question.asked.images == ()


async def test_pictures_of_a_past_in_which_the_model_saw_are_not_shown_to_one_that_does_not():
    talk = Talk(ScriptedEngine("ok", accepts=SEES))
    await talk.answered(asking("what is it?", CAT))
    later = Talk(ScriptedEngine("ok"), talk.record)
    await later.answered(asking("are you sure?"))
    assert "a picture that is not shown here any more" in later.engine.prompts[0][1].text
    assert not any(turn.images for turn in later.engine.prompts[0])


def test_a_question_in_new_words_keeps_its_pictures():
    asked = asking("what is it?", CAT, message=7)
    assert asked.reworded(said("who is it?", message=7)).parts == (Text("who is it?"), CAT)
