"""`bot chat` says what the script in Qwen2's documentation says, with each engine in the process."""

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from benchmarks import same_words
from bot.demo import MODEL_PATH


@pytest.fixture(scope="module")
def exact():
    # A model as small gains nothing from a second core.
    torch.set_num_threads(1)
    return AutoModelForCausalLM.from_pretrained(MODEL_PATH, dtype=torch.float32).eval()


@pytest.fixture(scope="module")
def held(exact):
    return same_words.said_by_script(exact, AutoTokenizer.from_pretrained(MODEL_PATH), tokens=64)


def test_twenty_prompts_are_asked_some_of_them_in_later_turns():
    assert sum(map(len, same_words.CONVERSATIONS)) == 20
    assert max(map(len, same_words.CONVERSATIONS)) == 3


@pytest.mark.parametrize("engine", same_words.ENGINES)
def test_the_bot_says_the_same_words(held, engine):
    assert same_words.printed_by_bot(MODEL_PATH, engine, tokens=64) == same_words.printed(held)


def test_with_16_bits_the_bot_agrees_with_float32_as_often_as_plain_transformers_does(exact, held):
    texts = same_words.sequences(AutoTokenizer.from_pretrained(MODEL_PATH), held)
    ours, theirs = same_words.agreement(MODEL_PATH, exact, texts)
    assert theirs > 0.9
    # What a processor rounds is chance: one token of a hundred is within it.
    assert ours >= theirs - 0.01
