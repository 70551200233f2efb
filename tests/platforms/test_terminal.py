import asyncio
import io

import pytest
from rich.console import Console

from bot.core.chat import Options, Piece
from bot.core.conversation import Conversation
from bot.core.draft import CURSOR, lay_out
from bot.core.errors import EngineError
from bot.core.pages import Pages
from bot.core.profile import Profile
from bot.core.profiles import Profiles
from bot.languages.sentences import sentence
from bot.platforms.terminal import TerminalChat, TerminalReply
from bot.stores.memory import MemoryRecord
from bot.stores.memory_profiles import MemoryProfiles
from tests.conftest import ScriptedEngine, english


@pytest.fixture
def out():
    return Console(file=io.StringIO(), width=20)


def written(out):
    return out.file.getvalue()


def chat(engine, out, *, stream=True, locale=None):
    ready = asyncio.get_running_loop().create_future()
    ready.set_result(engine)
    conversation = Conversation(
        engine=ready,
        record=MemoryRecord(),
        profiles=Profiles(MemoryProfiles(), defaults=Profile(system_prompt="", options=Options(max_new_tokens=100))),
        words=sentence,
        context_tokens=5000,
        record_interval=0.0,
    )
    return TerminalChat(conversation, out=out, words=sentence, locale=locale, stream=stream)


class Growing:
    """A text that grows on a reply, as a draft shows it."""

    def __init__(self, reply):
        self.reply = reply
        self.text = ""

    def add(self, piece):
        self.text += piece
        pages = Pages(self.reply.page_limit)
        pages.add(self.text)
        self.reply.show(pages.render(CURSOR))

    async def finish(self, *notes):
        await self.reply.finish(lay_out(self.text, notes, heading="", limit=self.reply.page_limit))


async def test_text_appears_as_it_is_generated(out):
    live = Growing(TerminalReply(out, stream=True))
    seen = []
    for piece in ("one", " two\n", "```py\nx", " = 1\n```", " three"):
        live.add(piece)
        seen.append(written(out))
    assert seen == [
        "one",
        "one two",
        "one two\n```py\nx",
        "one two\n```py\nx = 1\n```",
        "one two\n```py\nx = 1\n``` three",
    ]
    await live.finish()
    assert written(out) == seen[-1] + "\n"


async def test_the_cursor_and_what_closes_an_open_block_are_never_written_too_early(out):
    live = Growing(TerminalReply(out, stream=True))
    live.add("```py\nprint(1)")
    assert CURSOR not in written(out)
    assert written(out) == "```py\nprint(1)"
    await live.finish()
    assert written(out) == "```py\nprint(1)\n```\n"


async def test_without_streaming_only_the_whole_answer_is_written(out):
    live = Growing(TerminalReply(out, stream=False))
    live.add("one ")
    live.add("two")
    assert written(out) == ""
    await live.finish()
    assert written(out) == "one two\n"


async def test_long_lines_and_square_brackets_are_left_as_they_are(out):
    text = "a [bold]long[/bold] line :smile: that is longer than the terminal is wide\nall:\n\tmake a\tb\r\nend"
    live = Growing(TerminalReply(out, stream=True))
    live.add(text)
    await live.finish()
    assert written(out) == text + "\n"


async def test_small_print_has_no_mark_in_a_terminal(out):
    talk = chat(ScriptedEngine("half", EngineError("boom")), out)
    await talk.say("hi")
    assert written(out) == f"half\n{english(EngineError.notice)}\n"


@pytest.mark.parametrize("stream", [True, False])
async def test_only_notes_are_small_print_not_what_the_model_says(out, stream):
    patch = "```diff\n-# a comment\n+# another\n```"
    live = Growing(TerminalReply(out, stream=stream))
    for line in patch.splitlines(keepends=True):
        live.add(line)
    await live.finish("A note.")
    assert written(out) == f"{patch}\nA note.\n"


async def test_a_conversation_is_remembered_until_it_is_reset(out):
    engine = ScriptedEngine("ok")
    talk = chat(engine, out)
    for line in ("one", "two", "/reset", "three"):
        assert await talk.say(line)
    assert [len(prompt) for prompt in engine.prompts] == [2, 4, 2]


async def test_commands_and_blank_lines_reach_no_model(out):
    engine = ScriptedEngine("ok")
    talk = chat(engine, out)
    assert await talk.say("  ")
    assert await talk.say("/help")
    assert not await talk.say("/quit")
    assert engine.prompts == []
    assert "/reset forgets" in written(out).replace("\n", " ")


def test_lines_end_where_the_input_ends(out):
    answers = iter(["one", "two"])

    def ask(prompt):
        assert prompt == ""
        try:
            return next(answers)
        except StopIteration:
            raise EOFError from None

    talk = TerminalChat(None, out=out, words=sentence)
    assert list(talk.lines(ask)) == ["one", "two"]


@pytest.mark.parametrize("stream", [True, False])
async def test_the_last_answer_can_be_gone_on_with_written_anew_and_taken_back(out, stream):
    engine = ScriptedEngine("one ", Piece("two", "length"))
    talk = chat(engine, out, stream=stream)
    await talk.say("go")
    assert written(out) == "one two\nCut off at 100 tokens.\n"
    engine.script = (" three",)
    await talk.say("/continue")
    assert written(out).endswith("tokens.\n three\n")
    engine.script = ("one two three",)
    await talk.say("/regenerate")
    assert written(out).endswith(" three\none two three\n")
    await talk.say("/continue")
    assert " ".join(written(out).split()).endswith("That answer is complete: there is nothing to continue.")
    await talk.say("/undo")
    assert "Taken back" in written(out)
    await talk.say("/regenerate")
    assert "There is no answer" in " ".join(written(out).split())
    await talk.say("again")
    assert len(engine.prompts[-1]) == 2


async def test_a_terminal_is_spoken_to_in_its_own_language(out):
    talk = chat(ScriptedEngine("half", EngineError("boom")), out, locale="de_DE")
    for line in ("hi", "/continue", "/undo", "/reset", "/help"):
        await talk.say(line)
    said = " ".join(written(out).split())
    for part in ("half Beim Schreiben ist etwas", "Diese Antwort ist vollständig", "Zurückgenommen", "Strg-C"):
        assert part in said
