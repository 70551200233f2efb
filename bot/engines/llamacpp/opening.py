"""Opens a checkpoint with llama.cpp, or says why it cannot be used."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
from transformers import AutoConfig, AutoTokenizer, GenerationConfig, PreTrainedConfig, PreTrainedTokenizerFast

from bot.core.errors import StartError
from bot.engines.checkpoint import checks
from bot.engines.checkpoint.hub import fetch
from bot.engines.checkpoint.memory import free_main_memory, free_memory
from bot.engines.llamacpp import conversion
from bot.engines.llamacpp.architecture import refuse_unread, width_of_a_head
from bot.engines.llamacpp.choosing import KNOWN
from bot.engines.llamacpp.library import llama_cpp
from bot.engines.llamacpp.reader import Gpus, Place, Reader
from bot.engines.sampling.config import make_streamable
from bot.engines.sampling.params import refuse_what_would_be_dropped
from bot.settings.engines import Dtype, Quantization

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A chat model in llama.cpp, and what of its checkpoint llama.cpp does not know."""

    name: str
    reader: Reader
    tokenizer: PreTrainedTokenizerFast
    generation_config: GenerationConfig
    context_length: int


@dataclass(frozen=True, slots=True)
class _Described:
    """What is known of a checkpoint without its weights."""

    config: PreTrainedConfig
    tokenizer: PreTrainedTokenizerFast
    generation_config: GenerationConfig


def open_checkpoint(
    name: str,
    *,
    converted: Path,
    dtype: Dtype = "auto",
    device_map: str = "auto",
    quantization: Quantization = "none",
    context_tokens: int | None = None,
    threads: int | None = None,
    hub: str | None = None,
    cache: Path | None = None,
    abandoned: Callable[[], bool] = lambda: False,
) -> Opened:
    """
    Open the checkpoint `name`: a folder, or a repository of the hub, as for `bot.engines.checkpoint.loading.load`.

    At first it is written once more into the folder `converted`, in the form that llama.cpp
    reads; that file is used for as long as the checkpoint stays the same. "int8" is llama.cpp's
    q8_0, "int4" its q4_k_m. `device_map` is "auto" (GPUs if llama.cpp was built for them),
    "cpu", or one such as "cuda:0". Memory is taken at once for `context_tokens`, by default for
    all that the model can attend to, or as many as half of what is free can hold. `threads`
    are by default as many as torch would use.

    Blocks for as long as all that takes. Raises `StartError` for all that an operator can put right.
    """
    begun = time.monotonic()
    gpus = _gpus(device_map, can_use=llama_cpp().llama_supports_gpu_offload())
    place = Place(threads or torch.get_num_threads(), gpus)
    get = partial(fetch, name, hub=hub, cache=cache, abandoned=abandoned)
    with checks.translated(name):
        described = _describe(name, get(weights=False))
    folder = get(weights=True)
    with checks.translated(name):
        kind = conversion.kind_for(name, folder, dtype=dtype, quantization=quantization)
        file = conversion.find_or_make(name, folder, converted, kind=kind, abandoned=abandoned)
    in_32_bits = kind == "f32"
    tokens = _tokens(name, described.config, file, context_tokens, place, width=4 if in_32_bits else 2)
    reader = Reader(file, tokens=tokens, place=place, in_32_bits=in_32_bits, abandoned=abandoned)
    log.info(
        "%s is ready after %.1f s: llama.cpp, %s, %s threads.", name, time.monotonic() - begun, kind, place.threads
    )
    return Opened(name, reader, described.tokenizer, described.generation_config, tokens)


def _describe(name: str, folder: Path) -> _Described:
    """Find out from a few small files whether this is a model of the right kind."""
    checks.is_model(name, folder)
    config = AutoConfig.from_pretrained(folder, trust_remote_code=False)
    checks.is_causal(name, config)
    refuse_unread(name, config)
    tokenizer = checks.is_fast(name, AutoTokenizer.from_pretrained(folder, trust_remote_code=False))
    checks.can_chat(name, config, tokenizer)
    generation_config = _generation_config(config, folder)
    refuse_what_would_be_dropped(name, generation_config, by="the engine llamacpp", known=KNOWN)
    make_streamable(generation_config, tokenizer)
    return _Described(config, tokenizer, generation_config)


def _generation_config(config: PreTrainedConfig, folder: Path) -> GenerationConfig:
    if (folder / "generation_config.json").exists():
        return GenerationConfig.from_pretrained(folder)
    return GenerationConfig.from_model_config(config)


def _gpus(device_map: str, *, can_use: bool) -> Gpus:
    """What of the machine's GPUs to use. Raises `StartError` for one that llama.cpp was not built for."""
    if device_map == "cpu":
        return "none"
    if device_map in checks.SPREAD:
        if not can_use and torch.accelerator.is_available():
            log.warning("The llama-cpp-python that is installed was built for processors only: the GPU is not used.")
        return "all" if can_use else "none"
    if not can_use:
        raise StartError(
            f'`device_map` is "{device_map}", and the llama-cpp-python that is installed was built for processors '
            'only. Set it to "cpu", or install one that was built for the GPU.'
        )
    number = device_map.partition(":")[2]
    return int(number) if number.isdigit() else "all"


def _tokens(name: str, config: PreTrainedConfig, file: Path, wanted: int | None, place: Place, *, width: int) -> int:
    """For how many tokens there is to be room, of numbers `width` bytes wide. Raises `StartError` for none."""
    size = file.stat().st_size
    free = free_main_memory() if place.gpus == "none" else free_memory()
    of_one = 2 * config.num_hidden_layers * config.num_key_value_heads * width_of_a_head(config) * width
    most = min(config.max_position_embeddings, wanted or config.max_position_embeddings)
    room = (free - size) // 2 // of_one
    if room < 1:
        raise StartError(checks.too_large(name, size, free))
    if room < most:
        log.warning("There is memory for %s tokens, less than the %s that were wanted.", f"{room:,}", f"{most:,}")
    return int(min(most, room))
