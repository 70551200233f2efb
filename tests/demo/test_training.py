"""The training: what the model starts with, that it learns, and that it can be interrupted."""

import json
import random
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, Qwen2Config, Qwen2ForCausalLM, Qwen2Tokenizer

from bot.demo.batches import Batch, batches
from bot.demo.checkpoint import export, new_model
from bot.demo.corpus.talk import Conversation, Exchange
from bot.demo.headstart import look_back
from bot.demo.training import Plan, Training

ONE = Conversation(None, (Exchange("My name is Marisol", "Nice to meet you, Marisol!"),))


def lesson(chance: random.Random, pool: int) -> Conversation:
    return ONE


def plan(tokens: int, dtype: torch.dtype) -> Plan:
    return Plan(
        tokens=tokens,
        batch=128,
        threads=2,
        longest=64,
        seed=1,
        matrix_rate=2e-2,
        vector_rate=2e-2,
        save_every=3600,
        dtype=dtype,
    )


def next_batch(tokenizer: Qwen2Tokenizer) -> Batch:
    return next(batches(tokenizer, lesson, seed=1, size=128, longest=64))


@pytest.fixture
def fresh(tokenizer: Qwen2Tokenizer) -> Qwen2ForCausalLM:
    torch.manual_seed(1)
    model = new_model(tokenizer)
    look_back(model)
    return model


def test_the_untrained_model_can_look_back(fresh: Qwen2ForCausalLM) -> None:
    fresh.set_attn_implementation("eager")
    words = random.Random(1).sample(range(4000), 20)
    with torch.inference_mode():
        attentions = fresh.model(input_ids=torch.tensor([words + words]), output_attentions=True).attentions
    neighbour, again = attentions[0][0, 0], attentions[1][0, 0]
    assert neighbour.diagonal(-1).mean() > 0.9
    # A word's second coming looks at what followed the first.
    assert again.diagonal(-19)[1:].mean() > 0.8


def smallest(tokenizer: Qwen2Tokenizer) -> Qwen2ForCausalLM:
    """One that learns a sentence in no time, on a processor that emulates bfloat16, too."""
    shape = {"hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2}
    heads = {"num_attention_heads": 2, "num_key_value_heads": 1, "tie_word_embeddings": True}
    return Qwen2ForCausalLM(Qwen2Config(vocab_size=len(tokenizer), **shape, **heads))


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32])
def test_it_learns_and_goes_on_where_it_stopped(tokenizer: Qwen2Tokenizer, tmp_path: Path, dtype: torch.dtype) -> None:
    torch.manual_seed(1)
    first = Training(smallest(tokenizer), tokenizer, plan(2_000, dtype), tmp_path)
    first.run(lesson)
    stopped = json.loads((tmp_path / "progress.json").read_text())
    later = Training(smallest(tokenizer), tokenizer, plan(4_000, dtype), tmp_path)
    later.restore()
    assert later.seen == stopped["seen"] >= 2_000
    assert all(map(torch.equal, later.model.state_dict().values(), first.model.state_dict().values()))
    later.run(lesson)
    assert later.seen >= 4_000
    assert later.gradient(next_batch(tokenizer))[0] < 1.0


def test_what_was_trained_is_what_is_loaded(fresh: Qwen2ForCausalLM, tokenizer: Qwen2Tokenizer, tmp_path: Path) -> None:
    export(fresh, tokenizer, tmp_path / "model")
    loaded = AutoModelForCausalLM.from_pretrained(tmp_path / "model")
    assert loaded.dtype == torch.bfloat16
    assert torch.equal(loaded.model.embed_tokens.weight, fresh.model.embed_tokens.weight)
    assert AutoTokenizer.from_pretrained(tmp_path / "model").get_vocab() == tokenizer.get_vocab()
