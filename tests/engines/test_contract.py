"""What every engine promises. An engine is added by one more entry in ENGINES."""

import asyncio
from contextlib import aclosing
from dataclasses import replace

import pytest
import torch
from tokenizers import AddedToken
from transformers import AutoModelForCausalLM, AutoTokenizer

from benchmarks import gguf_file
from bot.core.chat import Options, Turn
from bot.core.errors import EngineError, EngineUnavailable
from bot.engines.batched import BatchedEngine
from bot.engines.checkpoint.loading import load
from bot.engines.generate import GenerateEngine
from bot.engines.gguf import GgufEngine
from bot.engines.openai import OpenAIEngine

from .conftest import CHATML, DEMO, make_checkpoint, make_tokenizer
from .dictation import dictated
from .text import test_thinking as templates

ENGINES = {
    "generate": lambda request: GenerateEngine.load(str(DEMO)),
    "batched": lambda request: BatchedEngine.load(str(DEMO)),
    "gguf": lambda request: GgufEngine.load(str(request.getfixturevalue("demo_gguf")), threads=1),
    "openai": lambda request: OpenAIEngine.open(request.getfixturevalue("served"), str(DEMO), context_length=4096),
}

# The same of a model with random weights, whose greedy answers go round in circles.
CIRCLING = {
    "generate": lambda request, folder: GenerateEngine.load(str(folder), dtype="float32"),
    "batched": lambda request, folder: BatchedEngine.load(str(folder), dtype="float32"),
    "gguf": lambda request, folder: GgufEngine.load(
        str(gguf_file.write(folder, request.getfixturevalue("tmp_path") / "tiny.gguf", kind="f32")), threads=1
    ),
    "openai": lambda request, folder: OpenAIEngine.open(
        request.getfixturevalue("served"), str(folder), context_length=2048
    ),
}

# What follows a server decides for itself.
IN_PROCESS = pytest.mark.parametrize("kind", [GenerateEngine, BatchedEngine], ids=["generate", "batched"])

# What the demo model answers without hesitation: no rounding, as of another number of rows, makes it another answer.
JOKE = [Turn("system", "You are a helpful assistant."), Turn("user", "Tell me a joke.")]
SCARECROW = "Why did the scarecrow win a prize? Because he was outstanding in his field."
LONGER = [*JOKE, Turn("assistant", SCARECROW), Turn("user", "Give me three tips for learning a language.")]
CONVERSATIONS = pytest.mark.parametrize("prompt", [JOKE, LONGER, JOKE[1:]], ids=["first", "later", "no system"])
GREEDY = Options(temperature=0, max_new_tokens=40)


@pytest.fixture(params=ENGINES)
async def engine(request):
    engine = await ENGINES[request.param](request)
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
    if isinstance(engine, OpenAIEngine):
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
    if isinstance(engine, OpenAIEngine):
        # `transformers serve` says "length" here, too.
        assert exact[:-1] == whole[:-1]
    else:
        assert [(piece.text, piece.finish) for piece in exact] == [(piece.text, piece.finish) for piece in whole]


async def test_it_says_what_answers_are_made_with(engine, request):
    assert request.node.callspec.id == engine.name
    path = request.getfixturevalue("demo_gguf") if engine.name == "gguf" else DEMO
    # A server calls its model what it likes.
    assert engine.model == (str(path) if engine.name == "openai" else path.name)
    assert engine.slots >= 1


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
        return "".join([piece.text async for piece in engine.stream(prompt, GREEDY, channel=7)])

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
    "thought": ("<think>A user.</think>\n\nHi <b>", "A user.", "Hi <b>"),
    "no thought": ("Hi <think>", "", "Hi <think>"),
    "cut in its tag": (" <thi", "", " <thi"),
    "cut in its thought": ("<think>A us", "A us", ""),
}


async def written(kind, text, tmp_path, *, template=CHATML, end=None):
    """What an engine of this kind sends where its model writes `text`, then perhaps `end`: thought, answer, finish."""
    more = [AddedToken("<end>", special=False, normalized=False)]
    checkpoint = load(str(make_checkpoint(tmp_path, make_tokenizer(more=more, template=template))))
    checkpoint.model.generation_config.eos_token_id = checkpoint.tokenizer.convert_tokens_to_ids("<end>")
    chosen = checkpoint.tokenizer(text + (end or "")).input_ids
    limit = len(chosen) + (end is not None)
    engine = await kind.of(checkpoint)
    with dictated(checkpoint.model, chosen):
        pieces = await collect(engine, JOKE, Options(temperature=0, max_new_tokens=limit))
        await engine.close()
    told = ["".join(piece.text for piece in pieces if piece.kind == kind) for kind in ("thought", "text")]
    return *told, pieces[-1].finish


@IN_PROCESS
@pytest.mark.parametrize(("text", "thought", "said"), THOUGHTS.values(), ids=THOUGHTS.keys())
async def test_what_the_model_thinks_before_it_answers_is_told_as_such(kind, text, thought, said, tmp_path):
    assert await written(kind, text, tmp_path) == (thought, said, "length")


