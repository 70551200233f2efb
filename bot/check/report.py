"""Shows findings: as lines for a person, or as JSON for a program."""

import json
from collections.abc import Sequence

from rich.console import Console

from bot.check.finding import Finding

# What comes below a finding stands under its words.
_INDENT = " " * 5


def show(finding: Finding, out: Console) -> None:
    """One line, green or red, and the remedy below a red one. Also without colours it can be told which it is."""
    out.print("[green]ok  [/green] " if finding.is_well else "[bold red]FAIL[/bold red] ", end="")
    _print(out, f"{finding.check}: {finding.said}")
    if finding.remedy is not None:
        _print(out, f"{_INDENT}-> {finding.remedy}")


def as_json(findings: Sequence[Finding]) -> str:
    """All findings as one JSON object; `ok` says whether all is well."""
    told = [
        {"check": each.check, "ok": each.is_well, "said": each.said, "remedy": each.remedy, "figures": each.figures}
        for each in findings
    ]
    return json.dumps({"ok": all(each.is_well for each in findings), "findings": told}, indent=2, ensure_ascii=False)


def _print(out: Console, text: str) -> None:
    out.print(text, markup=False, highlight=False, soft_wrap=True)
