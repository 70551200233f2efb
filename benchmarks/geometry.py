"""The shapes of models that can be measured without having their weights."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Geometry:
    """What decides how much work a Qwen2 model is."""

    hidden: int
    layers: int
    heads: int
    kv_heads: int
    intermediate: int
    vocabulary: int
    is_tied: bool
    """Whether the output layer is the embedding."""


GEOMETRIES = {
    "tiny": Geometry(64, 2, 4, 2, 128, 4352, is_tied=True),
    "qwen2-0.5b": Geometry(896, 24, 14, 2, 4864, 151936, is_tied=True),
    "qwen2-7b": Geometry(3584, 28, 28, 4, 18944, 152064, is_tied=False),
}
