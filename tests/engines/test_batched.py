"""What only the engine that answers many conversations at once promises. Hooks of torch look on, wait or fail."""

import asyncio
import gc
import json
import logging
import shutil
import subprocess
import sys
import threading
import weakref
from contextlib import aclosing, asynccontextmanager

import pytest
import torch

from bot.core.chat import Options, Turn
from bot.core.errors import EngineError, EngineExhausted, StartError
from bot.engines.batched import BatchedEngine
from bot.engines.generate import GenerateEngine
from bot.engines.loading import load

from .conftest import make_checkpoint
from .families import make_family

LONG = Options(temperature=0, max_new_tokens=60)
QUESTIONS = ["Hello", "How are you?", "你好", "def add(a, b):", "a b c", "1 2 3", "Is it?", "The user asked"]
PROMPTS = [[Turn("user", text)] for text in QUESTIONS]


class Steps:
    """Looks at each step of a model: which tokens it computes, of how many requests; and may do something in some."""

    def __init__(self, model, *, at=(), do=None):
        self.tokens, self.requests, self.at, self.do = [], [], at, do
        self.hook = model.register_forward_pre_hook(self._step, with_kwargs=True)

    def _step(self, _model, _args, batch):
        self.tokens.append(batch["input_ids"].shape[1])
        self.requests.append(len(batch["cu_seq_lens_q"]) - 1)
        if len(self.tokens) in self.at:
            self.do()


class Pause:
    """A place where the model's thread waits for the test."""

    def __init__(self):
        self.reached, self.over = threading.Event(), threading.Event()

    def __call__(self):
        self.reached.set()
        assert self.over.wait(60)


def endless(folder):
    """A checkpoint that says something else to everybody, and ends only where it must."""
    checkpoint = load(str(folder))
    checkpoint.model.generation_config.eos_token_id = None
    torch.manual_seed(0)
    for weights in checkpoint.model.parameters():
        # Norms that let through what they get: else the last token alone decides on the next.
        torch.nn.init.normal_(weights, std=0.3) if weights.dim() > 1 else torch.nn.init.ones_(weights)
    return checkpoint


@asynccontextmanager
async def batched(checkpoint, **how):
    engine = await BatchedEngine.of(checkpoint, **how)
    try:
        yield engine, checkpoint.model
    finally:
        await engine.close()


@pytest.fixture
async def tiny_engine(tiny):
    """An engine, and its model to put hooks on."""
    async with batched(endless(tiny)) as pair:
        yield pair


async def collect(engine, prompt=PROMPTS[0], options=LONG, **who):
    return [piece async for piece in engine.stream(prompt, options, **who)]


async def say(engine, prompt=PROMPTS[0], options=LONG, **who):
    return "".join([piece.text for piece in await collect(engine, prompt, options, **who)])


async def all_at_once(engine, prompts=PROMPTS, options=LONG):
    return await asyncio.gather(*(say(engine, prompt, options) for prompt in prompts))


async def generated(folder, options, prompts=PROMPTS):
    """What the engine over `generate` says, one after the other."""
    engine = await GenerateEngine.of(endless(folder))
    try:
        return [await say(engine, prompt, each) for prompt, each in zip(prompts, options, strict=True)]
    finally:
        await engine.close()


async def test_conversations_at_once_get_what_generate_says_one_by_one_in_shared_steps(tiny, tiny_engine):
    engine, model = tiny_engine
    steps = Steps(model)
    together = await all_at_once(engine)
    assert together == await generated(tiny, [LONG] * 8)
    assert len(set(together)) == 8
    assert max(steps.requests) == 8
    assert len(steps.tokens) < 3 * 60


@pytest.mark.parametrize("family", ["mistral", "gemma3"])
async def test_a_model_that_sees_only_the_newest_tokens_in_some_layers_says_what_generate_says(family, tmp_path):
    folder = make_family(tmp_path, family)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"sliding_window": 64}))
    (folder / "generation_config.json").unlink()
    prompts = [[Turn("user", text * 60)] for text in QUESTIONS[:3]]
    expected = await generated(folder, [LONG] * 3, prompts)
    async with batched(endless(folder)) as (engine, _):
        assert await all_at_once(engine, prompts) == expected


async def test_each_has_its_own_settings_and_gets_what_generate_says_by_them(tiny, tiny_engine):
    engine, _ = tiny_engine
    options = [
        Options(temperature=0, repetition_penalty=penalty, max_new_tokens=length)
        for penalty, length in [(1.0, 60), (1.05, 50), (1.3, 60), (2.0, 7), (5.0, 60), (1.05, 1), (1.1, 60), (0.8, 60)]
    ]
    expected = await generated(tiny, options)
    asked = zip(PROMPTS, options, strict=True)
    assert await asyncio.gather(*(say(engine, prompt, each) for prompt, each in asked)) == expected
    assert expected != await generated(tiny, [LONG] * 8)


