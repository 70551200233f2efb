"""Documents that point at files and addresses, refer to themselves, or claim to be what they are not."""

import io
import zipfile

import pytest

from bot.documents.convert import text_of
from bot.documents.reader import Reader
from tests.documents import samples

SECRET = "the operator's secret"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def letter(body, *, entities="", related=""):
    """A letter of Word's with that in it."""
    with zipfile.ZipFile(io.BytesIO(samples.docx())) as parts:
        read = {name: parts.read(name).decode() for name in parts.namelist()}
    read["word/document.xml"] = f'{entities}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    read["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{relations}">{related}</Relationships>'
    return samples.zipped(read)


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def with_an_entity(path):
    return letter(paragraph("a &e; b"), entities=f'<!DOCTYPE x [<!ENTITY e SYSTEM "{path.as_uri()}">]>')


def with_a_picture_elsewhere(path):
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    picture = (
        f'<w:drawing xmlns:wp="{drawing}/wordprocessingDrawing" xmlns:a="{drawing}/main" xmlns:pic="{drawing}/picture" '
        f'xmlns:r="{OFFICE}"><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:link="r9"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    related = f'<Relationship Id="r9" Type="{OFFICE}/image" Target="{path.as_uri()}" TargetMode="External"/>'
    return letter(f"<w:p><w:r><w:t>a letter</w:t>{picture}</w:r></w:p>", related=related)


def page(path):
    return (
        f'<html><body><img src="{path.as_uri()}"><iframe src="{path.as_uri()}"></iframe><p>a page</p></body>'.encode()
    )


@pytest.mark.parametrize(
    ("kind", "make"), [("docx", with_an_entity), ("docx", with_a_picture_elsewhere), ("html", page)]
)
def test_a_document_shows_nothing_of_a_file_that_it_points_at(tmp_path, kind, make):
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    read = text_of(make(path), kind)
    assert read is None or SECRET not in read


def test_a_document_whose_words_unfold_is_not_read():
    unfolding = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(10))
    assert text_of(letter(paragraph("&e10;"), entities=f'<!DOCTYPE x [<!ENTITY e0 "ha">{unfolding}]>'), "docx") is None


def test_a_document_whose_pages_are_each_other_ends():
    looping = samples.pdf().replace(b"/Kids [3 0 R] /Count 1", b"/Kids [2 0 R] /Count 9")
    assert SECRET not in (text_of(looping, "pdf") or "")
    assert "harvest" in (text_of(samples.pdf().replace(b"trailer << ", b"trailer << /Prev 9 "), "pdf") or "harvest")


@pytest.mark.parametrize(
    ("name", "data", "unread"),
    [
        ("notes.txt", b"PK\x03\x04" + b"x" * 40, "archive"),
        ("notes.txt", b"\x00\x01\x02", "binary"),
        ("song.mp3", b"just words", None),
        ("page.pdf", b"=cmd|'/C calc'!A0,\"@SUM(1)\"", None),
    ],
)
async def test_a_file_is_what_is_in_it_whatever_it_is_called(name, data, unread):
    file = await Reader().read(name, data)
    assert file.unread == unread
    assert file.content == ("" if unread else data.decode())
