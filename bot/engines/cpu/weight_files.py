"""Leaves in the checkpoint's files what is read of them a little at a time, as of an embedding a row a token."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from safetensors import safe_open
from torch import nn

# Less than this is as well in memory.
_SMALL = 2**20


class WeightFiles:
    """
    The files that a model's weights were read from, as safetensors.

    safetensors maps a file into memory: all that was ever read of it counts as the process's until
    the last tensor of it is gone. A new mapping has nothing in memory but what is read through it.
    """

    def __init__(self, model: nn.Module, files: Sequence[Path] = ()) -> None:
        """Made before the weights are moved."""
        self._model = model
        self._names = {id(tensor): name for name, tensor in model.named_parameters()}
        self._files: dict[str, Path] = {}
        for file in files:
            with safe_open(file, framework="pt") as opened:
                self._files |= dict.fromkeys(opened.keys(), file)

    def hold(self, parameter: torch.Tensor) -> bool:
        """Whether `parameter` is in one of the files, as it is in memory."""
        return any(torch.equal(found, parameter) for found in self._read(parameter))

    def reopen(self) -> None:
        """Let nothing of the model be a part of the old mapping: small tensors are copied, large ones mapped anew."""
        for parameter in self._model.parameters():
            if type(parameter.data) is not torch.Tensor or parameter.device.type != "cpu":
                continue
            if parameter.nbytes < _SMALL:
                parameter.data = parameter.data.clone()
            elif self.hold(parameter):
                [parameter.data] = self._read(parameter)

    def _read(self, parameter: torch.Tensor) -> Iterator[torch.Tensor]:
        """What the files have under its name."""
        name = self._names.get(id(parameter), "")
        if name in self._files:
            with safe_open(self._files[name], framework="pt") as opened:
                found = opened.get_tensor(name)
            if found.dtype == parameter.dtype:
                yield found
