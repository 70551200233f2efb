"""The checkpoint that is measured: a whole vocabulary, and answers that end only where they are cut off."""

from dataclasses import replace

import pytest
from transformers import AutoModelForCausalLM, AutoTokenizer

from benchmarks import checkpoint
from benchmarks.geometry import GEOMETRIES

TINY = GEOMETRIES["tiny"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return checkpoint.make(tmp_path_factory.mktemp("made") / "tiny", TINY)


def test_every_id_the_model_can_write_is_a_token_and_no_two_are_the_same(folder):
    tokens = AutoTokenizer.from_pretrained(folder).get_vocab()
    assert sorted(tokens.values()) == list(range(TINY.vocabulary))


def test_what_ends_an_answer_is_what_the_tokenizer_takes_for_control_tokens(folder):
    model, tokenizer = AutoModelForCausalLM.from_pretrained(folder), AutoTokenizer.from_pretrained(folder)
    assert model.generation_config.eos_token_id == sorted(tokenizer.added_tokens_decoder)
    assert tokenizer.eos_token_id in model.generation_config.eos_token_id


def test_an_answer_is_made_of_words_and_does_not_end_by_itself(folder):
    model, tokenizer = AutoModelForCausalLM.from_pretrained(folder), AutoTokenizer.from_pretrained(folder)
    for text in ("one", "and another", "the model reads what was said"):
        asked = tokenizer.apply_chat_template(
            [{"role": "user", "content": text}], return_tensors="pt", return_dict=True
        )
        said = model.generate(**asked, max_new_tokens=24)[0, asked["input_ids"].shape[1] :]
        assert len(said) == 24
        assert tokenizer.decode(said, skip_special_tokens=True).count("q") == 48


def test_it_is_made_once_and_kept(folder):
    written = (folder / "model.safetensors").stat().st_mtime_ns
    assert checkpoint.make(folder, TINY) == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == written


def test_a_folder_with_another_geometry_is_refused(folder):
    with pytest.raises(ValueError, match="another geometry: num_hidden_layers"):
        checkpoint.make(folder, replace(TINY, layers=3))
