"""The parts of a model whose weights are laid out alike: decoder layers, output layer, and what else there is."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import cast

import torch
from torch import nn

from bot.engines.checkpoint.memory import trim
from bot.engines.cpu.choice import Choice
from bot.engines.cpu.decoder_layer import PackedDecoderLayer, is_known, products
from bot.engines.cpu.layout import Layout
from bot.engines.cpu.linear import PackedLinear
from bot.engines.cpu.measurement import ROWS, sample
from bot.engines.cpu.plain import original, plain
from bot.engines.cpu.rotary import RotaryEmbedding
from bot.engines.cpu.weight_files import WeightFiles

# No more rows than there are conversations come to the output layer.
_ROWS_OF_OUTPUT = ROWS[:-1]


class Part(ABC):
    """Linear layers of one dtype."""

    name: str
    rows: Sequence[int] = ROWS
    """The numbers of rows that they are to be fast for."""

    @abstractmethod
    def products(self) -> Iterator[Sequence[nn.Linear]]:
        """The linear layers, those with the same input together."""

    @abstractmethod
    def own(self, files: WeightFiles) -> Layout:
        """The layout in which they are fast without a library, and take no memory that is not taken already."""

    @abstractmethod
    def lay_out(self, choice: Choice) -> None:
        """Bring the weights into the layouts that were chosen."""

    @cached_property
    def dtype(self) -> torch.dtype:
        """What the weights are stored in."""
        return next(self.products())[0].weight.dtype

    @cached_property
    def size(self) -> int:
        """How many weights there are."""
        return sum(layer.weight.numel() for together in self.products() for layer in together)

    @cached_property
    def largest(self) -> float:
        """The largest weight; not a number if there is one that is none."""
        ends = [torch.stack(layer.weight.detach().aminmax()) for together in self.products() for layer in together]
        return float(torch.stack(ends).float().abs().max())

    def sample(self) -> torch.Tensor:
        """What is to be measured of them: the product of the shape that most of the weights have."""
        shapes: dict[tuple[torch.Size, ...], list[Sequence[nn.Linear]]] = {}
        for together in self.products():
            shapes.setdefault(tuple(layer.weight.shape for layer in together), []).append(together)
        alike = max(shapes.values(), key=lambda alike: len(alike) * sum(layer.weight.numel() for layer in alike[0]))
        return sample([layer.weight.detach() for layer in alike[0]])


class DecoderLayers(Part):
    """All layers of a decoder, of a kind that there are faster ones of."""

    name = "layers"

    def __init__(self, layers: nn.ModuleList) -> None:
        self._layers = layers

    def products(self) -> Iterator[Sequence[nn.Linear]]:
        """The linear layers, those with the same input together."""
        for layer in self._layers:
            yield from products(layer)

    def own(self, files: WeightFiles) -> Layout:
        """Their own is plain, too, but that those with the same input are one."""
        return plain(self.dtype)

    def lay_out(self, choice: Choice) -> None:
        """Replace the layers one by one, each going before the next."""
        rotary = RotaryEmbedding()
        last = len(self._layers) - 1
        for number in range(len(self._layers)):
            layer = self._layers[number]
            self._layers[number] = PackedDecoderLayer(layer, choice, rotary, is_last=number == last)
            # Packing leaves holes of the size of weights.
            trim()


class LinearLayers(Part):
    """Linear layers, each by itself."""

    name = "linear layers"

    def __init__(self, places: Sequence[tuple[nn.Module, str]], *, keeps_weight: bool = True) -> None:
        """`places` are modules and the name that a linear layer has there; `keeps_weight` if others read it, too."""
        self._places = places
        self._keeps_weight = keeps_weight

    def products(self) -> Iterator[Sequence[nn.Linear]]:
        """The linear layers, those with the same input together."""
        yield from ([getattr(module, name)] for module, name in self._places)

    def own(self, files: WeightFiles) -> Layout:
        """The layers as they are: at no cost where the weights stay in memory anyway."""
        stay = self._keeps_weight and not all(files.hold(layer.weight) for [layer] in self.products())
        return original(self.dtype, itemsize=0 if stay else self.dtype.itemsize)

    def lay_out(self, choice: Choice) -> None:
        """Replace the layers one by one."""
        if choice.few.is_original and choice.many.is_original:
            return
        keep = self._keeps_weight or choice.few.is_original or choice.many.is_original
        for module, name in self._places:
            setattr(module, name, PackedLinear(getattr(module, name), choice, keeps_weight=keep))


class OutputLayer(LinearLayers):
    """The layer that makes scores of what comes from the last layer."""

    name = "output"
    rows = _ROWS_OF_OUTPUT


def parts_of(model: nn.Module, *, output: nn.Module | None, embedding: nn.Module | None) -> list[Part]:
    """
    The parts of `model`; `output` may share the weights of `embedding`.

    The largest weights come first, as more memory is needed while they are packed than when they are.
    """
    layers: list[Part] = []
    others: dict[torch.dtype, list[tuple[nn.Module, str]]] = {}
    last: list[Part] = []
    for module, name, child in _places(model):
        if isinstance(child, nn.ModuleList):
            layers.append(DecoderLayers(child))
        elif child is output:
            is_tied = embedding is not None and getattr(embedding, "weight", None) is child.weight
            last.append(OutputLayer([(module, name)], keeps_weight=is_tied))
        else:
            others.setdefault(cast(torch.dtype, child.weight.dtype), []).append((module, name))
    return [*last, *(LinearLayers(places) for places in others.values()), *layers]


def _places(module: nn.Module) -> Iterator[tuple[nn.Module, str, nn.Module]]:
    """Where there are decoders, and linear layers elsewhere."""
    for name, child in module.named_children():
        # All layers or none, as one hands its float32 to the next.
        is_decoder = isinstance(child, nn.ModuleList) and len(child) > 0 and all(map(is_known, child))
        if is_decoder or type(child) is nn.Linear:
            yield module, name, child
        else:
            yield from _places(child)
