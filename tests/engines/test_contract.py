"""What every engine promises. An engine is added by one more entry in ENGINES."""

import asyncio
from contextlib import aclosing

import pytest
from tokenizers import AddedToken
from transformers import AutoModelForCausalLM, AutoTokenizer

from bot.core.chat import Options, Turn
from bot.core.errors import EngineError, EngineUnavailable
from bot.engines.batched import BatchedEngine
from bot.engines.checkpoint.loading import load
from bot.engines.generate import GenerateEngine
from bot.engines.llamacpp import LlamaCppEngine
from bot.engines.openai import RemoteEngine

from .conftest import CHATML, DEMO, make_checkpoint, make_tokenizer
from .dictation import dictated

ENGINES = {
    "generate": lambda request: GenerateEngine.load(str(DEMO)),
    "batched": lambda request: BatchedEngine.load(str(DEMO)),
    "llamacpp": lambda request: llamacpp(request.getfixturevalue("converted")),
    "openai": lambda request: RemoteEngine.open(request.getfixturevalue("served"), str(DEMO), context_length=4096),
}


def llamacpp(converted):
    pytest.importorskip("llama_cpp", reason="the extra llamacpp is not installed")
    return LlamaCppEngine.load(str(DEMO), converted=converted)


# What follows a server decides for itself.
IN_PROCESS = pytest.mark.parametrize("kind", [GenerateEngine, BatchedEngine], ids=["generate", "batched"])

# What the demo model answers without hesitation: no rounding, as of another number of rows, makes it another answer.
JOKE = [Turn("system", "You are a helpful assistant."), Turn("user", "Tell me a joke.")]
SCARECROW = "Why did the scarecrow win a prize? Because he was outstanding in his field."
LONGER = [*JOKE, Turn("assistant", SCARECROW), Turn("user", "Give me three tips for learning a language.")]
CONVERSATIONS = pytest.mark.parametrize("prompt", [JOKE, LONGER, JOKE[1:]], ids=["first", "later", "no system"])
GREEDY = Options(temperature=0, max_new_tokens=40)


@pytest.fixture(params=ENGINES.values(), ids=ENGINES.keys())
async def engine(request):
    engine = await request.param(request)
    yield engine
    await engine.close()


@pytest.fixture(scope="module")
def plain():
    """The same checkpoint as its libraries use it, without this bot."""
    return AutoTokenizer.from_pretrained(DEMO), AutoModelForCausalLM.from_pretrained(DEMO, dtype="auto")


def prompt_ids(plain, prompt):
    messages = [{"role": turn.role, "content": turn.text} for turn in prompt]
    return plain[0].apply_chat_template(messages, add_generation_prompt=True, return_tensors="pt")


def reference(plain, prompt, *, max_new_tokens):
    """The greedy answer, from one plain call of `generate`."""
    inputs = prompt_ids(plain, prompt)
    settings = {"do_sample": False, "temperature": 1.0, "top_p": 1.0, "top_k": 50}
    made = plain[1].generate(**inputs, **settings, max_new_tokens=max_new_tokens)[0, inputs["input_ids"].shape[1] :]
    return plain[0].decode(made, skip_special_tokens=True), len(made)


async def collect(engine, prompt, options=GREEDY):
    return [piece async for piece in engine.stream(prompt, options)]


async def say(engine, prompt, options=GREEDY):
    return "".join([piece.text for piece in await collect(engine, prompt, options)])


@CONVERSATIONS
async def test_the_pieces_make_the_text_of_a_plain_generate(engine, plain, prompt):
    text, _ = reference(plain, prompt, max_new_tokens=40)
    pieces = await collect(engine, prompt)
    assert "".join(piece.text for piece in pieces) == text
    assert len(pieces) > 3


@CONVERSATIONS
async def test_the_count_is_the_length_of_the_reference_prompt(engine, plain, prompt):
    counted, length = await engine.count(prompt), prompt_ids(plain, prompt)["input_ids"].shape[1]
    if isinstance(engine, RemoteEngine):
        # `transformers serve` does not count: then it may only err upwards.
        assert counted >= length
    else:
        assert counted == length


async def test_only_the_last_piece_says_why_the_answer_ended(engine, plain):
    _, length = reference(plain, JOKE, max_new_tokens=200)
    assert length < 200
    whole = await collect(engine, JOKE, Options(temperature=0, max_new_tokens=200))
    cut = await collect(engine, JOKE, Options(temperature=0, max_new_tokens=length - 2))
    exact = await collect(engine, JOKE, Options(temperature=0, max_new_tokens=length))
    assert [piece.finish for piece in whole] == [None] * (len(whole) - 1) + ["stop"]
    assert [piece.finish for piece in cut] == [None] * (len(cut) - 1) + ["length"]
    if isinstance(engine, RemoteEngine):
        # `transformers serve` says "length" here, too.
        assert exact[:-1] == whole[:-1]
    else:
        assert exact == whole


async def test_it_says_what_answers_are_made_with(engine, request):
    assert request.node.callspec.id == engine.name
    assert engine.model == str(DEMO)


async def test_the_context_length_is_the_checkpoint_s(engine, plain):
    assert engine.context_length == plain[1].config.max_position_embeddings


async def test_an_answer_closed_early_leaves_the_next_one_as_it_would_have_been(engine):
    alone = await say(engine, LONGER)
    async with aclosing(engine.stream(LONGER, GREEDY)) as pieces:
        await anext(pieces)
    assert await say(engine, LONGER) == alone


