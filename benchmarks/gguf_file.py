"""Writes a checkpoint of Qwen2's architecture as a GGUF file, for llama.cpp."""

import json
from collections.abc import Iterator
from pathlib import Path

import gguf
import torch
from safetensors import safe_open

TYPES = {"f16": gguf.GGMLQuantizationType.F16, "q8_0": gguf.GGMLQuantizationType.Q8_0}


def write(folder: Path, target: Path, kind: str) -> Path:
    """The checkpoint in `folder` with its matrices in `kind`, a key of `TYPES`; norms and biases stay in 32 bits."""
    if target.exists():
        return target
    config = json.loads((folder / "config.json").read_text("utf-8"))
    part = target.with_suffix(".part")
    writer = gguf.GGUFWriter(part, gguf.MODEL_ARCH_NAMES[gguf.MODEL_ARCH.QWEN2])
    _describe(writer, config)
    _add_vocabulary(writer, folder, config["vocab_size"])
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.QWEN2, config["num_hidden_layers"])
    for name, tensor in _tensors(folder):
        known = names.get_name(name, try_suffixes=(".weight", ".bias"))
        if known is None:
            raise ValueError(f"{name} is not part of Qwen2's architecture")
        stored = TYPES[kind] if tensor.ndim == 2 else gguf.GGMLQuantizationType.F32
        writer.add_tensor(known, gguf.quantize(tensor.float().numpy(), stored), raw_dtype=stored)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return part.rename(target)


def _describe(writer: gguf.GGUFWriter, config: dict) -> None:
    theta = config.get("rope_theta") or config["rope_parameters"]["rope_theta"]
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_rope_freq_base(theta)


def _add_vocabulary(writer: gguf.GGUFWriter, folder: Path, size: int) -> None:
    described = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    controls = {token["id"]: token["content"] for token in described["added_tokens"]}
    tokens = {id_: word for word, id_ in described["model"]["vocab"].items()} | controls
    kinds = [gguf.TokenType.CONTROL if id_ in controls else gguf.TokenType.NORMAL for id_ in range(size)]
    merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in described["model"]["merges"]]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list([tokens[id_] for id_ in range(size)])
    writer.add_token_types(kinds)
    writer.add_token_merges(merges)
    writer.add_eos_token_id(min(controls))


def _tensors(folder: Path) -> Iterator[tuple[str, torch.Tensor]]:
    for file in sorted(folder.glob("model*.safetensors")):
        with safe_open(file, "pt") as tensors:
            for name in tensors.keys():  # noqa: SIM118 (it is no dict)
                yield name, tensors.get_tensor(name)
