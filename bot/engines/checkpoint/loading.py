"""Brings a checkpoint from a folder or the hub into memory, or says why it cannot be used."""

import logging
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import torch
from transformers import (
    AutoConfig,
    AutoImageProcessor,
    AutoModelForCausalLM,
    AutoModelForImageTextToText,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerFast,
)
from transformers.utils import logging as library_logging

from bot.engines.checkpoint import checks
from bot.engines.checkpoint import draft as drafts
from bot.engines.checkpoint import quantization as quantizing
from bot.engines.checkpoint.hub import fetch
from bot.engines.cpu import optimize
from bot.engines.sampling.config import make_streamable
from bot.settings.engines import Dtype, Quantization

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """
    A chat model in memory, ready to generate, and its tokenizer; perhaps a small one that guesses ahead for it.

    One that `sees` has an `image_processor`, which makes numbers of pictures, where Pillow is installed.
    """

    name: str
    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerFast
    draft: PreTrainedModel | None = None
    image_processor: object | None = None

    @property
    def sees(self) -> bool:
        """Whether the model has been made to see."""
        return checks.sees(self.model.config)

    @property
    def context_length(self) -> int:
        """The most tokens the model can attend to, as its config says."""
        return context_length(self.model, self.tokenizer)


def context_length(model: PreTrainedModel, tokenizer: PreTrainedTokenizerFast) -> int:
    """The most tokens `model` can attend to, as its config says."""
    described: int | None = getattr(model.config.get_text_config(), "max_position_embeddings", None)
    # Some architectures have no positions, so no limit; then the tokenizer's is all there is.
    return described or tokenizer.model_max_length


def load(
    name: str,
    *,
    dtype: Dtype = "auto",
    device_map: str = "auto",
    attention: str | None = None,
    quantization: Quantization = "none",
    draft: str | None = None,
    hub: str | None = None,
    cache: Path | None = None,
    abandoned: Callable[[], bool] = lambda: False,
) -> Checkpoint:
    """
    Load the checkpoint `name`: a folder, or a repository of the hub.

    `dtype` is "auto" (as the weights are stored) or the name of a torch dtype;
    `device_map` is accelerate's "auto" or the name of a device; `attention` is one of
    transformers' implementations, `None` leaving the choice to it. `quantization` is "none"
    (as the weights are stored, which may be quantized), "int8" or "int4". `draft` is a
    smaller checkpoint with the same tokens, which guesses ahead for this one. `hub` and `cache`
    are the hub's address and the folder for what comes from it, `None` meaning
    huggingface_hub's own (HF_ENDPOINT, HF_HOME). A download ends soon after `abandoned`
    comes true, and goes on there the next time.

    Blocks for as long as downloading and reading take. Raises `StartError` for all that
    an operator can put right. Reads safetensors only, and runs no code of the checkpoint.
    """
    begun = time.monotonic()
    if not sys.stderr.isatty():
        library_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it so
    checks.has_device(device_map)
    get = partial(fetch, hub=hub, cache=cache, abandoned=abandoned)
    look_at = partial(read_description, dtype=dtype, device_map=device_map)
    read = partial(_load_model, dtype=dtype, device_map=device_map, attention=attention)
    tokenizer = look_at(name, get(name, weights=False), quantization=quantization, chats=True)
    if draft is not None:
        other = look_at(draft, get(draft, weights=False), quantization="none", chats=False)
        drafts.speaks_the_same(name, tokenizer, draft, other)
    folder = get(name, weights=True)
    model = read(name, folder, quantization=quantization)
    make_streamable(model.generation_config, tokenizer)
    guessing = None
    if draft is not None:
        its_folder = get(draft, weights=True)
        guessing = drafts.fit(name, model, read(draft, its_folder, quantization="none"))
        optimize(guessing, files=checks.weight_files(draft, its_folder))
    parameters = model.num_parameters()
    optimize(model, files=checks.weight_files(name, folder))
    log.info(
        "%s is ready after %.1f s: %s million parameters in %s%s on %s.",
        name,
        time.monotonic() - begun,
        f"{parameters / 1e6:,.0f}",
        str(model.dtype).removeprefix("torch."),
        "" if quantization == "none" else f", stored in {quantization},",
        ", ".join(_places(model)),
    )
    return Checkpoint(name, model, tokenizer, guessing, _image_processor(name, folder, model))


def _image_processor(name: str, folder: Path, model: PreTrainedModel) -> object | None:
    if not checks.sees(model.config):
        return None
    if find_spec("PIL") is None:
        log.warning("%s sees, but what reads pictures is not installed here. Run `uv sync --extra images`.", name)
        return None
    with checks.translated(name):
        # Not `AutoProcessor`, which wants torchvision for videos.
        return cast(object, cast(Any, AutoImageProcessor).from_pretrained(folder))


def _places(model: PreTrainedModel) -> list[str]:
    """The devices the model was spread over."""
    return sorted({str(torch.device(place)) for place in getattr(model, "hf_device_map", {"": model.device}).values()})


def read_description(
    name: str, folder: Path, *, dtype: Dtype, device_map: str, quantization: Quantization, chats: bool
) -> PreTrainedTokenizerFast:
    """Find out from a few small files whether this is a model of the right kind, and one this machine can run."""
    with checks.translated(name):
        checks.is_model(name, folder)
        config = AutoConfig.from_pretrained(folder, trust_remote_code=False)
        checks.is_causal(name, config)
        tokenizer = checks.is_fast(name, AutoTokenizer.from_pretrained(folder, trust_remote_code=False))
        if chats:
            checks.can_chat(name, config, tokenizer)
        quantizing.choose(name, config, quantization, dtype=dtype, device_map=device_map)
        return tokenizer


def _load_model(
    name: str, folder: Path, *, dtype: Dtype, device_map: str, attention: str | None, quantization: Quantization
) -> PreTrainedModel:
    with checks.translated(name):
        config = AutoConfig.from_pretrained(folder, trust_remote_code=False)
        way = quantizing.choose(name, config, quantization, dtype=dtype, device_map=device_map)
        size = quantizing.size(config, checks.weights_size(name, folder), quantization)
        checks.fits(name, size, device_map=device_map)
    log.info("Reading %s (%s MiB in memory).", name, f"{size / 2**20:,.0f}")
    with checks.translated(name, size=size, attention=attention):
        kind = AutoModelForImageTextToText if checks.sees(config) else AutoModelForCausalLM
        model, report = cast(Any, kind).from_pretrained(
            folder,
            dtype=dtype,
            device_map=device_map,
            attn_implementation=attention,
            use_safetensors=True,
            trust_remote_code=False,
            output_loading_info=True,
            # They are in the report, from which a better sentence can be made.
            ignore_mismatched_sizes=True,
            # Given as None it would take away the checkpoint's own.
            **({} if way is None else {"quantization_config": way}),
        )
        checks.is_whole(name, report)
        checks.is_in_memory(name, model, size)
        checks.attention_works(name, model, attention)
        model.eval()
    return cast(PreTrainedModel, model)
