"""What was measured, on file: groups of results of one machine, which may come about in several runs."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Report = Mapping[str, Any]

FOLDER = Path(__file__).parent / "results"
"""Where a file for each kind of processor is kept."""

_CONDITIONS = ("geometry", "prompt_tokens", "answer_tokens", "history_tokens", "at_once", "repetitions", "machine")


def speeds() -> list[Path]:
    """The files there of what is measured by the row; what else is found is kept beside them."""
    return [file for file in FOLDER.glob("*.json") if "groups" in read(file)]


def begin(file: Path, conditions: Report) -> dict[str, Any]:
    """The report in `file`, to be gone on with, or an empty one where there is none that came about like this."""
    if file.exists():
        found: dict[str, Any] = read(file)
        if all(found.get(name) == conditions[name] for name in _CONDITIONS):
            return found
    return {**conditions, "groups": {}}


def read(file: Path) -> dict[str, Any]:
    """The report in `file`."""
    return json.loads(file.read_text("utf-8"))


def write(report: Report, file: Path) -> None:
    """Put it there in one piece: a run that is ended half-way leaves what was there before."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    part.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    part.replace(file)


def results(report: Report) -> Iterator[Mapping[str, Any]]:
    """What was measured, row by row."""
    for group in report["groups"].values():
        yield from group["results"]


def find(key: str, report: Report) -> Mapping[str, Any] | None:
    """The row's result, if it was measured."""
    return next((result for result in results(report) if result["key"] == key), None)


def grown(report: Report, prefix: str) -> Sequence[Mapping[str, Any]]:
    """The results of a row that was measured for several sizes, whose names begin so."""
    return [result for result in results(report) if result["key"].startswith(prefix)]


def place(report: Report) -> str:
    """ "gpu" or "cpu"."""
    return "gpu" if report["machine"]["gpu"] else "cpu"


def device(report: Report) -> str:
    """What computed, and with which instructions, if it was kept from using all it has."""
    machine = report["machine"]
    if machine["gpu"]:
        return str(machine["gpu"])
    weakened = " ".join(f"{name}={value}" for name, value in machine["weakened"].items())
    said = f"{machine['processor']}, {machine['threads']} thread(s)"
    return f"{said}, taken for one with less by {weakened}" if weakened else said
