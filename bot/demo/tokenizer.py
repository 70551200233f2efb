"""Learns the demo model's vocabulary and dresses it as Qwen2's tokenizer: splitting, control tokens, template."""

import json
from collections.abc import Iterable
from typing import Any

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import Qwen2Tokenizer
from transformers.models.qwen2.tokenization_qwen2 import PRETOKENIZE_REGEX

END_OF_TEXT = "<|endoftext|>"
TURN_START = "<|im_start|>"
TURN_END = "<|im_end|>"
CONTROL_TOKENS = (END_OF_TEXT, TURN_START, TURN_END)

DEFAULT_SYSTEM = "You are a helpful assistant."

# The template Qwen2-7B-Instruct ships, character by character: the bot must not be able to tell the two apart.
CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "{% if loop.first and messages[0]['role'] != 'system' %}"
    "{{ '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n' }}"
    "{% endif %}"
    "{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def train_tokenizer(texts: Iterable[str], *, vocab_size: int, max_length: int) -> Qwen2Tokenizer:
    """A byte-level BPE learned from `texts`; its `vocab_size` entries include the control tokens, which come last."""
    bpe = Tokenizer(models.BPE())
    bpe.normalizer = normalizers.NFC()
    bpe.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PRETOKENIZE_REGEX), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    bpe.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size - len(CONTROL_TOKENS),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        min_frequency=2,
        show_progress=False,
    )
    bpe.train_from_iterator(texts, trainer)
    return as_qwen2(bpe, max_length=max_length)


def as_qwen2(bpe: Tokenizer, *, max_length: int) -> Qwen2Tokenizer:
    """The learned pieces inside Qwen2's own tokenizer class, which is what `AutoTokenizer` will load."""
    model = json.loads(bpe.to_str())["model"]
    merges: list[Any] = [tuple(merge) for merge in model["merges"]]
    first = len(model["vocab"])
    control = {first + n: AddedToken(text, special=True, normalized=False) for n, text in enumerate(CONTROL_TOKENS)}
    return Qwen2Tokenizer(
        vocab=model["vocab"],
        merges=merges,
        added_tokens_decoder=control,
        add_prefix_space=False,
        unk_token=END_OF_TEXT,
        eos_token=TURN_END,
        pad_token=END_OF_TEXT,
        extra_special_tokens=[TURN_START, TURN_END],
        chat_template=CHAT_TEMPLATE,
        model_max_length=max_length,
        clean_up_tokenization_spaces=False,
        errors="replace",
    )
