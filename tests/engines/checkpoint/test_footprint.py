"""What a checkpoint takes is told before it is loaded, and is what it takes then."""

import json
import shutil

import pytest
import torch
from transformers import AutoModelForCausalLM

from bot.core.errors import StartError
from bot.engines.checkpoint.checks import weights_size
from bot.engines.checkpoint.footprint import footprint


def told(folder, **how):
    return footprint("x", folder, stored=weights_size("x", folder), **how)


@pytest.mark.parametrize("dtype", ["auto", "float32", "bfloat16"])
def test_it_is_what_the_loaded_model_takes(tiny, dtype):
    found = told(tiny, dtype=dtype)
    model = AutoModelForCausalLM.from_pretrained(tiny, dtype=dtype)
    taken = sum(weights.numel() * weights.itemsize for weights in model.parameters())
    assert found.weights == pytest.approx(taken, rel=0.05)
    assert found.precision == str(model.dtype).removeprefix("torch.")
    assert found.context_length == 512
    ids = torch.ones(1, 10, dtype=torch.long)
    cache = model(ids, use_cache=True).past_key_values
    kept = sum(part.numel() * part.itemsize for layer in cache.layers for part in (layer.keys, layer.values))
    assert found.bytes_per_token == kept // 10


def test_quantized_it_is_smaller_and_what_is_smaller_still_is_told(tiny):
    whole, eight, four = (told(tiny, quantization=each) for each in ("none", "int8", "int4"))
    assert whole.weights_in == {"int8": eight.weights, "int4": four.weights}
    assert eight.weights_in == {"int4": four.weights}
    assert four.weights_in == {}
    assert whole.weights > eight.weights > four.weights
    assert eight.precision == "int8"


def test_what_is_quantized_already_takes_what_is_stored(tiny, tmp_path):
    folder = shutil.copytree(tiny, tmp_path / "quantized")
    config = json.loads((folder / "config.json").read_text())
    config["quantization_config"] = {"quant_method": "gptq", "bits": 4}
    (folder / "config.json").write_text(json.dumps(config))
    found = told(folder, dtype="bfloat16")
    assert found.weights == weights_size("x", folder)
    assert found.weights_in == {}


def test_what_is_no_model_is_refused(tmp_path):
    with pytest.raises(StartError, match=r"config\.json"):
        footprint("x", tmp_path, stored=1)
