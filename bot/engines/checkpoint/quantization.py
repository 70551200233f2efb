"""Fewer bits for the weights than they were stored with, through transformers' own quantization."""

import logging
from importlib.util import find_spec
from typing import Any, cast

import torch
from transformers import (
    AutoModelForCausalLM,
    AutoModelForImageTextToText,
    BitsAndBytesConfig,
    PreTrainedConfig,
    TorchAoConfig,
)
from transformers.quantizers.auto import AutoHfQuantizer

from bot.core.errors import StartError
from bot.engines.checkpoint import checks
from bot.settings.engines import Dtype, Quantization

# Bytes for one weight, with what is needed to turn it back into a number.
_BYTES = {"int8": 1.01, "int4": 0.57}


def choose(name: str, config: PreTrainedConfig, quantization: Quantization, *, dtype: Dtype, device_map: str) -> Any:
    """
    What `from_pretrained` needs to load the checkpoint in that quantization; `None` for as it is.

    On a CPU, int8 is torchao's and int4 is bitsandbytes' NF4; elsewhere both are bitsandbytes'.
    Refuses what this machine cannot do, and a checkpoint that is quantized already where
    another quantization is asked for, or where what reads it is not installed.
    """
    # It would warn, for each layer and token, that it computes in another precision.
    logging.getLogger("bitsandbytes.autograd._functions").setLevel(logging.ERROR)
    stored = getattr(config, "quantization_config", None)
    if stored is not None and quantization != "none":
        raise StartError(
            f"{name} is quantized already ({_method(stored)}) and loads as it is. "
            'Set `quantization` to "none", or `model` to a version that is not quantized.'
        )
    if stored is not None:
        _check(
            stored,
            device_map,
            f"{name} is quantized with {_method(stored)}, which cannot be used here",
            "Install what is missing, or set `model` to another version.",
        )
        return None
    if quantization == "none":
        return None
    wanted = _make(quantization, _precision(config, dtype), on_cpu=_is_on_cpu(device_map))
    _check(
        wanted,
        device_map,
        f'`quantization` cannot be "{quantization}" on this machine',
        'Set it to "none".',
    )
    return wanted


def size(config: PreTrainedConfig, stored: int, quantization: Quantization) -> int:
    """About how many bytes `stored` bytes of weights take when they are loaded in that quantization."""
    if quantization == "none":
        return stored
    kind = AutoModelForImageTextToText if checks.sees(config) else AutoModelForCausalLM
    with torch.device("meta"):
        model = cast(Any, kind).from_config(config)
    layers = [module for module in model.modules() if isinstance(module, torch.nn.Linear)]
    # The libraries leave the first and the last layer as they are.
    smaller = sum(layer.weight.numel() for layer in layers if layer is not model.get_output_embeddings())
    share = smaller / sum(weights.numel() for weights in model.parameters())
    return int(stored * (1 - share) + smaller * _BYTES[quantization])


def _make(quantization: Quantization, precision: torch.dtype, *, on_cpu: bool) -> Any:
    package = "torchao" if quantization == "int8" and on_cpu else "bitsandbytes"
    if find_spec(package) is None:
        raise StartError(
            f'`quantization` is "{quantization}", which needs {package}, and that is not installed. '
            'Install the extra "quantization" (pip install "qwen-discord-bot[quantization]"), or set it to "none".'
        )
    if package == "torchao":
        from torchao.quantization import Int8WeightOnlyConfig  # type: ignore[import-not-found, unused-ignore]  # of an extra

        return TorchAoConfig(Int8WeightOnlyConfig())
    described = cast(Any, BitsAndBytesConfig)
    if quantization == "int8":
        return described(load_in_8bit=True)
    return described(load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=precision)


def _check(quantization: Any, device_map: str, trouble: str, advice: str) -> None:
    """Ask the library whether it can do that here."""
    try:
        AutoHfQuantizer.from_config(quantization).validate_environment(device_map=device_map)
    except Exception as error:
        said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise StartError(f"{trouble} ({said}). {advice}") from error


def _precision(config: PreTrainedConfig, dtype: Dtype) -> torch.dtype:
    """What is computed in, which is not what the weights are kept in."""
    return cast(torch.dtype, (config.dtype or torch.bfloat16) if dtype == "auto" else getattr(torch, dtype))


def _is_on_cpu(device_map: str) -> bool:
    return device_map == "cpu" or not torch.accelerator.is_available()


def _method(stored: Any) -> str:
    given = stored if isinstance(stored, dict) else stored.to_dict()
    return str(given.get("quant_method", "an unknown method"))
