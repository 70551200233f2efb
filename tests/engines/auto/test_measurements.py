import json

import pytest

from bot.engines.auto.measurements import Measurements, key_of
from bot.engines.checkpoint.loading import load


def test_what_was_kept_is_found_again_beside_what_was_there(tmp_path):
    path = tmp_path / "new" / "engines.json"
    Measurements(path).keep("one", 0.9)
    Measurements(path).keep("two", 1.1)
    assert Measurements(path).find("one") == 0.9
    assert Measurements(path).find("two") == 1.1
    assert Measurements(path).find("three") is None
    assert [file.name for file in path.parent.iterdir()] == ["engines.json"]


@pytest.mark.parametrize("content", ["", "{", "[1]", json.dumps({"one": "fast"}), "\xff"])
def test_a_file_that_makes_no_sense_holds_nothing_and_is_written_anew(tmp_path, content):
    path = tmp_path / "engines.json"
    path.write_bytes(content.encode("latin-1"))
    assert Measurements(path).find("one") is None
    Measurements(path).keep("one", 0.9)
    assert Measurements(path).find("one") == 0.9


def test_a_place_that_cannot_be_written_is_let_be(tmp_path):
    (tmp_path / "file").touch()
    Measurements(tmp_path / "file" / "engines.json").keep("one", 0.9)
    Measurements(None).keep("one", 0.9)
    assert Measurements(None).find("one") is None


def test_the_key_names_the_model_its_numbers_and_attention_the_device_and_the_versions(tiny):
    key = key_of(load(str(tiny), device_map="cpu", dtype="float32"))
    assert all(word in key for word in (str(tiny), "float32", "cpu", "threads", "torch", "transformers"))
    assert key != key_of(load(str(tiny), device_map="cpu", dtype="bfloat16"))
    assert key != key_of(load(str(tiny), device_map="cpu", dtype="float32", attention="eager"))