async def test_greedy_and_sampled_answers_share_a_batch(tiny_engine):
    engine, _ = tiny_engine
    greedy = await all_at_once(engine)
    certain = [LONG, Options(top_k=1, max_new_tokens=60), Options(top_p=1e-9, max_new_tokens=60)]
    wild = Options(temperature=30.0, top_k=0, max_new_tokens=60)
    options = [*certain, wild, *certain, wild]
    asked = zip(PROMPTS, options, strict=True)
    mixed = await asyncio.gather(*(say(engine, prompt, each) for prompt, each in asked))
    same = [one == other for one, other in zip(mixed, greedy, strict=True)]
    assert same == [True, True, True, False] * 2


async def test_the_next_step_after_a_stop_is_computed_without_who_stopped(tiny_engine):
    engine, model = tiny_engine
    alone = await say(engine, PROMPTS[1])
    pause = Pause()
    steps = Steps(model, at=[20], do=pause)
    staying = asyncio.create_task(say(engine, PROMPTS[1]))
    leaving = engine.stream(PROMPTS[0], LONG)
    await anext(leaving)
    await asyncio.to_thread(pause.reached.wait)
    await leaving.aclose()
    pause.over.set()
    assert await staying == alone
    assert steps.requests[19] == 2
    assert set(steps.requests[20:]) == {1}


async def test_an_error_in_one_request_touches_no_other(tiny_engine):
    engine, _ = tiny_engine
    alone = await say(engine)
    running = asyncio.create_task(say(engine))
    wrong = [
        collect(engine, []),
        collect(engine, [Turn("user", "word " * 600)]),
        collect(engine, PROMPTS[2], Options(temperature=-1.0)),
    ]
    for error in await asyncio.gather(*wrong, return_exceptions=True):
        assert isinstance(error, EngineError)
    assert await running == alone


async def test_where_the_loop_dies_all_hear_of_it_after_what_they_got_and_the_next_answer_works(tiny_engine):
    engine, model = tiny_engine
    alone = await all_at_once(engine)

    def fail():
        raise RuntimeError("a kernel failed")

    Steps(model, at=[20], do=fail)
    said = {0: "", 1: ""}

    async def listen(number):
        async for piece in engine.stream(PROMPTS[number], LONG):
            said[number] += piece.text

    for error in await asyncio.gather(listen(0), listen(1), return_exceptions=True):
        assert isinstance(error, EngineError)
        assert "a kernel failed" in str(error)
    assert all(len(said[number]) > 5 and alone[number].startswith(said[number]) for number in said)
    assert await all_at_once(engine) == alone


async def test_a_loop_that_dies_again_and_again_is_started_again_and_again(tiny_engine):
    engine, model = tiny_engine
    alone = await say(engine)

    def fail():
        raise RuntimeError("a kernel failed")

    for _ in range(3):
        steps = Steps(model, at=[1], do=fail)
        with pytest.raises(EngineError):
            await say(engine)
        steps.hook.remove()
    assert await say(engine) == alone


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
    assert "memory" in caught.value.notice
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


async def test_more_than_fit_wait_and_get_the_same(tiny):
    async with batched(endless(tiny)) as (engine, _):
        alone = await all_at_once(engine)
    async with batched(endless(tiny), at_once=3) as (engine, model):
        steps = Steps(model)
        assert await all_at_once(engine) == alone
        assert max(steps.requests) == 3


async def test_who_asks_for_one_answer_does_not_wait_for_all_of_who_asked_for_many(tiny):
    async with batched(endless(tiny), at_once=1) as (engine, _):
        order = []

        async def ask(name, user):
            await say(engine, PROMPTS[0], Options(temperature=0, max_new_tokens=2), user=user)
            order.append(name)

        async with asyncio.TaskGroup() as asking:
            first = engine.stream(PROMPTS[0], LONG, user=1)
            await anext(first)
            for name, user in [("1a", 1), ("1b", 1), ("1c", 1), ("2a", 2), ("3a", 3)]:
                asking.create_task(ask(name, user))
                # Encoded, and so in line, before the next one asks.
                await engine.count(PROMPTS[0])
            await first.aclose()
    assert order == ["2a", "3a", "1a", "1b", "1c"]


async def test_who_leaves_the_line_is_never_begun(tiny):
    async with batched(endless(tiny), at_once=1) as (engine, model):
        async with aclosing(engine.stream(PROMPTS[0], LONG)) as first:
            await anext(first)
            waiting = asyncio.create_task(collect(engine, PROMPTS[1]))
            await engine.count(PROMPTS[1])
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        steps = Steps(model)
        await say(engine, PROMPTS[2], Options(temperature=0, max_new_tokens=5))
        assert set(steps.requests) == {1}
        assert len(steps.tokens) <= 6


@pytest.fixture(scope="session")
def roomy(tmp_path_factory):
    """A checkpoint whose context is longer than the caches it is given here."""
    return make_checkpoint(tmp_path_factory.mktemp("roomy"), max_position_embeddings=4096)


# What one token takes in the cache of `roomy`: keys and values of 2 layers, of 2 heads of 8 numbers of 4 bytes.
TOKEN = 2 * 2 * 2 * 8 * 4


