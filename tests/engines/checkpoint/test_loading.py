import json
import os
import shutil
import threading

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

from bot.core.errors import StartError
from bot.engines.checkpoint.checks import is_in_memory
from bot.engines.checkpoint.loading import load

from ..conftest import DEMO, make_checkpoint, make_tokenizer
from ..standin import nobody_listens, stand_in_hub


@pytest.fixture(scope="module")
def hub():
    with stand_in_hub() as hub:
        yield hub


@pytest.fixture
def copy(tiny, tmp_path):
    """A checkpoint to spoil."""
    return shutil.copytree(tiny, tmp_path / "spoilt")


def refusal(name, **options):
    """The sentence with which `name` is refused."""
    with pytest.raises(StartError) as caught:
        load(str(name), **options)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


def test_a_folder_loads_as_it_was_stored(tiny):
    checkpoint = load(str(tiny))
    assert checkpoint.context_length == 512
    assert checkpoint.model.dtype == torch.float32
    assert not checkpoint.model.training
    assert checkpoint.model.device.type == ("cuda" if torch.cuda.is_available() else "cpu")


def test_the_demo_model_loads():
    checkpoint = load(str(DEMO))
    assert checkpoint.tokenizer.chat_template
    assert checkpoint.model.config.model_type == "qwen2"


def test_number_format_device_and_attention_can_be_chosen(tiny):
    checkpoint = load(str(tiny), dtype="bfloat16", device_map="cpu", attention="eager")
    assert checkpoint.model.dtype == torch.bfloat16
    assert checkpoint.model.config._attn_implementation == "eager"


def test_a_model_is_downloaded_once_and_loaded(tiny, hub, tmp_path):
    hub.repositories["someone/tiny"] = tiny
    checkpoint = load("someone/tiny", hub=hub.address, cache=tmp_path)
    assert checkpoint.context_length == 512
    assert hub.served.count("model.safetensors") == 1
    load("someone/tiny", hub=hub.address, cache=tmp_path)
    assert hub.served.count("model.safetensors") == 1


def test_what_was_downloaded_loads_without_the_hub(tiny, hub, tmp_path):
    hub.repositories["someone/kept"] = tiny
    load("someone/kept", hub=hub.address, cache=tmp_path)
    assert load("someone/kept", hub=nobody_listens(), cache=tmp_path).context_length == 512


def test_a_folder_that_is_missing_is_named(tmp_path):
    assert f'There is no folder "{tmp_path}/gone"' in refusal(tmp_path / "gone")


def test_a_model_the_hub_does_not_have_is_named_with_the_address(hub, tmp_path):
    sentence = refusal("someone/nothing", hub=hub.address, cache=tmp_path)
    assert '"someone/nothing"' in sentence
    assert hub.address in sentence
    assert "HF_TOKEN" in sentence


@pytest.mark.parametrize("status", [401, 403])
def test_a_gated_model_says_where_to_accept_its_terms(hub, tmp_path, status):
    hub.refusals["meta/gated"] = (status, "GatedRepo")
    sentence = refusal("meta/gated", hub=hub.address, cache=tmp_path)
    assert f"{hub.address}/meta/gated" in sentence
    assert "HF_TOKEN" in sentence


def test_a_token_the_hub_does_not_know_is_named_as_the_cause(hub, tmp_path):
    hub.refusals["someone/token"] = (401, "Invalid credentials in Authorization header")
    assert "Check HF_TOKEN" in refusal("someone/token", hub=hub.address, cache=tmp_path)


def test_a_hub_out_of_order_is_told_from_a_missing_model(hub, tmp_path):
    hub.refusals["someone/broken"] = (500, "Broken")
    assert "answered 500" in refusal("someone/broken", hub=hub.address, cache=tmp_path)


def test_an_unreachable_hub_is_named(tmp_path):
    address = nobody_listens()
    sentence = refusal("someone/tiny", hub=address, cache=tmp_path)
    assert f"{address} cannot be reached" in sentence
    assert "folder" in sentence


def test_a_model_that_cannot_chat_is_refused_before_its_weights_are_downloaded(hub, tmp_path):
    base = make_checkpoint(tmp_path / "base", make_tokenizer(template=None))
    hub.repositories["someone/base"] = base
    served = len(hub.served)
    assert "no chat template" in refusal("someone/base", hub=hub.address, cache=tmp_path / "cache")
    assert "model.safetensors" not in hub.served[served:]


