"""The rows of the table in their order, and the table as Markdown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Row:
    """What a result means; `least` and `most` are what is to be reached."""

    key: str
    measure: str
    least: float | None = None
    most: float | None = None
    unit: str = ""
    on: str | None = None
    """"cpu" or "gpu", for a row that says something of that only."""

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
        "reuse_over_recomputed", "time to first token, turn 2 after a 2,000-token history: reuse / recomputed", most=0.1
    ),
    Row("crowd_over_plain", "tokens/s, 8 conversations at once / one after another with plain `generate`", least=4),
    Row("batched_over_generate", "tokens/s for one conversation, `batched` / `generate`", least=0.95),
    Row("loop_lag_ms", "event loop lag while generating, 99th percentile", most=20, unit=" ms"),
    Row("stop_steps", "from a stop to the model at rest", most=2, unit=" decode steps"),
    Row("bot_over_serve", "`transformers serve`: tokens/s of one conversation, bot / server", least=1),
    Row("serve_over_bot_wait", "… time to first token, turn 2 after a 2,000-token history, server / bot", least=1),
    Row("crowd_over_serve", "… tokens/s of 8 at once, bot / server with continuous batching", least=1),
    Row("bot_over_llamacpp_f16", "decode tokens/s on the CPU / llama.cpp f16", least=0.6, on="cpu"),
    Row("int8_over_llamacpp_f16", "… with a documented setting", least=1, on="cpu"),
    Row("bot_over_llamacpp_q8_0", "decode tokens/s on the CPU / llama.cpp q8_0", on="cpu"),
    Row("plain_over_llamacpp_f16", "… plain `model.generate` / llama.cpp f16", on="cpu"),
    Row("bandwidth_share", "share of the memory-bandwidth limit in decode", on="cpu"),
    Row("bandwidth_share_plain", "… plain `model.generate`"),
    Row("bandwidth_share", "on a GPU: decode for one conversation / the memory-bandwidth limit", least=0.6, on="gpu"),
    Row("crowd_over_one", "on a GPU: tokens/s of 32 conversations at once / of one", least=16, on="gpu"),
)


def markdown(report: Mapping[str, Any]) -> str:
    """The table of one run's results."""
    results = {result["key"]: result for result in report["results"]}
    place = "gpu" if report["machine"]["gpu"] else "cpu"
    lines = ["| measure | to reach | measured (lowest to highest) |", "|---|---|---|"]
    for row in ROWS:
        result = results.get(row.key) if row.on in (None, place) else None
        lines.append(f"| {row.measure} | {row.bound} | {_cell(row, result)} |")
    return "\n".join(lines)


def growth(report: Mapping[str, Any]) -> str:
    """What a larger number of conversations and longer histories cost, as a second table."""
    lines = ["| work | tokens/s | first token, all read | first token, next turn |", "|---|---|---|---|"]
    for result in report["results"]:
        details = result["details"]
        if result["key"].startswith("growth_conversations_"):
            lines.append(f"| {details['conversations']} at once | {result['median']:.1f} | | |")
        if result["key"].startswith("growth_history_"):
            all_read, reused = min(details["seconds_recomputed"]), min(details["seconds_reused"])
            name = f"{details['history_tokens']:,} tokens of history"
            lines.append(f"| {name} | {result['median']:.1f} | {all_read:.2f} s | {reused:.2f} s |")
    return "\n".join(lines)


def _cell(row: Row, result: Mapping[str, Any] | None) -> str:
    if result is None:
        return NOT_MEASURED
    said = f"{_plain(result['median'])}{row.unit} ({_plain(result['low'])} to {_plain(result['high'])})"
    return {True: f"**{said}**", False: f"{said}, not reached", None: said}[row.is_met(result["median"])]


def _plain(value: float) -> str:
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"
