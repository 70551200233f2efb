"""Everything that looks through the text of people or of the model takes a time that grows no faster than the text."""

import time

import pytest
from transformers import AutoTokenizer

from bot.core.chat import File, Turn
from bot.core.display.pictured import worth_a_picture
from bot.core.display.shown import Shown
from bot.core.pages import paginate
from bot.core.record import Author, Incoming, words
from bot.core.thread_name import thread_name
from bot.documents import content
from bot.engines.openai.control_tokens import break_up
from bot.engines.text.encoding import ChatEncoder
from bot.engines.text.loops import LoopGuard
from bot.engines.text.reasoning import ReasoningParser
from bot.platforms.discord import gathering, triggers
from bot.platforms.discord.heading import quoted_line
from tests.engines.conftest import DEMO
from tests.platforms.discord.models import ME, World

# What a pattern may begin with, or end with, and what it may have to look past.
SEEDS = """
a ` ``` ```` `a [ ]( [a]( ![ [^ < <b> <b>x <@ <@1> <a: <h1> <li> <!-- <p </ <details> <think> </think> <|im_end|> [INST]
| || |a|\\n|-|\\n $ $$ $a $a$ \\ \\\\ \\( \\[ \\frac{ \\sqrt{ \\text{ \\left( \\begin{cases} { ^{ ( ) ≤ & &a * a*b
_ __ __a #### > >>> - -# 1. ~~ http https:// https://a discord.gg/a https://discord.gg/ @everyone , ,@ `\\n a\\n ﷺ
\u0301 x\u0301 \u200d 👩\u200d
"""
GROWING = [*(seed.replace("\\n", "\n") for seed in SEEDS.split()), " ", "\n", "\t", "\u2028", "* ", "| a ", "- - "]
# Seconds that nobody would notice, whatever the text; and how much more eight times the text may take, which a
# time that grows with the square of it would pass several times over.
UNNOTICED, TIMES, MORE = 0.05, 8, 24
WORLD = World()
ENCODER = ChatEncoder(AutoTokenizer.from_pretrained(DEMO))


def shown(text):
    pages = Shown(1990)
    pages.add(text)
    pages.end()
    pages.render()


def thought(text):
    parser = ReasoningParser(lambda text, kind: None, is_open=True)
    parser.put(text)
    parser.end()


def file(text):
    return content.known(text.encode()), content.is_html(text), File("a", text, length=len(text)).text


def named(text):
    thread_name(Incoming(channel=1, author=Author(1, "Ada"), parts=words(text)))


# Each with the length from which on it is compared. What looks at a page at a time may take four times as long for a
# whole one as for half of it.
READERS = {
    "what a message asks": (lambda text: triggers.incoming(WORLD.message(text), WORLD.me), 2000),
    "the messages it links to": (lambda text: gathering._links(WORLD.message(text)), 2000),
    "the heading of an answer": (quoted_line, 1000),
    "the name of a thread": (named, 1000),
    "a file": (file, 10_000),
    "the pages of an answer": (lambda text: paginate(text, 1990), 1000),
    "what is drawn": (shown, 1000),
    "formulas for a picture": (worth_a_picture, 1000),
    "what is thought": (thought, 2000),
    "what is said over and over": (lambda text: LoopGuard().put_text(text), 10_000),
    "control tokens": (lambda text: ENCODER.encode([Turn("user", text)]), 1000),
    "their spellings": (break_up, 2000),
}


def seconds(read, text):
    begun = time.thread_time()
    read(text)
    return time.thread_time() - begun


@pytest.mark.parametrize("reader", READERS)
def test_eight_times_the_text_takes_about_eight_times_as_long(reader):
    read, length = READERS[reader]
    for seed in GROWING:
        short, long = (f"x\n{seed * (length * times // len(seed))}x <@{ME}>" for times in (1, TIMES))
        if (least := seconds(read, long)) > UNNOTICED:
            least = min(least, seconds(read, long), seconds(read, long))
            assert least < MORE * max(UNNOTICED / MORE, *(seconds(read, short) for _ in range(3))), seed
