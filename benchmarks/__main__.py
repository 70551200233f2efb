"""The command: makes the checkpoint, measures the rows that are asked for, writes the results."""

import argparse
import asyncio
import importlib
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import checkpoint, machine, plot, processor, table
from benchmarks import report as reports
from benchmarks.apart import apart
from benchmarks.bench import Bench
from benchmarks.geometry import GEOMETRIES

ENGINE = ("speed", "smooth", "crowd", "history")
ALL = (*ENGINE, "memory", "equal", "whole_bot", "record", "start", "llamacpp", "reading", "slots", "serve")


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns 1 where a group of rows could not be measured."""
    asked = _parser().parse_args(arguments)
    output = asked.output or reports.FOLDER / f"{processor.kind()}.json"
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as made:
        folder = asked.checkpoint or Path(made) / asked.geometry
        apart(lambda: checkpoint.make(folder, GEOMETRIES[asked.geometry]))
        bench = Bench(
            folder,
            GEOMETRIES[asked.geometry],
            asked.repetitions,
            prompt_tokens=asked.prompt,
            answer_tokens=asked.answer,
            conversations=tuple(asked.conversations),
            histories=tuple(asked.histories),
            history=asked.history,
            reading=tuple(asked.reading),
            exchanges=asked.exchanges,
            model=asked.model,
        )
        report = asyncio.run(_run(bench, asked, output))
    print(table.markdown(report), table.conditions(report), table.growth(report), sep="\n\n")
    for target in asked.plot:
        plot.draw(report, target)
    return 1 if any(report["groups"][group]["failure"] for group in asked.rows) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", nargs="+", choices=ALL, default=ALL, help="the groups of rows to measure")
    parser.add_argument("--engine-only", dest="rows", action="store_const", const=ENGINE, help="no Discord, no peers")
    parser.add_argument("--geometry", choices=GEOMETRIES, default="qwen2-0.5b")
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--prompt", type=int, default=64, help="tokens of a prompt")
    parser.add_argument("--answer", type=int, default=64, help="tokens of an answer, 8 or more")
    parser.add_argument("--conversations", nargs="+", type=int, default=(1, 2, 4, 8, 16, 32))
    parser.add_argument("--histories", nargs="+", type=int, default=(500, 2000, 8000))
    parser.add_argument("--history", type=int, default=2000, help="tokens before the turn that reuses them")
    parser.add_argument("--checkpoint", type=Path, help="a folder to keep the checkpoint in, or to take it from")
    parser.add_argument("--reading", nargs="+", type=int, default=(500, 2000), help="tokens of prompts read anew")
    parser.add_argument("--exchanges", type=int, default=10_000, help="what a channel on record has behind it")
    parser.add_argument("--model", default="smollm2", help="whose tokens are compared: smollm2, demo or a folder")
    parser.add_argument(
        "--output",
        type=Path,
        help="benchmarks/results/<kind of processor>.json, unless named; what was measured before under the same "
        "conditions stays in it",
    )
    parser.add_argument(
        "--plot", nargs="+", type=Path, default=(), help="pictures of the cost as work grows (needs matplotlib)"
    )
    return parser


async def _run(bench: Bench, asked: argparse.Namespace, output: Path) -> dict[str, Any]:
    """Measure group by group, writing down after each what is known, so that a late failure costs only its own."""
    report = reports.begin(
        output,
        {
            "geometry": asked.geometry,
            "prompt_tokens": bench.prompt_tokens,
            "answer_tokens": bench.answer_tokens,
            "history_tokens": bench.history,
            "at_once": bench.at_once,
            "repetitions": bench.repetitions,
            "machine": machine.describe(),
        },
    )
    for group in asked.rows:
        before, begun = machine.load(), time.monotonic()
        found: dict[str, Any] = {"results": [], "failure": None}
        try:
            async for result in importlib.import_module(f"benchmarks.rows.{group}").measure(bench):
                found["results"].append(result.as_json())
                print(f"{group}: {result.key} {result.value:.3f}", file=sys.stderr, flush=True)
        except Exception as error:
            traceback.print_exc()
            found["failure"] = f"{type(error).__name__}: {error}"
        found["seconds"] = round(time.monotonic() - begun, 1)
        report["groups"][group] = found | {"load_before": before, "load_after": machine.load()}
        reports.write(report, output)
    return report


def _command(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["soak"]:
        from benchmarks.soak import command

        return command.main(arguments[1:])
    if arguments[:1] == ["flood"]:
        from benchmarks import flood

        return flood.main(arguments[1:])
    return main(arguments)


if __name__ == "__main__":
    sys.exit(_command(sys.argv[1:]))
