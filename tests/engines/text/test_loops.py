import json
import sysconfig
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from bot.demo.corpus import texts
from bot.engines.text.loops import BYTES, TOKENS, LoopGuard, repeats

from ..conftest import DEMO

TOKENIZER = Tokenizer.from_file(str(DEMO / "tokenizer.json"))
# What is looked at only now and then is looked at this early.
AHEAD = 16


def ids(text):
    return TOKENIZER.encode(text).ids


def fed(tokens):
    """How many of the tokens are taken until it is a loop; `None` where it never is."""
    guard = LoopGuard()
    for number, token in enumerate(tokens, 1):
        guard.put([token])
        if guard.is_looping:
            return number
    return None


def fed_text(text):
    guard = LoopGuard(least=BYTES)
    guard.put_text(text)
    return guard.is_looping


LOOPS = [
    ("I'm glad to have you as a friend. ", "I'm glad to have you as a helpful friend. "),
    ("", "etwas "),
    ("Sure! ", "!"),
    ("这是一个问题。", "我不知道该怎么说。"),
    ("```py\n", "    x = x + 1\n    y = y - 1\n"),
    (
        "I'm here to help. ",
        "I'm here to help, but I'm not a replacement for human support. If you feel unsafe, call somebody who is near "
        "you, and tell them where you are and what has happened; they will know whom to ask. In the meantime, breathe "
        "slowly, count what you see around you, and drink some water. You are not alone with this, whatever it is. ",
    ),
]


@pytest.mark.parametrize(("before", "round_"), LOOPS)
def test_a_loop_is_known_after_three_rounds_or_200_tokens_of_it(before, round_):
    period = len(ids(round_ * 20)) / 20
    most = max(3 * period, TOKENS)
    stopped = fed(ids(before + round_ * 400))
    assert len(ids(before)) + most - 2 * AHEAD - period <= stopped <= len(ids(before)) + most + 1


@pytest.mark.parametrize(("before", "round_"), LOOPS)
def test_a_loop_is_known_by_its_text_as_well(before, round_):
    assert fed_text(before + round_ * 2 * max(3, -(-BYTES // len(round_.encode()))))


@given(st.lists(st.integers(0, 250_000), min_size=1, max_size=300), st.lists(st.integers(0, 250_000), max_size=50))
def test_no_round_up_to_300_tokens_is_missed_or_stopped_early(round_, before):
    # Whatever comes before is no part of it.
    before = [*before, 999_999]
    primitive = next(size for size in count(1) if (round_ * 2)[size : size + len(round_)] == round_)
    most = max(3 * primitive, TOKENS)
    stopped = fed(before + round_ * (most // len(round_) + 2))
    assert len(before) + most - AHEAD <= stopped <= len(before) + most


@given(st.text("ab", max_size=40), st.integers(3, 20))
def test_what_repeats_is_told_as_by_looking_at_every_period(tail, least):
    def slowly(tail):
        return any(
            len(tail) >= needed and all(tail[-at] == tail[-at - period] for at in range(1, needed - period + 1))
            for period in range(1, len(tail) + 1)
            if (needed := max(3 * period, least))
        )

    assert repeats(tail, least=least) == slowly(tail)


def test_however_the_tokens_come_it_is_the_same():
    tokens = ids("etwas " * 300)
    guard = LoopGuard()
    guard.put(tokens)
    assert guard.is_looping


def test_what_is_kept_of_an_answer_is_bounded():
    guard = LoopGuard()
    guard.put(range(100_000))
    assert len(guard._tail) <= 7.5 * TOKENS
    assert not guard.is_looping


def pi(digits):
    """Its digits, by the spigot of Rabinowitz and Wagon as Gibbons streams it."""
    q, r, t, k, n, l = 1, 0, 1, 1, 3, 3  # noqa: E741
    made = ""
    while len(made) < digits:
        if 4 * q + r - t < n * t:
            made += str(n)
            q, r, n = 10 * q, 10 * (r - n * t), (10 * (3 * q + r)) // t - 10 * n
        else:
            q, r, t, n, l, k = q * k, (2 * q + r) * l, t * l, (q * (7 * k + 2) + r * l) // (t * l), l + 2, k + 1  # noqa: E741
    return f"{made[0]}.{made[1:]}"


LYRICS = """\
Row, row, row your boat
Gently down the stream
Merrily, merrily, merrily, merrily
Life is but a dream

"""
REFRAIN = "Freude, schöner Götterfunken, Tochter aus Elysium, wir betreten feuertrunken, Himmlische, dein Heiligtum!\n"
BOARD = "\n".join(("█ " * 4 if row % 2 else " █" * 4) for row in range(8))


def made():
    """Texts that repeat themselves and are meant to."""
    yield pi(1500)
    yield "0." + "142857" * 12 + "..."
    yield " ".join(map(str, range(1, 600)))
    yield "".join(f"{number}. item\n" for number in range(1, 200))
    yield "".join(f"| {number} | {number**2} | {'yes' if number % 3 else 'no'} |\n" for number in range(120))
    yield "| a | b | c |\n" + "| --- " * 12 + "|\n" + "| | | |\n" * 8
    yield "".join(f"{{'id': {number}, 'name': 'item', 'tags': [], 'price': 1.0}},\n" for number in range(60))
    yield json.dumps([{"id": number, "active": True, "children": []} for number in range(80)], indent=2)
    yield "".join(f"- [ ] Chapter {number}: read it, sum it up, and note what is unclear.\n" for number in range(50))
    yield "=" * 120 + "\nTitle\n" + "=" * 120 + "\n" + "-" * 100 + "\n" + "*" * 60
    yield "\n".join("*" * (2 * row + 1) for row in range(12))
    yield BOARD
    yield LYRICS * 2
    yield "".join(f"{verse}. Strophe\n" + REFRAIN * 2 for verse in range(1, 5))
    yield "ha" * 40 + "! " + "no " * 30 + "never"
    yield "[" + ", ".join(["0"] * 60) + "]"
    yield "\n".join(" ".join("1" if row == column else "0" for column in range(9)) for row in range(9))
    yield "".join(f"{first} x {second} = {first * second}\n" for first in range(1, 11) for second in range(1, 11))
    yield "".join(
        f"{number} green bottles hanging on the wall,\n{number} green bottles hanging on the wall,\n"
        f"and if one of them should accidentally fall, there'll be {number - 1} green bottles hanging on the wall.\n"
        for number in range(10, 0, -1)
    )
    yield "".join(f'<li class="item"><a href="/page/{number}">Page {number}</a></li>\n' for number in range(60))
    yield "".join(f"    self.field_{name} = field_{name}\n" for name in "abcdefghijklmnopqrstuvwxyz" * 2)
    yield "    if x == 0:\n        return 0\n" * 5
    yield "\n".join(bin(number) for number in range(200))


def written():
    """What the demo model has read, and the standard library's own source."""
    for file in ("about", "facts", "guides", "programs", "replies", "smalltalk", "writing", "hello", "goodbye"):
        yield texts.text(file, "md")
    library = Path(sysconfig.get_path("stdlib"))
    for source in [*sorted(library.glob("*.py")), *sorted(library.glob("asyncio/*.py"))]:
        yield source.read_text(errors="replace")[:12_000]


def test_what_only_looks_like_a_loop_is_none():
    known = [*made(), *written()]
    assert len(known) > 200
    assert [text[:200] for text in known if fed(ids(text)) or fed_text(text)] == []
