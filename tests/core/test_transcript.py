"""The file of what somebody said and was answered."""

import json
from dataclasses import replace

import pytest

from bot.core.chat import Options
from bot.core.record import Answer, Exchange, Question, Quote, Recipe, words
from bot.core.transcript import transcript
from tests.core.talking import NOON, said

PLENTY = 10**6
RECIPE = Recipe("qwen", "auto", Options())


def exchange(number=1, text="why?", reply="Because.", **more):
    answer = Answer(id=number, question=number, state="done", parts=words(reply), thought="hm", recipe=RECIPE)
    return Exchange(Question(number, said(text, message=number, **more)), replace(answer, pages=(11,)), 1, 2)


def test_the_markdown_reads_as_it_was_said():
    quoting = exchange(quote=Quote("Bob", "one\ntwo"), server=8)
    aside = exchange(2, "你好", " hi ", channel=-5, parent=3)
    file, count = transcript([quoting, aside], "markdown", most_bytes=PLENTY)
    assert count == 2
    assert file.decode() == (
        "## 2026-01-01 12:00 UTC, channel 1 on server 8\n\n> one\n> two\n\n**Ada:** why?\n\n**Bot:** Because.\n"
        "\n## 2026-01-01 12:00 UTC, channel 3\n\n**Ada:** 你好\n\n**Bot:** hi\n"
    )


def test_a_place_is_called_as_people_call_it_where_that_is_known():
    both = [exchange(server=8), exchange(2, channel=5, server=8)]
    file, _ = transcript(both, "markdown", most_bytes=PLENTY, named=_tea)
    assert "UTC, #tea, Home\n" in file.decode()
    assert "UTC, channel 5 on server 8\n" in file.decode()


def _tea(asked):
    return "#tea, Home" if asked.channel == 1 else None


def test_the_json_holds_all_that_is_kept():
    file, count = transcript([exchange(quote=Quote("Bob", "one"), server=8)], "json", most_bytes=PLENTY)
    assert count == 1
    assert json.loads(file) == [
        {
            "at": NOON.isoformat(),
            "server": 8,
            "channel": 1,
            "message": 1,
            "author": "Ada",
            "question": "why?",
            "quote": {"author": "Bob", "text": "one"},
            "answer": "Because.",
            "thought": "hm",
            "state": "done",
            "versions": 2,
            "model": "qwen",
            "messages": [11],
        }
    ]


def test_what_is_not_there_is_null_in_the_json():
    bare = exchange()
    bare = replace(bare, answer=replace(bare.answer, recipe=None))
    [found] = json.loads(transcript([bare], "json", most_bytes=PLENTY)[0])
    assert (found["model"], found["quote"], found["server"]) == (None, None, None)


@pytest.mark.parametrize("form", ["markdown", "json"])
def test_a_file_that_would_be_too_large_holds_the_last_exchanges(form):
    many = [exchange(number, f"question {number} " + "x" * (number * 7 % 300)) for number in range(200)]
    whole, _ = transcript(many, form, most_bytes=PLENTY)
    for most in (len(whole), len(whole) - 1, len(whole) // 2, 2000):
        file, count = transcript(many, form, most_bytes=most)
        assert 0 < len(file) <= most
        assert file == transcript(many[len(many) - count :], form, most_bytes=PLENTY)[0]
        assert (count == 200) == (most >= len(whole))
    assert transcript(many, form, most_bytes=50)[1] == 0
