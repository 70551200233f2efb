"""Where answers are drawn, and where they stay as they were written."""

from bot.core.errors import HistoryError
from bot.core.profile import Overrides, Profile, Scope
from bot.core.profiles import Profiles
from bot.core.uploads import Upload
from bot.stores.memory_profiles import MemoryProfiles
from tests.conftest import RecordingReply, ScriptedEngine
from tests.core.talking import Talk, said

TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n"
DRAWN = "```\na │ b\n──┼──\n1 │ 2\n```"


async def test_what_is_drawn_stays_as_it_was_written_on_record():
    talk = Talk(ScriptedEngine(*TABLE))
    exchange = await talk.answered()
    assert talk.seen == [DRAWN]
    assert exchange.answer.text == TABLE


async def test_a_place_can_have_answers_as_they_were_written():
    talk = Talk(ScriptedEngine(TABLE))
    await talk.profiles.change(Scope("channel", 1), lambda _: Overrides(display=False))
    asking, reply = talk.ask(channel=1)
    await asking
    assert talk.seen == [TABLE.strip()]
    assert all("│" not in page for wish in reply.wishes for page in wish)
    await talk.answered(channel=2)
    assert talk.seen[-1] == DRAWN


async def test_an_answer_is_drawn_as_by_default_where_that_cannot_be_read():
    class Unreadable(MemoryProfiles):
        async def overrides(self, scopes, /):
            raise HistoryError("the disk is gone")

    profiles = Profiles(Unreadable(), defaults=Profile(system_prompt="be kind", display=False))
    assert await profiles.draws(said()) is False


class Painter:
    """Draws formulas as their letters."""

    async def paint(self, formulas, /):
        return " ".join(formulas).encode() if "nothing" not in formulas else None


PICTURE = Upload("formulas.png", b"E = mc^2")


async def test_formulas_stand_below_an_answer_as_a_picture():
    talk = Talk(ScriptedEngine("So\n$$E = mc^2$$"), painter=Painter())
    asking, reply = talk.ask()
    await asking
    assert talk.seen == ["So\nE = mc²"]
    assert reply.uploads == (PICTURE,)


async def test_there_is_no_picture_of_what_is_not_drawn_or_cannot_be():
    talk = Talk(ScriptedEngine("$$E = mc^2$$"), painter=Painter())
    await talk.profiles.change(Scope("channel", 1), lambda _: Overrides(display=False))
    asking, reply = talk.ask()
    await asking
    assert reply.uploads == ()
    for engine, painter in [("plain", Painter()), ("$$nothing$$", Painter()), ("$$E = mc^2$$", None)]:
        asking, reply = Talk(ScriptedEngine(engine), painter=painter).ask()
        await asking
        assert reply.uploads == ()


async def test_a_long_answer_has_the_picture_beside_its_file():
    talk = Talk(ScriptedEngine("$$E = mc^2$$\n" + "word " * 400), painter=Painter())
    asking, reply = talk.ask()
    await asking
    assert [upload.name for upload in reply.uploads] == ["answer.md", "formulas.png"]


async def test_where_no_file_may_stand_the_answer_stands_without_a_picture():
    talk = Talk(ScriptedEngine("$$E = mc^2$$"), painter=Painter())
    reply = RecordingReply(board=talk.board, refuses_files=True)
    await talk.conversation.answer(said(), reply)
    assert talk.seen == ["E = mc²"]
    assert reply.uploads == ()
