"""A draft model changes how fast an answer comes, and nothing of what it says."""

import asyncio
import json
import re
import shutil
import sys
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tokenizers import AddedToken

from bot.core.chat import Options, Turn
from bot.core.errors import EngineExhausted, StartError
from bot.engines.checkpoint.loading import load
from bot.engines.generate import GenerateEngine

from ..conftest import make_checkpoint, make_tokenizer
from ..steps import Pause, Steps

PROMPT = [Turn("user", "Hello, how are you?")]
GREEDY = Options(temperature=0, max_new_tokens=30)


@pytest.fixture(scope="module")
def folders(tiny, tmp_path_factory):
    """The model and drafts of it: one that guesses all, one that guesses badly, one with a longer vocabulary."""
    root = tmp_path_factory.mktemp("drafts")
    tokens = len(make_tokenizer())
    bad = make_checkpoint(root / "bad", num_hidden_layers=1, hidden_size=16, max_position_embeddings=256)
    longer = make_checkpoint(root / "longer", num_hidden_layers=1, vocab_size=tokens + 7)
    shorter_model = make_checkpoint(root / "model", vocab_size=tokens + 5)
    return {"perfect": (tiny, tiny), "bad": (tiny, bad), "longer": (tiny, longer), "shorter": (shorter_model, bad)}


@pytest.fixture(scope="module", params=["perfect", "bad", "longer", "shorter"])
def pair(request, folders):
    """The model with its draft, and the same without."""
    name, draft = map(str, folders[request.param])
    # In 32 bits, so that sums over other shapes do not make another token the likeliest.
    return load(name, dtype="float32", draft=draft), load(name, dtype="float32")


async def collect(engine, prompt=PROMPT, options=GREEDY):
    return [piece async for piece in engine.stream(prompt, options)]


def told(pieces):
    return "".join(piece.text for piece in pieces), pieces[-1].finish


turns = st.lists(st.sampled_from(["hi", "My name is Ada.", "```py\nx = 1\n```", "你好"]), min_size=1, max_size=4)


@given(turns, st.integers(1, 30), st.sampled_from([None, 1.3]))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_text_and_its_end_are_those_without_a_draft(pair, texts, limit, penalty):
    prompt = [Turn(("user", "assistant")[n % 2], text) for n, text in enumerate(texts)]
    options = Options(temperature=0, max_new_tokens=limit, repetition_penalty=penalty)
    answers = []
    for checkpoint in pair:
        engine = await GenerateEngine.of(checkpoint)
        answers.append(told(await collect(engine, prompt, options)))
        await engine.close()
    assert answers[0] == answers[1]


async def test_an_answer_that_ends_within_a_guess_ends_there(pair):
    texts = []
    for checkpoint in pair:
        engine = await GenerateEngine.of(checkpoint)
        made = told(await collect(engine))[0]
        checkpoint.model.generation_config.eos_token_id = checkpoint.tokenizer(made[:9]).input_ids[-1]
        texts.append((told(await collect(engine)), made))
        await engine.close()
    assert texts[0] == texts[1]
    assert texts[0][0][1] == "stop"


async def test_turn_after_turn_the_text_is_that_without_a_draft(pair):
    prompts, answers = ([*PROMPT], [*PROMPT]), ([], [])
    for checkpoint, prompt, said in zip(pair, prompts, answers, strict=True):
        engine = await GenerateEngine.of(checkpoint)
        for _ in range(3):
            said.append(told(await collect(engine, prompt))[0])
            prompt += [Turn("assistant", said[-1]), Turn("user", "and then?")]
        await engine.close()
    assert answers[0] == answers[1]


async def test_a_good_draft_saves_steps_of_the_model(folders):
    checkpoint = load(str(folders["perfect"][0]), dtype="float32", draft=str(folders["perfect"][1]))
    checkpoint.model.generation_config.eos_token_id = None
    steps = Steps(checkpoint.model)
    engine = await GenerateEngine.of(checkpoint)
    await collect(engine)
    await engine.close()
    assert len(steps.tokens) < 25


