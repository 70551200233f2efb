"""The engine is chosen by what the model can do and what was measured, and whichever it is answers as it should."""

import gc
import threading
import weakref
from importlib.util import find_spec

import pytest
import torch
from transformers import AutoModelForCausalLM, BloomConfig, GenerationConfig, Lfm2Config
from transformers.generation.continuous_batching.cache import PagedAttentionCache

from bot.core.chat import Options, Turn
from bot.core.errors import EngineExhausted
from bot.engines import auto
from bot.engines.batched import BatchedEngine
from bot.engines.checkpoint.loading import load
from bot.engines.generate import GenerateEngine
from tests.engines.conftest import make_checkpoint, make_tokenizer

PROMPTS = [[Turn("user", text)] for text in ("Hello", "How are you?", "你好")]
GREEDY = Options(temperature=0, max_new_tokens=30)
ADVICE = "Set `"


async def answers(engine):
    """What an engine says, which is then closed."""
    said = ["".join([piece.text async for piece in engine.stream(prompt, GREEDY)]) for prompt in PROMPTS]
    await engine.close()
    return said


def choices(caplog):
    """The lines of the log that say which engine was chosen."""
    return [(line.levelname, line.getMessage()) for line in caplog.records if "engine is" in line.getMessage()]


def caches():
    """The number of caches of batches there are."""
    return sum(type(each) is PagedAttentionCache for each in gc.get_objects())


@pytest.fixture(autouse=True)
def informed(caplog):
    """Hear what is logged, but for the library's errors: their frames would be kept, and what those hold."""
    caplog.set_level("CRITICAL", logger="ContinuousBatchingLogger")
    caplog.set_level("INFO")


def measuring(**speeds):
    """What stands in for a clock: each engine's tokens a second, by its name. Says how often it was asked."""

    async def measure(engine):
        measure.asked.append(engine.name)
        return speeds[engine.name]

    measure.asked = []
    return measure


@pytest.mark.parametrize(("batched", "is_batched"), [(100.0, True), (95.0, True), (94.0, False), (200.0, True)])
async def test_a_model_is_batched_where_one_conversation_is_no_slower(tiny, caplog, batched, is_batched):
    expected = await answers(await GenerateEngine.load(str(tiny), device_map="cpu"))
    measure = measuring(generate=100.0, batched=batched)
    engine = await auto.of(load(str(tiny), device_map="cpu"), measure=measure)
    assert isinstance(engine, BatchedEngine if is_batched else GenerateEngine)
    assert await answers(engine) == expected
    [(level, line)] = choices(caplog)
    assert level == "INFO"
    assert ("batched" if is_batched else "generate") in line
    assert f"{batched / 100:.2f}" in line
    assert measure.asked == ["generate", "batched"]


async def test_what_was_measured_is_remembered_for_the_model_and_the_machine(tiny, tmp_path):
    kept = tmp_path / "data" / "engines.json"
    for batched, kind in [(50.0, GenerateEngine), (200.0, GenerateEngine)]:
        measure = measuring(generate=100.0, batched=batched)
        engine = await auto.of(load(str(tiny), device_map="cpu"), measure=measure, measurements=kept)
        assert isinstance(engine, kind)
        await engine.close()
    assert measure.asked == []
    other = load(str(tiny), device_map="cpu", dtype="bfloat16")
    engine = await auto.of(other, measure=measure, measurements=kept)
    assert isinstance(engine, BatchedEngine)
    assert measure.asked == ["generate", "batched"]
    await engine.close()


@pytest.mark.parametrize("slow", ["generate", "batched"])
async def test_a_model_too_slow_to_be_measured_is_not_batched_and_not_remembered(tiny, tmp_path, caplog, slow):
    kept = tmp_path / "engines.json"
    measure = measuring(**{"generate": 1.0, "batched": 1.0, slow: None})
    engine = await auto.of(load(str(tiny), device_map="cpu"), measure=measure, measurements=kept)
    assert isinstance(engine, GenerateEngine)
    assert "too slowly" in choices(caplog)[0][1]
    assert not kept.exists()
    # What cannot be compared is not opened either: with weights that are slow to read, that takes as long again.
    assert measure.asked == ["generate", "batched"][: 1 if slow == "generate" else 2]
    await engine.close()


@pytest.mark.parametrize("failing", ["generate", "batched"])
async def test_an_answer_that_fails_while_it_is_measured_is_no_reason_not_to_start(tiny, tmp_path, caplog, failing):
    async def measure(engine):
        if engine.name == failing:
            raise EngineExhausted("no memory for this one")
        return 100.0

    kept = tmp_path / "engines.json"
    engine = await auto.of(load(str(tiny), device_map="cpu"), measure=measure, measurements=kept)
    assert isinstance(engine, GenerateEngine)
    assert "no memory for this one" in choices(caplog)[0][1]
    assert not kept.exists()
    assert await answers(engine)


