"""The files that are written for llama.cpp are the checkpoint: it computes from them what transformers does."""

import json

import gguf
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

from bot.core.errors import StartError
from bot.engines.llamacpp.gguf_file import space_needed, write
from bot.engines.llamacpp.reader import Place, Reader

from ..conftest import make_checkpoint
from ..families import make_family

IDS = [*range(3, 60), 5, 5, 5]
CHECKPOINTS = {
    "qwen2": make_checkpoint,
    "tied": lambda folder: make_checkpoint(folder, tie_word_embeddings=True),
    "other constants": lambda folder: make_checkpoint(
        folder, rope_parameters={"rope_theta": 1e6, "rope_type": "default"}, rms_norm_eps=1e-3
    ),
    "qwen3": lambda folder: make_family(folder, "qwen3"),
}
# What rounding may do to scores whose standard deviation is 0.6: of sums, of activations, of weights.
CLOSENESS = {"f32": 5e-6, "f16": 0.01, "bf16": 0.03, "q8_0": 0.1, "q4_k_m": 0.4}


def in_torch(folder, ids=IDS):
    model = AutoModelForCausalLM.from_pretrained(folder, dtype="float32")
    with torch.no_grad():
        return model(torch.tensor([ids])).logits[0, -1]


def in_llama_cpp(file, *, kind, ids=IDS):
    reader = Reader(file, tokens=256, place=Place(threads=1), in_32_bits=kind == "f32")
    reader.read(ids, stopped=lambda: False)
    scores = torch.from_numpy(reader.scores.copy())
    reader.close()
    return scores


@pytest.mark.parametrize("kind", CLOSENESS)
@pytest.mark.parametrize("make", CHECKPOINTS.values(), ids=CHECKPOINTS.keys())
def test_llama_cpp_computes_what_transformers_does(make, kind, tmp_path):
    folder, file = make(tmp_path / "checkpoint"), tmp_path / "model.gguf"
    write(folder, file, kind=kind)
    expected = in_torch(folder)
    assert expected.std() > 0.5
    torch.testing.assert_close(in_llama_cpp(file, kind=kind), expected, rtol=0, atol=CLOSENESS[kind])
    assert file.stat().st_size < space_needed(folder, kind=kind) + 20_000
    assert {each.name for each in tmp_path.iterdir()} == {"checkpoint", "model.gguf"}


def test_weights_in_several_files_are_put_together(tiny, tmp_path):
    model = AutoModelForCausalLM.from_pretrained(tiny)
    model.save_pretrained(tmp_path / "parts", max_shard_size="20KB")
    assert len(list((tmp_path / "parts").glob("model-*.safetensors"))) > 1
    write(tmp_path / "parts", tmp_path / "parts.gguf", kind="f32")
    write(tiny, tmp_path / "one.gguf", kind="f32")
    assert (tmp_path / "parts.gguf").read_bytes() == (tmp_path / "one.gguf").read_bytes()


def test_a_matrix_beyond_float16_is_bfloat16(tmp_path):
    folder = make_checkpoint(tmp_path / "large", tie_word_embeddings=True)
    weights = {name: tensor.bfloat16() for name, tensor in load_file(folder / "model.safetensors").items()}
    weights["model.layers.0.mlp.down_proj.weight"][0, 0] = 1e6
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    write(folder, tmp_path / "model.gguf", kind="f16")
    kinds = {tensor.name: tensor.tensor_type.name for tensor in gguf.GGUFReader(tmp_path / "model.gguf").tensors}
    assert kinds["blk.0.ffn_down.weight"] == "BF16"
    assert kinds["blk.1.ffn_down.weight"] == "F16"
    assert kinds["blk.0.attn_norm.weight"] == "F32"


def changed(folder, **config):
    """The checkpoint with another config."""
    described = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(described | config))
    return folder


@pytest.mark.parametrize(
    ("config", "named"),
    [
        ({"hidden_act": "gelu"}, "gelu"),
        ({"rope_parameters": {"rope_type": "linear", "factor": 2.0, "rope_theta": 1e4}}, "linear"),
        ({"use_sliding_window": True, "sliding_window": 8, "max_window_layers": 0, "layer_types": None}, "window"),
        ({"quantization_config": {"quant_method": "gptq", "bits": 4}}, "quantized already"),
    ],
)
def test_what_llama_cpp_would_compute_otherwise_is_refused(tmp_path, config, named):
    folder = changed(make_checkpoint(tmp_path / "checkpoint"), **config)
    with pytest.raises(StartError, match=f'{named}.*"generate"'):
        write(folder, tmp_path / "model.gguf", kind="f16")


def test_another_architecture_is_refused_by_the_names_of_those_that_are_read(tmp_path):
    folder = make_family(tmp_path / "llama", "llama3")
    with pytest.raises(StartError, match=r'llama model.*qwen2 and qwen3.*"generate"'):
        write(folder, tmp_path / "model.gguf", kind="f16")


def test_an_output_layer_that_is_missing_is_not_taken_for_the_embedding(tmp_path):
    folder = make_checkpoint(tmp_path / "checkpoint", tie_word_embeddings=False)
    weights = load_file(folder / "model.safetensors")
    del weights["lm_head.weight"]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(StartError, match=r"lm_head\.weight"):
        write(folder, tmp_path / "model.gguf", kind="f16")


def test_writing_ends_when_it_is_abandoned(tiny, tmp_path):
    with pytest.raises(StartError, match="abandoned"):
        write(tiny, tmp_path / "model.gguf", kind="q8_0", abandoned=lambda: True)
    assert not (tmp_path / "model.gguf.16").exists()
