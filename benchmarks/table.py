"""The table as Markdown, with a column for each kind of processor: `python -m benchmarks.table` writes README's."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks import plot
from benchmarks import report as reports
from benchmarks.measures import ROWS, Row
from benchmarks.report import Report

NOT_MEASURED = "not measured"

# From the strongest on; what else there is comes after these.
_ORDER = ("amx", "avx512-bf16", "avx512", "avx2", "arm")
_NAMES = {"amx": "AMX", "avx512-bf16": "AVX-512 bf16", "avx512": "AVX-512", "avx2": "AVX2", "arm": "ARM"}
BEGIN, END = "<!-- measured -->", "<!-- end of what was measured -->"


def markdown(*measured: Report) -> str:
    """The table of the reports, one a column."""
    names = " | ".join(_column(report) for report in measured)
    lines = [f"| measure | to reach | {names} |", "|---|---|" + "---|" * len(measured)]
    for row in ROWS:
        cells = " | ".join(_cell(row, report) for report in measured)
        lines.append(f"| {row.measure.format(**measured[0])} | {row.bound} | {cells} |")
    return "\n".join(lines)


def conditions(*measured: Report) -> str:
    """Where and how the figures came about, a line for each report."""
    return "\n".join(f"- {_column(report)}: {_conditions(report)}" for report in measured)


def growth(report: Report) -> str:
    """What a larger number of conversations and longer histories cost, as tables of their own."""
    lines = ["| conversations at once | tokens/s, all together |", "|---|---|"]
    for result in reports.grown(report, "growth_conversations_"):
        lines.append(f"| {result['details']['conversations']} | {result['median']:.1f} |")
    lines += ["", "| tokens of history | first token, all read anew | … kept from the turn before | tokens/s then |"]
    lines += ["|---|---|---|---|"]
    for result in reports.grown(report, "growth_history_"):
        details = result["details"]
        anew, kept = (median(details[f"seconds_{name}"]) for name in ("recomputed", "reused"))
        lines.append(f"| {details['history_tokens']:,} | {anew:.2f} s | {kept:.2f} s | {result['median']:.1f} |")
    return "\n".join(lines)


def put_into(text: str, tables: str) -> str:
    """`text` with `tables` between its two marks. Raises `ValueError` where it lacks them."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"there is no {BEGIN} with an {END} after it")
    return f"{before}{BEGIN}\n{tables}\n{END}{after}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables of the files of results that are named; write the first two where that is wanted."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.table", description=__doc__)
    parser.add_argument("results", nargs="*", type=Path, help="those in benchmarks/results, unless named")
    parser.add_argument("--into", type=Path, help="a document to write the table into, between its marks: README.md")
    parser.add_argument("--plot", type=Path, help="draw the growth of the first, too (needs matplotlib)")
    asked = parser.parse_args(arguments)
    measured = [reports.read(file) for file in asked.results or sorted(reports.speeds(), key=_place_of)]
    tables = f"{markdown(*measured)}\n\n{conditions(*measured)}"
    print(tables, *(f"{_column(report)}:\n\n{growth(report)}" for report in measured), sep="\n\n")
    if asked.into:
        asked.into.write_text(put_into(asked.into.read_text("utf-8"), tables), "utf-8")
    if asked.plot:
        plot.draw(measured[0], asked.plot)


def _place_of(file: Path) -> tuple[int, str]:
    return (_ORDER.index(file.stem) if file.stem in _ORDER else len(_ORDER), file.stem)


def _column(report: Report) -> str:
    machine = report["machine"]
    return str(machine["gpu"] or _NAMES.get(machine["kind"], machine["kind"]))


def _conditions(report: Report) -> str:
    machine = report["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    tokens = f"prompts of {report['prompt_tokens']} tokens, answers of {report['answer_tokens']}"
    return (
        f"{reports.device(report)}; {report['geometry']}, bfloat16; {tokens}, {report['repetitions']} repetitions; "
        f"Python {machine['python']}, {packages}"
    )


def _cell(row: Row, report: Report) -> str:
    result = reports.find(row.key, report)
    if result is None or (row.on or reports.place(report)) != reports.place(report):
        return NOT_MEASURED
    said = f"{_plain(result['median'])}{row.unit} ({_plain(result['low'])} to {_plain(result['high'])})"
    met = row.is_met(result["median"], report["machine"]["kind"])
    return {True: f"**{said}**", False: f"{said}, not reached", None: said}[met]


def _plain(value: float) -> str:
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


if __name__ == "__main__":
    main()
