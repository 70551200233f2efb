"""What is served on this machine, and what `bot status` makes of it."""

import json
import socket

import aiohttp
import pytest

from bot.core.errors import StartError
from bot.metrics.reading import read
from bot.metrics.server import serving
from tests.metrics.conftest import answered, now


async def get(port, path):
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}{path}") as response:
        return response.status, response.headers["Content-Type"], await response.text()


async def test_prometheus_is_told_in_its_own_format(metrics):
    async with serving(metrics, now, port=0) as port:
        status, kind, text = await get(port, "/metrics")
    assert status == 200
    assert kind.startswith("text/plain; version=0.0.4")
    assert "# TYPE bot_answers_total counter" in text
    assert "bot_writing 1.0" in text


@pytest.mark.parametrize(
    ("how", "status", "said"),
    [
        ({}, 200, {"online": True, "model": "ready"}),
        ({"model": False}, 200, {"online": True, "model": "loading"}),
        ({"online": False}, 503, {"online": False, "model": "ready"}),
    ],
    ids=["well", "while the model loads", "offline"],
)
async def test_who_is_online_is_well_whether_or_not_the_model_is_loaded(metrics, how, status, said):
    async with serving(metrics, lambda: now(**how), port=0) as port:
        found, _, text = await get(port, "/healthz")
    assert (found, json.loads(text)) == (status, said)


async def test_only_this_machine_is_told(metrics):
    async with serving(metrics, now, port=0) as port:
        # Another address of this machine, on which nothing listens.
        with socket.socket() as elsewhere, pytest.raises(ConnectionRefusedError):
            elsewhere.connect(("127.0.0.2", port))


async def test_a_port_in_use_is_a_sentence(metrics):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(StartError, match=r"Port \d+ .* Choose another monitoring_port"):
            async with serving(metrics, now, port=taken.getsockname()[1]):
                pass


async def test_a_reading_tells_all_that_is_served_in_lines(metrics):
    metrics.answered(answered())
    async with serving(metrics, now, port=0) as port:
        reading = await read(port)
    told = dict(reading.lines())
    assert reading.is_online
    assert told["Discord"] == "online, a heartbeat takes 45 ms"
    assert told["Model"] == "loaded"
    assert told["Queue"] == "1 of 4 answers being written, 2 waiting"
    assert told["Answers"] == "1 done, 0 stopped, 0 failed, 0 lost"
    assert told["Tokens"] == "10 read, 20 reused, 5 written"
    assert told["Speed"] == "5.0 tokens a second for one answer, lately"
    assert told["Waiting"] == "after 2.00 s on average"
    assert told["First token"] == "after 0.30 s on average"
    assert told["Last edit"] == "after 0.20 s on average"
    assert told["429s"] == "6"


async def test_a_reading_before_the_first_answer_has_no_averages(metrics):
    async with serving(metrics, lambda: now(model=False, online=False), port=0) as port:
        reading = await read(port)
    told = dict(reading.lines())
    assert not reading.is_online
    assert (told["Discord"], told["Model"]) == ("offline, a heartbeat takes 45 ms", "loading")
    assert not {"Waiting", "First token", "Last edit"} & set(told)


async def test_where_no_bot_runs_the_reading_is_a_sentence():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(StartError, match="No bot tells how it is doing"):
        await read(port)
