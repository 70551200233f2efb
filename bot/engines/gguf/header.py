"""Reads what stands at the head of a GGUF file: its metadata, and where its tensors lie."""

import mmap
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_ALIGNMENT = 32
# The numbers of the format's types (ggml's docs/gguf.md), as `struct` writes them.
_NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9


class Unreadable(Exception):
    """The file is no GGUF file, or ends too early; the text says which."""


@dataclass(frozen=True, slots=True)
class Header:
    """The head of a GGUF file. Arrays among the metadata are tuples."""

    metadata: Mapping[str, Any]
    tensors: int
    data_begins: int
    last_tensor_begins: int
    """Bytes from the beginning of the file. A whole file is longer."""


def read_header(file: Path) -> Header:
    """
    The head of `file`. Raises `Unreadable`, and `OSError`.

    The package gguf reads all this, too, but makes an object of each of the hundred thousands of
    strings of a vocabulary: 1.6 s for SmolLM2's file, and this takes a tenth of that.
    """
    with file.open("rb") as opened:
        if opened.read(len(MAGIC)) != MAGIC:
            raise Unreadable("it is not a GGUF file")
        with mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
            try:
                header = _Reader(content).header()
            except (struct.error, IndexError, UnicodeDecodeError, MemoryError, OverflowError) as error:
                raise Unreadable("it ends too early, or is damaged") from error
            if header.last_tensor_begins >= len(content) and header.tensors:
                raise Unreadable("it ends too early")
            return header


class _Reader:
    def __init__(self, content: mmap.mmap) -> None:
        self._content = content
        self._at = len(MAGIC)

    def header(self) -> Header:
        version = self._number("I")
        if version not in _VERSIONS:
            raise Unreadable(f"it is of version {version} of the format, which is not read")
        tensors, pairs = self._number("Q"), self._number("Q")
        metadata = {self._text(): self._value(self._number("I")) for _ in range(pairs)}
        last = 0
        for _ in range(tensors):
            self._text()
            self._numbers("Q", self._number("I"))
            self._number("I")
            last = max(last, self._number("Q"))
        alignment = int(metadata.get("general.alignment", _ALIGNMENT))
        begins = -(-self._at // alignment) * alignment
        return Header(metadata, tensors, begins, begins + last)

    def _value(self, kind: int) -> Any:
        if kind == _STRING:
            return self._text()
        if kind != _ARRAY:
            return self._number(self._code(kind))
        kind, count = self._number("I"), self._number("Q")
        if kind in _NUMBERS:
            return self._numbers(_NUMBERS[kind], count)
        read: Callable[[], Any] = self._text if kind == _STRING else lambda: self._value(kind)
        return tuple(read() for _ in range(count))

    def _code(self, kind: int) -> str:
        if kind not in _NUMBERS:
            raise Unreadable("it is damaged")
        return _NUMBERS[kind]

    def _number(self, code: str) -> Any:
        return self._numbers(code, 1)[0]

    def _numbers(self, code: str, count: int) -> tuple[Any, ...]:
        layout = struct.Struct(f"<{count}{code}")
        values = layout.unpack_from(self._content, self._at)
        self._at += layout.size
        return values

    def _text(self) -> str:
        length = self._number("Q")
        end = self._at + length
        if end > len(self._content):
            raise Unreadable("it ends too early, or is damaged")
        text = self._content[self._at : end].decode("utf-8", "replace")
        self._at = end
        return text
