"""AnswerWriter a checkpoint as a GGUF file, the form that llama.cpp reads."""

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Literal

import gguf  # type: ignore[import-not-found, unused-ignore]  # of an extra, perhaps not installed
import torch
from transformers import AutoConfig, PreTrainedConfig

from bot.core.errors import StartError
from bot.engines.checkpoint.checks import weight_files
from bot.engines.llamacpp.architecture import describe, refuse_unread
from bot.engines.llamacpp.library import complaints, llama_cpp
from bot.engines.llamacpp.weights import Weights, opened

Kind = Literal["f32", "f16", "bf16", "q8_0", "q4_k_m"]

_WHOLE = {"f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16}
# As llama.cpp numbers them in llama_ftype.
_SMALLER = {"q8_0": 7, "q4_k_m": 15}
# Of one weight, with the 16 that are there meanwhile.
_BITS = {"f32": 32, "f16": 16, "bf16": 16, "q8_0": 16 + 8.5, "q4_k_m": 16 + 6}
_LARGEST = torch.finfo(torch.float16).max


def write(folder: Path, target: Path, *, kind: Kind, abandoned: Callable[[], bool] = lambda: False) -> None:
    """
    Write the checkpoint in `folder` to `target`, its matrices in `kind`, norms and biases in 32 bits.

    With "f16", a matrix that float16 cannot hold is bfloat16 instead. Another that is bfloat16 in the
    checkpoint is the same in float16, but that anything smaller than 6e-5 is rounded to a multiple
    of 6e-8. "q8_0" and "q4_k_m" are made by llama.cpp itself, from float16 in a file beside
    `target`. Raises `StartError`, also soon after `abandoned` comes true, unless llama.cpp works.
    """
    if kind in _WHOLE:
        _write(folder, target, _WHOLE[kind], abandoned)
        return
    whole = target.with_name(f"{target.name}.16")
    try:
        _write(folder, whole, torch.float16, abandoned)
        _make_smaller(whole, target, _SMALLER[kind])
    finally:
        whole.unlink(missing_ok=True)


def space_needed(folder: Path, *, kind: Kind) -> int:
    """About how many bytes of disk `write` takes, those it gives back at the end included."""
    with opened(weight_files(str(folder), folder)) as weights:
        return int(sum(weights.count(name) for name in weights.names) * _BITS[kind] / 8)


def _write(folder: Path, target: Path, wanted: torch.dtype, abandoned: Callable[[], bool]) -> None:
    config = AutoConfig.from_pretrained(folder, trust_remote_code=False)
    refuse_unread(str(folder), config)
    with (
        opened(weight_files(str(folder), folder)) as weights,
        closing(gguf.GGUFWriter(target, config.model_type)) as writer,
    ):
        describe(writer, config)
        names = _names(folder, config, weights)
        for known, tensor in _each(weights, names, abandoned):
            _announce(writer, known, tensor, _format(tensor, wanted))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_ti_data_to_file()
        for _, tensor in _each(weights, names, abandoned):
            writer.write_tensor_data(_as_numpy(tensor.to(_format(tensor, wanted))))


def _each(weights: Weights, names: dict[str, str], abandoned: Callable[[], bool]) -> Iterator[tuple[str, torch.Tensor]]:
    """Every tensor with llama.cpp's name for it."""
    for name, known in names.items():
        if abandoned():
            raise StartError("The conversion was abandoned.")
        yield known, weights.get(name)


def _names(folder: Path, config: PreTrainedConfig, weights: Weights) -> dict[str, str]:
    """The weights that belong to the model, with llama.cpp's names for them."""
    arch = next(arch for arch, name in gguf.MODEL_ARCH_NAMES.items() if name == config.model_type)
    theirs = gguf.get_tensor_name_map(arch, config.num_hidden_layers)
    # Some checkpoints also hold what follows from the config, and an output layer that is the embedding.
    spare = ("rotary_emb.inv_freq", *(["lm_head.weight"] if config.tie_word_embeddings else []))
    names = {}
    for name in weights.names:
        if not name.endswith(spare):
            known = theirs.get_name(name, try_suffixes=(".weight", ".bias"))
            if known is None:
                raise StartError(f"{folder} has weights that no {config.model_type} model has, {name} for one.")
            names[name] = known
    if not config.tie_word_embeddings and "lm_head.weight" not in names:
        # Without it, llama.cpp would take the embedding.
        raise StartError(f"The weights of {folder} do not match its config.json: lm_head.weight is missing.")
    return names


def _format(tensor: torch.Tensor, wanted: torch.dtype) -> torch.dtype:
    """What to store `tensor` in."""
    if tensor.ndim < 2:
        return torch.float32
    if wanted == torch.float16:
        low, high = tensor.aminmax()
        return torch.float16 if low >= -_LARGEST and high <= _LARGEST else torch.bfloat16
    return wanted


def _announce(writer: Any, name: str, tensor: torch.Tensor, stored: torch.dtype) -> None:
    """Say to `writer` what will come."""
    raw = gguf.GGMLQuantizationType.BF16 if stored == torch.bfloat16 else None
    kind = _as_numpy(torch.empty(0, dtype=stored)).dtype
    writer.add_tensor_info(name, list(tensor.shape), kind, tensor.numel() * stored.itemsize, raw_dtype=raw)


def _as_numpy(tensor: torch.Tensor) -> Any:
    """`tensor` for numpy, which knows no bfloat16: its bits, then."""
    return (tensor.view(torch.uint16) if tensor.dtype == torch.bfloat16 else tensor).numpy()


def _make_smaller(whole: Path, target: Path, number: int) -> None:
    library = llama_cpp()
    how = library.llama_model_quantize_default_params()
    how.ftype, how.nthread = number, torch.get_num_threads()
    if library.llama_model_quantize(os.fsencode(whole), os.fsencode(target), ctypes.byref(how)) != 0:
        raise StartError(f"llama.cpp could not store the weights in fewer bits ({complaints()}).")