@pytest.mark.parametrize("kind", ["generate", "batched", "gguf"])
async def test_the_template_is_told_whether_the_model_shall_think_first(kind, request, tmp_path):
    tokenizer = templates.tokenizer_of(templates.OPENS)
    engine = await CIRCLING[kind](request, make_checkpoint(tmp_path / "random", tokenizer))
    for thinking in ("off", "on", "auto"):
        pieces = await collect(engine, JOKE, Options(temperature=0, max_new_tokens=4, thinking=thinking))
        assert pieces[-1].usage.read == len(templates.reference(tokenizer, thinking, JOKE)) <= await engine.count(JOKE)
        kinds = {piece.kind for piece in pieces if piece.text}
        assert kinds == ({"text"} if thinking == "off" else {"thought"})
    await engine.close()


@pytest.mark.parametrize("special", [False, True], ids=["text", "special"])
@pytest.mark.parametrize("kind", ["generate", "batched", "gguf"])
async def test_a_thought_that_has_spent_its_budget_is_ended_and_the_answer_begins(kind, special, request, tmp_path):
    tokenizer = templates.tokenizer_of(templates.OPENS, special=special)
    folder = make_checkpoint(tmp_path / "random", tokenizer, max_position_embeddings=512)
    engine = await CIRCLING[kind](request, folder)
    options = Options(temperature=0, max_new_tokens=9, thinking="on", max_thinking_tokens=6, stops_loops=False)
    pieces = await collect(engine, JOKE, options)
    unbounded = await collect(engine, JOKE, replace(options, max_thinking_tokens=300))
    await engine.close()
    kinds = [piece.kind for piece in pieces if piece.text]
    assert kinds == sorted(kinds, reverse=True)
    assert {*kinds} == {"thought", "text"}
    closing = len(tokenizer("\n</think>\n\n", add_special_tokens=False).input_ids)
    assert pieces[-1].usage.written == 6 + closing + 9
    assert pieces[-1].finish == "length"
    assert "think>" not in "".join(piece.text for piece in pieces)
    thoughts = ["".join(piece.text for piece in each if piece.kind == "thought") for each in (pieces, unbounded)]
    assert thoughts[1].startswith(thoughts[0].rstrip())
    assert len(thoughts[1]) > len(thoughts[0])


@IN_PROCESS
async def test_an_answer_after_an_ended_thought_is_the_one_to_that_thought(kind, tmp_path):
    tokenizer = templates.tokenizer_of(templates.OPENS)
    checkpoint = load(str(make_checkpoint(tmp_path, tokenizer)), dtype="float32")
    engine = await kind.of(checkpoint)
    options = Options(temperature=0, max_new_tokens=8, thinking="on", max_thinking_tokens=5, stops_loops=False)
    said = await say(engine, JOKE, options)
    await engine.close()
    ids = templates.reference(tokenizer, "on", JOKE)
    config = {"do_sample": False, "eos_token_id": None}
    thought = checkpoint.model.generate(torch.tensor([ids]), max_new_tokens=5, **config)[0].tolist()
    closed = thought + tokenizer("\n</think>\n\n").input_ids
    whole = checkpoint.model.generate(torch.tensor([closed]), max_new_tokens=8, **config)[0].tolist()
    made = tokenizer.decode(thought[len(ids) :]).strip() + tokenizer.decode(whole[len(closed) :]).lstrip()
    assert said.replace("\ufffd", "") == made.replace("\ufffd", "")


@IN_PROCESS
async def test_a_thought_that_the_template_begins_is_told_as_such(kind, tmp_path):
    template = CHATML.replace("assistant\\n' }}", "assistant\\n<think>\\n' }}")
    made = await written(kind, "A user.</think>\n\nHi", tmp_path, template=template, end="<end>")
    assert made == ("A user.", "Hi", "stop")


@IN_PROCESS
async def test_the_token_that_ends_an_answer_is_no_text_of_it_whatever_the_tokenizer_calls_it(kind, tmp_path):
    assert await written(kind, "Hi", tmp_path, end="<end>") == ("", "Hi", "stop")


async def test_the_last_piece_tells_what_the_answer_cost(engine, plain):
    _, length = reference(plain, LONGER, max_new_tokens=200)
    pieces = await collect(engine, LONGER, Options(temperature=0, max_new_tokens=200))
    assert [piece.usage for piece in pieces[:-1]] == [None] * (len(pieces) - 1)
    assert pieces[-1].usage.read == prompt_ids(plain, LONGER)["input_ids"].shape[1]
    assert pieces[-1].usage.written == length


@IN_PROCESS
async def test_the_cost_tells_what_was_not_computed_anew(kind):
    engine = await kind.load(str(DEMO))
    costs = [(await collect(engine, prompt))[-1].usage for prompt in (JOKE, LONGER, LONGER)]
    await engine.close()
    assert costs[0].reused == 0
    # Batching finds whole blocks of 32 tokens.
    assert costs[1].reused >= costs[0].read // 32 * 32
    assert costs[1].read > costs[2].reused >= costs[1].read // 32 * 32 - 32


