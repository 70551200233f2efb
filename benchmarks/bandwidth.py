"""How fast this machine reads memory: the fastest of several ways to go through more of it than any cache holds."""

import time
from collections.abc import Callable, Iterator
from functools import partial

import torch
from torch.nn.functional import linear

from bot.engines.cpu.fbgemm import FbgemmWeights

# Large for the caches, and on a GPU for the time it takes to start anything there.
BYTES = {"cpu": 2**30, "cuda": 2**33}
# Products as large as those of a model's layers, one after another over weights that lie in different places.
_OUTPUTS, _INPUTS = 4864, 896


class Reads:
    """
    Ways to read `size` bytes each: adding an array up, and products of one row with weights in several layouts.

    It takes that memory once for each layout, until it is let go of.
    """

    def __init__(self, device: torch.device, *, size: int | None = None) -> None:
        self._size = size or BYTES[device.type]
        self.ways = dict(self._made(device))

    def fastest(self, *, rounds: int = 3) -> tuple[str, float]:
        """The way that is the fastest at this moment, and its bytes per second: the best of some rounds."""
        found = {name: max(self._rate(read) for _ in range(rounds)) for name, read in self.ways.items()}
        name = max(found, key=found.__getitem__)
        return name, found[name]

    def _rate(self, read: Callable[[], torch.Tensor]) -> float:
        begun = time.perf_counter()
        with torch.inference_mode():
            # It waits for the device to have the last of it.
            read().sum().item()
        return self._size / (time.perf_counter() - begun)

    def _made(self, device: torch.device) -> Iterator[tuple[str, Callable[[], torch.Tensor]]]:
        for dtype in (torch.float32, torch.bfloat16):
            row = torch.ones(1, _INPUTS, dtype=dtype, device=device)
            weights = torch.ones(self._outputs(dtype.itemsize), _INPUTS, dtype=dtype, device=device)
            name = str(dtype).removeprefix("torch.")
            products = [partial(linear, row, part) for part in weights.split(_OUTPUTS)]
            yield f"products of {name}", partial(_last, products)
            if dtype == torch.float32:
                yield f"sum of {name}", partial(torch.sum, weights)
        if device.type == "cpu":
            yield from self._packed()

    def _packed(self) -> Iterator[tuple[str, Callable[[], torch.Tensor]]]:
        row, weights = torch.ones(1, _INPUTS), torch.ones(min(_OUTPUTS, self._outputs(2)), _INPUTS)
        try:
            products = [
                partial(FbgemmWeights(weights, None), row) for _ in range(max(1, self._outputs(2) // len(weights)))
            ]
        # A processor that FBGEMM is not for, or a PyTorch without it.
        except (AttributeError, RuntimeError):
            return
        yield "products of FBGEMM's float16", partial(_last, products)

    def _outputs(self, itemsize: int) -> int:
        return max(1, self._size // itemsize // _INPUTS)


def _last(products: list[Callable[[], torch.Tensor]]) -> torch.Tensor:
    """What the last product makes, after all were made."""
    for product in products[:-1]:
        product()
    return products[-1]()
