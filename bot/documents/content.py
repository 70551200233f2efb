"""Tells what a file is by what is in it, not by its name."""

import codecs
import io
import zipfile
from typing import Literal

from charset_normalizer import from_bytes

Document = Literal["pdf", "docx", "pptx", "xlsx"]
Unreadable = Literal["archive", "image", "media"]

# What tells an Office document from any other archive: the part that each kind has.
_OFFICE: dict[str, Document] = {"word/": "docx", "ppt/": "pptx", "xl/": "xlsx"}
_ARCHIVES = (
    *(b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c"),
    *(b"Rar!", b"\xfd7zXZ", b"BZh", b"\x28\xb5\x2f\xfd"),
)
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_MEDIA = (b"OggS", b"ID3", b"\xff\xfb", b"fLaC", b"\x1aE\xdf\xa3")
_MARKS_OF_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_MARKS_OF_WIDE_TEXT = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, *_MARKS_OF_UTF_32)
# How much of a text says what it is written in.
_SAMPLE = 2**16


def known(data: bytes) -> Document | Unreadable | None:
    """What `data` is, where its first bytes tell; text does not begin in a way of its own."""
    if data.lstrip(b"\r\n\t ").startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04") and (document := _office(data)):
        return document
    if data.startswith(_ARCHIVES) or data[257:262] == b"ustar":
        return "archive"
    # Containers name themselves after a length, or a few bytes in.
    if data.startswith(b"RIFF"):
        return "image" if data[8:12] == b"WEBP" else "media"
    if data[4:8] == b"ftyp":
        return "image" if data[8:12] in (b"avif", b"heic", b"mif1") else "media"
    if data.startswith(_IMAGES) and not _is_words(data):
        return "image"
    return "media" if data.startswith(_MEDIA) else None


def is_html(text: str) -> bool:
    """Whether `text` is a web page."""
    return text[:1000].lstrip("\ufeff \r\n\t").lower().startswith(("<!doctype html", "<html"))


def decoded(data: bytes) -> str | None:
    """`data` as text; `None` where it is none."""
    if data.startswith(_MARKS_OF_WIDE_TEXT):
        return data.decode("utf-32" if data.startswith(_MARKS_OF_UTF_32) else "utf-16", errors="replace")
    if b"\x00" in data:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(_sample(data)).best()
    return None if best is None else data.decode(best.encoding, errors="replace")


def _sample(data: bytes) -> bytes:
    """Whole lines, so that no character of several bytes is cut."""
    if len(data) <= _SAMPLE:
        return data
    lines, newline, _ = data[:_SAMPLE].rpartition(b"\n")
    return lines + newline or data[:_SAMPLE]


def _office(data: bytes) -> Document | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = parts.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    return next((kind for folder, kind in _OFFICE.items() if any(name.startswith(folder) for name in names)), None)


def _is_words(data: bytes) -> bool:
    """Whether what begins like an image, as a text with "BM" may, is text all the same."""
    try:
        return b"\x00" not in data and bool(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False
