"""The packaged files: a real Qwen2 checkpoint, small enough to ship."""

import json

import torch
from transformers import GenerationConfig, PreTrainedTokenizerBase, Qwen2ForCausalLM, Qwen2Tokenizer

from bot.demo import MODEL_PATH


def test_the_auto_classes_load_it_as_qwen2(model: Qwen2ForCausalLM, tokenizer: PreTrainedTokenizerBase) -> None:
    assert isinstance(model, Qwen2ForCausalLM)
    assert isinstance(tokenizer, Qwen2Tokenizer)
    assert model.config.vocab_size == len(tokenizer)


def test_it_fits_into_16_megabytes() -> None:
    assert sum(file.stat().st_size for file in MODEL_PATH.iterdir()) < 16_000_000


def test_the_weights_are_stored_in_bfloat16(model: Qwen2ForCausalLM) -> None:
    assert json.loads((MODEL_PATH / "config.json").read_text())["dtype"] == "bfloat16"
    assert model.config.max_position_embeddings >= 4096
    assert all(torch.isfinite(weight).all() for weight in model.parameters())


def test_generation_ends_at_the_end_of_a_turn_or_of_the_text(tokenizer: PreTrainedTokenizerBase) -> None:
    settings = GenerationConfig.from_pretrained(MODEL_PATH)
    ends = tokenizer.convert_tokens_to_ids(["<|im_end|>", "<|endoftext|>"])
    assert settings.eos_token_id == ends
    assert settings.pad_token_id == ends[1]
    assert settings.do_sample is True


def test_nothing_in_it_tells_where_it_was_trained() -> None:
    for file in MODEL_PATH.glob("*.json"):
        assert "_name_or_path" not in file.read_text(encoding="utf-8")
