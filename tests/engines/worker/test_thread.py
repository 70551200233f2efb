import asyncio
import subprocess
import sys
import threading

import pytest

from bot.core.errors import EngineError
from bot.engines.worker.relay import relay
from bot.engines.worker.thread import Worker


@pytest.fixture
def worker():
    worker = Worker("worker")
    yield worker
    worker.shutdown()


async def test_jobs_are_done_in_their_order_and_what_they_raise_is_theirs(worker):
    done = []
    jobs = [worker.submit(done.append, number) for number in range(3)]
    jobs.append(worker.submit(lambda: 1 / 0))
    jobs.append(worker.submit(lambda: threading.current_thread().name))
    ended = await asyncio.gather(*map(asyncio.wrap_future, jobs), return_exceptions=True)
    assert done == [0, 1, 2]
    assert isinstance(ended[3], ZeroDivisionError)
    assert ended[4] == "worker"


async def test_a_job_cancelled_in_line_is_never_begun(worker):
    release, done = threading.Event(), []
    worker.submit(release.wait)
    job = worker.submit(done.append, 1)
    assert job.cancel()
    release.set()
    await asyncio.wrap_future(worker.submit(lambda: None))
    assert done == []


async def test_one_that_was_shut_down_takes_nothing_more_and_ends_once_all_is_done():
    worker, done = Worker("worker"), []
    worker.submit(done.append, 1)
    worker.shutdown(wait=False)
    with pytest.raises(RuntimeError, match="no more jobs"):
        worker.submit(done.append, 2)
    assert await worker.ended(within=60)
    assert done == [1]
    assert not worker.is_alive


async def test_what_waits_behind_a_job_that_hangs_can_be_cancelled_and_nobody_waits_for_the_thread():
    worker, begun, release = Worker("worker"), threading.Event(), threading.Event()
    worker.submit(lambda: (begun.set(), release.wait()))
    await asyncio.to_thread(begun.wait)
    waiting = worker.submit(lambda: None)
    worker.shutdown(wait=False, cancel_futures=True)
    assert waiting.cancelled()
    assert not await worker.ended(within=0.01)
    release.set()
    assert await worker.ended(within=60)


@pytest.mark.parametrize("end", [SystemExit(3), KeyboardInterrupt()], ids=repr)
async def test_what_would_end_the_process_ends_one_answer(worker, end):
    def produce(wire):
        wire.send("a")
        raise end

    texts = relay(produce, worker)
    assert await anext(texts) == "a"
    with pytest.raises(EngineError, match=type(end).__name__):
        await anext(texts)
    assert [text async for text in relay(lambda wire: wire.send("b"), worker)] == ["b"]


def test_a_process_ends_whatever_a_thread_does():
    hang = "import threading; from bot.engines.worker.thread import Worker; Worker('w').submit(threading.Event().wait)"
    assert subprocess.run([sys.executable, "-c", hang], timeout=60, check=False).returncode == 0
