"""The command: makes the checkpoint, measures the rows that are asked for, writes the results."""

import argparse
import asyncio
import importlib
import json
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import checkpoint, machine, plot, table
from benchmarks.apart import apart
from benchmarks.bench import Bench
from benchmarks.geometry import GEOMETRIES

ENGINE = ("speed", "smooth", "crowd", "history")
ALL = (*ENGINE, "whole_bot", "llamacpp", "serve")


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns 1 where a group of rows could not be measured."""
    asked = _parser().parse_args(arguments)
    asked.output.parent.mkdir(parents=True, exist_ok=True)
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
        )
        report = asyncio.run(_run(bench, asked))
    print(table.markdown(report), table.conditions(report), table.growth(report), sep="\n\n")
    for target in asked.plot:
        plot.draw([report], target)
    return 1 if report["failures"] else 0


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
    parser.add_argument("--output", type=Path, default=Path("benchmarks/results/latest.json"))
    parser.add_argument(
        "--plot", nargs="+", type=Path, default=(), help="pictures of the cost as work grows (needs matplotlib)"
    )
    return parser


async def _run(bench: Bench, asked: argparse.Namespace) -> dict[str, Any]:
    """Measure group by group, writing down after each what is known, so that a late failure costs only its own."""
    report: dict[str, Any] = {
        "geometry": asked.geometry,
        "prompt_tokens": bench.prompt_tokens,
        "answer_tokens": bench.answer_tokens,
        "history_tokens": bench.history,
        "at_once": bench.at_once,
        "repetitions": bench.repetitions,
        "machine": machine.describe(),
        "groups": {},
        "results": [],
        "failures": {},
    }
    for group in asked.rows:
        before, begun = machine.load(), time.monotonic()
        try:
            async for result in importlib.import_module(f"benchmarks.rows.{group}").measure(bench):
                report["results"].append(result.as_json())
                print(f"{group}: {result.key} {result.value:.3f}", file=sys.stderr, flush=True)
        except Exception as error:
            traceback.print_exc()
            report["failures"][group] = f"{type(error).__name__}: {error}"
        report["groups"][group] = {
            "seconds": round(time.monotonic() - begun, 1),
            "load_before": before,
            "load_after": machine.load(),
        }
        asked.output.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    return report


if __name__ == "__main__":
    sys.exit(main())
