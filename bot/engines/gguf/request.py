"""What llama.cpp is asked for one answer: its fields for the options of an answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.chat import Options

# The order in which `generate` has them, so that the same settings mean the same. llama.cpp has temperature last.
_ORDER = ["penalties", "temperature", "top_k", "top_p", "min_p"]
_GREEDY = ["penalties", "temperature"]


Asked = Sequence[int] | Mapping[str, Any]
"""A prompt: its ids, or its text and its pictures."""


def request(asked: Asked, options: Options, *, read: int, limit: int, slot: int) -> dict[str, Any]:
    """
    The request for an answer of at most `limit` tokens to a prompt of `read` tokens.

    What `options` leaves open is chosen by the file's metadata (`general.sampling.*`), and by
    llama.cpp's defaults where that says nothing.
    """
    fields: dict[str, Any] = {
        "temperature": options.temperature,
        "top_p": options.top_p,
        "top_k": options.top_k,
        "repeat_penalty": options.repetition_penalty,
        # As `generate` does: whatever was said, however long ago.
        "repeat_last_n": None if options.repetition_penalty is None else read + limit,
        "seed": options.seed,
        "samplers": _GREEDY if options.temperature == 0 else _ORDER,
    }
    return {name: value for name, value in fields.items() if value is not None} | {
        "prompt": asked,
        "max_tokens": limit,
        "id_slot": slot,
        "cache_prompt": True,
        "stream": True,
        # So that something is heard, and an answer can be stopped, while a prompt is read.
        "return_progress": True,
        # The only way to hear which tokens were written.
        "verbose": True,
    }
