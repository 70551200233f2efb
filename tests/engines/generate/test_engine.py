"""What only the engine over `model.generate` promises. Its models are real; hooks of torch make them slow or fail."""

import asyncio
import json
import shutil
import subprocess
import sys
import threading
import time
import weakref
from itertools import pairwise

import pytest
import torch
from transformers import AutoTokenizer

from bot.core import notices
from bot.core.chat import Options, Turn
from bot.core.errors import EngineError, EngineExhausted, StartError
from bot.engines.checkpoint.loading import load
from bot.engines.generate import GenerateEngine

from ..conftest import DEMO
from ..standin import stand_in_hub
from ..steps import Pause, Steps
from ..threads import ended

PROMPT = [Turn("user", "Hello, how are you?")]
LONG = Options(temperature=0, max_new_tokens=60)


@pytest.fixture
async def tiny_engine(tiny):
    """An engine, and its model to put hooks on."""
    checkpoint = load(str(tiny))
    # Never ends by itself.
    checkpoint.model.generation_config.eos_token_id = None
    engine = await GenerateEngine.of(checkpoint)
    yield engine, checkpoint.model
    await engine.close()


async def collect(engine, options=LONG, prompt=PROMPT):
    return [piece async for piece in engine.stream(prompt, options)]


async def say(engine, options=LONG, prompt=PROMPT):
    return "".join([piece.text for piece in await collect(engine, options, prompt)])


async def test_closing_stops_the_model_at_its_next_token(tiny_engine):
    engine, model = tiny_engine
    pause = Pause()
    steps = Steps(model, at=[20], do=pause)
    pieces = engine.stream(PROMPT, LONG)
    await anext(pieces)
    await asyncio.to_thread(pause.reached.wait)
    await pieces.aclose()
    pause.over.set()
    await engine.rest()
    assert len(steps.tokens) == 20


async def test_stopping_while_the_prompt_is_read_takes_effect_when_it_has_been_read(tiny_engine):
    engine, model = tiny_engine
    pause = Pause()
    steps = Steps(model, at=[1], do=pause)
    reading = asyncio.create_task(collect(engine))
    await asyncio.to_thread(pause.reached.wait)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    pause.over.set()
    await engine.rest()
    assert len(steps.tokens) == 1


async def test_an_answer_cancelled_in_line_is_never_begun(tiny_engine):
    engine, model = tiny_engine
    pause = Pause()
    steps = Steps(model, at=[1], do=pause)
    first = asyncio.create_task(collect(engine, Options(temperature=0, max_new_tokens=1)))
    await asyncio.to_thread(pause.reached.wait)
    second = asyncio.create_task(collect(engine))
    await asyncio.sleep(0)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    pause.over.set()
    await first
    await engine.rest()
    assert len(steps.tokens) == 1


async def test_the_loop_is_free_and_counting_goes_on_while_the_model_computes(tiny_engine):
    engine, model = tiny_engine
    pause = Pause()
    Steps(model, at=[1], do=pause)
    reading = asyncio.create_task(collect(engine))
    await asyncio.to_thread(pause.reached.wait)
    assert await engine.count(PROMPT) > 0
    pause.over.set()
    await reading


async def test_a_failing_model_is_reported_after_what_it_said_and_the_next_answer_works(tiny_engine):
    engine, model = tiny_engine
    alone = await say(engine)

    def fail():
        raise RuntimeError("a kernel failed")

    Steps(model, at=[20], do=fail)
    said: list[str] = []

    async def listen():
        async for piece in engine.stream(PROMPT, LONG):
            said.append(piece.text)

    with pytest.raises(EngineError, match="a kernel failed") as caught:
        await listen()
    assert isinstance(caught.value.__cause__, RuntimeError)
    assert len("".join(said)) > 10
    assert alone.startswith("".join(said))
    assert await say(engine) == alone


