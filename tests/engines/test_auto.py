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
from bot.engines import auto
from bot.engines.batched import BatchedEngine
from bot.engines.checkpoint.loading import load
from bot.engines.generate import GenerateEngine

from .conftest import make_checkpoint, make_tokenizer

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


@pytest.mark.parametrize(
    ("device", "about", "word"),
    [
        ("cpu", {}, None),
        ("cpu", {"measured": {"cpu": auto.NO_WORSE}}, None),
        ("cpu", {"measured": {"cpu": 0.9}}, "0.90"),
        ("cpu", {"measured": {}}, "not measured on a CPU"),
        ("cuda", {"measured": {"cpu": 1.0}}, "not measured on a GPU"),
        ("mps", {"measured": {"cpu": 1.0, "cuda": 1.0}}, "not measured on mps"),
        ("cuda", {"measured": {"cuda": 1.0}}, None),
        ("cpu", {"is_quantized": True}, "fewer bits"),
        ("cpu", {"has_draft": True}, "draft model"),
    ],
)
def test_the_choice_follows_the_model_and_what_was_measured_on_its_device(device, about, word):
    facts = {"is_quantized": False, "has_draft": False, "measured": {"cpu": 1.0}} | about
    reason = auto.against_batching(device, **facts)
    assert (reason is None) if word is None else (word in reason)


async def test_a_model_that_can_be_batched_is(tiny, caplog):
    expected = await answers(await GenerateEngine.load(str(tiny), device_map="cpu"))
    engine = await auto.load(str(tiny), device_map="cpu")
    assert isinstance(engine, BatchedEngine)
    assert await answers(engine) == expected
    [(level, line)] = choices(caplog)
    assert level == "INFO"
    assert "batched" in line
    assert f"{auto.MEASURED['cpu']:.2f}" in line


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
    await assert_falls_back(tiny, caplog, "memory", expected=expected, checkpoint=checkpoint)
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
