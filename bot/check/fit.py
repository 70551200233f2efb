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


def _smaller(model: Footprint, free: int) -> str:
    """What would fit, leaving a tenth for conversations."""
    room = free * 9 // 10
    for quantization, size in model.weights_in.items():
        if size <= room:
            return f'Set quantization to "{quantization}", which takes {gib(size)}, or set model to a smaller one.'
    for name, size in QWEN2.items():
        if size <= min(room, model.weights - 1):
            return f"Set model to {name}, which takes {gib(size)}."
    return "Free some memory, or set model to a smaller one."
