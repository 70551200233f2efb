"""What a GGUF file says of its model; looked at first, as llama.cpp ends the whole process for some files."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core.errors import StartError
from bot.engines.gguf.header import Header, Unreadable, read_header

# Of `tokenizer.ggml.token_type`: what stands for unknown characters, what controls, what was added by whoever trained.
_UNKNOWN, _CONTROL, _USER_DEFINED = 2, 3, 4
_BYTES_OF_A_NUMBER = 2
# llama.cpp's LLAMA_MAX_LAYERS. It ends the process where a file names more, or none.
_MOST_LAYERS = 512


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A GGUF file of a chat model, whole as far as its head tells."""

    path: Path
    size: int
    """Bytes, of all its parts."""
    header: Header

    @property
    def context_length(self) -> int:
        """The most tokens the model can attend to."""
        return int(self._of_architecture("context_length"))

    @property
    def layers(self) -> int:
        """How many layers the model has, as far as the file says."""
        return int(self._of_architecture("block_count", 1))

    @property
    def width(self) -> int:
        """Of how many numbers a token's place in the model is."""
        return int(self._of_architecture("embedding_length"))

    @property
    def template(self) -> str:
        """The chat template; where there are several, the one without a name."""
        return str(self.header.metadata["tokenizer.chat_template"])

    @property
    def tokens(self) -> Sequence[str]:
        """The vocabulary, in the order of its ids."""
        tokens: Sequence[str] = self.header.metadata["tokenizer.ggml.tokens"]
        return tokens

    @property
    def added_tokens(self) -> dict[int, str]:
        """What of the vocabulary was not learned: control tokens, and those that were added as text."""
        kinds = self.header.metadata.get("tokenizer.ggml.token_type", ())
        return {id_: self.tokens[id_] for id_, kind in enumerate(kinds) if kind in (_UNKNOWN, _CONTROL, _USER_DEFINED)}

    @property
    def bytes_per_token(self) -> int:
        """About how many bytes the keys and values of one token take, in 16 bits."""
        heads = self._of_architecture("attention.head_count")
        of_keys = self._of_architecture("attention.head_count_kv", heads)
        # Some architectures have another number of them in each layer.
        total = sum(of_keys) if isinstance(of_keys, tuple) else self.layers * int(of_keys)
        most = max(heads) if isinstance(heads, tuple) else int(heads)
        width = self.width // max(1, most)
        lengths = [int(self._of_architecture(f"attention.{part}_length", width)) for part in ("key", "value")]
        return total * sum(lengths) * _BYTES_OF_A_NUMBER

    def special_token(self, name: str) -> str | None:
        """How the token that the file names as `bos`, `eos` or so is spelled."""
        id_ = self.header.metadata.get(f"tokenizer.ggml.{name}_token_id")
        return self.tokens[id_] if id_ is not None and id_ < len(self.tokens) else None

    def _of_architecture(self, name: str, default: Any = 0) -> Any:
        architecture = self.header.metadata["general.architecture"]
        return self.header.metadata.get(f"{architecture}.{name}", default)


def open_model_file(name: str, files: Sequence[Path]) -> ModelFile:
    """
    The model `name` in `files`, the parts of one model in their order.

    Raises `StartError` for what is damaged, incomplete, or no chat model.
    """
    headers = [_header(name, file) for file in files]
    first = headers[0].metadata
    parts = int(first.get("split.count", 1))
    if parts > len(files):
        raise StartError(f"{name} has {parts} parts, and {len(files)} are there. Get the model again.")
    if "general.architecture" not in first or first.get("general.type", "model") != "model":
        raise StartError(f"{name} is not a model by itself, but a part of one. Set `model` to a chat model.")
    if first.get("tokenizer.ggml.model", "none") == "none" or not first.get("tokenizer.ggml.tokens"):
        raise StartError(
            f"{name} has no vocabulary, so no text can be read or written with it. Set `model` to another."
        )
    tokens = first["tokenizer.ggml.tokens"]
    if len({*tokens}) < len(tokens):
        raise StartError(f"{name} has a token twice in its vocabulary: its file is damaged. Get the model again.")
    if not first.get("tokenizer.chat_template"):
        raise StartError(
            f"{name} has no chat template: it is a base model, or its file is incomplete. "
            "Set `model` to the instruct or chat version of it."
        )
    model = ModelFile(files[0], sum(file.stat().st_size for file in files), headers[0])
    _refuse_senseless_numbers(name, model)
    return model


def _refuse_senseless_numbers(name: str, model: ModelFile) -> None:
    try:
        is_sound = 0 < model.layers <= _MOST_LAYERS and model.bytes_per_token >= 0
        context = model.context_length
    except (TypeError, ValueError):
        is_sound = False
    if not is_sound:
        raise StartError(f"{name} says of itself what cannot be: its file is damaged. Get the model again.")
    if not context:
        raise StartError(f"{name} does not say how many tokens it can read: it writes no text, or is damaged.")


def _header(name: str, file: Path) -> Header:
    try:
        return read_header(file)
    except Unreadable as error:
        raise StartError(
            f"{name} cannot be used: {file.name} is no whole GGUF file ({error}). Get it again."
        ) from error
    except OSError as error:
        raise StartError(f"{name} cannot be read ({error.strerror or error}).") from error
