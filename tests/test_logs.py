"""The log, for whoever looks at it, and for whatever reads it."""

import io
import json
import logging
from contextlib import contextmanager

import pytest
from rich.console import Console

from bot import logs


@contextmanager
def logged(level, **console):
    """What is logged inside the block; after it everything is as it was."""
    root, bot = logging.getLogger(), logging.getLogger("bot")
    handlers, levels = root.handlers[:], (root.level, bot.level)
    root.handlers[:] = []
    lines = io.StringIO()
    logs.begin(level, Console(file=lines, **console))
    try:
        yield lines
    finally:
        root.handlers[:] = handlers
        root.setLevel(levels[0])
        bot.setLevel(levels[1])


def test_where_nobody_looks_each_line_is_an_object():
    with logged("INFO") as lines:
        logging.getLogger("bot.core").info("channel=%d Grüße", 7, extra={"outcome": "done", "edits": 3})
        try:
            raise ValueError("bad")
        except ValueError:
            logging.getLogger("bot.core").exception("failed")
    told, failed = map(json.loads, lines.getvalue().splitlines())
    assert told.pop("timestamp").endswith("Z")
    assert told == {
        "event": "channel=7 Grüße",
        "level": "info",
        "logger": "bot.core",
        "outcome": "done",
        "edits": 3,
    }
    assert "ValueError: bad" in failed["exception"]


def test_a_terminal_shows_lines_for_people():
    with logged("INFO", force_terminal=True, width=100) as lines:
        logging.getLogger("bot.core").info("channel=%d", 7, extra={"edits": 3})
    assert "channel" in lines.getvalue()
    assert "{" not in lines.getvalue()


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING"])
def test_libraries_say_less_than_the_bot(level):
    with logged(level) as lines:
        logging.getLogger("bot.core").debug("ours")
        logging.getLogger("discord").debug("theirs")
    assert ("ours" in lines.getvalue()) == (level == "DEBUG")
    assert "theirs" not in lines.getvalue()
