"""The rows of the table in their order, and the table as Markdown: `python -m benchmarks.table RESULTS...`."""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Row:
    """What a result means; `least` and `most` are what is to be reached. `measure` may name what a report says."""

    key: str
    measure: str
    least: float | None = None
    most: float | None = None
    unit: str = ""
    on: str | None = None
    """"cpu" or "gpu", for a row that is about that only. The others are about the first report's."""

    @property
    def bound(self) -> str:
        """What is to be reached, in words."""
        if self.least is not None:
            return f">= {self.least:g}{self.unit}"
        return "reported" if self.most is None else f"<= {self.most:g}{self.unit}"

    def is_met(self, value: float) -> bool | None:
        """Whether `value` is good enough; `None` where nothing is to be reached."""
        if self.least is not None:
            return value >= self.least
        return None if self.most is None else value <= self.most


ROWS = (
    Row(
        "engine_over_plain", "tokens/s of an engine stream / plain `model.generate` in a thread, same model", least=0.98
    ),
    Row("default_over_plain", "the same, the engine's model as the bot loads it"),
    Row("bot_over_plain", "the same through the whole bot: message in the sandbox to last edit", least=0.95),
    Row(
        "reuse_over_recomputed",
        "time to first token, turn 2 after a {history_tokens:,}-token history: reuse / recomputed",
        most=0.1,
    ),
    Row(
        "crowd_over_plain",
        "tokens/s, {at_once} conversations at once / one after another with plain `generate`",
        least=4,
        on="cpu",
    ),
    Row("batched_over_generate", "tokens/s for one conversation, `batched` / `generate`", least=0.95),
    Row("loop_lag_ms", "event loop lag while generating, 99th percentile", most=20, unit=" ms"),
    Row("stop_steps", "from a stop to the model at rest", most=2, unit=" decode steps"),
    Row("bot_over_serve", "`transformers serve`: tokens/s of one conversation, bot / server", least=1),
    Row(
        "serve_over_bot_wait",
        "… time to first token, turn 2 after a {history_tokens:,}-token history, server / bot",
        least=1,
    ),
    Row("crowd_over_serve", "… tokens/s of {at_once} at once, bot / server with continuous batching", least=1),
    Row("bot_over_llamacpp_f16", "decode tokens/s on the CPU / llama.cpp f16", least=0.6, on="cpu"),
    Row("setting_over_llamacpp_f16", "… with `BOT_ENGINE=gguf` and a file in q8_0", least=1, on="cpu"),
    Row("plain_over_llamacpp_f16", "… plain `model.generate` / llama.cpp f16", on="cpu"),
    Row("bot_over_llamacpp_q8_0", "decode tokens/s on the CPU / llama.cpp q8_0", on="cpu"),
    Row("bandwidth_share", "share of the memory-bandwidth limit in decode, on the CPU", on="cpu"),
    Row("bandwidth_share_plain", "… plain `model.generate`", on="cpu"),
    Row("bandwidth_share", "on a GPU: decode for one conversation / the memory-bandwidth limit", least=0.6, on="gpu"),
    Row("crowd_over_one", "on a GPU: tokens/s of 32 conversations at once / of one", least=16, on="gpu"),
)

Report = Mapping[str, Any]


def markdown(*reports: Report) -> str:
    """
    The table of one run's results, or of several: on a CPU and a GPU, or of other groups of rows.

    Where reports about the same kind of device have the same row, the last counts.
    """
    lines = ["| measure | to reach | measured (lowest to highest) |", "|---|---|---|"]
    for row in ROWS:
        report, result = _find(row, reports)
        lines.append(f"| {row.measure.format(**report)} | {row.bound} | {_cell(row, result)} |")
    return "\n".join(lines)


def growth(*reports: Report) -> str:
    """What a larger number of conversations and longer histories cost, as tables of their own."""
    lines = ["| conversations at once | tokens/s, all together |", "|---|---|"]
    for details, speed in _grown(reports, "growth_conversations_"):
        lines.append(f"| {details['conversations']} | {speed:.1f} |")
    lines += ["", "| tokens of history | first token, all read anew | … kept from the turn before | tokens/s then |"]
    lines += ["|---|---|---|---|"]
    for details, speed in _grown(reports, "growth_history_"):
        anew, kept = (median(details[f"seconds_{name}"]) for name in ("recomputed", "reused"))
        lines.append(f"| {details['history_tokens']:,} | {anew:.2f} s | {kept:.2f} s | {speed:.1f} |")
    return "\n".join(lines)


def conditions(*reports: Report) -> str:
    """Where and how the figures came about, a line for each way."""
    return "\n".join(dict.fromkeys(f"- {_conditions(report)}" for report in reports))


def merged(reports: Sequence[Report]) -> list[dict[str, Any]]:
    """The results of the reports about the first one's kind of device; of several of one name the last."""
    found = {}
    for report in reports:
        if _place(report) == _place(reports[0]):
            found |= {result["key"]: result for result in report["results"]}
    return list(found.values())


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables of the files of results that are named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.table", description=__doc__)
    parser.add_argument("results", nargs="+", type=Path, help="the CPU's first; what none has is not measured")
    parser.add_argument("--plot", type=Path, help="draw the growth of the first kind of device, too")
    asked = parser.parse_args(arguments)
    reports = [json.loads(file.read_text("utf-8")) for file in asked.results]
    print(markdown(*reports), conditions(*reports), growth(*reports), sep="\n\n")
    if asked.plot:
        from benchmarks import plot

        plot.draw(reports, asked.plot)


def _find(row: Row, reports: Sequence[Report]) -> tuple[Report, Mapping[str, Any] | None]:
    """The row's result and the report it is from, or any report where nobody measured it."""
    place = row.on or _place(reports[0])
    for report in reversed(reports):
        for result in report["results"]:
            if result["key"] == row.key and _place(report) == place:
                return report, result
    return reports[0], None


def _grown(reports: Sequence[Report], prefix: str) -> Iterator[tuple[Mapping[str, Any], float]]:
    for result in merged(reports):
        if result["key"].startswith(prefix):
            yield result["details"], result["median"]


def _place(report: Report) -> str:
    return "gpu" if report["machine"]["gpu"] else "cpu"


def _conditions(report: Report) -> str:
    machine = report["machine"]
    device = machine["gpu"] or f"{machine['processor']}, {machine['threads']} thread(s)"
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    return (
        f"{device}; {report['geometry']}, bfloat16; prompts of {report['prompt_tokens']} tokens, answers of "
        f"{report['answer_tokens']}, {report['repetitions']} repetitions; Python {machine['python']}, {packages}"
    )


def _cell(row: Row, result: Mapping[str, Any] | None) -> str:
    if result is None:
        return NOT_MEASURED
    said = f"{_plain(result['median'])}{row.unit} ({_plain(result['low'])} to {_plain(result['high'])})"
    return {True: f"**{said}**", False: f"{said}, not reached", None: said}[row.is_met(result["median"])]


def _plain(value: float) -> str:
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


if __name__ == "__main__":
    main()
