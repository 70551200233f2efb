"""What `docs/monitoring` has for Prometheus and Grafana is of metrics that there are, and alerts when it shall."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.metrics.conftest import answered, now

FOLDER = Path(__file__).parents[2] / "docs" / "monitoring"
PROMTOOL = shutil.which("promtool")


@pytest.mark.parametrize("file", ["alerts.yml", "grafana.json"])
def test_every_metric_that_is_asked_for_is_told(metrics, file):
    metrics.watch(now)
    metrics.answered(answered())
    told = set(re.findall(r"^(\w+)", metrics.exposition().decode(), re.MULTILINE))
    asked = set(re.findall(r"\b(?:bot|process)_\w+", (FOLDER / file).read_text()))
    assert asked
    assert asked - told == set()


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed")
def test_each_alert_is_raised_when_it_shall_be_and_else_not():
    done = subprocess.run([PROMTOOL, "test", "rules", "alerts.test.yml"], cwd=FOLDER, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