async def test_a_cache_too_small_for_all_at_once_changes_no_answer(roomy):
    prompts = [[Turn("user", f"{text} " * 20)] for text in QUESTIONS]
    options = Options(temperature=0, max_new_tokens=120)
    async with batched(endless(roomy)) as (engine, _):
        alone = [await say(engine, prompt, options) for prompt in prompts]
        assert len(set(alone)) == 8
    async with batched(endless(roomy), kv_cache_bytes=640 * TOKEN) as (engine, _):
        assert engine.context_length < sum([await engine.count(prompt) + 120 for prompt in prompts])
        assert await all_at_once(engine, prompts, options) == alone


async def test_what_the_cache_can_never_hold_is_refused_with_both_numbers(roomy):
    async with batched(endless(roomy), kv_cache_bytes=640 * TOKEN) as (engine, _):
        prompt = [Turn("user", "word " * 500)]
        tokens = await engine.count(prompt)
        assert engine.context_length < tokens < 4096
        with pytest.raises(EngineExhausted, match=f"{tokens} tokens.*{engine.context_length}"):
            await say(engine, prompt)
        filling = await collect(engine, PROMPTS[0], Options(temperature=0, max_new_tokens=4000))
        assert filling[-1].finish == "length"


async def test_a_cache_for_no_conversation_is_refused_at_the_start(roomy):
    with pytest.raises(StartError, match=r"kv_cache_gib.*generate"):
        await BatchedEngine.of(endless(roomy), kv_cache_bytes=100_000)


async def test_the_cache_takes_no_more_memory_than_it_is_given(roomy):
    checkpoint = endless(roomy)

    def taken():
        gc.collect()
        tensors = [each for each in gc.get_objects() if type(each) is torch.Tensor]
        return sum({each.untyped_storage().data_ptr(): each.untyped_storage().nbytes() for each in tensors}.values())

    before = taken()
    async with batched(checkpoint, kv_cache_bytes=4 * 2**20) as (engine, _):
        await all_at_once(engine)
        assert 2**21 < taken() - before < 4.5 * 2**20


async def test_the_next_turn_of_a_conversation_computes_only_what_is_new(tiny_engine):
    engine, model = tiny_engine
    talk = [Turn("user", "1 2 3 " * 20)]
    answer = await say(engine, talk)
    talk += [Turn("assistant", answer), Turn("user", "And now?")]
    steps = Steps(model)
    await say(engine, talk, Options(temperature=0, max_new_tokens=1))
    assert await engine.count(talk) > 150
    assert sum(steps.tokens) < await engine.count(talk) - await engine.count(talk[:1]) + 32


async def test_a_thousand_short_answers_leave_nothing_behind(tiny_engine):
    engine, _ = tiny_engine
    short = Options(temperature=0, max_new_tokens=2)

    async def ask(number):
        async with aclosing(engine.stream([Turn("user", f"{number}")], short, user=number % 7)) as pieces:
            async for _ in pieces:
                if number % 3 == 0:
                    break

    await asyncio.gather(*(ask(number) for number in range(1000)))
    # The last ones that were stopped have left when another one has been answered.
    await say(engine, options=short)
    loop = engine._batching.loop
    processor = loop._manager.batch_processor
    blocks = [allocator.block_table for allocator in processor.cache.cache_allocators.values()]
    router = loop._manager.output_router
    left = [loop._wires, router.result_handlers, processor.scheduler.active_requests, *blocks]
    left += [processor.scheduler.waiting_requests, processor.scheduler.waiting_requests_order, engine._gate._lines]
    assert [len(each) for each in left] == [0] * len(left)
    assert router.output_queue.qsize() == 0
    processor.cache.evict_cached_blocks()
    assert processor.cache.compute_free_capacity() == 1


async def test_closing_ends_the_thread(tiny):
    before = set(threading.enumerate())
    async with batched(endless(tiny)) as (engine, _):
        pieces = engine.stream(PROMPTS[0], LONG)
        await anext(pieces)
        assert any("generation_loop" in thread.name for thread in set(threading.enumerate()) - before)
    assert not any("generation_loop" in thread.name for thread in set(threading.enumerate()) - before)


async def test_cancelling_the_start_leaves_no_thread(tiny):
    checkpoint, pause = endless(tiny), Pause()
    before = set(threading.enumerate())
    Steps(checkpoint.model, at=[1], do=pause)
    opening = asyncio.create_task(BatchedEngine.of(checkpoint))
    await asyncio.to_thread(pause.reached.wait)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    pause.over.set()
    for thread in set(threading.enumerate()) - before:
        if not thread.name.startswith("asyncio"):
            await asyncio.to_thread(thread.join, 60)
            assert not thread.is_alive()


async def test_a_checkpoint_with_settings_batching_does_not_know_is_refused_by_name(tiny, tmp_path):
    folder = shutil.copytree(tiny, tmp_path / "strict")
    (folder / "generation_config.json").write_text(json.dumps({"no_repeat_ngram_size": 3}))
    with pytest.raises(StartError, match="no_repeat_ngram_size"):
        await BatchedEngine.load(str(folder))


def test_whoever_imports_the_engine_does_not_wait_for_torch():
    program = "import sys, bot.engines.batched; sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
