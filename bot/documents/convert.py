"""
The process that reads one document: `python -m bot.documents.convert KIND MIB SECONDS CHARACTERS`.

The document comes by standard input; what is read of it goes to standard output as JSON, its first `CHARACTERS`
characters as "text" and the number of all as "length". Ends with code 3 where the document cannot be read. It takes at
most `MIB` of memory and `SECONDS` of computing, where the system can hold it to that, and writes no file.
"""

import io
import json
import sys
from typing import Any

from bot.documents.confinement import DAMAGED, confine


def main() -> int:
    """Read standard input to its end."""
    kind, mebibytes, seconds, characters = sys.argv[1], *map(int, sys.argv[2:5])
    confine(mebibytes * 2**20, seconds)
    text = text_of(sys.stdin.buffer.read(), kind)
    if text is None:
        return DAMAGED
    json.dump({"text": text[:characters], "length": len(text)}, sys.stdout)
    return 0


def text_of(data: bytes, kind: str) -> str | None:
    """What the document of that `kind` says, as Markdown; `None` where it cannot be read."""
    # It takes seconds to import.
    from markitdown import StreamInfo
    from markitdown.converters import DocxConverter, HtmlConverter, PdfConverter, PptxConverter, XlsxConverter

    converters: dict[str, Any] = {
        "docx": DocxConverter,
        "html": HtmlConverter,
        "pdf": PdfConverter,
        "pptx": PptxConverter,
        "xlsx": XlsxConverter,
    }
    try:
        return str(
            converters[kind]().convert(io.BytesIO(data), StreamInfo(extension=f".{kind}", charset="utf-8")).markdown
        )
    except MemoryError:
        raise
    # What a library for one of five formats raises for one that is damaged, or locked, is its own affair.
    except Exception as error:
        print(type(error).__name__, file=sys.stderr)
        return None


if __name__ == "__main__":
    sys.exit(main())
