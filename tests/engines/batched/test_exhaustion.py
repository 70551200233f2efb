"""Where memory runs out, what was taken is given back, and an answer not yet begun is tried once more."""

import logging
import weakref

import pytest
import torch

from bot.core import notices
from bot.core.errors import EngineExhausted

from ..steps import Steps
from .engines import LONG, PROMPTS, all_at_once, collect, say


class Hog:
    """Takes memory in a step until there is none left, and knows whether it was given back."""

    def __init__(self):
        self.held = []

    @property
    def has_given_back(self):
        return all(each() is None for each in self.held)

    def __call__(self):
        assert self.has_given_back
        some = torch.zeros(1000)
        self.held.append(weakref.ref(some))
        raise torch.OutOfMemoryError("Not this much memory.")


@pytest.fixture
def unseen(caplog):
    """Keep pytest from keeping the library's errors, and with them what their frames hold."""
    caplog.set_level(logging.CRITICAL, logger="ContinuousBatchingLogger")


@pytest.mark.usefixtures("unseen")
async def test_an_answer_not_yet_begun_when_memory_runs_out_is_tried_once_more(tiny_engine):
    engine, model = tiny_engine
    alone = await all_at_once(engine)
    hog = Hog()
    steps = Steps(model, at=[1], do=hog)
    assert await all_at_once(engine) == alone
    assert len(hog.held) == 1
    assert hog.has_given_back
    assert max(steps.requests) == 8


@pytest.mark.usefixtures("unseen")
async def test_an_answer_for_which_memory_runs_out_twice_fails_and_the_next_one_works(tiny_engine):
    engine, model = tiny_engine
    alone = await say(engine)
    hog = Hog()
    Steps(model, at=[1, 2], do=hog)
    with pytest.raises(EngineExhausted, match="Not this much") as caught:
        await collect(engine)
    assert caught.value.notice == notices.EXHAUSTED
    assert len(hog.held) == 2
    assert hog.has_given_back
    assert await say(engine) == alone


@pytest.mark.usefixtures("unseen")
async def test_an_answer_that_has_begun_when_memory_runs_out_is_not_begun_again(tiny_engine):
    engine, model = tiny_engine
    alone = await say(engine)
    hog = Hog()
    steps = Steps(model, at=[20], do=hog)
    said = []

    async def listen():
        async for piece in engine.stream(PROMPTS[0], LONG):
            said.append(piece.text)

    with pytest.raises(EngineExhausted):
        await listen()
    assert "".join(said)
    assert alone.startswith("".join(said))
    assert len(steps.tokens) == 20
    assert hog.has_given_back
    assert await say(engine) == alone


async def test_running_out_of_memory_is_known_by_what_a_processor_says_of_it(tiny_engine):
    engine, model = tiny_engine
    Steps(model, at=[1, 2], do=lambda: torch.zeros(2**60))
    with pytest.raises(EngineExhausted):
        await say(engine)
    assert await say(engine)
