"""The packed weights inside the engines: with a cache of one conversation, and with that of a batch."""

import asyncio
import dataclasses

import pytest
from transformers import AutoModelForCausalLM

from bot.core.chat import Options, Turn
from bot.engines.batched import BatchedEngine
from bot.engines.checkpoint import loading
from bot.engines.cpu.decoder_layer import PackedDecoderLayer
from bot.engines.generate import GenerateEngine

from ..conftest import DEMO, make_checkpoint, make_tokenizer

GREEDY = Options(temperature=0, max_new_tokens=40)
# What the demo model answers without hesitation, so that no rounding makes it another answer.
QUESTIONS = ["give me three tips for learning a language", "what is 3 + 4?", "tell me a joke", "are you chatgpt?"]


async def say(engine, question, channel):
    prompt = [Turn("system", "You are a helpful assistant."), Turn("user", question)]
    return "".join([piece.text async for piece in engine.stream(prompt, GREEDY, channel=channel)])


@pytest.fixture(scope="module")
def checkpoint():
    """The demo model as it is loaded."""
    found = loading.load(str(DEMO))
    assert all(isinstance(layer, PackedDecoderLayer) for layer in found.model.model.layers)
    return found


@pytest.fixture(scope="module")
def expected(checkpoint):
    """What the library's own layers answer to the questions."""
    model = AutoModelForCausalLM.from_pretrained(DEMO, dtype="auto").eval()
    model.generation_config = checkpoint.model.generation_config

    async def ask():
        engine = await GenerateEngine.of(dataclasses.replace(checkpoint, model=model))
        try:
            return [await say(engine, question, 0) for question in QUESTIONS]
        finally:
            await engine.close()

    return asyncio.run(ask())


@pytest.mark.parametrize("kind", [GenerateEngine, BatchedEngine])
@pytest.mark.parametrize("times", [1, 2, 8])
async def test_an_answer_is_the_one_of_the_librarys_layers(checkpoint, expected, kind, times):
    engine = await kind.of(checkpoint, kv_cache_bytes=2**27)
    try:
        for _ in range(2):
            asked = [QUESTIONS[n % len(QUESTIONS)] for n in range(times)]
            said = await asyncio.gather(*(say(engine, question, n) for n, question in enumerate(asked)))
            assert said == [expected[QUESTIONS.index(question)] for question in asked]
    finally:
        await engine.close()


def test_a_draft_of_another_length_is_packed_whole(tiny, tmp_path):
    draft = make_checkpoint(tmp_path, num_hidden_layers=1, vocab_size=len(make_tokenizer()) + 7)
    found = loading.load(str(tiny), dtype="bfloat16", draft=str(draft))
    for model in (found.model, found.draft):
        assert all(isinstance(layer, PackedDecoderLayer) for layer in model.model.layers)


def test_the_parameters_that_are_packed_are_counted_too(caplog):
    caplog.set_level("INFO")
    loading.load(str(DEMO))
    assert "6 million parameters" in caplog.text