async def test_a_character_of_several_tokens_comes_whole_or_not_at_all(tiny_engine):
    engine, model = tiny_engine
    ids = AutoTokenizer.from_pretrained(model.name_or_path)("Hi 😀! 😀").input_ids[:-1]

    def choose(_module, _inputs, logits):
        if not ids:
            raise RuntimeError("nothing more to say")
        logits[:, -1, ids.pop(0)] = 1e9

    model.lm_head.register_forward_hook(choose)
    pieces = engine.stream(PROMPT, LONG)
    texts = [(await anext(pieces)).text for _ in "Hi 😀! "]
    with pytest.raises(EngineError, match="nothing more to say"):
        await anext(pieces)
    assert texts == list("Hi 😀! ")


async def test_running_out_of_memory_gives_back_what_the_answer_held(tiny_engine):
    engine, model = tiny_engine
    alone = await say(engine)
    held = []

    def take_all():
        some = torch.zeros(1000)
        held.append(weakref.ref(some))
        torch.zeros(2**60)

    Steps(model, at=[5], do=take_all)
    with pytest.raises(EngineExhausted) as caught:
        await collect(engine)
    assert caught.value.notice == notices.EXHAUSTED
    assert held[0]() is None
    assert await say(engine) == alone


async def test_an_answer_after_a_prompt_the_template_refuses_works(tiny_engine):
    engine, _ = tiny_engine
    with pytest.raises(EngineError):
        await collect(engine, prompt=[])
    with pytest.raises(EngineError):
        await engine.count([])
    assert await say(engine)


async def test_cancelling_the_load_ends_the_download(tiny, tmp_path):
    with stand_in_hub() as hub:
        hub.repositories["someone/slow"] = tiny
        hub.may_go_on.clear()
        loading = asyncio.create_task(GenerateEngine.load("someone/slow", hub=hub.address, cache=tmp_path))
        await asyncio.to_thread(hub.first_block_sent.wait)
        loading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await loading
        hub.may_go_on.set()
        await ended("load")
    assert not list(tmp_path.rglob("snapshots/*/model.safetensors"))


async def test_a_model_that_cannot_be_loaded_leaves_no_thread(tmp_path):
    before = threading.active_count()
    with pytest.raises(StartError):
        await GenerateEngine.load(str(tmp_path))
    await ended("load")
    assert threading.active_count() <= before + 1


@pytest.fixture
async def sampling_engine(tiny, tmp_path):
    """A checkpoint that samples by its own settings, and asks for what cannot be streamed."""
    folder = shutil.copytree(tiny, tmp_path / "sampling")
    settings = {"do_sample": True, "temperature": 30.0, "max_length": 3, "num_beams": 2, "repetition_penalty": 1.05}
    (folder / "generation_config.json").write_text(json.dumps(settings))
    engine = await GenerateEngine.load(str(folder))
    yield engine
    await engine.close()


async def test_options_override_how_the_checkpoint_chooses_tokens(sampling_engine, caplog):
    engine = sampling_engine
    greedy = await say(engine, Options(temperature=0, max_new_tokens=40))
    assert await say(engine, Options(top_k=1, max_new_tokens=40)) == greedy
    assert await say(engine, Options(top_p=1e-9, max_new_tokens=40)) == greedy
    assert await say(engine, Options(temperature=1e-4, max_new_tokens=40)) == greedy
    assert await say(engine, Options(max_new_tokens=40)) != greedy
    assert await say(engine, Options(temperature=0, repetition_penalty=5.0, max_new_tokens=40)) != greedy
    assert [record.message for record in caplog.records if record.levelname != "INFO"] == []


async def test_the_loop_keeps_its_beat_while_a_long_prompt_is_read():
    engine = await GenerateEngine.load(str(DEMO))
    prompt = [Turn("user", "1 " * 1500)]
    beats = [time.perf_counter()]

    async def beat():
        while True:
            await asyncio.sleep(0.002)
            beats.append(time.perf_counter())

    heart = asyncio.create_task(beat())
    begun = time.perf_counter()
    await collect(engine, Options(max_new_tokens=1), prompt)
    took = time.perf_counter() - begun
    heart.cancel()
    await engine.close()
    longest = max(later - earlier for earlier, later in pairwise(beats))
    # A loop that waits for the model would miss one beat that is as long as all the reading.
    assert longest < took / 2


def test_whoever_imports_the_engine_does_not_wait_for_torch():
    program = "import sys, bot.engines.generate; sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