async def test_a_stop_takes_effect_after_the_round_of_guesses(folders):
    checkpoint = load(str(folders["bad"][0]), draft=str(folders["bad"][1]))
    checkpoint.model.generation_config.eos_token_id = None
    pause = Pause()
    steps, guesses = Steps(checkpoint.model, at=[5], do=pause), Steps(checkpoint.draft)
    engine = await GenerateEngine.of(checkpoint)
    pieces = engine.stream(PROMPT, Options(temperature=0, max_new_tokens=200))
    await anext(pieces)
    await asyncio.to_thread(pause.reached.wait)
    guessed = len(guesses.tokens)
    await pieces.aclose()
    pause.over.set()
    await engine.rest()
    await engine.close()
    assert (len(steps.tokens), len(guesses.tokens)) == (5, guessed)


async def test_sampling_works_with_a_draft(folders):
    engine = await GenerateEngine.load(*map(str, folders["bad"][:1]), draft=str(folders["bad"][1]))
    pieces = await collect(engine, PROMPT, Options(temperature=1.0, top_p=0.9, max_new_tokens=20))
    await engine.close()
    assert len(pieces) > 1


async def test_a_prompt_the_draft_cannot_read_is_answered_without_it(folders):
    checkpoint = load(str(folders["bad"][0]), draft=str(folders["bad"][1]))
    guesses = Steps(checkpoint.draft)
    engine = await GenerateEngine.of(checkpoint)
    prompt = [Turn("user", "hello " * 90)]
    assert await engine.count(prompt) > 256
    assert told(await collect(engine, prompt))[1]
    await engine.close()
    assert guesses.tokens == []


async def test_where_memory_runs_out_the_answer_is_tried_again_without_the_draft(folders):
    checkpoint = load(str(folders["bad"][0]), draft=str(folders["bad"][1]))
    guesses = []

    def run_out(*_):
        guesses.append(1)
        raise torch.OutOfMemoryError("no memory left")

    engine = await GenerateEngine.of(checkpoint)
    expected = await collect(engine)
    hook = checkpoint.draft.register_forward_pre_hook(run_out)
    assert told(await collect(engine)) == told(expected)
    assert guesses == [1]
    hook.remove()
    checkpoint.model.register_forward_pre_hook(run_out)
    with pytest.raises(EngineExhausted):
        await collect(engine)
    await engine.close()


def refusal(name, draft):
    with pytest.raises(StartError) as caught:
        load(str(name), draft=str(draft))
    return str(caught.value)


def test_a_draft_with_other_tokens_is_refused(tiny, folders, tmp_path):
    more = [AddedToken("<other>", special=True, normalized=False)]
    tokenizer = make_tokenizer(more=more)
    assert load(str(tiny), draft=str(make_checkpoint(tmp_path / "more", tokenizer))).draft
    other = shutil.copytree(folders["bad"][1], tmp_path / "other")
    described = json.loads((other / "tokenizer.json").read_text())
    vocab = described["model"]["vocab"]
    vocab["a"], vocab["b"] = vocab["b"], vocab["a"]
    (other / "tokenizer.json").write_text(json.dumps(described))
    assert "do not have the same tokens" in refusal(tiny, other)


def test_a_draft_that_is_no_model_is_named(tiny, tmp_path):
    assert f"{tmp_path} is not a model" in refusal(tiny, tmp_path)


def test_a_draft_needs_no_chat_template(tiny, tmp_path):
    assert load(str(tiny), draft=str(make_checkpoint(tmp_path / "base", make_tokenizer(template=None)))).draft


def mapping_of(weights):
    """What Linux says of the piece of memory that `weights` begin in."""
    for mapping in re.split(r"\n(?=[0-9a-f]+-[0-9a-f]+ )", Path("/proc/self/smaps").read_text()):
        start, end = (int(address, 16) for address in mapping.split()[0].split("-"))
        if start <= weights.data_ptr() < end:
            return mapping
    raise AssertionError("it is not in memory")


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux says of mapped files")
def test_what_is_read_a_row_at_a_time_of_a_draft_stays_in_its_file(tiny, tmp_path):
    folder = make_checkpoint(tmp_path / "draft", hidden_size=1024, num_hidden_layers=1)
    checkpoint = load(str(tiny), draft=str(folder))
    embedding = checkpoint.draft.get_input_embeddings().weight
    mapping = mapping_of(embedding)
    assert str(folder) in mapping
    in_memory = 1024 * int(re.search(r"^Rss: +(\d+) kB", mapping, re.MULTILINE)[1])
    assert in_memory < embedding.nbytes / 2
