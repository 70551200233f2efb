"""Judges whether a model fits: from sizes alone, before anything of it is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.check.finding import Finding
from bot.check.storage import gib

# Parameters of https://huggingface.co/collections/Qwen/qwen2, two bytes each, the largest first.
QWEN2 = {
    "Qwen/Qwen2-7B-Instruct": 2 * 7_615_616_512,
    "Qwen/Qwen2-1.5B-Instruct": 2 * 1_543_714_304,
    "Qwen/Qwen2-0.5B-Instruct": 2 * 494_032_768,
}
# Bytes. Each token reads all weights once, and a desktop's memory gives some 20 to 40 GB a second.
_HEAVIEST_WITHOUT_GPU = 4 * 10**9
# One part in so many of what is free beside the weights is for all conversations, unless kv_cache_gib says otherwise.
_CACHE_PART = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """
    What a model takes, in bytes: its `weights` once loaded, and each token of a conversation.

    `bytes_per_token` is `None` where it cannot be known before a download. `weights_in` are its weights in other
    quantizations, by what the setting calls them.
    """

    weights: int
    precision: str
    context_length: int
    bytes_per_token: int | None
    weights_in: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """
    What the settings ask for, and how the engine shares out memory.

    Whatever memory there is, it holds at most `at_once` conversations that are as long as can be, and each takes at
    most one part in `longest_part` of what is free beside the weights. `kv_cache_bytes`, if set, stands in the place
    of parts.
    """

    context_tokens: int
    max_new_tokens: int
    at_once: int
    longest_part: int
    kv_cache_bytes: int | None = None


def memory(model: Footprint, wanted: Wanted, *, place: str, free: int) -> Finding:
    """Whether the model fits into what is free of `place`, and how long how many conversations can be at once."""
    figures: dict[str, object] = {"weights": model.weights, "free": free, "precision": model.precision, "place": place}
    said = f"The weights take {gib(model.weights)} in {model.precision}, and {gib(free)} of {place} are free"
    left = free - model.weights
    if left <= 0:
        return Finding("memory", f"{said}: it does not fit.", _smaller(model, free), figures)
    if model.bytes_per_token is None:
        said += ": it fits. How long conversations can be is known after the download."
        return Finding("memory", said, figures=figures)
    longest = min(model.context_length or wanted.context_tokens, wanted.context_tokens)
    for_one, for_all = left // wanted.longest_part, left // _CACHE_PART
    if wanted.kv_cache_bytes is not None:
        for_one = for_all = min(left, wanted.kv_cache_bytes)
    context = min(longest, for_one // max(1, model.bytes_per_token))
    at_once = max(1, min(wanted.at_once, for_all // max(1, model.bytes_per_token * context)))
    figures |= {"bytes_per_token": model.bytes_per_token, "context": context, "at_once": at_once}
    if context <= wanted.max_new_tokens:
        return Finding(
            "memory",
            f"{said}, which leaves room for {context:,} tokens, no more than an answer may have.",
            f"{_smaller(model, free)} Or set max_new_tokens lower.",
            figures,
        )
    many = "1 conversation" if at_once == 1 else f"{at_once} conversations"
    shorter = "" if context == longest else f" (the settings want {longest:,})"
    return Finding("memory", f"{said}: room for {many} of {context:,} tokens at once{shorter}.", figures=figures)


def choices(*, place: str, free: int) -> list[Finding]:
    """Each Qwen2, the largest first, and whether it fits into what is free of `place`."""
    return [_choice(name, size, place=place, free=free) for name, size in QWEN2.items()]


def proposal(free: int, *, is_gpu: bool) -> str:
    """The largest Qwen2 that fits, or the smallest there is; without a GPU none that people would wait for."""
    room = _room(free) if is_gpu else min(_room(free), _HEAVIEST_WITHOUT_GPU)
    return next((name for name, size in QWEN2.items() if size <= room), list(QWEN2)[-1])


def _choice(name: str, size: int, *, place: str, free: int) -> Finding:
    said, figures = f"{name} takes {gib(size)}", {"weights": size, "free": free}
    if size <= _room(free):
        return Finding("fits", f"{said} of the {gib(free)} of {place} that are free.", figures=figures)
    return Finding("fits", f"{said}, and {gib(free)} of {place} are free.", "Choose a smaller one.", figures)


def _room(free: int) -> int:
    """The bytes for weights, which leave a tenth of what is free for conversations."""
    return free * 9 // 10


def _smaller(model: Footprint, free: int) -> str:
    """What would fit."""
    room = _room(free)
    for quantization, size in model.weights_in.items():
        if size <= room:
            return f'Set quantization to "{quantization}", which takes {gib(size)}, or set model to a smaller one.'
    for name, size in QWEN2.items():
        if size <= min(room, model.weights - 1):
            return f"Set model to {name}, which takes {gib(size)}."
    return "Free some memory, or set model to a smaller one."
