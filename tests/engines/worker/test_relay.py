import asyncio
import threading
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import aclosing

import pytest

from bot.engines.worker.relay import Wire, relay


@pytest.fixture
def thread():
    with ThreadPoolExecutor(max_workers=1) as executor:
        yield executor


async def left(thread):
    """Whatever was submitted before has left the thread when this returns."""
    await asyncio.wrap_future(thread.submit(lambda: None))


async def test_what_is_sent_arrives_in_order_and_an_empty_text_is_a_text(thread):
    def produce(wire):
        for text in ("a", "", "b", None):
            wire.send(text)

    assert [text async for text in relay(produce, thread)] == ["a", "", "b", None]


async def test_a_job_that_sends_nothing_ends_the_relay(thread):
    assert [text async for text in relay(lambda wire: None, thread)] == []


async def test_an_exception_follows_what_was_sent(thread):
    def produce(wire):
        wire.send("a")
        raise ValueError("boom")

    texts = relay(produce, thread)
    assert await anext(texts) == "a"
    with pytest.raises(ValueError, match="boom"):
        await anext(texts)


async def test_closing_returns_at_once_and_the_worker_learns_of_it(thread):
    may_look, seen = threading.Event(), []

    def produce(wire):
        seen.append(wire.is_cut)
        wire.send("a")
        may_look.wait()
        seen.append(wire.is_cut)
        wire.send("nobody reads this")

    texts = relay(produce, thread)
    assert await anext(texts) == "a"
    await texts.aclose()
    assert seen == [False]
    may_look.set()
    await left(thread)
    assert seen == [False, True]


async def test_cancelling_the_reader_cuts_the_wire(thread):
    wires, may_leave = [], threading.Event()

    def produce(wire):
        wires.append(wire)
        wire.send("a")
        may_leave.wait()

    reading = asyncio.Event()

    async def read():
        async with aclosing(relay(produce, thread)) as texts:
            async for _ in texts:
                reading.set()

    task = asyncio.create_task(read())
    await reading.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert wires[0].is_cut
    may_leave.set()


async def test_a_job_still_in_line_never_runs(thread):
    release, ran = threading.Event(), threading.Event()
    thread.submit(release.wait)
    texts = relay(lambda wire: ran.set(), thread)
    task = asyncio.create_task(anext(texts))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    release.set()
    await left(thread)
    assert not ran.is_set()


async def test_a_job_dropped_by_its_executor_does_not_leave_the_reader_waiting(thread):
    release = threading.Event()
    thread.submit(release.wait)
    task = asyncio.create_task(anext(relay(lambda wire: None, thread)))
    await asyncio.sleep(0)
    thread.shutdown(wait=False, cancel_futures=True)
    with pytest.raises(CancelledError):
        await task
    release.set()


async def test_the_next_job_starts_when_the_closed_one_has_left(thread):
    order = []
    may_leave = threading.Event()

    def first(wire):
        wire.send("a")
        may_leave.wait()
        order.append("first left")

    def second(wire):
        order.append("second began")

    texts = relay(first, thread)
    await anext(texts)
    await texts.aclose()
    following = asyncio.create_task(anext(relay(second, thread), None))
    await asyncio.sleep(0)
    may_leave.set()
    await following
    assert order == ["first left", "second began"]


def test_a_loop_closed_under_the_worker_does_not_raise_in_the_thread(thread):
    loop_closed, made = threading.Event(), []

    def produce(wire):
        wire.send("a")
        loop_closed.wait()
        wire.send("b")
        made.append(wire)

    loop = asyncio.new_event_loop()
    texts = relay(produce, thread)
    assert loop.run_until_complete(anext(texts)) == "a"
    loop.close()
    loop_closed.set()
    thread.submit(lambda: None).result()
    assert made
    assert made[0].is_cut


async def test_the_loop_stays_free_while_the_worker_works(thread):
    loop_ran = threading.Event()

    def produce(wire):
        # Returns only if the loop runs while the worker is here.
        assert loop_ran.wait(5)
        wire.send("done")

    asyncio.get_running_loop().call_later(0.01, loop_ran.set)
    assert [text async for text in relay(produce, thread)] == ["done"]


async def test_a_wire_takes_from_any_thread_at_any_time():
    wire = Wire()
    sender = threading.Thread(target=lambda: [*map(wire.send, range(1000)), wire.end()])
    sender.start()
    assert [n async for n in wire] == list(range(1000))
    await asyncio.to_thread(sender.join)
    wire.cut()
    wire.send("late")
    wire.end()
