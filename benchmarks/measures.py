"""What each row of the table means, and what is to be reached."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What a result means; `least` and `most` are what is to be reached. `measure` may name what a report says."""

    key: str
    measure: str
    least: float | None = None
    most: float | None = None
    unit: str = ""
    on: str | None = None
    """"cpu" or "gpu", for a row that is about that only."""
    kind: str | None = None
    """The only kind of processor on which something is to be reached."""

    @property
    def bound(self) -> str:
        """What is to be reached, in words."""
        where = f" with {self.kind.upper()}" if self.kind else ""
        if self.least is not None:
            return f">= {self.least:g}{self.unit}{where}"
        return "reported" if self.most is None else f"<= {self.most:g}{self.unit}{where}"

    def is_met(self, value: float, kind: str) -> bool | None:
        """Whether `value` is good enough on that kind of processor; `None` where nothing is to be reached."""
        if self.kind not in (None, kind):
            return None
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
    Row("memory_over_weights", "main memory a process takes for a model / size of its weights", most=1.05, kind="avx2"),
    Row("start_to_answer_s", "from the start of `bot demo` to the end of its first answer", most=10, unit=" s"),
    Row("record_share", "part of an answer's time in which the record is at work, at most", most=0.01),
    Row("recent_over_short", "recalling a channel's past: after 10,000 exchanges / after 10", most=1.25),
    Row("exchange_over_short", "… all that the record does for one more exchange", most=1.25),
    Row("equal_tokens", "share of tokens as in float32, in the bot's 16 bits (SmolLM2, greedy)"),
    Row("equal_over_plain", "… / that of plain transformers in bfloat16", least=1),
    Row("bot_over_llamacpp_f16", "decode tokens/s on the CPU / llama.cpp f16", least=0.6, on="cpu"),
    Row("setting_over_llamacpp_f16", "… with `BOT_ENGINE=gguf` and a file in q8_0", least=1, on="cpu"),
    Row("plain_over_llamacpp_f16", "… plain `model.generate` / llama.cpp f16", on="cpu"),
    Row("bot_over_llamacpp_q8_0", "decode tokens/s on the CPU / llama.cpp q8_0", on="cpu"),
    Row(
        "first_token_500_over_llamacpp",
        "speed of reading 500 tokens anew, to the first token / llama.cpp f16",
        least=0.8,
        on="cpu",
        kind="avx2",
    ),
    Row("first_token_2000_over_llamacpp", "… 2,000 tokens", least=0.8, on="cpu", kind="avx2"),
    Row("crowd_over_llamacpp", "tokens/s of {at_once} at once / llama.cpp f16 with as many slots", on="cpu"),
    Row("bandwidth_share", "share of the memory-bandwidth limit in decode, on the CPU", on="cpu"),
    Row("bandwidth_share_plain", "… plain `model.generate`", on="cpu"),
    Row("bandwidth_share", "on a GPU: decode for one conversation / the memory-bandwidth limit", least=0.6, on="gpu"),
    Row("crowd_over_one", "on a GPU: tokens/s of 32 conversations at once / of one", least=16, on="gpu"),
)