def test_an_abandoned_download_ends(tiny, hub, tmp_path):
    hub.repositories["someone/slow"] = tiny
    hub.first_block_sent.clear()
    hub.may_go_on.clear()
    abandoned = threading.Event()

    def abandon():
        hub.first_block_sent.wait()
        abandoned.set()
        hub.may_go_on.set()

    thread = threading.Thread(target=abandon)
    thread.start()
    sentence = refusal("someone/slow", hub=hub.address, cache=tmp_path, abandoned=abandoned.is_set)
    thread.join()
    assert "abandoned" in sentence


def test_weights_in_another_format_are_not_read(copy):
    (copy / "model.safetensors").rename(copy / "pytorch_model.bin")
    assert "safetensors" in refusal(copy)


def test_a_missing_part_of_the_weights_is_named(copy):
    weights = copy / "model.safetensors"
    names = dict.fromkeys(load_file(weights), "model-00002-of-00002.safetensors")
    weights.unlink()
    index = {"metadata": {"total_size": 1}, "weight_map": names}
    (copy / "model.safetensors.index.json").write_text(json.dumps(index))
    assert "model-00002-of-00002.safetensors is missing" in refusal(copy)


def test_damaged_weights_are_refused(copy):
    weights = copy / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])
    assert "damaged" in refusal(copy)


def test_weights_are_never_filled_up_with_random_numbers(copy):
    weights = load_file(copy / "model.safetensors")
    del weights["model.layers.1.mlp.up_proj.weight"]
    save_file(weights, copy / "model.safetensors", {"format": "pt"})
    assert "model.layers.1.mlp.up_proj.weight" in refusal(copy)


def test_weights_of_another_shape_are_refused(copy):
    config = json.loads((copy / "config.json").read_text())
    (copy / "config.json").write_text(json.dumps(config | {"intermediate_size": 128}))
    assert "model.layers.0.mlp.down_proj.weight" in refusal(copy)


def test_a_damaged_description_is_refused(copy):
    (copy / "config.json").write_text("{")
    assert "could not be loaded" in refusal(copy)


def test_a_folder_without_a_model_is_refused(tmp_path):
    assert "no config.json" in refusal(tmp_path)


def test_a_model_that_does_not_write_is_refused(copy):
    (copy / "config.json").write_text(json.dumps({"model_type": "t5"}))
    assert "t5" in refusal(copy)


def test_a_model_with_a_program_of_its_own_is_refused(copy):
    custom = {"model_type": "strange", "auto_map": {"AutoConfig": "strange.StrangeConfig"}}
    (copy / "config.json").write_text(json.dumps(custom))
    (copy / "strange.py").write_text("raise SystemExit('this must never run')")
    assert "program of its own" in refusal(copy)


def test_the_tokenizer_of_another_model_is_refused(copy):
    more = [f"<extra_{n}>" for n in range(3)]
    tokenizer = make_tokenizer()
    tokenizer.add_tokens(more)
    tokenizer.chat_template = tokenizer.chat_template.replace("<|im_start|>", "<extra_2>")
    tokenizer.save_pretrained(copy)
    assert "does not belong" in refusal(copy)


def test_weights_larger_than_the_memory_are_refused_with_both_numbers(copy):
    # A file of a tebibyte that takes no space: the check comes before the reading.
    os.truncate(copy / "model.safetensors", 2**40)
    sentence = refusal(copy, device_map="cpu")
    assert "1,024.0 GiB" in sentence
    assert "are free" in sentence


def test_a_model_that_would_be_read_from_the_disk_for_every_token_is_refused(tiny):
    places = {"model.embed_tokens": "cpu", "model.rotary_emb": "cpu", "model.norm": "cpu", "lm_head": "cpu"}
    places |= {"model.layers.0": "cpu", "model.layers.1": "disk"}
    model = AutoModelForCausalLM.from_pretrained(tiny, device_map=places)
    with pytest.raises(StartError, match="does not fit"):
        is_in_memory("someone/large", model, 2**40)
    is_in_memory("someone/small", load(str(tiny)).model, 2**40)


def test_flash_attention_where_there_is_none_says_what_to_set(tiny):
    if torch.cuda.is_available():
        pytest.skip("this machine may have it")
    assert '`attention` to "sdpa"' in refusal(tiny, attention="flash_attention_2", dtype="bfloat16")


def test_an_attention_nobody_knows_says_what_to_set(tiny):
    assert '`attention` to "sdpa"' in refusal(tiny, attention="hope")


def test_a_device_that_is_not_there_names_those_that_are(tiny):
    sentence = refusal(tiny, device_map="cuda:99")
    assert '"cuda:99"' in sentence
    assert "cpu" in sentence