async def test_an_answer_cancelled_before_its_first_piece_leaves_the_next_one_as_it_would_have_been(engine):
    alone = await say(engine, LONGER)
    task = asyncio.create_task(collect(engine, JOKE))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await say(engine, LONGER) == alone


async def test_answers_asked_for_at_once_do_not_mix(engine):
    alone = [await say(engine, prompt) for prompt in (JOKE, LONGER, JOKE[1:])]
    assert await asyncio.gather(*(say(engine, prompt) for prompt in (JOKE, LONGER, JOKE[1:]))) == alone


async def test_what_is_kept_or_forgotten_of_a_conversation_changes_no_answer(engine):
    async def in_channel(prompt):
        return "".join([piece.text async for piece in engine.stream(prompt, GREEDY, channel=7, user=1)])

    alone = [await say(engine, JOKE), await say(engine, LONGER)]
    assert [await in_channel(JOKE), await in_channel(LONGER)] == alone
    await engine.forget(7)
    assert await in_channel(LONGER) == alone[1]


async def test_counting_waits_for_no_answer(engine):
    async with aclosing(engine.stream(LONGER, Options(temperature=0, max_new_tokens=400))) as pieces:
        await anext(pieces)
        running = asyncio.ensure_future(anext(pieces))
        counted = await engine.count(JOKE)
        await running
    assert counted == await engine.count(JOKE)


async def test_what_the_caller_changes_afterwards_is_not_answered(engine):
    alone = await say(engine, JOKE)
    prompt = list(JOKE)
    first = engine.stream(JOKE, GREEDY)
    await anext(first)
    waiting = asyncio.create_task(say(engine, prompt))
    await asyncio.sleep(0)
    prompt[:] = LONGER
    async for _ in first:
        pass
    assert await waiting == alone


async def test_a_prompt_longer_than_the_context_is_refused_with_both_numbers(engine):
    prompt = [Turn("user", "word " * engine.context_length)]
    tokens = await engine.count(prompt)
    with pytest.raises(EngineError, match=f"{tokens} tokens.*{engine.context_length}"):
        await collect(engine, prompt)


async def test_an_answer_ends_where_the_context_ends(engine):
    filler = [Turn("user", "a")]
    while await engine.count(filler) < engine.context_length - 3:
        missing = engine.context_length - 3 - await engine.count(filler)
        filler = [Turn("user", filler[0].text + " 1" * (missing // 2 or 1))]
    room = engine.context_length - await engine.count(filler)
    pieces = await collect(engine, filler)
    assert 0 < room <= 3
    assert len(pieces) <= room + 1


async def test_a_closed_engine_says_so(engine):
    await engine.close()
    with pytest.raises(EngineUnavailable):
        await collect(engine, JOKE)
    with pytest.raises(EngineUnavailable):
        await engine.count(JOKE)
    await engine.close()


async def test_closing_ends_the_answers_that_run_and_wait(engine):
    long = Options(temperature=1.5, max_new_tokens=3000)
    running = engine.stream(LONGER, long)
    await anext(running)
    waiting = asyncio.create_task(collect(engine, LONGER, long))
    await asyncio.sleep(0)
    await engine.close()
    for ended in (collect_rest(running), waiting):
        with pytest.raises(EngineUnavailable):
            await ended


async def collect_rest(pieces):
    return [piece async for piece in pieces]


THOUGHTS = {
    "thought": ("<think>A user.</think>\n\nHi <b>", "Hi <b>"),
    "no thought": ("Hi <think>", "Hi <think>"),
    "cut in its tag": (" <thi", " <thi"),
    "cut in its thought": ("<think>A us", ""),
}


async def written(kind, text, tmp_path, *, template=CHATML, end=None):
    """What an engine of this kind sends where its model writes `text`, and then perhaps `end`."""
    more = [AddedToken("<end>", special=False, normalized=False)]
    checkpoint = load(str(make_checkpoint(tmp_path, make_tokenizer(more=more, template=template))))
    checkpoint.model.generation_config.eos_token_id = checkpoint.tokenizer.convert_tokens_to_ids("<end>")
    chosen = checkpoint.tokenizer(text + (end or "")).input_ids
    limit = len(chosen) + (end is not None)
    engine = await kind.of(checkpoint)
    with dictated(checkpoint.model, chosen):
        pieces = await collect(engine, JOKE, Options(temperature=0, max_new_tokens=limit))
        await engine.close()
    return "".join(piece.text for piece in pieces), pieces[-1].finish


@IN_PROCESS
@pytest.mark.parametrize(("text", "said"), THOUGHTS.values(), ids=THOUGHTS.keys())
async def test_what_the_model_thinks_before_it_answers_is_left_out(kind, text, said, tmp_path):
    assert await written(kind, text, tmp_path) == (said, "length")


@IN_PROCESS
async def test_a_thought_that_the_template_begins_is_left_out(kind, tmp_path):
    template = CHATML.replace("assistant\\n' }}", "assistant\\n<think>\\n' }}")
    assert await written(kind, "A user.</think>\n\nHi", tmp_path, template=template) == ("Hi", "length")


@IN_PROCESS
async def test_the_token_that_ends_an_answer_is_no_text_of_it_whatever_the_tokenizer_calls_it(kind, tmp_path):
    assert await written(kind, "Hi", tmp_path, end="<end>") == ("Hi", "stop")
