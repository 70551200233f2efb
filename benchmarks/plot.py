"""Draws what more conversations and longer histories cost."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any


def draw(report: Mapping[str, Any], target: Path) -> None:
    """Write the picture of one run's results to `target`, in the format its name asks for."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 4), layout="constrained")
    speed, wait = figure.subplots(1, 2)
    crowd = [r for r in report["results"] if r["key"].startswith("growth_conversations_")]
    speed.plot([r["details"]["conversations"] for r in crowd], [r["median"] for r in crowd], marker="o")
    speed.set(xlabel="conversations at once", ylabel="tokens/s, all together", xscale="log", ylim=(0, None))
    speed.set_xscale("log", base=2)
    past = [r for r in report["results"] if r["key"].startswith("growth_history_")]
    lengths = [r["details"]["history_tokens"] for r in past]
    for name, key in (("all read anew", "seconds_recomputed"), ("kept from the turn before", "seconds_reused")):
        wait.plot(lengths, [min(r["details"][key]) for r in past], marker="o", label=name)
    wait.set(xlabel="tokens of history", ylabel="seconds to the first token", xscale="log", yscale="log")
    wait.set_xticks(lengths, [f"{length:,}" for length in lengths])
    wait.legend()
    for axes in (speed, wait):
        axes.grid(alpha=0.3)
    figure.suptitle(f"{report['geometry']}, {report['machine']['gpu'] or report['machine']['processor']}")
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target)
