"""What is counted, and what is looked up whenever somebody asks, as Prometheus reads it."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.core.scheduler import Load
from bot.core.telemetry import Answered

# Seconds. A model on a processor reads a long prompt for a minute; one on a GPU says its first word at once.
_FIRST_TOKEN = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_WAITING = (0.1, 1, 5, 15, 30, 60, 120, 300, 600)
_SETTLING = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """
    How the bot is doing at this moment: whether Discord hears it, and it Discord, in how many seconds (a heartbeat's
    way there and back, NaN before the first), and how often Discord has said 429; and whether the model is loaded.
    """

    load: Load
    model: bool
    online: bool
    latency: float
    too_many_requests: int


class Metrics:
    """Counts answers, and tells that and how the bot is doing."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        # Memory, processor time and open files, where the system tells.
        ProcessCollector(registry=registry)
        self._answers = Counter("bot_answers", "Answers that have ended.", ["outcome"], registry=registry)
        self._tokens = Counter(
            "bot_tokens", "Tokens of prompts and answers; reused ones were not read anew.", ["kind"], registry=registry
        )
        for outcome in ("done", "stopped", "failed", "lost"):
            self._answers.labels(outcome)
        for kind in ("read", "reused", "written"):
            self._tokens.labels(kind)
        self._edits = Counter("bot_edits", "Requests that showed an answer.", registry=registry)
        self._waited = Histogram(
            "bot_wait_seconds", "How long answers waited for their turn.", buckets=_WAITING, registry=registry
        )
        self._first_token = Histogram(
            "bot_first_token_seconds",
            "From an answer's turn to its first token.",
            buckets=_FIRST_TOKEN,
            registry=registry,
        )
        self._settling = Histogram(
            "bot_edit_delay_seconds",
            "From the end of an answer to its last edit.",
            buckets=_SETTLING,
            registry=registry,
        )

    def answered(self, answered: Answered) -> None:
        """Count an answer that has ended."""
        self._answers.labels(answered.outcome).inc()
        reused = answered.reused or 0
        for kind, tokens in (
            ("read", (answered.read or 0) - reused),
            ("reused", reused),
            ("written", answered.written or 0),
        ):
            self._tokens.labels(kind).inc(max(0, tokens))
        self._edits.inc(answered.edits)
        self._waited.observe(answered.waited)
        self._settling.observe(answered.settling)
        if answered.first_token is not None:
            self._first_token.observe(answered.first_token)

    def watch(self, look: Callable[[], Now]) -> None:
        """Tell from now on what `look` sees, too."""
        self._registry.register(_Looked(look))

    def exposition(self) -> bytes:
        """All of it in Prometheus' text format 0.0.4."""
        return generate_latest(self._registry)


class _Looked(Collector):
    """What is not counted but looked up."""

    def __init__(self, look: Callable[[], Now]) -> None:
        self._look = look

    def collect(self) -> Iterator[Metric]:
        now = self._look()
        yield GaugeMetricFamily("bot_writing", "Answers being written.", now.load.writing)
        yield GaugeMetricFamily("bot_slots", "Answers that can be written at once.", now.load.slots)
        yield GaugeMetricFamily("bot_waiting", "Answers that wait for their turn.", now.load.waiting)
        yield GaugeMetricFamily("bot_decode_tokens_per_second", "Of one answer, lately.", now.load.speed.decode or 0.0)
        yield GaugeMetricFamily("bot_model_loaded", "Whether the model is loaded.", now.model)
        yield GaugeMetricFamily("bot_online", "Whether Discord hears the bot.", now.online)
        if not math.isnan(now.latency):
            yield GaugeMetricFamily("bot_gateway_latency_seconds", "A heartbeat's way there and back.", now.latency)
        yield CounterMetricFamily(
            "bot_too_many_requests", "Requests that Discord answered by 429.", now.too_many_requests
        )
