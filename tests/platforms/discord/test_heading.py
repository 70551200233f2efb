"""What stands above an answer to a command."""

from bot.core.chat import Text
from bot.core.record import Author, Incoming
from bot.platforms.discord.heading import heading


def of(text, **more):
    return heading(Incoming(channel=7, author=Author(2, "Ada"), parts=(Text(text),), **more))


def test_the_question_stands_above_its_answer_on_one_line_and_neither_pings_nor_formats():
    assert of("what\n is **it**, @everyone?") == "> what is \\*\\*it\\*\\*, @\u200beveryone?\n"


def test_a_long_one_is_cut():
    assert of("x" * 200) == f"> {'x' * 200}\n"
    assert of("x" * 201) == f"> {'x' * 200}…\n"


def test_a_message_speaks_for_itself():
    assert of("hi", message=60) == ""
