"""The demo model's tokenizer behaves as Qwen2's does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, normalizers
from transformers import AutoTokenizer, PreTrainedTokenizerBase, Qwen2Tokenizer

from bot.demo import MODEL_PATH
from bot.demo.tokenizer import CONTROL_TOKENS, train_tokenizer

loaded = AutoTokenizer.from_pretrained(MODEL_PATH)
control_ids = set(loaded.convert_tokens_to_ids(list(CONTROL_TOKENS)))
any_text = st.text() | st.lists(st.sampled_from([*CONTROL_TOKENS, "a", " ", "\n", "é", "好"])).map("".join)


def test_the_template_adds_the_default_system_prompt() -> None:
    turns = [{"role": "user", "content": "hi"}]
    assert loaded.apply_chat_template(turns, tokenize=False, add_generation_prompt=True) == (
        "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n"
        "<|im_start|>user\nhi<|im_end|>\n"
        "<|im_start|>assistant\n"
    )


def test_the_template_keeps_a_given_system_prompt() -> None:
    turns = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "hi"},
        {"role": "assistant", "content": "Hello!"},
        {"role": "user", "content": "bye"},
    ]
    assert loaded.apply_chat_template(turns, tokenize=False) == (
        "<|im_start|>system\nBe brief.<|im_end|>\n"
        "<|im_start|>user\nhi<|im_end|>\n"
        "<|im_start|>assistant\nHello!<|im_end|>\n"
        "<|im_start|>user\nbye<|im_end|>\n"
    )


@pytest.mark.parametrize("token", CONTROL_TOKENS)
def test_a_control_token_is_one_id_unless_a_person_typed_it(token: str) -> None:
    assert len(loaded(token)["input_ids"]) == 1
    typed = loaded(token, split_special_tokens=True)["input_ids"]
    assert control_ids.isdisjoint(typed)
    assert loaded.decode(typed) == token


@given(any_text)
def test_text_from_people_never_becomes_a_control_token(text: str) -> None:
    assert control_ids.isdisjoint(loaded(text, split_special_tokens=True)["input_ids"])


@given(any_text)
def test_decoding_gives_back_the_composed_text(text: str) -> None:
    ids = loaded(text, split_special_tokens=True)["input_ids"]
    assert loaded.decode(ids) == normalizers.NFC().normalize_str(text)


@given(st.text(st.characters(codec="utf-8")))
@settings(max_examples=50)
def test_it_splits_as_qwen2s_own_class_does(text: str) -> None:
    bare = Qwen2Tokenizer(vocab={"<|endoftext|>": 0}).backend_tokenizer
    packaged: Tokenizer = loaded.backend_tokenizer
    assert bare.pre_tokenizer is not None
    assert packaged.pre_tokenizer is not None
    assert packaged.pre_tokenizer.pre_tokenize_str(text) == bare.pre_tokenizer.pre_tokenize_str(text)


def test_a_newly_learned_vocabulary_has_the_control_tokens_last() -> None:
    learned: PreTrainedTokenizerBase = train_tokenizer(["the cat and the dog"] * 50, vocab_size=300, max_length=64)
    size = len(learned)
    assert learned.convert_tokens_to_ids(list(CONTROL_TOKENS)) == [size - 3, size - 2, size - 1]
    assert learned.decode(learned("the dog")["input_ids"]) == "the dog"
