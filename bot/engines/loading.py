"""Brings a checkpoint from a folder or the hub into memory, or says why it cannot be used."""

import logging
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerFast
from transformers.utils import logging as library_logging

from bot.engines import checks
from bot.engines.hub import fetch

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A chat model in memory, ready to generate, and its tokenizer."""

    name: str
    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerFast

    @property
    def context_length(self) -> int:
        """The most tokens the model can attend to, as its config says."""
        described: int | None = getattr(self.model.config.get_text_config(), "max_position_embeddings", None)
        # Some architectures have no positions, so no limit; then the tokenizer's is all there is.
        return described or self.tokenizer.model_max_length


def load(
    name: str,
    *,
    dtype: str = "auto",
    device_map: str = "auto",
    attention: str | None = None,
    hub: str | None = None,
    cache: Path | None = None,
    abandoned: Callable[[], bool] = lambda: False,
) -> Checkpoint:
    """
    Load the checkpoint `name`: a folder, or a repository of the hub.

    `dtype` is "auto" (as the weights are stored) or the name of a torch dtype;
    `device_map` is accelerate's "auto" or the name of a device; `attention` is one of
    transformers' implementations, `None` leaving the choice to it. `hub` and `cache`
    are the hub's address and the folder for what comes from it, `None` meaning
    huggingface_hub's own (HF_ENDPOINT, HF_HOME). A download ends soon after `abandoned`
    comes true, and goes on there the next time.

    Blocks for as long as downloading and reading take. Raises `StartError` for all that
    an operator can put right. Reads safetensors only, and runs no code of the checkpoint.
    """
    begun = time.monotonic()
    if not sys.stderr.isatty():
        library_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    checks.settings(dtype=dtype, device_map=device_map)
    folder = fetch(name, weights=False, hub=hub, cache=cache, abandoned=abandoned)
    tokenizer = _load_tokenizer(name, folder)
    folder = fetch(name, weights=True, hub=hub, cache=cache, abandoned=abandoned)
    model = _load_model(name, folder, dtype=dtype, device_map=device_map, attention=attention)
    _make_streamable(model, tokenizer)
    log.info(
        "%s is ready after %.1f s: %s million parameters in %s on %s.",
        name,
        time.monotonic() - begun,
        f"{model.num_parameters() / 1e6:,.0f}",
        str(model.dtype).removeprefix("torch."),
        ", ".join(_places(model)),
    )
    return Checkpoint(name, model, tokenizer)


def _places(model: PreTrainedModel) -> list[str]:
    """The devices the model was spread over."""
    return sorted({str(torch.device(place)) for place in getattr(model, "hf_device_map", {"": model.device}).values()})


def _load_tokenizer(name: str, folder: Path) -> PreTrainedTokenizerFast:
    """Find out from a few small files whether this is a chat model at all."""
    with checks.translated(name):
        checks.is_model(name, folder)
        config = AutoConfig.from_pretrained(folder, trust_remote_code=False)
        checks.is_causal(name, config)
        return checks.can_chat(name, config, AutoTokenizer.from_pretrained(folder, trust_remote_code=False))


def _load_model(name: str, folder: Path, *, dtype: str, device_map: str, attention: str | None) -> PreTrainedModel:
    with checks.translated(name):
        size = checks.weights_size(name, folder)
        checks.fits(name, size, device_map=device_map)
    log.info("Reading %s (%s MiB).", name, f"{size / 2**20:,.0f}")
    with checks.translated(name, size=size, attention=attention):
        model, report = cast(Any, AutoModelForCausalLM).from_pretrained(
            folder,
            dtype=dtype,
            device_map=device_map,
            attn_implementation=attention,
            use_safetensors=True,
            trust_remote_code=False,
            output_loading_info=True,
            # They are in the report, from which a better sentence can be made.
            ignore_mismatched_sizes=True,
        )
        checks.is_whole(name, report)
        checks.is_in_memory(name, model, size)
        checks.attention_works(name, model, attention)
        return cast(PreTrainedModel, model.eval())


def _make_streamable(model: PreTrainedModel, tokenizer: PreTrainedTokenizerFast) -> None:
    """Take out of the checkpoint's generation settings what makes no sense for one streamed answer."""
    config = model.generation_config
    config.max_length = config.max_new_tokens = None
    config.num_beams = config.num_return_sequences = 1
    config.return_dict_in_generate = False
    if config.eos_token_id is None:
        config.eos_token_id = tokenizer.eos_token_id
    if config.pad_token_id is None:
        config.pad_token_id = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id
