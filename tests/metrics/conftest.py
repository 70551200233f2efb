"""How a bot is doing, and an answer that it gave, as tests want them."""

import pytest

from bot.core.scheduler import Load
from bot.core.speed import Speed
from bot.core.telemetry import Answered
from bot.metrics.metrics import Metrics, Now

WHOLE = {"waited": 2.0, "first_token": 0.3, "read": 30, "reused": 20, "written": 5, "edits": 3, "settling": 0.2}


def answered(outcome="done", **more):
    return Answered(**{"answer": 1, "channel": 2, "user": 3, "server": 4, "outcome": outcome} | WHOLE | more)


def now(**more):
    load = Load(writing=1, slots=4, waiting=2, speed=Speed(answers=1, read=10, reading=1, written=11, writing=2))
    well = {"load": load, "model": True, "online": True, "latency": 0.045, "too_many_requests": 6}
    return Now(**well | more)


@pytest.fixture
def metrics():
    return Metrics()
