"""Puts pictures into prompts for models that see, Qwen's way: so many tokens of one kind, and an array of patches."""

import io
from collections.abc import Sequence
from typing import Any

import torch

from bot.core.chat import Image
from bot.engines.checkpoint.loading import Checkpoint


class Sight:
    """
    The pictures of one checkpoint's prompts; for its thread, but that any may call `spread`.

    Qwen2-VL, Qwen2.5-VL and Qwen3-VL give each square of a picture a place in two dimensions, so that what comes after
    it stands at another number than it would without. The model keeps by how much that differs of one prompt, whatever
    was asked before, in `rope_deltas` (transformers 5.23): `place` sets it for a prompt that is not read from its
    beginning.
    """

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._model: Any = checkpoint.model
        self._processor: Any = checkpoint.image_processor
        self.token: int = self._model.config.image_token_id

    @property
    def is_possible(self) -> bool:
        """Whether there is what it takes to read pictures."""
        return self._processor is not None

    def spread(self, ids: Sequence[int], images: Sequence[Image]) -> list[int]:
        """The ids with as many tokens for each picture as it has squares; the template has one."""
        counts = [self._squares(image) for image in images]
        if ids.count(self.token) != len(counts):
            raise ValueError(f"{len(counts)} pictures, and {ids.count(self.token)} places for them")
        left = iter(counts)
        return [each for id_ in ids for each in ([id_] * next(left) if id_ == self.token else [id_])]

    def named(self, ids: Sequence[int], images: Sequence[Image]) -> list[int]:
        """The spread ids with a number of its own for each picture: two of one size have the same tokens."""
        names = [-1 - int(image.digest[:15], 16) for image in images for _ in range(self._squares(image))]
        left = iter(names)
        return [next(left) if id_ == self.token else id_ for id_ in ids]

    def end(self, ids: Sequence[int]) -> int:
        """How many of the ids come until the last picture ends."""
        return max((at + 1 for at, id_ in enumerate(ids) if id_ == self.token), default=0)

    def read(self, ids: torch.Tensor, images: Sequence[Image]) -> dict[str, torch.Tensor]:
        """What the model is given beside `ids` [1, tokens], to see the pictures in them."""
        from PIL import Image as Pillow

        opened = [Pillow.open(io.BytesIO(image.data)) for image in images]
        read = self._processor(images=opened, return_tensors="pt").to(ids.device)
        return {**read, "mm_token_type_ids": self._kinds(ids)}

    def place(self, ids: torch.Tensor, images: Sequence[Image]) -> None:
        """Have the model go on after `ids` [1, tokens] at the place that they end at."""
        core = self._model.model
        core.rope_deltas = torch.zeros(1, 1, dtype=torch.long, device=ids.device)
        if images:
            grid = torch.tensor([self._grid(image) for image in images], device=ids.device)
            _, core.rope_deltas = core.get_rope_index(ids, mm_token_type_ids=self._kinds(ids), image_grid_thw=grid)

    def _kinds(self, ids: torch.Tensor) -> torch.Tensor:
        return (ids == self.token).int()

    def _squares(self, image: Image) -> int:
        patches = self._processor.get_number_of_image_patches(image.height, image.width)
        return int(patches) // int(self._processor.merge_size) ** 2

    def _grid(self, image: Image) -> list[int]:
        from PIL import Image as Pillow

        with Pillow.open(io.BytesIO(image.data)) as opened:
            grid: list[list[int]] = self._processor(images=[opened], return_tensors="pt")["image_grid_thw"].tolist()
        return grid[0]


def sight_of(checkpoint: Checkpoint) -> Sight | None:
    """What puts pictures into the checkpoint's prompts; `None` for a model that reads text only."""
    return Sight(checkpoint) if checkpoint.sees else None
