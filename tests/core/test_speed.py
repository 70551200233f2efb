"""What answers took tells how fast the next ones are."""

import pytest

from bot.core.chat import Piece, Usage
from bot.core.speed import Speed, Stopwatch, Took


def test_nothing_is_claimed_before_an_answer_was_measured():
    speed = Speed()
    assert (speed.prefill, speed.decode, speed.seconds) == (None, None, None)
    assert speed.cost > 0


def test_reading_and_writing_are_measured_apart():
    speed = Speed().after(Took(read=1000, reading=2.0, written=101, writing=10.0))
    assert (speed.prefill, speed.decode, speed.seconds) == (500.0, 10.0, 12.0)
    assert speed.cost_of(500, 20) == 500 / 500 * 10 + 20


def test_the_newest_answers_say_most():
    speed = Speed()
    for seconds in [10.0] * 20 + [1.0] * 20:
        speed = speed.after(Took(written=101, writing=seconds))
    assert 1.0 < speed.seconds < 3.0
    assert 50.0 < speed.decode < 100.0


def test_a_long_prompt_says_more_of_reading_than_many_short_ones():
    speed = Speed()
    for _ in range(5):
        speed = speed.after(Took(read=10, reading=0.1, written=2, writing=0.1))
    speed = speed.after(Took(read=10_000, reading=10.0, written=2, writing=0.1))
    assert speed.prefill == pytest.approx(1000.0, rel=0.1)


async def timed(*script):
    """What a stopwatch says of an answer: each step is a piece, or seconds that pass before the next."""
    now = 0.0

    async def pieces():
        nonlocal now
        for step in script:
            if isinstance(step, Piece):
                yield step
            else:
                now += step

    watch = Stopwatch(clock=lambda: now)
    async for _ in watch.timed(pieces()):
        pass
    return watch.took()


async def test_the_first_token_divides_reading_from_writing():
    usage = Usage(read=120, reused=20, written=7)
    took = await timed(2.0, Piece("a", kind="thought"), 3.0, Piece("b"), 1.0, Piece("", "stop", usage=usage))
    assert took == Took(read=100, reading=2.0, written=7, writing=3.0)


async def test_pieces_are_counted_where_nobody_tells_of_tokens():
    assert await timed(1.0, Piece("a"), 1.0, Piece("b")) == Took(read=0, reading=1.0, written=2, writing=1.0)


async def test_what_ended_before_a_word_took_time_all_the_same():
    assert await timed(4.0) == Took(reading=4.0)
