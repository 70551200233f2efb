"""What servers call what the protocol itself does not have."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.chat import Options


@dataclass(frozen=True, slots=True)
class Dialect:
    """
    `certain` says whether the server is known to do what these names ask for, rather than to ignore them.

    `top_k_of_all` is the number that takes all tokens. `continuation` are the fields with which the server goes on
    with an answer that the conversation ends in, `None` where it would begin another one.
    """

    repetition_penalty: str = "repetition_penalty"
    top_k_of_all: int = 0
    certain: bool = False
    continuation: Mapping[str, Any] | None = None


# The keys are what a server's list of models says under `owned_by`.
KNOWN = {
    # SGLang refuses 0, and older versions of vLLM do.
    "vllm": Dialect(
        top_k_of_all=-1,
        certain=True,
        continuation={"continue_final_message": True, "add_generation_prompt": False},
    ),
    "sglang": Dialect(top_k_of_all=-1, certain=True, continuation={"continue_final_message": True}),
    "llamacpp": Dialect("repeat_penalty", certain=True, continuation={}),
}


OPTIONAL = ("seed", "stream_options")
"""The fields without which an answer can be had as well, should a server not know them."""


def settings(options: Options, dialect: Dialect) -> dict[str, Any]:
    """The fields of a request that `options` asks for; what is `None` there is left to the server."""
    fields = {
        # The older of two names: only OpenAI's newest models require the other.
        "max_tokens": options.max_new_tokens,
        "temperature": options.temperature,
        "top_p": options.top_p,
        "top_k": dialect.top_k_of_all if options.top_k == 0 else options.top_k,
        dialect.repetition_penalty: options.repetition_penalty,
        "seed": options.seed,
        "stream_options": {"include_usage": True},
    }
    return {name: value for name, value in fields.items() if value is not None}


def uncertain(options: Options, dialect: Dialect) -> list[str]:
    """The settings in `options` that the server may ignore without a word."""
    if dialect.certain:
        return []
    return [name for name in ("top_k", "repetition_penalty") if getattr(options, name) is not None]
