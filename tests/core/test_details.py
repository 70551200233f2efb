"""What can be told of how an answer came to be."""

from datetime import timedelta

from bot.core.chat import Options, Usage
from bot.core.details import can_be_replayed, details
from bot.core.record import Answer, Exchange, Question, Recipe
from tests.conftest import english
from tests.core.talking import NOON, said

OPTIONS = Options(max_new_tokens=512, temperature=0.7, top_k=20, seed=1234567)
RECIPE = Recipe("Qwen/Qwen2-7B-Instruct", "generate", OPTIONS, "tutor", prompt="abc", left_out=3)
USAGE = Usage(read=1000, reused=900, written=101, context=8192, reading=0.75, writing=10.0)


def told(versions=1, **answer):
    exchange = Exchange(Question(1, said()), Answer(id=1, question=1, **answer), versions=versions)
    return [english(notice).replace("\u2068", "").replace("\u2069", "") for notice in details(exchange)]


def test_all_that_is_known_is_told():
    lines = told(2, recipe=RECIPE, usage=USAGE, begun_at=NOON + timedelta(seconds=4), state="done")
    assert lines == [
        "**Version** 1 of 2",
        "**Model** Qwen/Qwen2-7B-Instruct, with the engine “generate”",
        "**Persona** tutor",
        "**Sampling** temperature 0.7 · top_k 20 · seed 1234567; at most 512 tokens; "
        "all else as the model's makers suggest",
        "**Read** 1,000 tokens, 900 of them known from before",
        "**Written** 101 tokens",
        "**Speed** 10 tokens a second",
        "**Context** 1,101 of 8,192 tokens",
        "**Time** 4 s waiting, 0.8 s until the first word, 10 s writing",
        "**Left out** 3 earlier questions, for which there was no room",
    ]


def test_what_nobody_knows_is_not_told():
    assert told() == ["**Version** 1 of 1"]
    assert told(usage=Usage(read=None, written=1, context=10, reading=1.0, writing=0.0))[1:] == [
        "**Written** 1 token",
        "**Time** 0 s waiting, 1 s until the first word, 0 s writing",
    ]


def test_a_later_version_did_not_wait_since_the_question():
    lines = told(2, version=2, usage=USAGE, begun_at=NOON + timedelta(hours=1))
    assert "**Time** 0 s waiting, 0.8 s until the first word, 10 s writing" in lines


def test_only_an_answer_that_has_ended_and_says_how_it_was_made_can_be_replayed():
    assert can_be_replayed(Answer(id=1, question=1, state="stopped", recipe=RECIPE))
    assert not can_be_replayed(Answer(id=1, question=1, state="writing", recipe=RECIPE))
    assert not can_be_replayed(Answer(id=1, question=1, state="done"))
    assert not can_be_replayed(Answer(id=1, question=1, state="done", recipe=Recipe("m", "e", OPTIONS)))
