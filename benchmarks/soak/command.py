"""The command: `python -m benchmarks soak`."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import report as reports
from benchmarks.soak.evidence import evidence
from benchmarks.soak.report import failures, report
from benchmarks.soak.run import Plan, Soak
from bot.sandbox import Sandbox


def main(arguments: Sequence[str] | None = None) -> int:
    """Soak the bot; return 1, and say why, where it is not as it has to be."""
    asked = _parser().parse_args(arguments)
    plan = Plan(
        seconds=asked.seconds,
        channels=asked.channels,
        people=asked.people,
        rate=asked.rate,
        words=asked.words,
        longest=asked.longest,
        faults=asked.faults,
        restarts=asked.restarts,
        seed=asked.seed,
    )
    with tempfile.TemporaryDirectory(prefix="soak-") as made:
        folder = asked.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        found, wrong = asyncio.run(_soak(plan, folder))
        if asked.output:
            reports.write(found, asked.output)
        for name, value in found.items():
            if name not in ("machine", "plan"):
                print(f"{name}: {value}")
        for line in wrong:
            print(f"NOT AS IT HAS TO BE: {line}")
        if wrong:
            sys.stderr.write((folder / "evidence").read_text()[-20_000:])
    return 1 if wrong else 0


async def _soak(plan: Plan, folder: Path) -> tuple[dict[str, object], list[str]]:
    async with Sandbox() as sandbox:
        soaked = await Soak(plan, sandbox, folder).run()
        verdict, questions = soaked.verdict, soaked.questions.all
        bad = {*verdict.lost, *verdict.doubled, *verdict.crossed, *verdict.overheard, *verdict.left}
        lines = [line for number in sorted(bad) for line in evidence(questions[number], sandbox)]
        (folder / "evidence").write_text("\n".join([*verdict.cursors, *lines]) + "\n")
    found = report(soaked)
    return found, failures(found)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks soak", description=__doc__)
    plan = Plan()
    parser.add_argument("--seconds", type=float, default=plan.seconds, help="how long people go on")
    parser.add_argument("--channels", type=int, default=plan.channels)
    parser.add_argument("--people", type=int, default=plan.people)
    parser.add_argument("--rate", type=float, default=plan.rate, help="what all of them do in a second, on average")
    parser.add_argument("--words", type=float, default=plan.words, help="the model writes in a second, of each answer")
    parser.add_argument("--longest", type=int, default=plan.longest, help="the words of an answer, at most")
    parser.add_argument("--faults", type=float, default=plan.faults, help="seconds between two; 0 is none")
    parser.add_argument("--restarts", type=int, default=plan.restarts, help="how often the bot is killed")
    parser.add_argument("--seed", type=int, default=plan.seed)
    parser.add_argument("--folder", type=Path, help="a folder in which the bot's log and record are to be kept")
    parser.add_argument("--output", type=Path, help="a file for the report, as JSON")
    return parser
