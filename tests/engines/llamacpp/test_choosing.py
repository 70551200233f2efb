"""The choice of a token is the one `generate` makes by the same settings."""

from contextlib import closing

import numpy as np
import pytest
import torch
from transformers import (
    GenerationConfig,
    LogitsProcessorList,
    MinPLogitsWarper,
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

from bot.core.errors import EngineError
from bot.engines.llamacpp.choosing import Choosing

VOCABULARY = 300
PROMPT = [5, 5, 9, 299, 0, *range(40, 70)]
DRAWS = 4_000

SETTINGS = [
    {"temperature": 0.7, "top_k": 20, "top_p": 0.8, "repetition_penalty": 1.05},
    {"temperature": 1.5, "top_k": 0, "top_p": 0.5},
    {"temperature": 1.0, "top_k": 1, "top_p": 1.0},
    {"temperature": 0.3, "top_k": 50, "top_p": 1.0, "repetition_penalty": 1.3},
    {"temperature": 3.0, "top_k": 5000, "top_p": 1.0, "repetition_penalty": 0.6},
    {"temperature": 1.0, "top_k": 7, "top_p": 1e-9},
    {"temperature": 2.0, "top_k": 0, "top_p": 1.0, "min_p": 0.05},
    {"temperature": 1.2, "top_k": 40, "top_p": 0.95, "min_p": 0.1, "repetition_penalty": 1.1},
    {},
]


def some_scores(seed):
    return (torch.randn(VOCABULARY, generator=torch.Generator().manual_seed(seed)) * 4).numpy()


def shares_in_generate(config, ids, scores):
    """How likely each token is, by transformers' own processors in `generate`'s order."""
    chain = LogitsProcessorList([RepetitionPenaltyLogitsProcessor(config.repetition_penalty or 1.0)])
    chain.append(TemperatureLogitsWarper(config.temperature or 1.0))
    top_k = 50 if config.top_k is None else config.top_k
    chain.append(TopKLogitsWarper(top_k or VOCABULARY))
    chain.append(TopPLogitsWarper(1.0 if config.top_p is None else config.top_p))
    if config.min_p is not None:
        chain.append(MinPLogitsWarper(config.min_p))
    return chain(torch.tensor([ids]), torch.from_numpy(scores)[None].clone())[0].softmax(-1).numpy()


def choose(config, ids, scores, *, seed=0):
    with closing(Choosing(config, ids, vocabulary=VOCABULARY, seed=seed)) as choosing:
        return choosing.choose(scores)


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda settings: " ".join(settings) or "nothing")
def test_tokens_are_drawn_as_often_as_generate_would(settings):
    config = GenerationConfig(do_sample=True, **settings)
    scores = some_scores(len(settings))
    expected = shares_in_generate(config, PROMPT, scores)
    drawn = np.bincount([choose(config, PROMPT, scores, seed=seed) for seed in range(DRAWS)], minlength=VOCABULARY)
    assert set(np.flatnonzero(drawn)) <= set(np.flatnonzero(expected))
    # The seeds are the same every time. By chance a share is off by 0.008 at most, times a few.
    np.testing.assert_allclose(drawn / DRAWS, expected, rtol=0, atol=0.03)


@pytest.mark.parametrize("penalty", [1.0, 3.0, 0.7])
def test_without_chance_the_best_wins_and_what_was_said_counts_from_the_prompt_on(penalty):
    config = GenerationConfig(do_sample=False, repetition_penalty=penalty)
    ids = list(PROMPT)
    with closing(Choosing(config, ids, vocabulary=VOCABULARY)) as choosing:
        for step in range(40):
            # The scores change little, so that without a penalty one token would come again and again.
            scores = some_scores(0) + some_scores(step) / 20
            expected = RepetitionPenaltyLogitsProcessor(penalty)(torch.tensor([ids]), torch.from_numpy(scores)[None])
            ids.append(int(expected.argmax()))
            assert choosing.choose(scores) == ids[-1]
    assert (len(set(ids[len(PROMPT) :])) > 5) == (penalty > 1)


def test_the_scores_that_were_given_stay_as_they_are():
    scores = some_scores(3)
    before = scores.copy()
    choose(GenerationConfig(do_sample=True, repetition_penalty=2.0), PROMPT, scores)
    np.testing.assert_array_equal(scores, before)


def test_two_answers_are_not_left_to_the_same_chance():
    config = GenerationConfig(do_sample=True, temperature=50.0, top_k=0)
    assert len({choose(config, PROMPT, some_scores(1), seed=None) for _ in range(20)}) > 5


@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_scores_that_are_no_numbers_are_an_error_and_not_the_end_of_the_process(number):
    scores = some_scores(1)
    scores[7] = number
    with pytest.raises(EngineError, match="no number"):
        choose(GenerationConfig(do_sample=True), PROMPT, scores)


@pytest.mark.parametrize("wrong", [{"temperature": -1.0}, {"top_p": 2.0}, {"repetition_penalty": 0.0}])
def test_what_generate_refuses_is_refused(wrong):
    with pytest.raises(EngineError, match="has to be"):
        choose(GenerationConfig(do_sample=True, **wrong), PROMPT, some_scores(1))