async def test_it_measures_for_itself_where_nobody_does(tiny, caplog):
    engine = await auto.load(str(tiny), device_map="cpu")
    [(_, line)] = choices(caplog)
    assert "was measured here" in line
    await engine.close()


def recurrent(tokens):
    return Lfm2Config(layer_types=["conv", "full_attention"], num_hidden_layers=2, vocab_size=tokens, hidden_size=32)


def with_an_attention_of_its_own(tokens):
    return BloomConfig(n_layer=2, n_head=4, vocab_size=tokens, hidden_size=32)


@pytest.fixture(scope="module", params=[recurrent, with_an_attention_of_its_own])
def unfit(request, tmp_path_factory):
    """The folder of a checkpoint that cannot be batched, and a word of the reason."""
    folder, tokenizer = tmp_path_factory.mktemp("unfit"), make_tokenizer()
    torch.manual_seed(0)
    model = AutoModelForCausalLM.from_config(request.param(len(tokenizer)))
    for weights in model.parameters():
        torch.nn.init.normal_(weights, std=0.3)
    model.generation_config = GenerationConfig(eos_token_id=tokenizer.eos_token_id)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder, {recurrent: "conv", with_an_attention_of_its_own: "bloom"}[request.param]


async def assert_falls_back(folder, caplog, *words, expected, checkpoint=None, **how):
    """`generate` answers with the checkpoint in memory as if nothing had been tried, and nothing of that is left."""
    checkpoint = checkpoint or load(str(folder), device_map="cpu")
    attention, before = checkpoint.model.config._attn_implementation, set(threading.enumerate())
    gc.collect()
    caches_before = caches()
    engine = await auto.of(checkpoint, **how)
    assert isinstance(engine, GenerateEngine)
    assert checkpoint.model.config._attn_implementation == attention
    assert not any("generation_loop" in thread.name for thread in set(threading.enumerate()) - before)
    assert caches() <= caches_before
    [(level, line)] = choices(caplog)
    assert level == "INFO"
    assert "generate" in line
    assert all(word in line for word in words)
    assert ADVICE not in line
    assert await answers(engine) == expected


async def test_a_model_that_cannot_be_batched_falls_back_to_generate(unfit, caplog):
    folder, word = unfit
    expected = await answers(await GenerateEngine.load(str(folder), device_map="cpu"))
    await assert_falls_back(folder, caplog, word, expected=expected)


async def test_settings_that_batching_does_not_know_fall_back_to_generate(tiny, caplog):
    expected = await answers(await GenerateEngine.load(str(tiny), device_map="cpu"))
    checkpoint = load(str(tiny), device_map="cpu")
    # It changes no answer: there is no prompt of one token.
    checkpoint.model.generation_config.min_length = 1
    await assert_falls_back(tiny, caplog, "min_length", expected=expected, checkpoint=checkpoint)


async def test_a_cache_too_small_for_a_batch_falls_back_to_generate(tmp_path, caplog):
    folder = make_checkpoint(tmp_path, max_position_embeddings=4096)
    expected = await answers(await GenerateEngine.load(str(folder), device_map="cpu"))
    await assert_falls_back(folder, caplog, "MiB", expected=expected, kv_cache_bytes=100_000)


async def test_running_out_of_memory_while_the_batch_is_opened_falls_back_to_generate(tiny, caplog):
    expected = await answers(await GenerateEngine.load(str(tiny), device_map="cpu"))
    checkpoint = load(str(tiny), device_map="cpu")
    held = []

    def fail(*_):
        hook.remove()
        some = torch.zeros(1000)
        held.append(weakref.ref(some))
        raise torch.OutOfMemoryError("Not this much memory.")

    hook = checkpoint.model.register_forward_pre_hook(fail)
    measure = measuring(generate=1.0)
    await assert_falls_back(tiny, caplog, "memory", expected=expected, checkpoint=checkpoint, measure=measure)
    assert [each() for each in held] == [None]


async def test_a_draft_model_is_used_by_generate_and_each_is_read_once(tiny, caplog):
    expected = await answers(await GenerateEngine.load(str(tiny), device_map="cpu"))
    caplog.clear()
    engine = await auto.load(str(tiny), device_map="cpu", draft=str(tiny))
    assert isinstance(engine, GenerateEngine)
    assert await answers(engine) == expected
    [(_, line)] = choices(caplog)
    assert "draft model" in line
    assert len([each for each in caplog.records if each.getMessage().startswith("Reading")]) == 2


@pytest.mark.skipif(find_spec("torchao") is None, reason="torchao is not installed")
async def test_quantized_weights_are_used_by_generate(tiny, caplog):
    engine = await auto.load(str(tiny), device_map="cpu", quantization="int8")
    assert isinstance(engine, GenerateEngine)
    [(_, line)] = choices(caplog)
    assert "fewer bits" in line
    assert all(await answers(engine))
