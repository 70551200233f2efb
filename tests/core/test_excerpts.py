"""How much of the files that came with a question the model is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.core.chat import File, Image, Text, Turn
from bot.core.excerpts import SHARE, excerpt
from bot.core.record import Author, Incoming

ADA = Author(1, "Ada")


async def letters(prompt):
    """A tokenizer that makes a token of every character, and a hundred of a picture."""
    return sum(len(turn.text) + 100 * len(turn.images) for turn in prompt)


def question(*parts):
    return Incoming(channel=1, author=ADA, parts=parts)


async def test_files_that_fit_are_shown_whole():
    asked = question(Text("compare"), File("a", "x" * 50, length=50), File("b", "y" * 60, length=60))
    assert await excerpt(asked, budget=600, count=letters) is asked


async def test_a_question_without_files_is_nobodys_to_cut():
    asked = question(Text("long " * 100))
    assert await excerpt(asked, budget=10, count=letters) is asked


async def test_of_two_files_the_longer_one_is_cut():
    asked = question(Text("compare"), File("a", "x" * 50, length=50), File("b", "y" * 5000, length=5000))
    shown = await excerpt(asked, budget=1000, count=letters)
    first, second = shown.files
    assert first == asked.files[0]
    assert second.is_cut
    assert second.content == "y" * len(second.content)
    assert 450 < await letters([shown.turn()]) <= 500


async def test_a_file_of_an_earlier_message_of_the_question_is_cut_as_well():
    first = Incoming(channel=1, author=ADA, parts=(Text("read"), File("a", "x" * 5000, length=5000)), message=7)
    asked = Incoming(channel=1, author=ADA, parts=(Text("and sum it up"),), message=8).after(first)
    shown = await excerpt(asked, budget=1000, count=letters)
    assert shown.files[0].is_cut
    assert 450 < await letters([shown.turn()]) <= 500


async def test_of_more_pictures_than_there_is_room_for_the_first_stay_and_files_are_cut():
    pictures = [Image.of(f"{number}.png", b"%d" % number, width=28, height=28) for number in range(6)]
    asked = question(Text("compare"), File("a", "x" * 5000, length=5000), *pictures)
    shown = await excerpt(asked, budget=1200, count=letters)
    assert shown.images == tuple(pictures[:3])
    assert [file.unread for file in shown.files] == [None, "many", "many", "many"]
    assert shown.files[0].is_cut
    assert await letters([shown.turn()]) <= 600


async def test_one_picture_stays_however_little_room_there_is():
    picture = Image.of("a.png", b"a", width=28, height=28)
    asked = question(Text("what is it?"), picture)
    assert (await excerpt(asked, budget=10, count=letters)).images == (picture,)


async def test_what_is_cut_says_so_to_the_model():
    asked = question(Text("sum it up"), File("report.txt", "z" * 5000, length=9000))
    shown = await excerpt(asked, budget=1000, count=letters)
    [file] = shown.files
    assert f"[Attached: report.txt, its first {len(file.content):,} of 9,000 characters]" in shown.turn().text


@given(
    sizes=some.lists(some.integers(0, 3000), min_size=1, max_size=4),
    budget=some.integers(400, 3000),
    words=some.integers(0, 80),
)
async def test_a_question_takes_its_share_and_leaves_little_of_it(sizes, budget, words):
    files = [File(f"f{number}", "x" * size, length=size) for number, size in enumerate(sizes)]
    asked = question(Text("w" * words), *files)
    shown = await excerpt(asked, budget=budget, count=letters)
    bare = await letters([question(Text("w" * words), *(File(f.name, "", length=f.length) for f in files)).turn()])
    room = int(budget * SHARE)
    taken = await letters([shown.turn()])
    assert taken <= max(room, bare)
    kept = [len(file.content) for file in shown.files]
    longest = max(kept)
    assert all(one in (size, longest) for one, size in zip(kept, sizes, strict=True))
    if kept != sizes and bare < room:
        assert taken > room - len(sizes) * (2 + longest // 64 + 1) - 8


@pytest.mark.parametrize(
    ("content", "fence"), [("text", "```"), ("a ``` b", "````"), ("`````", "``````"), ("", "```"), ("end\n\n", "```")]
)
def test_a_file_cannot_leave_its_fence(content, fence):
    text = Turn("user", File("a\nb: c", content, length=len(content))).text
    assert text == f"\n\n[Attached: a b: c]\n{fence}\n{content.rstrip()}\n{fence}"


def test_a_file_that_is_not_read_is_named():
    assert Turn("user", File("cat.png", unread="image")).text == "\n\n[Attached: cat.png, which cannot be read here]"


def test_the_words_of_a_question_are_not_those_of_its_files():
    asked = question(Text("hi"), File("a", "b", length=1))
    assert asked.text == "hi"
    assert "b" in asked.turn().text
