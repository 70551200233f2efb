"""How gateway payloads are packed: as text, or as one zlib or zstd stream per connection."""

import importlib
import zlib
from typing import Protocol


class Packing(Protocol):
    """Turns a payload into a frame. One object serves one connection."""

    def pack(self, payload: str, /) -> str | bytes:
        """The frame: `str` goes out as text, `bytes` as binary."""
        ...


class Plain:
    """Text frames."""

    def pack(self, payload: str) -> str:
        """The payload as it is."""
        return payload


class ZlibStream:
    """Binary frames that share one zlib context; each ends with a sync flush."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj()

    def pack(self, payload: str) -> bytes:
        """The next stretch of the stream."""
        return self._stream.compress(payload.encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)


class ZstdStream:
    """Binary frames that share one zstd context. Needs Python 3.14 or the `zstandard` package, as its clients do."""

    def __init__(self) -> None:
        try:
            module = importlib.import_module("compression.zstd")
            self._stream = module.ZstdCompressor()
            self._flush = self._stream.FLUSH_BLOCK
        except ModuleNotFoundError:
            module = importlib.import_module("zstandard")
            self._stream = module.ZstdCompressor().compressobj()
            self._flush = module.COMPRESSOBJ_FLUSH_BLOCK

    def pack(self, payload: str) -> bytes:
        """The next stretch of the stream."""
        packed: bytes = self._stream.compress(payload.encode()) + self._stream.flush(self._flush)
        return packed


def packing(asked: str | None) -> Packing:
    """What a client asked for with `compress=`. Where zstd is missing, every client also reads plain text."""
    if asked == "zlib-stream":
        return ZlibStream()
    if asked == "zstd-stream":
        try:
            return ZstdStream()
        except ModuleNotFoundError:
            return Plain()
    return Plain()
