"""A checkpoint is written for llama.cpp once, and again when it has changed or the file was spoilt."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from safetensors.torch import load_file, save_file

from bot.core.errors import StartError
from bot.engines.llamacpp.conversion import find_or_make, kind_for

from ..conftest import DEMO, make_checkpoint


@pytest.fixture
def copy(tiny, tmp_path):
    """A checkpoint to change."""
    return shutil.copytree(tiny, tmp_path / "checkpoint")


@pytest.fixture
def make(copy, tmp_path):
    return lambda **how: find_or_make("someone/tiny", copy, tmp_path / "gguf", **{"kind": "f16"} | how)


def made_at(file):
    return file.stat().st_mtime_ns


def test_a_file_is_named_for_its_model_and_found_again(make):
    first = make()
    assert first.name.startswith("tiny-f16-")
    at = made_at(first)
    assert make() == first
    assert made_at(first) == at


def test_each_kind_has_a_file_of_its_own(make):
    assert len({make(kind=kind) for kind in ("f16", "f32", "q8_0")}) == 3


def test_other_weights_and_another_config_get_another_file(make, copy):
    first = make()
    os.utime(copy / "model.safetensors", ns=(1, 1))
    second = make()
    config = copy / "config.json"
    config.write_text(config.read_text() + " ")
    assert len({first, second, make()}) == 3


def test_a_file_that_was_cut_off_is_made_anew(make):
    file = make()
    whole = file.read_bytes()
    for length in (len(whole) - 100, len(whole) // 2, 100, 0):
        file.write_bytes(whole[:length])
        assert make().read_bytes() == whole


def test_what_an_interrupted_conversion_left_is_written_over_and_goes(make, tmp_path):
    file = make()
    whole = file.read_bytes()
    part = file.rename(file.with_name(file.name + ".part"))
    part.write_bytes(b"half of it")
    assert make().read_bytes() == whole
    assert {each.name for each in file.parent.iterdir()} == {".lock", file.name}


def test_an_abandoned_conversion_leaves_nothing(make, tmp_path):
    with pytest.raises(StartError, match="abandoned"):
        make(abandoned=lambda: True)
    assert {each.name for each in (tmp_path / "gguf").iterdir()} == {".lock"}


def test_those_who_need_it_at_the_same_time_get_one_file(make):
    with ThreadPoolExecutor(4) as threads:
        files = {job.result() for job in [threads.submit(make) for _ in range(4)]}
    assert len(files) == 1


def test_a_disk_too_small_is_named_with_both_sizes(copy, tmp_path):
    with pytest.raises(StartError, match=r"takes 0\.0 GiB of disk, and 0\.0 GiB are free.*gguf"):
        find_or_make("someone/tiny", copy, tmp_path / "gguf", kind="f16", free=100)


def test_a_folder_that_cannot_be_written_to_is_named(copy, tmp_path):
    (tmp_path / "gguf").write_text("a file")
    with pytest.raises(StartError, match=r"could not be written for llama\.cpp into .*gguf"):
        find_or_make("someone/tiny", copy, tmp_path / "gguf", kind="f16")


@pytest.mark.parametrize(
    ("dtype", "quantization", "kind"),
    [
        ("float16", "none", "f16"),
        ("bfloat16", "none", "bf16"),
        ("float32", "none", "f32"),
        ("auto", "int8", "q8_0"),
        ("auto", "int4", "q4_k_m"),
    ],
)
def test_the_settings_choose_the_kind(tiny, dtype, quantization, kind):
    assert kind_for("tiny", tiny, dtype=dtype, quantization=quantization) == kind


def test_left_to_itself_it_is_as_precise_as_the_checkpoint(tiny):
    assert kind_for("tiny", tiny, dtype="auto", quantization="none") == "f32"
    assert kind_for("demo", DEMO, dtype="auto", quantization="none") == "f16"


def test_a_commit_from_the_hub_is_known_wherever_it_lies(tmp_path):
    converted = tmp_path / "gguf"
    files = set()
    for cache in ("one", "two"):
        folder = make_checkpoint(tmp_path / cache / "models--someone--tiny" / "snapshots" / "c0ffee")
        files.add(find_or_make("someone/tiny", folder, converted, kind="f16"))
    assert len(files) == 1


def test_norms_in_32_bits_beside_matrices_in_16_make_no_checkpoint_of_32_bits(copy):
    weights = load_file(copy / "model.safetensors")
    save_file(
        {name: each if each.ndim < 2 else each.bfloat16() for name, each in weights.items()}, copy / "model.safetensors"
    )
    assert kind_for("tiny", copy, dtype="auto", quantization="none") == "f16"
