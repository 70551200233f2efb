"""Small files of each kind, as the programs that make them would write them."""

import io
import zipfile

import openpyxl
from pptx import Presentation

_PAGE = """BT /F1 24 Tf 72 700 Td (The harvest was good) Tj ET"""


def pdf() -> bytes:
    """One page that says so."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(_PAGE)} >>\nstream\n{_PAGE}\nendstream",
    ]
    body, starts = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        starts.append(len(body))
        body += f"{number} 0 obj\n{each}\nendobj\n"
    entries = "".join(f"{start:010} 00000 n \n" for start in starts)
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{entries}"
    return f"{body}{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF".encode()


def docx(text: str = "Dear Anna, the cake is ready.") -> bytes:
    """A letter."""
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{types}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kinds}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{types}/relationships"><Relationship Id="r1" '
            f'Type="{office}" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p>'
            "</w:body></w:document>",
        }
    )


def xlsx() -> bytes:
    """A table of two columns."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (["fruit", "weight"], ["apple", 12], ["pear", 30]):
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def pptx() -> bytes:
    """One slide."""
    show, file = Presentation(), io.BytesIO()
    slide = show.slides.add_slide(show.slide_layouts[0])
    slide.shapes.title.text = "Quarterly results"
    show.save(file)
    return file.getvalue()


def zipped(files: dict[str, str | bytes]) -> bytes:
    """An archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()
