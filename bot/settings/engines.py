"""What the engines are called, and what of the settings each can follow: the one place that says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

EngineName = Literal["auto", "generate", "batched", "gguf", "openai"]
Dtype = Literal["auto", "bfloat16", "float16", "float32"]
Quantization = Literal["none", "int8", "int4"]
Attention = Literal["sdpa", "flash_attention_2", "eager"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSpec:
    """
    What an engine can follow of the settings that not all can.

    `follows` are the settings that it takes in another value than they have by default; `instead` says what to do
    about one that it does not take. `has_checkpoint` is whether `model` names a checkpoint, rather than what a server
    calls its model.
    """

    follows: frozenset[str] = frozenset()
    instead: Mapping[str, str] = field(default_factory=dict)
    has_checkpoint: bool = True


# What only some engines can follow.
_PARTICULAR = ("quantization", "draft_model")

ENGINES: Mapping[EngineName, EngineSpec] = {
    "generate": EngineSpec(follows=frozenset({"quantization", "draft_model"})),
    "auto": EngineSpec(follows=frozenset({"quantization", "draft_model"})),
    "batched": EngineSpec(),
    "gguf": EngineSpec(
        instead={
            "quantization": "a GGUF file is as precise as it was made: choose another one, as in "
            'model = "owner/name-GGUF:Q8_0"'
        }
    ),
    "openai": EngineSpec(has_checkpoint=False),
}


def why_not(setting: str, engine: EngineName) -> str | None:
    """Why `engine` cannot follow `setting`, as an end of a sentence; `None` where it can."""
    spec = ENGINES[engine]
    if setting not in _PARTICULAR or setting in spec.follows:
        return None
    able = listed(name for name, other in ENGINES.items() if setting in other.follows)
    return spec.instead.get(setting, f"this needs engine = {able}")


def listed(choices: Iterable[str]) -> str:
    """The choices in words: "a, b or c"."""
    *most, last = choices
    return f"{', '.join(most)} or {last}" if most else last
