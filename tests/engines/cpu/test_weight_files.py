"""What is left in the checkpoint's files: embeddings, and nothing that is not there as it is in memory."""

import shutil

import torch
from transformers import AutoModelForCausalLM

from bot.engines.cpu.weight_files import WeightFiles

from ..conftest import make_checkpoint


def read(folder):
    return AutoModelForCausalLM.from_pretrained(folder, dtype="auto").eval()


def test_large_weights_are_mapped_again_and_small_ones_copied(tmp_path):
    folder = make_checkpoint(tmp_path, hidden_size=1024, num_hidden_layers=1)
    model = read(folder)
    before = {name: (weights.data_ptr(), weights.clone()) for name, weights in model.named_parameters()}
    assert model.model.embed_tokens.weight.nbytes >= 2**20
    WeightFiles(model, [folder / "model.safetensors"]).reopen()
    for name, weights in model.named_parameters():
        was, value = before[name]
        assert weights.data_ptr() != was
        assert torch.equal(weights, value)


def test_the_model_outlives_its_files(tmp_path):
    folder = make_checkpoint(tmp_path / "model", hidden_size=1024, num_hidden_layers=1)
    model = read(folder)
    expected = model.model.embed_tokens.weight.clone()
    WeightFiles(model, [folder / "model.safetensors"]).reopen()
    shutil.rmtree(folder)
    assert torch.equal(model.model.embed_tokens.weight, expected)


def test_weights_that_were_changed_are_not_taken_for_those_of_the_file(tmp_path):
    folder = make_checkpoint(tmp_path, hidden_size=1024, num_hidden_layers=1)
    model = read(folder)
    embedding = model.model.embed_tokens.weight
    files = WeightFiles(model, [folder / "model.safetensors"])
    assert files.hold(embedding)
    with torch.no_grad():
        embedding[3, 5] += 1
    changed = embedding.clone()
    assert not files.hold(embedding)
    files.reopen()
    assert torch.equal(embedding, changed)


def test_weights_of_another_dtype_or_of_no_file_are_not_in_the_files(tmp_path):
    folder = make_checkpoint(tmp_path, hidden_size=1024, num_hidden_layers=1)
    model = read(folder)
    assert not WeightFiles(model).hold(model.model.embed_tokens.weight)
    model.to(torch.bfloat16)
    assert not WeightFiles(model, [folder / "model.safetensors"]).hold(model.model.embed_tokens.weight)
