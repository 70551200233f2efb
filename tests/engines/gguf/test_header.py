"""The head of a file is read as the library for such files reads it, and what is no whole file is told."""

import gguf
import pytest

from bot.engines.gguf.header import Unreadable, read_header

from .files import SMOLLM2, byte_level, make, sentencepiece


@pytest.fixture(scope="module", params=["smollm2", "byte level", "sentencepiece"])
def file(request, tmp_path_factory):
    target = tmp_path_factory.mktemp("header") / "model.gguf"
    if request.param == "smollm2":
        return SMOLLM2
    vocabulary = byte_level() if request.param == "byte level" else sentencepiece()
    return make(target, vocabulary, alignment=64, some__long=[1, 2**31 - 1], some__negative=-1.5, empty="")


def test_it_says_what_the_library_reads(file):
    header, reader = read_header(file), gguf.GGUFReader(file)
    fields = {name: field.contents() for name, field in reader.fields.items() if not name.startswith("GGUF.")}
    assert {name: list(v) if isinstance(v, tuple) else v for name, v in header.metadata.items()} == fields
    assert header.tensors == len(reader.tensors)
    assert header.data_begins == reader.data_offset
    assert header.last_tensor_begins == max(tensor.data_offset for tensor in reader.tensors)


def test_a_file_that_was_cut_off_is_told_wherever_that_was(tmp_path):
    whole = make(tmp_path / "whole.gguf")
    content, last = whole.read_bytes(), read_header(whole).last_tensor_begins
    cut = tmp_path / "cut.gguf"
    for length in [*range(0, 400, 7), *range(400, last + 1, 997), last]:
        cut.write_bytes(content[:length])
        with pytest.raises(Unreadable):
            read_header(cut)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a GGUF file"),
        (b"{}" * 50, "not a GGUF file"),
        (b"GGUF\x09" + bytes(100), "version 9"),
        (b"GGUF\x03\0\0\0" + b"\xff" * 100, "damaged"),
    ],
)
def test_what_is_no_gguf_file_is_told(tmp_path, content, said):
    file = tmp_path / "model.gguf"
    file.write_bytes(content)
    with pytest.raises(Unreadable, match=said):
        read_header(file)
