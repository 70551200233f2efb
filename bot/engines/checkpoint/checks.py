"""What keeps a checkpoint from being used, as sentences an operator can act on."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from accelerate.utils.memory import should_reduce_batch_size  # type: ignore[import-untyped]  # declares no types
from safetensors import SafetensorError
from transformers import MODEL_FOR_CAUSAL_LM_MAPPING, PreTrainedConfig, PreTrainedModel, PreTrainedTokenizerFast
from transformers.utils.import_utils import is_flash_attn_2_available

from bot.core.chat import Turn
from bot.core.errors import StartError
from bot.engines.checkpoint.memory import free_main_memory, free_memory
from bot.engines.text.encoding import ChatEncoder

# Those that the tests of `generate` compare with the documentation's script.
_SEEING = ("qwen2_vl", "qwen2_5_vl", "qwen3_vl")

SPREAD = ("auto", "balanced", "balanced_low_0", "sequential")


def is_out_of_memory(error: BaseException) -> bool:
    """Whether `error` says that a device, or the machine itself, has no memory left."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and should_reduce_batch_size(error)


def is_device_lost(error: BaseException) -> bool:
    """Whether `error` says that a device has failed such that this process can never use it again."""
    # A failed assertion, a wrong address or a hung kernel spoil the process's context: each later call fails alike.
    return not is_out_of_memory(error) and (isinstance(error, torch.AcceleratorError) or "CUDA error" in str(error))


def has_device(device_map: str) -> None:
    """Refuse devices that this machine does not have."""
    if device_map in SPREAD:
        return
    present = ["cpu"]
    if torch.accelerator.is_available():
        kind = torch.accelerator.current_accelerator()
        present += [f"{kind}", *(f"{kind}:{n}" for n in range(torch.accelerator.device_count()))]
    if device_map not in present:
        raise StartError(
            f'This machine has no device "{device_map}". Set `device_map` to auto or one of {", ".join(present)}.'
        )


def is_model(name: str, folder: Path) -> None:
    """Refuse a folder of something else."""
    if not (folder / "config.json").exists():
        raise StartError(f"{name} is not a model: it has no config.json. Check `model`.")


def sees(config: PreTrainedConfig) -> bool:
    """Whether it is a model that sees, of a family with which it is known how pictures are shown to it."""
    return config.model_type in _SEEING


def is_causal(name: str, config: PreTrainedConfig) -> None:
    """Refuse what does not write text from left to right."""
    if type(config) not in MODEL_FOR_CAUSAL_LM_MAPPING and not sees(config):
        raise StartError(
            f"{name} is a {config.model_type} model, which does not generate text from left to right. "
            "Set `model` to a chat model such as Qwen/Qwen2-7B-Instruct."
        )


def is_fast(name: str, tokenizer: object) -> PreTrainedTokenizerFast:
    """`tokenizer`, unless it is of the kind that is not a tokenizer.json."""
    if not isinstance(tokenizer, PreTrainedTokenizerFast):
        raise StartError(f"{name} has no tokenizer.json, which the bot needs. Set `model` to another model.")
    return tokenizer


def can_chat(name: str, config: PreTrainedConfig, tokenizer: PreTrainedTokenizerFast) -> None:
    """Refuse a tokenizer without a chat template, or with one that cannot be used."""
    if not tokenizer.chat_template:
        raise StartError(
            f"{name} has no chat template: it is a base model, or its tokenizer is incomplete. "
            "Set `model` to the instruct or chat version of it."
        )
    highest = max(ChatEncoder(tokenizer).encode([Turn("user", "Hello")]))
    if highest >= config.get_text_config().vocab_size:
        raise StartError(f"The tokenizer of {name} does not belong to its weights. Get the model again.")


def weights_size(name: str, folder: Path) -> int:
    """The bytes of the weights. Refuses a checkpoint that has none as safetensors, or not all."""
    return sum(file.stat().st_size for file in weight_files(name, folder))


