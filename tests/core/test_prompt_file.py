"""The file of what the model is shown, for somebody who is in the same place."""

from dataclasses import replace

from bot.core.chat import File, Text
from bot.core.prompt_file import is_withheld, prompt_file
from bot.core.record import Summary
from bot.core.window import told
from tests.conftest import ScriptedEngine
from tests.core.talking import ADA, BOB, Talk, said

SECRET = File("a message by Grace in #board", "we are sold", length=11)


async def shown(*questions, reader=ADA, with_instructions=True):
    """The file, and whether anything is withheld in it."""
    talk = Talk(ScriptedEngine("```py\nprint()\n```"))
    for question in questions:
        await talk.answered(question)
    context = await talk.conversation.context(said(author=reader))
    return prompt_file(context, reader=reader.id, with_instructions=with_instructions), is_withheld(
        context, reader=reader.id
    )


async def test_it_holds_every_turn_word_for_word():
    text, _ = await shown(said("how?\n\n# no heading"))
    assert text == (
        "## system\n\n```\nbe kind\n```\n\n"
        "## user\n\n```\nAda: how?\n\n# no heading\n```\n\n"
        "## assistant\n\n````\n```py\nprint()\n```\n````\n"
    )


async def test_the_instructions_stand_there_only_for_who_may_see_them():
    text, _ = await shown(said("how?"), with_instructions=False)
    assert text.startswith("## user")
    assert "be kind" not in text


async def test_the_summary_stands_there_for_everybody():
    talk = Talk(ScriptedEngine("fine"))
    await talk.answered("how?")
    context = replace(await talk.conversation.context(said()), summary=Summary("Ada asked.", 1))
    for with_instructions in (True, False):
        text = prompt_file(context, reader=ADA.id, with_instructions=with_instructions)
        assert f"## summary\n\n```\n{told(context.summary)}\n```\n\n## user\n" in text


async def test_what_others_linked_stands_there_by_name_and_ones_own_whole():
    asked = replace(said("look"), parts=(Text("look"), SECRET))
    text, is_some_withheld = await shown(asked)
    assert ("we are sold" in text, is_some_withheld) == (True, False)
    text, is_some_withheld = await shown(asked, reader=BOB)
    assert ("we are sold" in text, is_some_withheld) == (False, True)
    assert "[Attached: a message by Grace in #board, its first 0 of 11 characters]" in text
