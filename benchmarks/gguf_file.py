"""Writes the GGUF files that llama.cpp is measured with: of a Qwen2 checkpoint, or of another GGUF file."""

import json
from contextlib import closing
from pathlib import Path
from typing import Literal

import gguf
import torch
from safetensors import safe_open
from transformers import AutoConfig, AutoTokenizer, PreTrainedConfig, PreTrainedTokenizerFast

Kind = Literal["f32", "f16", "q8_0"]

_KINDS = {
    "f32": gguf.GGMLQuantizationType.F32,
    "f16": gguf.GGMLQuantizationType.F16,
    "q8_0": gguf.GGMLQuantizationType.Q8_0,
}


def write(folder: Path, target: Path, *, kind: Kind) -> Path:
    """Write the Qwen2 checkpoint in `folder`, of one file, to `target`: matrices in `kind`, the rest in 32 bits."""
    config = AutoConfig.from_pretrained(folder)
    part = target.with_name(f"{target.name}.part")
    with (
        safe_open(folder / "model.safetensors", "pt") as weights,
        closing(gguf.GGUFWriter(part, config.model_type)) as writer,
    ):
        _describe(writer, config)
        _add_vocabulary(writer, AutoTokenizer.from_pretrained(folder), config.vocab_size)
        names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.QWEN2, config.num_hidden_layers)
        for name in weights.keys():  # noqa: SIM118 (it is no dict)
            known = names.get_name(name, try_suffixes=(".weight", ".bias"))
            tensor = weights.get_tensor(name).float()
            stored = _KINDS[kind] if tensor.ndim > 1 else gguf.GGMLQuantizationType.F32
            _add(writer, known, tensor, stored)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
    return part.rename(target)


def write_unpacked(file: Path, target: Path) -> Path:
    """Write `file` once more to `target`, its weights in 32 bits, rounded to what bfloat16 has; all else as it is."""
    reader = gguf.GGUFReader(file)
    part = target.with_name(f"{target.name}.part")
    fields = {name: field for name, field in reader.fields.items() if not name.startswith("GGUF.")}
    with closing(gguf.GGUFWriter(part, str(fields.pop("general.architecture").contents()))) as writer:
        for name, field in fields.items():
            of_list = field.types[-1] if field.types[0] is gguf.GGUFValueType.ARRAY else None
            writer.add_key_value(name, field.contents(), field.types[0], sub_type=of_list)
        for tensor in reader.tensors:
            whole = torch.tensor(gguf.quants.dequantize(tensor.data, tensor.tensor_type))
            _add(writer, tensor.name, whole.bfloat16().float(), gguf.GGMLQuantizationType.F32)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
    return part.rename(target)


def _describe(writer: gguf.GGUFWriter, config: PreTrainedConfig) -> None:
    writer.add_block_count(config.num_hidden_layers)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(config.rope_parameters["rope_theta"])


def _add_vocabulary(writer: gguf.GGUFWriter, tokenizer: PreTrainedTokenizerFast, size: int) -> None:
    """The tokens of `tokenizer`, and what is not used of the `size` that the model knows."""
    words = {id_: token for token, id_ in tokenizer.get_vocab().items()}
    added = tokenizer.added_tokens_decoder
    kinds = {
        id_: gguf.TokenType.CONTROL if token.special else gguf.TokenType.USER_DEFINED for id_, token in added.items()
    }
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list([words.get(id_, f"[PAD{id_}]") for id_ in range(size)])
    unused = {id_: gguf.TokenType.UNUSED for id_ in range(size) if id_ not in words}
    writer.add_token_types([(kinds | unused).get(id_, gguf.TokenType.NORMAL) for id_ in range(size)])
    learned = json.loads(tokenizer.backend_tokenizer.to_str())["model"]
    writer.add_token_merges([" ".join(merge) for merge in learned["merges"]])
    writer.add_eos_token_id(tokenizer.eos_token_id)
    if tokenizer.pad_token_id is not None:
        writer.add_pad_token_id(tokenizer.pad_token_id)
    writer.add_add_bos_token(False)
    writer.add_chat_template(tokenizer.chat_template)


def _add(writer: gguf.GGUFWriter, name: str, tensor: torch.Tensor, stored: gguf.GGMLQuantizationType) -> None:
    data = gguf.quants.quantize(tensor.numpy(), stored)
    writer.add_tensor(name, data, raw_dtype=stored)