async def test_the_same_seed_gives_the_same_answer_and_another_one_another(engine):
    async def drawn(seed):
        return await say(engine, JOKE, Options(temperature=1.9, max_new_tokens=24, seed=seed))

    assert await drawn(1) == await drawn(1)
    assert len({await drawn(seed) for seed in range(4)}) > 1


async def test_without_a_seed_each_answer_is_drawn_anew(engine):
    options = Options(temperature=1.9, max_new_tokens=24)
    assert len({await say(engine, JOKE, options) for _ in range(4)}) > 1


@IN_PROCESS
async def test_a_seed_draws_the_same_among_other_conversations(kind):
    options = Options(temperature=1.9, max_new_tokens=24, seed=5)
    engine = await kind.load(str(DEMO), dtype="float32")
    alone = await say(engine, JOKE, options)
    among = await asyncio.gather(say(engine, LONGER, Options(temperature=1.5, seed=6)), say(engine, JOKE, options))
    await engine.close()
    assert among[1] == alone


async def goes_on(engine, prompt, first, most):
    """The whole answer, and one cut after `first` tokens and gone on with; and what going on cost."""
    whole = await said(engine, prompt, most)
    cut = await said(engine, prompt, first)
    pieces = await collect_in(engine, [*prompt, Turn("assistant", cut)], most - first)
    return whole, cut + "".join(piece.text for piece in pieces), pieces[-1].usage


async def collect_in(engine, prompt, most):
    options = Options(temperature=0, max_new_tokens=most)
    return [piece async for piece in engine.stream(prompt, options, channel=3)]


async def said(engine, prompt, most):
    return "".join(piece.text for piece in await collect_in(engine, prompt, most))


@pytest.mark.parametrize("first", [1, 5, 9])
async def test_an_answer_that_was_cut_is_gone_on_with(engine, first):
    if isinstance(engine, OpenAIEngine):
        pytest.skip("`transformers serve` begins another answer")
    whole, together, usage = await goes_on(engine, LONGER, first, 40)
    assert together == whole
    read = await engine.count(LONGER)
    assert usage.read == read + first
    assert usage.reused >= read // 32 * 32


@IN_PROCESS
async def test_tokens_that_no_tokenizer_would_make_of_the_text_are_gone_on_with(kind, tmp_path):
    checkpoint = load(str(make_checkpoint(tmp_path, make_tokenizer())), dtype="float32")
    checkpoint.model.generation_config.eos_token_id = None
    torch.manual_seed(0)
    for weights in checkpoint.model.parameters():
        # Norms that let through what they get: else the last token alone decides on the next.
        torch.nn.init.normal_(weights, std=0.3) if weights.dim() > 1 else torch.nn.init.ones_(weights)
    engine = await kind.of(checkpoint)
    encoded_anew = []
    for first in range(1, 12):
        prompt = [Turn("user", f"Hello {first}")]
        whole, together, usage = await goes_on(engine, prompt, first, 24)
        assert together == whole
        assert usage.read == await engine.count(prompt) + first
        encoded_anew.append(len(checkpoint.tokenizer(whole).input_ids))
    assert set(encoded_anew) != {24}
    await engine.close()


@IN_PROCESS
async def test_an_answer_of_another_process_is_gone_on_with(kind):
    first, second = [await kind.load(str(DEMO), dtype="float32") for _ in range(2)]
    whole, cut = await said(first, LONGER, 40), await said(first, LONGER, 9)
    assert cut + await said(second, [*LONGER, Turn("assistant", cut)], 31) == whole
    await first.close()
    await second.close()


@IN_PROCESS
async def test_an_answer_that_is_gone_on_with_may_hold_control_tokens_as_text(kind):
    engine = await kind.load(str(DEMO))
    begun = "The token <|im_end|> ends"
    prompt = [*JOKE, Turn("assistant", begun)]
    plainly = await engine.count([*JOKE, Turn("assistant", "The token")]) - await engine.count(JOKE)
    assert await engine.count(prompt) - await engine.count(JOKE) > plainly + 4
    assert (await collect(engine, prompt))[-1].finish
    await engine.close()


@pytest.mark.parametrize("kind", CIRCLING)
async def test_an_answer_that_goes_round_in_circles_is_ended(kind, request, tmp_path):
    folder = make_checkpoint(tmp_path / "random", max_position_embeddings=2048)
    engine = await CIRCLING[kind](request, folder)
    prompt, options = [Turn("user", "Hello")], Options(temperature=0, max_new_tokens=900)
    ended, whole = [await collect(engine, prompt, each) for each in (options, replace(options, stops_loops=False))]
    await engine.close()
    assert (ended[-1].finish, whole[-1].finish) == ("loop", "length")
    said, all_of_it = ["".join(piece.text for piece in pieces) for pieces in (ended, whole)]
    assert all_of_it.startswith(said)
    # It begins to circle within its first tokens.
    assert len(said) < 0.6 * len(all_of_it)
