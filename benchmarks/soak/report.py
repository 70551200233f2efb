"""What a soak found, as JSON and as a table, and whether it is as it has to be."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from statistics import median
from typing import Any

from benchmarks import machine
from benchmarks.figures import percentile
from benchmarks.soak.run import Soaked

_MIB = 2**20
_NONE = (
    "lost",
    "doubled",
    "crossed",
    "overheard",
    "cursors",
    "mixed_prompts",
    "refusals_caused",
    "unauthorized",
    "errors",
)
"""What there must be none of."""
MOST_GROWTH = 0.05
"""By how much the memory of the process may grow over the last half, as a share."""
# Of which a second half can be told at all.
_LEAST_SECONDS = 120.0


def report(soaked: Soaked) -> dict[str, Any]:
    """All figures."""
    plan, verdict, questions = soaked.plan, soaked.verdict, soaked.questions
    asked = [each for each in questions.all.values() if each.fate != "not for the bot"]
    seconds = soaked.ended - soaked.began
    statuses = soaked.watching.statuses
    log = soaked.process.log.read_text()
    return {
        "machine": machine.describe() | {"load": machine.load()},
        "plan": asdict(plan),
        "acts": dict(sorted(soaked.crowd.acts.items())),
        "questions": len(asked),
        "answered_whole": len(verdict.whole),
        "answers_per_s": round(len(verdict.whole) / seconds, 2),
        "told_in_a_sentence": len(verdict.told),
        "ended_by_people": sum(each.fate in ("loose", "withdrawn") for each in asked),
        "lost": len(verdict.lost),
        "doubled": len(verdict.doubled),
        "crossed": len(verdict.crossed),
        "mixed_prompts": questions.mixed,
        "overheard": len(verdict.overheard),
        "cursors": len(verdict.cursors),
        "left_of_what_was_withdrawn": len(verdict.left),
        "prompts_without_a_question": questions.unasked,
        "first_text_s": _spread([each.seen - each.asked for each in asked if each.seen]),
        "last_edit_s": _spread([each.whole - each.written for each in asked if each.whole and each.written]),
        "requests": sum(statuses.values()),
        "statuses": {str(status): count for status, count in sorted(statuses.items())},
        "refused": dict(soaked.watching.refused.most_common()),
        "refusals_caused": statuses[429] - soaked.trouble.refusals,
        "unauthorized": statuses[401] + statuses[403],
        "faults": sum(soaked.trouble.counts.values()),
        "requests_struck": soaked.trouble.struck,
        "kinds_of_faults": dict(sorted(soaked.trouble.counts.items())),
        "errors": len(re.findall(r" (?:ERROR|CRITICAL) ", log)),
        "warnings": len(re.findall(r" WARNING ", log)),
        "exit_status": soaked.status,
        "sandbox_late_ms": _spread(soaked.late),
        "settled_after_s": round(soaked.settled - soaked.ended, 1),
        "process": _process(soaked),
    }


def failures(found: Mapping[str, Any]) -> list[str]:
    """What is not as it has to be, in words."""
    wrong = [f"{name}: {found[name]}" for name in _NONE if found[name]]
    if found["exit_status"]:
        wrong.append(f"exit_status: {found['exit_status']}")
    growth = found["process"]["growth_over_last_half"]
    if found["plan"]["seconds"] >= _LEAST_SECONDS and growth > MOST_GROWTH:
        wrong.append(f"growth_over_last_half: {growth}")
    return wrong


def _process(soaked: Soaked) -> dict[str, Any]:
    """How the last of the bot's processes was, which lived through all of the second half."""
    samples = [each for each in soaked.process.samples if each.process == soaked.process.samples[-1].process]
    half = soaked.began + soaked.plan.seconds / 2
    late = [each for each in samples if half <= each.at <= soaked.ended]
    notes = soaked.process.notes()
    since = [each for each in notes if each["at"] >= samples[0].at]
    tenth = max(1, len(late) // 10)
    begin, end = (median(each.memory for each in part) for part in (late[:tenth], late[-tenth:]))
    return {
        "memory_mib_at_start": round(samples[min(10, len(samples) - 1)].memory / _MIB, 1),
        "memory_mib_at_half": round(begin / _MIB, 1),
        "memory_mib_at_end": round(end / _MIB, 1),
        "growth_over_last_half": round(end / begin - 1, 4),
        "files_at_half": late[0].files,
        "files_at_end": samples[-1].files,
        "most_files": max(each.files for each in samples),
        "tasks_at_start": since[0]["tasks"] if since else None,
        "tasks_at_end": since[-1]["tasks"] if since else None,
        "most_tasks": max((each["tasks"] for each in since), default=None),
        "loop_late_ms_p99": _spread([each["late_ms"] for each in notes]),
        "processor_share": round((late[-1].processor - late[0].processor) / (late[-1].at - late[0].at), 3),
    }


def _spread(values: Sequence[float]) -> dict[str, float]:
    if not values:
        return {}
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    return {name: round(percentile(values, share), 3) for name, share in shares.items()} | {
        "most": round(max(values), 3)
    }
