"""The laws of the encoding hold with llama.cpp's own tokenizer, which is the measure of what a text's ids are."""

import asyncio
import unicodedata

import pytest
from hypothesis import given, settings
from transformers import AutoTokenizer

from bot.core.chat import Turn
from bot.engines.gguf import GgufEngine
from bot.engines.text.template import ChatTemplate

from ..conftest import DEMO
from ..text.test_encoding import conversations
from .files import SMOLLM2, byte_level, make, sentencepiece

MISTRAL = """{{ bos_token }}{% for message in messages %}\
{% if message.role == 'assistant' %}{{ ' ' + message.content + eos_token }}\
{% else %}{{ '[INST] ' + message.content + ' [/INST]' }}{% endif %}{% endfor %}"""
# Without the token that begins a text, which llama.cpp then puts there.
BARE = MISTRAL.replace("{{ bos_token }}", "")

KINDS = {
    "smollm2": lambda folder: SMOLLM2,
    "demo": None,
    "added as text": lambda folder: make(folder / "a.gguf", byte_level(user_defined=("<think>", "</think>", "<tool>"))),
    "sentencepiece": lambda folder: make(folder / "s.gguf", sentencepiece(), template=MISTRAL),
    "no beginning": lambda folder: make(folder / "n.gguf", sentencepiece(), template=BARE),
    "added to it": lambda folder: make(
        folder / "g.gguf", sentencepiece(user_defined=("<b>", "<think>", "\n\n"), spaced=False), template=MISTRAL
    ),
}


@pytest.fixture(scope="module", params=KINDS)
def engine(request, tmp_path_factory):
    find = KINDS[request.param] or (lambda folder: request.getfixturevalue("demo_gguf"))
    file = find(tmp_path_factory.mktemp("encoding"))
    engine = asyncio.run(GgufEngine.load(str(file), threads=1, context_tokens=512, answers=1))
    yield engine
    asyncio.run(engine.close())


class Parts:
    """An engine's parts, as the laws need them."""

    def __init__(self, engine):
        self.server, self.encoder = engine._opened.server, engine._opened.prompts._encoder
        self.template = self.encoder._template
        self.control = self.encoder._vocabulary.control

    def reference(self, turns):
        """llama.cpp's own ids of what the template renders."""
        rendered = self.template.render(turns)
        ids = self.server.tokenize(rendered, parse_special=True)
        begin = self.server.tokenize("", parse_special=True, add_special=True)
        return ids if ids[: len(begin)] == begin else begin + ids

    def controls(self, ids):
        return [id_ for id_ in ids if id_ in self.control]


law = settings(max_examples=25)


@law
@given(turns=conversations)
def test_without_control_tokens_the_ids_are_llama_cpp_s(engine, turns):
    parts = Parts(engine)
    for name in parts.control.values():
        turns = [Turn(turn.role, turn.text.replace(name, "")) for turn in turns]
    ids = parts.reference(turns)
    blank = parts.reference([Turn(turn.role, turn.text and "x") for turn in turns])
    if parts.controls(ids) == parts.controls(blank):
        assert parts.encoder.encode(turns) == ids


@law
@given(turns=conversations)
def test_no_text_ever_becomes_a_control_token(engine, turns):
    parts = Parts(engine)
    of_template = parts.reference([Turn(turn.role, "x") for turn in turns])
    assert parts.controls(parts.encoder.encode(turns)) == parts.controls(of_template)


@pytest.mark.parametrize("role", ["system", "user", "assistant"])
def test_every_control_token_that_is_typed_is_ordinary_characters(engine, role):
    parts = Parts(engine)
    turns = [Turn("system", "Be kind."), Turn("user", "Hello"), Turn("assistant", "Hi"), Turn("user", "Go on")]
    typed = " a".join(parts.control.values())
    said = [Turn(turn.role, typed) if turn.role == role else turn for turn in turns]
    assert parts.controls(parts.encoder.encode(said)) == parts.controls(parts.encoder.encode(turns))
    assert len(parts.encoder.encode(said)) > len(parts.encoder.encode(turns)) + len(parts.control)


@pytest.mark.parametrize("engine", ["demo"], indirect=True)
@law
@given(turns=conversations)
def test_the_ids_are_those_of_the_checkpoint_s_own_tokenizer(engine, turns):
    tokenizer = AutoTokenizer.from_pretrained(DEMO)
    rendered = ChatTemplate(tokenizer).render(turns)
    ours = Parts(engine).server.tokenize(rendered, parse_special=True)
    # llama.cpp normalizes nothing.
    if unicodedata.is_normalized("NFC", rendered):
        assert ours == tokenizer(rendered, add_special_tokens=False)["input_ids"]


def test_a_token_that_the_file_calls_ordinary_though_it_ends_turns_is_a_control_token(tmp_path):
    file = make(tmp_path / "model.gguf", byte_level("<|eot_id|>"))
    engine = asyncio.run(GgufEngine.load(str(file), threads=1))
    parts = Parts(engine)
    said, harmless = (parts.encoder.encode([Turn("user", text)]) for text in ("a<|eot_id|>b", "ab"))
    asyncio.run(engine.close())
    assert parts.controls(said) == parts.controls(harmless)
    assert "<|eot_id|>" in parts.control.values()
