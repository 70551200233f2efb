"""Answers: of many conversations at once, stopped at any time, and begun where the conversation's last one ended."""

import asyncio
import threading
from contextlib import aclosing

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from bot.core.chat import Options, Turn, Usage
from bot.core.errors import EngineError
from bot.core.passes import Pass
from bot.engines.gguf import GgufEngine

from ..conftest import CHATML, DEMO
from ..threads import ended
from .engines import HELLO, heard, opened
from .files import SMOLLM2, dictated, make

LONG = [Turn("user", "one two three four " * 200)]
QUESTIONS = [
    [Turn("user", text)]
    for text in (
        "Tell me a joke.",
        "Hello!",
        "Give me three tips for learning a language.",
        "What is a haiku?",
        "Who are you?",
        "What is the capital of France?",
        "Write a poem about the sea.",
        "Thank you!",
    )
]


@pytest.fixture(scope="module")
def engine(demo_gguf):
    engine = asyncio.run(GgufEngine.load(str(demo_gguf), threads=1))
    yield engine
    asyncio.run(engine.close())


async def test_eight_conversations_at_once_say_what_each_says_alone(demo_gguf):
    async with opened(demo_gguf) as engine:
        alone = [(await heard(engine, question, channel=n))[0] for n, question in enumerate(QUESTIONS)]
        for n in range(8):
            await engine.forget(n)
        at_once = await asyncio.gather(*(heard(engine, each, channel=n) for n, each in enumerate(QUESTIONS)))
    assert [text for text, _, _ in at_once] == alone
    assert len(set(alone)) == 8


async def test_those_beyond_the_slots_wait_and_are_answered(demo_gguf):
    async with opened(demo_gguf, answers=2) as engine:
        assert engine.slots == 2
        said = await asyncio.gather(*(heard(engine, each, channel=n) for n, each in enumerate(QUESTIONS)))
        alone = [(await heard(engine, each, channel=n))[0] for n, each in enumerate(QUESTIONS)]
    assert [text for text, _, _ in said] == alone


async def test_what_does_not_fit_together_is_answered_one_after_the_other(demo_gguf):
    # Each may need more than half of what all have together.
    async with opened(demo_gguf, context_tokens=512) as engine:
        together = await asyncio.gather(
            *(heard(engine, each, channel=n, max_new_tokens=500) for n, each in enumerate(QUESTIONS))
        )
    assert all(finish in ("stop", "length") for _, _, finish in together)


async def test_the_second_turn_computes_only_what_is_new(engine):
    first, usage, _ = await heard(engine, LONG, channel=1)
    assert usage.reused == 0
    more = [*LONG, Turn("assistant", first), Turn("user", "And five?")]
    _, again, _ = await heard(engine, more, channel=1)
    assert again.read == await engine.count(more)
    assert usage.read - 5 < again.reused < again.read
    _, unchanged, _ = await heard(engine, more, channel=1)
    # The last token is read for what follows it.
    assert unchanged.reused == again.read - 1


async def test_conversations_in_turn_are_each_found_again(engine):
    for channel in range(20, 24):
        await heard(engine, [Turn("system", f"{channel}"), *LONG], channel=channel)
    for channel in (20, 22, 21, 23):
        prompt = [Turn("system", f"{channel}"), *LONG, Turn("assistant", "Yes."), Turn("user", "Why?")]
        _, usage, _ = await heard(engine, prompt, channel=channel)
        assert usage.read - usage.reused < 30


async def test_what_is_forgotten_is_read_anew_and_what_is_not_is_kept(engine):
    for channel in (31, 32, 33):
        await heard(engine, LONG, channel=channel)
    # One is in its slot still, and one was put away.
    await engine.forget(31)
    await engine.forget(33)
    reused = {channel: (await heard(engine, LONG, channel=channel))[1].reused for channel in (31, 32, 33)}
    assert reused[31] == reused[33] == 0
    assert reused[32] > 300


@pytest.mark.parametrize("kept", [0, 1])
async def test_without_room_for_it_nothing_is_kept(kept):
    async with opened(SMOLLM2, context_tokens=1024, kv_cache_bytes=kept) as engine:
        await heard(engine, HELLO, channel=1)
        await heard(engine, HELLO, channel=2)
        assert (await heard(engine, HELLO, channel=1))[1].reused == 0


async def test_a_stop_while_the_prompt_is_read_ends_it_there(engine):
    read = await engine.count(LONG)
    task = asyncio.create_task(heard(engine, LONG, channel=41))
    await reading("gguf")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    # In the same channel, so what was read counts as reused: less than all of it.
    _, usage, _ = await heard(engine, LONG, channel=41)
    assert usage.read == read
    assert usage.reused < read - 128


async def reading(thread):
    """Return when a thread of that name has begun to work."""
    while not any(each.name.startswith(thread) for each in threading.enumerate()):  # noqa: ASYNC110 (it has no event)
        await asyncio.sleep(0)


async def test_a_stop_while_it_is_written_ends_it_soon(engine):
    options = Options(temperature=0, max_new_tokens=1500)
    async with aclosing(engine.stream(HELLO, options, channel=51)) as pieces:
        await anext(pieces)
    _, usage, _ = await heard(engine, [*HELLO, Turn("assistant", "x")], channel=51, max_new_tokens=1)
    assert usage.reused < usage.read


