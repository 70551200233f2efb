"""Judges a short answer: whether there is one, and how fast it came."""

from bot.check.finding import Finding


def failed(engine: str, reason: str) -> Finding:
    """The engine could not answer; `reason` is what its error says."""
    said = f"The engine “{engine}” could not answer: {reason}."
    return Finding("answer", said, "Set log_level to DEBUG and try `bot chat`; another engine or model may do better.")


def written(text: str, *, engine: str, tokens: int, loading: float, reading: float, writing: float) -> Finding:
    """A short answer of `tokens` tokens; how long loading, reading and writing took, in seconds."""
    figures: dict[str, object] = {"engine": engine, "tokens": tokens, "loading": loading, "first_token": reading}
    if not text.strip():
        return Finding(
            "answer", f"The engine “{engine}” wrote nothing.", "Get the model again, or set another.", figures
        )
    # What comes first is part of reading.
    speed = (tokens - 1) / writing if tokens > 1 and writing > 0 else None
    figures["tokens_per_second"] = speed
    pace = "" if speed is None else f", then {speed:,.1f} tokens/s"
    said = (
        f"“{' '.join(text.split())}” by the engine “{engine}”: loaded in {loading:.1f} s, first token after "
        f"{reading:.2f} s{pace}."
    )
    return Finding("answer", said, figures=figures)
