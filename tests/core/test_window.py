from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import notices
from bot.core.chat import Image, Turn
from bot.core.errors import TooLong
from bot.core.record import Answer, Exchange, Question, Summary, words
from bot.core.window import fit, told
from tests.core.talking import said


async def letters(prompt):
    """A token for each character, and a hundred for a picture."""
    return sum(len(turn.text) + 100 * len(turn.images) for turn in prompt)


def past(n, size=5):
    return [exchange("q" * size, f"{i:0{size}}", number=i) for i in range(n)]


def exchange(question, answer, number=1):
    asked = Question(number, said(question, is_private=True))
    return Exchange(asked, Answer(id=number, question=number, parts=words(answer)))


def picture(number):
    return Image.of(f"{number}.png", b"data of %d" % number, width=28, height=28)


def with_pictures(exchange, *pictures):
    asked = replace(exchange.question.asked, parts=(*exchange.question.asked.parts, *pictures))
    return replace(exchange, question=replace(exchange.question, asked=asked))


async def fitted(exchanges, budget, newest="now", accepts=frozenset({"text", "image"})):
    return await fit("sys", exchanges, [Turn("user", newest)], budget=budget, count=letters, accepts=accepts)


async def test_everything_is_kept_where_it_fits():
    window = await fitted(past(2), 26)
    assert window.left_out == []
    assert [turn.text for turn in window.prompt] == ["sys", "qqqqq", "00000", "qqqqq", "00001", "now"]
    assert [turn.role for turn in window.prompt] == ["system", "user", "assistant", "user", "assistant", "user"]


async def test_one_token_too_many_trims_to_three_quarters():
    window = await fitted(past(10), 105)
    assert await letters(window.prompt) <= 105 * 3 // 4
    assert window.left_out == past(10)[:3]


async def test_after_a_trim_the_front_stays_for_many_turns():
    kept, trims = past(10), 0
    for _ in range(30):
        window = await fitted(kept, 200)
        trims += bool(window.left_out)
        kept = [*kept[len(window.left_out) :], *past(1)]
    assert trims <= 30 * 10 / (200 / 4) + 1


async def test_a_message_too_long_by_itself_is_refused_with_the_two_numbers():
    with pytest.raises(TooLong) as refused:
        await fitted(past(3), 1500, newest="x" * 2000)
    assert refused.value.notice == notices.too_long(2003, 1500)


SUMMARY = Summary("Ada asked.", 7)


async def test_the_summary_stands_before_the_first_message_and_takes_its_room():
    for exchanges, budget in ((past(2), 100), (past(10), 140), ([], 100)):
        window = await fit("sys", exchanges, [Turn("user", "now")], budget=budget, count=letters, summary=SUMMARY)
        plain = await fitted(exchanges, budget - len(told(SUMMARY) + "\n\n"))
        assert (window.summary, window.prompt[1].text) == (SUMMARY, f"{told(SUMMARY)}\n\n{plain.prompt[1].text}")
        assert [turn.role for turn in window.prompt] == [
            "system",
            *["user", "assistant"] * (len(window.prompt) // 2 - 1),
            "user",
        ]
        assert await letters(window.prompt) <= budget
        assert window.prompt[2:] == plain.prompt[len(plain.prompt) - len(window.prompt) + 2 :]


async def test_a_summary_that_leaves_no_room_for_the_message_is_not_shown():
    window = await fit("sys", past(2), [Turn("user", "now")], budget=26, count=letters, summary=SUMMARY)
    assert window == await fitted(past(2), 26)


async def test_a_long_message_keeps_what_still_fits_beside_it():
    window = await fitted(past(5), 100, newest="x" * 80)
    assert window.left_out == past(5)[:4]


async def test_the_oldest_pictures_leave_before_any_words_do_and_in_strides():
    shown = [with_pictures(each, picture(number)) for number, each in enumerate(past(6))]
    everything = await letters((await fitted(shown, 10_000)).prompt)
    window = await fitted(shown, everything - 1)
    assert window.left_out == []
    seen = [len(turn.images) for turn in window.prompt if turn.role == "user"]
    assert seen == [0, 0, 0, 0, 1, 1, 0]
    assert await letters(window.prompt) <= everything * 3 // 4
    assert [[image.is_shown for image in each.question.asked.images] for each in window.shown] == [
        *([[False]] * 4),
        *([[True]] * 2),
    ]
    assert "[Attached: 0.png, a picture that is not shown here any more]" in window.prompt[1].text


async def test_words_stay_as_long_as_they_fit_without_pictures():
    shown = [with_pictures(each, picture(number)) for number, each in enumerate(past(6))]
    unseen = await letters((await fitted(shown, 10_000, accepts={"text"})).prompt)
    window = await fitted(shown, unseen)
    assert (window.left_out, any(turn.images for turn in window.prompt)) == ([], False)
    assert (await fitted(shown, unseen - 1)).left_out


async def test_the_pictures_of_the_newest_message_stay():
    newest = Turn("user", "now", picture(7), picture(8))
    window = await fit("sys", past(5), [newest], budget=290, count=letters, accepts={"text", "image"})
    assert window.prompt[-1] == newest
    assert window.left_out


async def test_a_model_that_cannot_see_is_shown_no_picture_of_the_past():
    shown = [with_pictures(each, picture(number)) for number, each in enumerate(past(2))]
    window = await fitted(shown, 10_000, accepts={"text"})
    assert not any(turn.images for turn in window.prompt)


async def test_the_same_words_with_another_picture_are_another_prompt():
    [plain] = past(1)
    windows = [await fitted([with_pictures(plain, picture(n))], 10_000) for n in (1, 1, 2)]
    named = [await fitted([with_pictures(plain, replace(picture(n), name="x"))], 10_000) for n in (1, 2)]
    assert windows[0].digest == windows[1].digest != windows[2].digest
    assert named[0].digest != named[1].digest


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=20), st.integers(0, 60), st.integers(1, 400)
)
async def test_a_window_keeps_the_newest_past_that_fits_and_no_less(sizes, newest, budget):
    exchanges = [exchange("q" * question, "a" * answer) for question, answer in sizes]
    try:
        window = await fitted(exchanges, budget, "n" * newest)
    except TooLong:
        assert 3 + newest > budget
        return
    assert await letters(window.prompt) <= budget
    assert window.prompt[0] == Turn("system", "sys")
    assert window.prompt[-1] == Turn("user", "n" * newest)
    kept = exchanges[len(window.left_out) :]
    assert [*window.left_out, *kept] == exchanges
    assert window.prompt[1:-1] == [turn for exchange in kept for turn in exchange.turns()]
    if window.left_out:
        one_more = await letters(window.prompt) + len("".join(turn.text for turn in window.left_out[-1].turns()))
        assert one_more > budget * 3 // 4
