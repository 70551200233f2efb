"""The settings and the registry speak of the same engines, and whoever reads either waits for no library."""

import subprocess
import sys
from typing import get_args

import pytest

from bot.core.errors import StartError
from bot.engines import registry
from bot.settings.engines import ENGINES, EngineName

from .conftest import DEMO


def test_each_engine_of_the_settings_can_be_opened():
    assert set(registry.OPEN) == set(ENGINES) == set(get_args(EngineName))


@pytest.mark.parametrize("name", ["generate", "batched"])
async def test_an_engine_is_opened_by_its_name(name):
    engine = await registry.OPEN[name](registry.ModelOptions(model=str(DEMO), device_map="cpu"))
    assert (engine.name, engine.model) == (name, DEMO.name)
    await engine.close()


@pytest.mark.parametrize("name", [name for name, spec in ENGINES.items() if "quantization" in spec.follows])
async def test_what_an_engine_is_said_to_follow_reaches_it(name, tmp_path):
    with pytest.raises(StartError, match="no device"):
        await registry.OPEN[name](registry.ModelOptions(model=str(DEMO), device_map="abacus", quantization="int8"))


async def test_the_name_of_a_gguf_file_chooses_the_engine_for_it(demo_gguf):
    engine = await registry.OPEN["auto"](registry.ModelOptions(model=str(demo_gguf)))
    assert (engine.name, engine.model) == ("gguf", demo_gguf.name)
    await engine.close()
    for how in ({"quantization": "int8"}, {"draft": "small"}, {"dtype": "float32"}):
        with pytest.raises(StartError, match="GGUF file"):
            await registry.OPEN["auto"](registry.ModelOptions(model=str(demo_gguf), **how))


def test_neither_settings_nor_registry_import_what_is_slow():
    code = "import sys, bot.app, bot.engines.registry; print(*sys.modules)"
    imported = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "transformers", "tokenizers", "openai", "huggingface_hub", "numpy"} & set(imported)
