"""One thing that was mended, and how it is taken out again."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Mending:
    """Its `name` says what is promised; without it, `left` stands in `file` in place of `taken`, and `tests` fail."""

    name: str
    file: str
    taken: str
    left: str
    tests: tuple[str, ...]

    def is_there(self, root: Path = ROOT) -> bool:
        """Whether the text to be taken out stands there, once."""
        return (root / self.file).read_text(encoding="utf-8").count(self.taken) == 1

    def take_out(self, root: Path) -> str:
        """Take it out of a copy of the tree; returns what its file read before."""
        path = root / self.file
        whole = path.read_text(encoding="utf-8")
        path.write_text(whole.replace(self.taken, self.left), encoding="utf-8")
        return whole

    def put_back(self, root: Path, whole: str) -> None:
        """Have its file read so again."""
        (root / self.file).write_text(whole, encoding="utf-8")


def mendings() -> list[Mending]:
    """All that are in `mendings.toml`."""
    found = tomllib.loads((Path(__file__).parent / "mendings.toml").read_text(encoding="utf-8"))
    return [Mending(**each | {"tests": tuple(each["tests"])}) for each in found["mending"]]
