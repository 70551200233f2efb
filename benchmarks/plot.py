"""Draws what more conversations and longer histories cost."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import report as reports
from benchmarks.report import Report

_ANEW, _KEPT, _PLAIN = "#b3541e", "#1f6f8b", "#777777"


def draw(report: Report, target: Path) -> None:
    """Write the picture of what was measured, in the format `target` asks for."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 4), layout="constrained")
    speed, wait = figure.subplots(1, 2)
    _draw_crowd(speed, report)
    _draw_past(wait, report)
    for axes in (speed, wait):
        axes.set_ylim(0)
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    figure.suptitle(f"{report['geometry']} in bfloat16 on {reports.device(report)}", fontsize=10)
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target, dpi=150)


def _draw_crowd(axes: Any, report: Report) -> None:
    found = {result["details"]["conversations"]: result for result in reports.grown(report, "growth_conversations_")}
    _line(axes, found, [r["samples"] for r in found.values()], _KEPT, "all at once, batched engine")
    if plain := reports.find("crowd_over_plain", report):
        speed = median(plain["details"]["tokens_per_s"]["in_turn"])
        axes.axhline(speed, color=_PLAIN, linestyle="--", label="one after another, plain generate")
    axes.set_xscale("log", base=2)
    axes.set(title="Many conversations", xlabel="conversations", ylabel="tokens/s, all together")
    _finish(axes, found)


def _draw_past(axes: Any, report: Report) -> None:
    grown = [result["details"] for result in reports.grown(report, "growth_history_")]
    found = {details["history_tokens"]: details for details in grown}
    _line(axes, found, [details["seconds_recomputed"] for details in found.values()], _ANEW, "read anew")
    _line(axes, found, [details["seconds_reused"] for details in found.values()], _KEPT, "kept from the turn before")
    axes.set(title="Long conversations", xlabel="tokens of history", ylabel="seconds to the first token")
    axes.set_xlim(0)
    _finish(axes, found)


def _line(axes: Any, found: Mapping[int, Any], samples: Sequence[Sequence[float]], color: str, name: str) -> None:
    """The medians over `found`, the last in figures, too, with what was lowest and highest."""
    middle = [median(values) for values in samples]
    below = [centre - min(values) for centre, values in zip(middle, samples, strict=True)]
    above = [max(values) - centre for centre, values in zip(middle, samples, strict=True)]
    axes.errorbar(list(found), middle, yerr=[below, above], color=color, marker="o", capsize=3, label=name)
    if found:
        end = (max(found), max(samples[-1]))
        figure = f"{middle[-1]:,.0f}" if middle[-1] >= 10 else f"{middle[-1]:.2g}"
        axes.annotate(figure, end, (0, 4), textcoords="offset points", ha="center", color=color)


def _finish(axes: Any, found: Mapping[int, Any]) -> None:
    """Name the numbers that were measured, and the lines."""
    axes.set_xticks(list(found), [f"{number:,}" for number in found])
    axes.minorticks_off()
    if axes.get_legend_handles_labels()[0]:
        axes.legend(frameon=False)
