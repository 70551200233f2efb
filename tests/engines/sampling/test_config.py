"""What an answer's options put in the place of the checkpoint's settings, and what they leave."""

import warnings

import pytest
from transformers import GenerationConfig

from bot.core.chat import Options
from bot.engines.sampling.config import generation_config

QWEN2_SETTINGS = {"do_sample": True, "temperature": 0.7, "top_p": 0.8, "top_k": 20, "repetition_penalty": 1.05}


def settled(options, **checkpoint):
    return generation_config(GenerationConfig(**checkpoint), options, max_new_tokens=7)


def test_the_checkpoint_decides_what_the_options_leave_open():
    config = settled(Options(), **QWEN2_SETTINGS)
    assert {name: getattr(config, name) for name in QWEN2_SETTINGS} == QWEN2_SETTINGS
    assert config.max_new_tokens == 7


def test_options_replace_only_what_they_name():
    config = settled(Options(temperature=1.5, repetition_penalty=1.2), **QWEN2_SETTINGS)
    assert (config.temperature, config.top_p, config.top_k, config.repetition_penalty) == (1.5, 0.8, 20, 1.2)


def test_a_temperature_of_zero_is_greedy():
    config = settled(Options(temperature=0, top_p=0.5), **QWEN2_SETTINGS)
    assert not config.do_sample
    assert config.repetition_penalty == 1.05
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        config.validate(strict=True)


@pytest.mark.parametrize("options", [Options(temperature=0.5), Options(top_p=0.5), Options(top_k=5)])
def test_asking_for_a_sampling_setting_turns_sampling_on(options):
    assert settled(options, do_sample=False).do_sample


def test_a_greedy_checkpoint_stays_greedy():
    assert not settled(Options(repetition_penalty=1.1)).do_sample


def test_the_checkpoint_itself_is_not_changed():
    checkpoint = GenerationConfig(**QWEN2_SETTINGS)
    generation_config(checkpoint, Options(temperature=0), max_new_tokens=7)
    assert checkpoint.temperature == 0.7