def weight_files(name: str, folder: Path) -> list[Path]:
    """The files of the weights. Refuses a checkpoint that has none as safetensors, or not all."""
    index = folder / "model.safetensors.index.json"
    files = [folder / "model.safetensors"]
    if not files[0].exists() and index.exists():
        files = [folder / file for file in sorted(set(json.loads(index.read_text("utf-8"))["weight_map"].values()))]
    missing = [file.name for file in files if not file.exists()]
    if missing and index.exists():
        raise StartError(f"{name} is not complete: {', '.join(missing)} is missing. Get the model again.")
    if missing:
        raise StartError(
            f"{name} has no weights in the safetensors format, and the bot reads no other, because others can hold "
            "programs. Set `model` to a version with safetensors, or convert it."
        )
    return files


def fits(name: str, size: int, *, device_map: str) -> None:
    """Refuse weights larger than the memory they would be read into, where that is the machine's own."""
    if torch.accelerator.is_available() and device_map != "cpu":
        return
    free = free_main_memory()
    if size > free:
        raise StartError(too_large(name, size, free))


def is_in_memory(name: str, model: PreTrainedModel, size: int) -> None:
    """Refuse a model part of which was left on the disk, to be read again for every token."""
    if "disk" in getattr(model, "hf_device_map", {}).values():
        raise StartError(too_large(name, size, free_memory()))


def is_whole(name: str, report: Mapping[str, Any]) -> None:
    """Refuse a model some of whose weights the library had to fill with random numbers."""
    wrong = sorted([*report["missing_keys"], *(key for key, *_ in report["mismatched_keys"])])
    if wrong:
        raise StartError(
            f"The weights of {name} do not match its config.json: {len(wrong)} are missing or of another shape, "
            f"{wrong[0]} for one. Get the model again."
        )


def has_attention(name: str, attention: str | None) -> None:
    """Refuse an implementation of attention that is not installed, or not for this machine."""
    if attention != "flash_attention_2" or is_flash_attn_2_available() or find_spec("kernels") is not None:
        return
    raise StartError(
        f'{name} cannot be run with `attention` set to "{attention}" on this machine: flash-attn is not installed, or '
        'there is no GPU for it. Set `attention` to "sdpa", which needs nothing more.'
    )


def attention_works(name: str, model: PreTrainedModel, attention: str | None) -> None:
    """Refuse what would fail only at the first answer."""
    if attention and attention.startswith("flash") and model.dtype not in (torch.float16, torch.bfloat16):
        raise StartError(
            f"{attention} needs 16-bit numbers, and {name} is in {_plain(model.dtype)}. "
            'Set `dtype` to "bfloat16", or `attention` to "sdpa".'
        )


@contextmanager
def translated(name: str, *, size: int = 0, attention: str | None = None) -> Iterator[None]:
    """Turn every error of the libraries into a `StartError`."""
    try:
        yield
    except StartError:
        raise
    except Exception as error:
        raise StartError(_sentence(name, error, size=size, attention=attention)) from error


def _sentence(name: str, error: Exception, *, size: int, attention: str | None) -> str:
    said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    # The second is what bitsandbytes says when a part of the model would not fit on the GPU.
    if is_out_of_memory(error) or "dispatched on the CPU or the disk" in str(error):
        return too_large(name, size, free_memory())
    if isinstance(error, SafetensorError):
        return f"The weights of {name} are damaged ({said}). Get the model again."
    if (
        attention
        and isinstance(error, ImportError | ValueError)
        and re.search("attention|attn_", str(error), re.IGNORECASE)
    ):
        return (
            f'{name} cannot be run with `attention` set to "{attention}" on this machine ({said}). '
            'Set `attention` to "sdpa", which needs nothing more.'
        )
    if "trust_remote_code" in str(error):
        return (
            f"{name} needs a program of its own to run, and the bot runs none that comes with a model. "
            "Set `model` to one that transformers knows."
        )
    return f"{name} could not be loaded ({type(error).__name__}: {said}). Get the model again, or choose another."


def too_large(name: str, size: int, free: int) -> str:
    """What to say of weights of `size` bytes where `free` are free."""
    return (
        f"{name} does not fit: its weights take {size / 2**30:,.1f} GiB, and {free / 2**30:,.1f} GiB of memory are "
        "free. Set `model` to a smaller one, or free some memory."
    )


def _plain(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")
