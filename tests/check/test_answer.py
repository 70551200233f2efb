"""What is said of a short answer."""

from bot.check import answer

TOOK = {"engine": "generate", "loading": 1.0, "reading": 0.25, "writing": 3.0}


def test_its_speed_is_that_of_the_tokens_after_the_first():
    found = answer.written("Hi\nthere", tokens=10, **TOOK)
    assert found.is_well
    assert found.figures["tokens_per_second"] == 3
    assert all(words in found.said for words in ("“Hi there”", "0.25 s", "3.0 tokens/s"))


def test_no_words_are_no_answer_and_one_token_has_no_speed():
    assert not answer.written(" \n", tokens=10, **TOOK).is_well
    assert answer.written("Hi", tokens=1, **TOOK).figures["tokens_per_second"] is None


def test_an_engine_that_fails_says_why():
    found = answer.failed("generate", "out of memory")
    assert "out of memory" in found.said
    assert not found.is_well
