"""Small checkpoints with random weights, made by the libraries that will read them."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import torch
from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers, trainers
from transformers import GenerationConfig, Qwen2Config, Qwen2ForCausalLM, Qwen2Tokenizer

from benchmarks import gguf_file
from bot.demo import MODEL_PATH as DEMO

# A fixture, here so that one process serves all tests that ask for it.
from .serving import served  # noqa: F401

TEXTS = [
    "Hello, how are you today? I am well, thank you.",
    "The user asked the assistant a question and the assistant answered it.",
    "def add(a, b):\n    return a + b\n",
    "你好,你今天怎么样?很好,谢谢。",
    "system user assistant model <b> im_start im_end | > <",
]

CHATML = """{% for message in messages %}\
{% if loop.first and message.role != 'system' %}{{ '<|im_start|>system\\nBe helpful.<|im_end|>\\n' }}{% endif %}\
{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}\
{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"""

CONTROL = [AddedToken(name, special=True, normalized=False) for name in ("<|endoftext|>", "<|im_start|>", "<|im_end|>")]


def make_tokenizer(*, more: Sequence[AddedToken] = (), template: str | None = CHATML) -> Qwen2Tokenizer:
    """Qwen2's own way of splitting text, with a vocabulary learned from a few sentences."""
    like = Qwen2Tokenizer().backend_tokenizer
    bpe = Tokenizer(models.BPE())
    bpe.normalizer, bpe.pre_tokenizer = like.normalizer, like.pre_tokenizer
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    bpe.train_from_iterator(TEXTS, trainers.BpeTrainer(vocab_size=400, initial_alphabet=alphabet, show_progress=False))
    learned = json.loads(bpe.to_str())["model"]
    merges = [tuple(merge) for merge in learned["merges"]]
    tokenizer = Qwen2Tokenizer(vocab=learned["vocab"], merges=merges, eos_token="<|im_end|>", pad_token="<|endoftext|>")
    tokenizer.add_tokens([*CONTROL, *more])
    tokenizer.chat_template = template
    return tokenizer


def make_checkpoint(folder: Path, tokenizer: Qwen2Tokenizer | None = None, **geometry: object) -> Path:
    """A Qwen2 checkpoint of a few thousand random weights; greedy unless its generation_config is changed."""
    tokenizer = tokenizer or make_tokenizer()
    torch.manual_seed(0)
    shape = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}
    shape |= {"num_key_value_heads": 2, "max_position_embeddings": 512, "vocab_size": len(tokenizer)}
    model = Qwen2ForCausalLM(Qwen2Config(**shape | geometry))
    # Larger than a new model's, so that different prompts get different answers.
    for weights in model.parameters():
        torch.nn.init.normal_(weights, std=0.3)
    model.generation_config = GenerationConfig(
        eos_token_id=[tokenizer.eos_token_id, tokenizer.pad_token_id], pad_token_id=tokenizer.pad_token_id
    )
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a random checkpoint. Tests that change it copy it first."""
    return make_checkpoint(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def demo_gguf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo model as a GGUF file, in 32 bits."""
    return gguf_file.write(DEMO, tmp_path_factory.mktemp("gguf") / "demo.gguf", kind="f32")
