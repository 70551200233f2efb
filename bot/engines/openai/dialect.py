"""What servers call what the protocol itself does not have."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.core.chat import Options, Thinking


@dataclass(frozen=True, slots=True)
class Dialect:
    """
    `certain` says whether the server is known to do what these names ask for, rather than to ignore them.

    `top_k_of_all` is the number that takes all tokens. `continuation` are the fields with which the server goes on
    with an answer that the conversation ends in, `None` where it would begin another one. `thinking` are those that
    have a model think first, or not, where it can do both.
    """

    repetition_penalty: str = "repetition_penalty"
    top_k_of_all: int = 0
    certain: bool = False
    continuation: Mapping[str, Any] | None = None
    thinking: Mapping[Thinking, Mapping[str, Any]] = field(default_factory=dict)


# What the template of the model is told.
IN_THE_TEMPLATE: Mapping[Thinking, Mapping[str, Any]] = {
    "off": {"chat_template_kwargs": {"enable_thinking": False}},
    "on": {"chat_template_kwargs": {"enable_thinking": True}},
}

# The keys are what a server's list of models says under `owned_by`.
KNOWN = {
    # SGLang refuses 0, and older versions of vLLM do.
    "vllm": Dialect(
        top_k_of_all=-1,
        certain=True,
        continuation={"continue_final_message": True, "add_generation_prompt": False},
        thinking=IN_THE_TEMPLATE,
    ),
    "sglang": Dialect(
        top_k_of_all=-1, certain=True, continuation={"continue_final_message": True}, thinking=IN_THE_TEMPLATE
    ),
    "llamacpp": Dialect("repeat_penalty", certain=True, continuation={}, thinking=IN_THE_TEMPLATE),
    # Ollama, whose models think if they can; one that cannot would be an error where it is asked to.
    "library": Dialect(thinking={"off": {"reasoning_effort": "none"}}),
}


OPTIONAL = ("seed", "stream_options", "chat_template_kwargs", "reasoning_effort")
"""The fields without which an answer can be had as well, should a server not know them."""


def settings(options: Options, dialect: Dialect) -> dict[str, Any]:
    """The fields of a request that `options` asks for; what is `None` there is left to the server."""
    fields = {
        # The older of two names: only OpenAI's newest models require the other. Servers count thoughts in.
        "max_tokens": options.max_new_tokens + (options.max_thinking_tokens if options.thinking != "off" else 0),
        "temperature": options.temperature,
        "top_p": options.top_p,
        "top_k": dialect.top_k_of_all if options.top_k == 0 else options.top_k,
        dialect.repetition_penalty: options.repetition_penalty,
        "seed": options.seed,
        "stream_options": {"include_usage": True},
        **dialect.thinking.get(options.thinking, {}),
    }
    return {name: value for name, value in fields.items() if value is not None}


def uncertain(options: Options, dialect: Dialect) -> list[str]:
    """The settings in `options` that the server may ignore without a word."""
    if dialect.certain:
        return []
    found = [name for name in ("top_k", "repetition_penalty") if getattr(options, name) is not None]
    return [*found, "thinking"] if options.thinking == "on" and not dialect.thinking else found
