"""Files that stand below an answer."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that people can open, or see, below an answer."""

    name: str
    content: bytes = field(repr=False)
