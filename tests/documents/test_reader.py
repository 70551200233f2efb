"""Files are read by what is in them, and one that cannot be says why."""

import gzip
import io
import os
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.core.chat import File
from bot.documents.content import decoded, known
from bot.documents.conversion import Bounds
from bot.documents.convert import text_of
from bot.documents.reader import Reader
from tests.documents import samples

FRENCH = (
    "La bibliothèque est fermée jusqu'à lundi. Les élèves qui souhaitent emprunter des ouvrages peuvent s'adresser à "
    "la réception de l'école. Les horaires d'été seront affichés à l'entrée dès la semaine prochaine."
)


async def read(data: bytes, name: str = "something", bounds: Bounds | None = None) -> File:
    return await Reader(bounds).read(name, data)


@pytest.mark.parametrize(
    ("data", "content"),
    [
        ("name,age\nÄnne,7\n".encode(), "name,age\nÄnne,7\n"),
        ("\ufeffwith a mark".encode(), "with a mark"),
        (FRENCH.encode("cp1252"), FRENCH),
        ("日本語の文章です。とても短いです。".encode("shift_jis"), "日本語の文章です。とても短いです。"),
        ("both bytes".encode("utf-16"), "both bytes"),
        (b"BM is how a bitmap begins, too", "BM is how a bitmap begins, too"),
        (b"", ""),
    ],
)
async def test_text_is_read_whatever_it_is_written_in(data: bytes, content: str) -> None:
    assert await read(data, "photo.png") == File("photo.png", content, length=len(content))


@given(
    text=some.text(some.characters(exclude_characters="\x00", exclude_categories=["Cs"])).filter(
        lambda s: s[:1] != "\ufeff"
    )
)
def test_all_that_is_written_in_utf_8_is_read_as_it_stands(text: str) -> None:
    assert decoded(text.encode()) == text


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        ("pdf", samples.pdf(), "The harvest was good"),
        ("docx", samples.docx(), "Dear Anna, the cake is ready."),
        ("xlsx", samples.xlsx(), "| apple | 12 |"),
        ("pptx", samples.pptx(), "Quarterly results"),
        ("html", b"<!DOCTYPE html><h1>Hello</h1><script>alert(1)</script><p>there", "# Hello"),
    ],
)
def test_documents_are_read(kind: str, data: bytes, said: str) -> None:
    text = text_of(data, kind)
    assert text is not None
    assert said in text
    assert "alert" not in text
    assert kind == "html" or known(data) == kind
    assert text_of(data[: len(data) // 2], kind) is None or kind in ("html", "pdf")


async def test_a_document_is_read_by_a_process_of_its_own() -> None:
    file = await read(b"<!DOCTYPE html><h1>Hello</h1>" + b"<p>there</p>" * 20, "page.txt", Bounds(characters=10))
    assert file.content == "# Hello\n\nt"
    assert file.is_cut


def _tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "unread"),
    [
        (samples.zipped({"a.txt": "text"}), "archive"),
        (samples.zipped({"word/document.xml": "no Office document"}), "archive"),
        (gzip.compress(b"text"), "archive"),
        (_tar(), "archive"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "image"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "media"),
        (b"\x00\x00\x00\x18ftypmp42", "media"),
        (b"OggS\x00\x02", "media"),
        (b"\x7fELF\x02\x01\x01" + bytes(100), "binary"),
        (os.urandom(4096), "binary"),
        (b"%PDF-1.4\nand nothing else", "damaged"),
        (samples.docx()[:-40], "archive"),
    ],
)
async def test_what_cannot_be_read_says_why(data: bytes, unread: str) -> None:
    assert await read(data, "notes.txt") == File("notes.txt", unread=unread)


async def test_only_the_beginning_of_a_long_text_is_kept() -> None:
    bounds = Bounds(characters=10)
    assert await read(b"x" * 50, bounds=bounds) == File("something", "x" * 10, length=50)


async def test_a_document_that_unfolds_without_end_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="bot.documents")
    bomb = samples.docx("a" * 300_000_000)
    assert len(bomb) < 400_000
    assert await read(bomb, bounds=Bounds(mebibytes=512)) == File("something", unread="large")
    # By its memory, and not only by the clock.
    assert "ended its reader" in caplog.text
