"""Draws what more conversations and longer histories cost."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.table import merged

_ANEW, _KEPT, _PLAIN = "#b3541e", "#1f6f8b", "#777777"


def draw(reports: Sequence[Mapping[str, Any]], target: Path) -> None:
    """Write the picture of what was measured on the first report's kind of device, in the format `target` asks for."""
    from matplotlib.figure import Figure

    results = merged(reports)
    figure = Figure(figsize=(10, 4), layout="constrained")
    speed, wait = figure.subplots(1, 2)
    _draw_crowd(speed, results)
    _draw_past(wait, results)
    for axes in (speed, wait):
        axes.set_ylim(0)
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    machine = reports[0]["machine"]
    figure.suptitle(f"{reports[0]['geometry']} in bfloat16 on {machine['gpu'] or machine['processor']}", fontsize=10)
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target, dpi=150)


def _draw_crowd(axes: Any, results: Sequence[Mapping[str, Any]]) -> None:
    found = {r["details"]["conversations"]: r for r in results if r["key"].startswith("growth_conversations_")}
    _line(axes, found, [r["samples"] for r in found.values()], _KEPT, "all at once, batched engine")
    for result in results:
        if result["key"] == "crowd_over_plain":
            speed = median(result["details"]["tokens_per_s"]["in_turn"])
            axes.axhline(speed, color=_PLAIN, linestyle="--", label="one after another, plain generate")
    axes.set_xscale("log", base=2)
    axes.set(title="Many conversations", xlabel="conversations", ylabel="tokens/s, all together")
    _finish(axes, found)


def _draw_past(axes: Any, results: Sequence[Mapping[str, Any]]) -> None:
    found = {r["details"]["history_tokens"]: r["details"] for r in results if r["key"].startswith("growth_history_")}
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
