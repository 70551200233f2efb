"""Weights in fewer bits: they are, the model still answers, and what cannot be done is said before anything is read."""

import json
import shutil
from importlib.util import find_spec

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoConfig

from bot.core.chat import Options, Turn
from bot.core.errors import StartError
from bot.engines.checkpoint import quantization
from bot.engines.checkpoint.loading import load
from bot.engines.generate import GenerateEngine

from ..conftest import DEMO, make_checkpoint

PACKAGES = {"int8": "torchao", "int4": "bitsandbytes"}
GREEDY = Options(temperature=0, max_new_tokens=30)
PROMPTS = [[Turn("user", text)] for text in ("Hello!", "Write a list of three things.", "What can you do?")]


@pytest.fixture(params=PACKAGES)
def bits(request):
    if find_spec(PACKAGES[request.param]) is None:
        pytest.skip(f'{PACKAGES[request.param]}, of the extra "quantization", is not installed')
    return request.param


def bytes_of(model):
    """The bytes all tensors of the model really take."""
    sizes = {}

    def add(tensor):
        if hasattr(tensor, "__tensor_flatten__"):
            for name in tensor.__tensor_flatten__()[0]:
                add(getattr(tensor, name))
        else:
            sizes[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
            if (state := getattr(tensor, "quant_state", None)) is not None:
                add(state.absmax)

    for tensor in [*model.parameters(), *model.buffers()]:
        add(tensor)
    return sum(sizes.values())


def of_layers(model):
    """The weights of all layers but the first and the last, which stay as they are."""
    embedded = model.get_input_embeddings().weight
    return embedded.nbytes if embedded is model.get_output_embeddings().weight else 2 * embedded.nbytes


async def said(checkpoint, prompt):
    engine = await GenerateEngine.of(checkpoint)
    text = "".join([piece.text async for piece in engine.stream(prompt, GREEDY)])
    await engine.close()
    return text


async def test_the_weights_are_smaller_and_the_model_answers_nearly_the_same(bits):
    plain, small = load(str(DEMO), device_map="cpu"), load(str(DEMO), device_map="cpu", quantization=bits)
    most = {"int8": 0.55, "int4": 0.35}[bits]
    kept = of_layers(plain.model)
    assert bytes_of(small.model) - kept < most * (bytes_of(plain.model) - kept)
    inputs = plain.tokenizer("Hello! What can I do for you? Here is a list.", return_tensors="pt")
    with torch.no_grad():
        near = torch.nn.functional.cosine_similarity(
            plain.model(**inputs).logits.float(), small.model(**inputs).logits.float(), dim=-1
        )
    assert near.mean() > {"int8": 0.99, "int4": 0.9}[bits]
    for prompt in PROMPTS:
        assert (await said(small, prompt)).strip()


def test_the_size_is_known_before_the_weights_are_read(bits):
    config = AutoConfig.from_pretrained(DEMO)
    stored = (DEMO / "model.safetensors").stat().st_size
    expected = bytes_of(load(str(DEMO), device_map="cpu", quantization=bits).model)
    assert quantization.size(config, stored, bits) == pytest.approx(expected, rel=0.1)
    assert quantization.size(config, stored, "none") == stored


async def test_what_was_quantized_and_saved_loads_as_it_is(tmp_path):
    if find_spec("bitsandbytes") is None:
        pytest.skip('bitsandbytes, of the extra "quantization", is not installed')
    small = load(str(make_checkpoint(tmp_path / "plain", hidden_size=64)), device_map="cpu", quantization="int4")
    small.model.save_pretrained(tmp_path / "small")
    small.tokenizer.save_pretrained(tmp_path / "small")
    again = load(str(tmp_path / "small"), device_map="cpu")
    assert bytes_of(again.model) == pytest.approx(bytes_of(small.model), rel=0.02)
    assert await said(again, PROMPTS[0]) == await said(small, PROMPTS[0])
    with pytest.raises(StartError, match=r"quantized already \(bitsandbytes\)"):
        load(str(tmp_path / "small"), quantization="int8")


@pytest.fixture
def gptq(tiny, tmp_path):
    """A checkpoint that says it is quantized in a way this machine cannot read."""
    folder = shutil.copytree(tiny, tmp_path / "gptq")
    config = json.loads((folder / "config.json").read_text())
    config["quantization_config"] = {"quant_method": "gptq", "bits": 4, "group_size": 128, "desc_act": False}
    (folder / "config.json").write_text(json.dumps(config))
    return folder


def refusal(folder, **options):
    with pytest.raises(StartError) as caught:
        load(str(folder), **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.skipif(find_spec("optimum") is not None, reason="this machine may read it")
def test_a_quantized_checkpoint_without_what_reads_it_names_what_is_missing(gptq):
    sentence = refusal(gptq)
    assert "quantized with gptq" in sentence
    assert "pip install optimum" in sentence


def test_a_way_of_quantizing_nobody_knows_is_named(gptq):
    config = json.loads((gptq / "config.json").read_text())
    config["quantization_config"]["quant_method"] = "hope"
    (gptq / "config.json").write_text(json.dumps(config))
    assert "quantized with hope" in refusal(gptq)


def test_another_quantization_on_top_is_refused(gptq):
    sentence = refusal(gptq, quantization="int8")
    assert "quantized already (gptq)" in sentence
    assert '`quantization` to "none"' in sentence


@pytest.mark.parametrize(("bits", "package"), PACKAGES.items())
def test_without_the_extra_the_sentence_names_it(tiny, bits, package):
    if find_spec(package) is not None:
        pytest.skip(f"{package} is installed")
    sentence = refusal(tiny, quantization=bits, device_map="cpu")
    assert package in sentence
    assert "[quantization]" in sentence


def test_what_fits_only_when_quantized_is_not_refused_for_its_size(tiny):
    config = AutoConfig.from_pretrained(tiny)
    assert quantization.size(config, 2**30, "int4") < quantization.size(config, 2**30, "int8") < 2**30


def test_damaged_weights_are_still_found_out(bits, tiny, tmp_path):
    folder = shutil.copytree(tiny, tmp_path / "damaged")
    weights = load_file(folder / "model.safetensors")
    del weights["model.layers.1.mlp.up_proj.weight"]
    save_file(weights, folder / "model.safetensors", {"format": "pt"})
    assert "model.layers.1.mlp.up_proj.weight" in refusal(folder, quantization=bits, device_map="cpu")
