"""Reads the weights of a checkpoint one tensor at a time."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from math import prod
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open


class Weights:
    """The tensors of a checkpoint, in memory only while they are used. Made by `opened`."""

    def __init__(self, files: Iterable[Any]) -> None:
        self._files = {name: file for file in files for name in file.keys()}  # noqa: SIM118 (it is no dict)

    @property
    def names(self) -> list[str]:
        """The names of all tensors, those of one layer beside each other."""
        return sorted(self._files)

    def get(self, name: str) -> torch.Tensor:
        """The tensor as it is stored."""
        tensor: torch.Tensor = self._files[name].get_tensor(name)
        return tensor

    def count(self, name: str) -> int:
        """How many numbers the tensor has."""
        return prod(self._files[name].get_slice(name).get_shape())

    @property
    def formats(self) -> set[str]:
        """The number formats of the matrices, as safetensors calls them: F32, F16, BF16."""
        parts = [file.get_slice(name) for name, file in self._files.items()]
        return {part.get_dtype() for part in parts if len(part.get_shape()) > 1}


@contextmanager
def opened(files: Iterable[Path]) -> Iterator[Weights]:
    """The weights in `files`."""
    with ExitStack() as stack:
        yield Weights([stack.enter_context(safe_open(file, "pt")) for file in files])