async def test_what_it_cost_is_told_with_the_last_piece():
    async with opened(SMOLLM2, context_tokens=512) as engine:
        text, usage, finish = await heard(engine, [Turn("user", "Say hi")], max_new_tokens=60)
        read = await engine.count([Turn("user", "Say hi")])
        ids = engine._opened.server.tokenize(text, parse_special=False)
    assert finish == "stop"
    # The token that ends an answer counts, too.
    assert usage == Usage(read=read, reused=0, written=len(ids) + 1, passes=(Pass(read, read),))


async def test_the_text_is_that_of_generate_with_a_penalty_too(demo_gguf):
    tokenizer, model = AutoTokenizer.from_pretrained(DEMO), AutoModelForCausalLM.from_pretrained(DEMO, dtype="float32")
    async with opened(demo_gguf) as engine:
        for penalty in (1.0, 1.3):
            for question in QUESTIONS[:3]:
                ids = tokenizer.apply_chat_template(
                    [{"role": "user", "content": question[0].text}], add_generation_prompt=True, return_tensors="pt"
                )["input_ids"]
                with torch.no_grad():
                    made = model.generate(ids, do_sample=False, repetition_penalty=penalty, max_new_tokens=40)
                expected = tokenizer.decode(made[0, ids.shape[1] :], skip_special_tokens=True)
                said, _, _ = await heard(engine, question, repetition_penalty=penalty, max_new_tokens=40)
                assert said == expected


async def test_options_override_how_the_file_says_tokens_are_chosen(tmp_path):
    wild = make(tmp_path / "wild.gguf", general__sampling__temp=30.0, general__sampling__top_k=0)
    tame = make(tmp_path / "tame.gguf", general__sampling__temp=0.0)
    async with opened(wild) as engine, opened(tame) as other:

        async def say(engine=engine, **options):
            return (await heard(engine, HELLO, **{"temperature": None, "max_new_tokens": 40} | options))[0]

        greedy = await say(temperature=0)
        assert await say(other) == greedy
        assert await say(top_k=1) == greedy
        assert await say(top_p=1e-9) == greedy
        assert await say(temperature=1e-4) == greedy
        assert await say() != greedy
        assert await say(seed=7) == await say(seed=7) != await say(seed=8)
        assert await say() != await say()
        with pytest.raises(EngineError, match="penalty"):
            await say(repetition_penalty=0)
        assert await say(temperature=0) == greedy


THOUGHTS = {
    "thought": (["<think>", "A user.", "</think>", "\n\n", "Hi"], "Hi"),
    "in parts": (["<thi", "nk>A", " user.</t", "hink>Hi"], "Hi"),
    "none": (["Hi", " <think>"], "Hi <think>"),
    "never ended": (["<think>", "A user."], ""),
}


@pytest.mark.parametrize(("pieces", "said"), THOUGHTS.values(), ids=THOUGHTS.keys())
async def test_what_the_model_thinks_is_no_text_of_the_answer(tmp_path, pieces, said):
    async with opened(dictated(tmp_path / "model.gguf", *pieces)) as engine:
        text, usage, finish = await heard(engine, HELLO)
    assert (text, finish) == (said, "stop")
    assert usage.written == len(pieces) + 1


async def test_a_thought_that_the_template_begins_is_no_text_either(tmp_path):
    template = CHATML.replace("assistant\\n' }}", "assistant\\n<think>\\n' }}")
    async with opened(dictated(tmp_path / "model.gguf", "A user.", "</think>", "Hi", template=template)) as engine:
        assert (await heard(engine, HELLO))[0] == "Hi"


async def test_the_token_with_which_the_template_ends_an_answer_ends_it_whatever_the_file_says(tmp_path):
    template = CHATML.replace("<|im_end|>", "<over>")
    file = dictated(tmp_path / "model.gguf", "Hi", "<over>", "and", "on", template=template, control=("<over>",))
    async with opened(file) as engine:
        text, usage, finish = await heard(engine, HELLO)
    assert (text, finish) == ("Hi", "stop")
    assert usage.written == 2


async def test_a_character_of_several_tokens_comes_whole(demo_gguf, tmp_path):
    async with opened(dictated(tmp_path / "model.gguf", "a", "é\N{GRINNING FACE}", "b")) as engine:
        assert (await heard(engine, HELLO))[0] == "aé\N{GRINNING FACE}b"


async def test_an_answer_that_was_cut_goes_on_from_the_very_tokens_that_were_written(tmp_path):
    # Of the text "he" the tokenizer makes the one token after which this model ends its answer.
    async with opened(dictated(tmp_path / "model.gguf", "h", "e", "he")) as engine:
        begun, _, finish = await heard(engine, HELLO, max_new_tokens=2)
        assert (begun, finish) == ("he", "length")
        more, _, finish = await heard(engine, [*HELLO, Turn("assistant", begun)])
        assert (more, finish) == ("he", "stop")


async def test_closing_leaves_no_thread_and_no_file(tmp_path, demo_gguf):
    before = {*threading.enumerate()}
    async with opened(demo_gguf) as engine:
        await heard(engine, HELLO, channel=1)
        await heard(engine, HELLO, channel=2)
        kept = engine._opened.states
        assert list(kept.iterdir())
    assert not kept.exists()
    assert not [each.name for each in {*threading.enumerate()} - before if each.name.startswith(("gguf", "count"))]


async def test_a_load_that_is_cancelled_gives_back_what_it_opened(demo_gguf):
    loading = asyncio.create_task(opened(demo_gguf).__aenter__())
    await reading("gguf-load")
    loading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loading
    await ended("gguf-load")
