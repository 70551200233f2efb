"""How tokens are chosen is told in full, and what an engine cannot be told is refused instead of dropped."""

import pytest
from transformers import GenerationConfig

from bot.core.errors import StartError
from bot.engines.sampling.params import refuse_what_would_be_dropped, sampling

VOCABULARY = 300


def test_what_is_not_given_is_what_generate_would_take():
    nothing = sampling(GenerationConfig(do_sample=True), vocabulary=VOCABULARY)
    assert nothing == {"do_sample": True, "temperature": 1.0, "top_p": 1.0, "top_k": 50, "repetition_penalty": 1.0}
    assert sampling(GenerationConfig(), vocabulary=VOCABULARY) == {"repetition_penalty": 1.0}


@pytest.mark.parametrize("wrong", [{"temperature": -1.0}, {"top_p": 2.0}, {"repetition_penalty": 0.0}])
def test_what_generate_refuses_is_refused(wrong):
    with pytest.raises(ValueError, match="has to be"):
        sampling(GenerationConfig(do_sample=True, **wrong), vocabulary=VOCABULARY)


@pytest.mark.parametrize(
    ("setting", "value"),
    [("min_p", 0.1), ("typical_p", 0.9), ("no_repeat_ngram_size", 3), ("bad_words_ids", [[1]]), ("stop_strings", "x")],
)
def test_a_checkpoint_whose_settings_would_be_dropped_is_refused_by_their_names(setting, value):
    with pytest.raises(StartError, match=f'someone/model.*{setting}.*"generate"'):
        refuse_what_would_be_dropped("someone/model", GenerationConfig(**{setting: value}), by="batching")


def test_settings_that_change_nothing_are_no_reason_to_refuse():
    off = {"min_p": 0.0, "typical_p": 1.0, "no_repeat_ngram_size": 0, "guidance_scale": 1.0, "min_length": 0}
    refuse_what_would_be_dropped("someone/model", GenerationConfig(**off), by="batching")
    chosen = GenerationConfig(temperature=0.7, top_k=20, repetition_penalty=1.05)
    refuse_what_would_be_dropped("someone/model", chosen, by="batching")
    refuse_what_would_be_dropped("someone/model", GenerationConfig(min_p=0.1), by="llama.cpp", known={"min_p"})
