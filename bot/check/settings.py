"""Judges the settings: each mistake is one finding, as nothing else can be looked at before they are mended."""

from collections.abc import Sequence

from bot.check.finding import Finding


def well() -> Finding:
    """They are as they have to be."""
    return Finding("settings", "Every setting has a value that is accepted.")


def mistakes(told: Sequence[str]) -> list[Finding]:
    """Each mistake by itself: what it says ends with what is accepted."""
    return [Finding("settings", each, "Mend it and check again: nothing else was looked at.") for each in told]
