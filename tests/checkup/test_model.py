"""What is told of a model before it is loaded, as the settings want to run it."""

import pytest

from bot.checkup.model import model, where
from bot.demo import MODEL_PATH
from bot.settings import Settings
from tests.engines.gguf.files import SMOLLM2

# What config.json of the demo model says: numbers in 16 bits, and 4,096 tokens.
DEMO = {"model": "demo", "max_new_tokens": 100}


async def figures(**chosen):
    found = {each.check: each for each in await model(Settings(**DEMO | chosen))}
    assert found["memory"].is_well, found["memory"]
    return found["memory"].figures


async def test_each_engine_holds_as_many_conversations_as_it_can():
    assert (await figures(engine="generate"))["at_once"] == 1
    assert (await figures(engine="batched"))["at_once"] == (await figures(engine="auto"))["at_once"] == 32
    assert (await figures(engine="gguf", model=str(SMOLLM2)))["at_once"] == 4


async def test_what_only_one_answer_at_a_time_can_do_holds_one():
    assert (await figures(quantization="int8"))["at_once"] == 1
    assert (await figures(draft_model=str(MODEL_PATH)))["at_once"] == 1


async def test_settings_bound_the_conversation_and_what_is_kept_of_all():
    assert (await figures())["context"] == 4096
    wanted = await figures(context_tokens=1000)
    assert wanted["context"] == 1000
    gib = 3.5 * 1000 * wanted["bytes_per_token"] / 2**30
    assert (await figures(context_tokens=1000, kv_cache_gib=gib))["at_once"] == 3


async def test_a_draft_takes_memory_too_and_less_precise_numbers_take_less():
    alone, doubled = await figures(), await figures(draft_model=str(MODEL_PATH))
    assert doubled["weights"] == 2 * alone["weights"]
    assert doubled["bytes_per_token"] == 2 * alone["bytes_per_token"]
    assert (await figures(dtype="float32"))["weights"] == 2 * alone["weights"]
    smaller = await figures(quantization="int4")
    assert smaller["weights"] < alone["weights"]
    assert smaller["precision"] == "int4"


@pytest.mark.parametrize(("missing", "is_well"), [(1, True), (2**60, False)])
def test_what_is_to_be_downloaded_has_to_fit_on_the_disk(missing, is_well):
    here, download = where("someone/x", None, 2**60, missing, "http://hub")
    assert here.is_well
    assert "http://hub" in here.said
    assert download.is_well == is_well
    assert download.figures["needed"] == missing
