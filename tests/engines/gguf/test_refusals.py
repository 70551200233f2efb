"""What cannot be used is refused in a sentence; much of it would end the process if llama.cpp were asked."""

import re
import subprocess
import sys

import pytest

from bot.core.chat import Turn

from .engines import opened, refusal
from .files import SMOLLM2, byte_level, make


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"vocabulary": {"tokenizer.ggml.model": "none"}}, "no vocabulary"),
        ({"vocabulary": byte_level() | {"tokenizer.ggml.model": "none"}}, "no vocabulary"),
        ({"vocabulary": byte_level("he", "he")}, "a token twice"),
        ({"vocabulary": byte_level() | {"tokenizer.ggml.model": "llama"}}, "cannot use the vocabulary"),
        ({"template": None}, "no chat template.*instruct"),
        ({"split__count": 2}, "2 parts, and 1 are there"),
        ({"general__type": "mmproj"}, "not a model by itself"),
        ({"qwen2__context_length": 0}, "how many tokens"),
        ({"general__architecture": "nonsense", "nonsense__context_length": 5}, "architecture it does not know"),
        ({"qwen2__block_count": 5}, "damaged"),
        ({"qwen2__block_count": 0}, "damaged"),
        ({"qwen2__block_count": 513}, "damaged"),
        ({"qwen2__context_length": "many"}, "damaged"),
    ],
)
async def test_a_file_that_cannot_be_used_says_why(tmp_path, change, said):
    change = dict(change)
    file = make(tmp_path / "model.gguf", change.pop("vocabulary", byte_level()), **change)
    assert re.search(said, await refusal(file))


async def test_a_file_that_was_cut_off_says_so(tmp_path):
    file = tmp_path / "model.gguf"
    content = SMOLLM2.read_bytes()
    for length in (1000, 10**6, 10**7, len(content) - 10):
        file.write_bytes(content[:length])
        assert "model.gguf" in await refusal(file)


@pytest.mark.parametrize("how", [{"quantization": "int8"}, {"dtype": "float32"}])
async def test_a_precision_cannot_be_chosen(how):
    assert "as precise as it was made" in await refusal(SMOLLM2, **how)


async def test_a_draft_model_cannot_be_used():
    assert "draft_model" in await refusal(SMOLLM2, draft="small")


async def test_a_gpu_that_there_is_not_is_named():
    assert 'is "cuda:7"' in await refusal(SMOLLM2, device_map="cuda:7")


async def test_a_template_that_llama_cpp_cannot_read_is_no_reason_not_to_load(tmp_path):
    # That is Python's, and transformers renders it.
    template = "{{ '%s|%r' | format(messages[-1]['content'], 1) }}{% set x = namespace(a=[1, 2][::-1]) %}"
    async with opened(make(tmp_path / "model.gguf", template=template)) as engine:
        assert await engine.count([Turn("user", "aa")]) == len("aa|1")


@pytest.mark.parametrize("template", ["{% if %}", "{{ raise_exception('Nobody may speak') }}"])
async def test_a_template_that_cannot_be_rendered_is_told(tmp_path, template):
    assert "chat template" in await refusal(make(tmp_path / "model.gguf", template=template))


PROGRAM = """
import asyncio, os, sys
gone = {{}}
{before}
from bot.core.errors import StartError
from bot.engines.gguf import GgufEngine
print({{"torch", "transformers", "xllamacpp"}} & {{*sys.modules}})
sys.modules.update(gone)
before = dict(os.environ)
try:
    asyncio.run(GgufEngine.load("no/model.gguf"))
except StartError as error:
    print(error)
assert dict(os.environ) == before
"""


def said_in_a_new_process(before=""):
    done = subprocess.run([sys.executable, "-c", PROGRAM.format(before=before)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    imported, sentence = done.stdout.splitlines()
    assert imported == "set()"
    return sentence


def test_whoever_imports_the_engine_waits_for_nothing_and_loading_leaves_the_environment_as_it_was():
    assert 'no file "no/model.gguf"' in said_in_a_new_process()


def test_without_the_package_the_command_that_installs_it_is_named():
    said = said_in_a_new_process("gone = {'xllamacpp': None}")
    assert "package xllamacpp" in said
    assert "uv sync --extra gguf" in said


def test_a_library_that_does_not_load_is_told_from_one_that_is_missing(tmp_path):
    (tmp_path / "xllamacpp.py").write_text("raise ImportError('libgomp.so.1: cannot open shared object file')")
    said = said_in_a_new_process(f"sys.path.insert(0, {str(tmp_path)!r})")
    assert "cannot be used on this machine" in said
    assert "libgomp.so.1" in said
