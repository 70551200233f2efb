"""llama.cpp is loaded when it is needed, quietly, or it is said why it cannot be."""

import subprocess
import sys

import pytest

LOAD = """
import asyncio, os, pathlib, sys
{before}
from bot.core.errors import StartError
from bot.engines.llamacpp import LlamaCppEngine
before = dict(os.environ)
try:
    asyncio.run(LlamaCppEngine.load("no/model/of/this/name", converted=pathlib.Path("gguf")))
except StartError as error:
    print(error)
assert dict(os.environ) == before
"""


def sentence(before=""):
    """What is said where a model that is not there is opened in a new process, after `before`."""
    done = subprocess.run(
        [sys.executable, "-c", LOAD.format(before=before)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
    return done.stdout


def test_loading_it_writes_nothing_and_leaves_the_environment_as_it_was():
    assert "no/model/of/this/name" in sentence()


@pytest.mark.parametrize("package", ["llama_cpp", "gguf"])
def test_without_a_package_the_command_that_installs_it_is_named(package):
    said = sentence(f"sys.modules[{package!r}] = None")
    assert f"needs the package {package}" in said
    assert "uv sync --extra llamacpp" in said


def test_a_library_that_does_not_load_is_told_from_one_that_is_missing(tmp_path):
    (tmp_path / "llama_cpp.py").write_text("raise RuntimeError('Failed to load shared library: libgomp.so.1')")
    said = sentence(f"sys.path.insert(0, {str(tmp_path)!r})")
    assert "cannot be used on this machine" in said
    assert "libgomp.so.1" in said
