"""The layers for few rows inside the engines: with a cache of one conversation, and with that of a batch."""

import asyncio

import pytest

from bot.core.chat import Options, Turn
from bot.engines import loading
from bot.engines.batched import BatchedEngine
from bot.engines.fewrows.layer import FewRowsLayer
from bot.engines.fewrows.product import FEW, has_kernels
from bot.engines.generate import GenerateEngine

from ..conftest import DEMO

pytestmark = pytest.mark.skipif(not has_kernels(), reason="FBGEMM is for x86 processors with AVX2")

GREEDY = Options(temperature=0, max_new_tokens=40)
# What the demo model answers without hesitation, so that no rounding makes it another answer.
QUESTIONS = ["hi", "what is 3 + 4?", "tell me a joke", "are you chatgpt?"]


async def say(engine, question, channel):
    prompt = [Turn("system", "You are a helpful assistant."), Turn("user", question)]
    return "".join([piece.text async for piece in engine.stream(prompt, GREEDY, channel=channel, user=channel)])


def checkpoint(*, as_ever=False):
    found = loading.load(str(DEMO))
    assert all(isinstance(layer, FewRowsLayer) for layer in found.model.model.layers)
    for layer in found.model.model.layers if as_ever else ():
        layer._most = 0
    return found


@pytest.mark.parametrize("kind", [GenerateEngine, BatchedEngine])
@pytest.mark.parametrize("times", [1, 2, FEW])
async def test_an_answer_is_the_one_of_the_librarys_layers(kind, times):
    plain = await GenerateEngine.of(checkpoint(as_ever=True))
    engine = await kind.of(checkpoint(), kv_cache_bytes=2**27)
    try:
        expected = [await say(plain, question, 0) for question in QUESTIONS]
        for _ in range(2):
            asked = [QUESTIONS[n % len(QUESTIONS)] for n in range(times)]
            said = await asyncio.gather(*(say(engine, question, n) for n, question in enumerate(asked)))
            assert said == [expected[QUESTIONS.index(question)] for question in asked]
    finally:
        await engine.close()
        await plain.close()
