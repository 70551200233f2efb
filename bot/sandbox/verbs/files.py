"""Files that come with a request: what is said of each, and what its name and its beginning tell."""

import io
import mimetypes
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import imagesize

from bot.sandbox.limits import Limits
from bot.sandbox.state.parts import Attachment
from bot.sandbox.state.snowflakes import Snowflakes
from bot.sandbox.verbs.form import Form

_PLAIN = re.compile(r"[^\w.()\-]+")
_TEXTS = ("text/", "application/json", "application/xml", "application/x-yaml")
_DESCRIPTION = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that came with a request. `key` is the n of `files[n]`, by which the request speaks of it."""

    filename: str
    data: bytes = field(repr=False)
    content_type: str | None = None
    key: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileForm:
    """What a request says of a file: one that comes with it, or one that the message has already."""

    id: int
    description: str | None = None
    seconds: float | None = None
    waveform: str | None = None


def read_files(form: Form, limits: Limits) -> tuple[FileForm, ...]:
    """What is said of files. discord.py gives back all it was told of one that is to stay, so any field is taken."""
    return tuple(map(_read_file, form.forms("attachments", most=limits.attachments)))


def _read_file(entry: Form) -> FileForm:
    entry.text("filename", most=1024)
    return FileForm(
        id=entry.snowflake("id", required=True) or 0,
        description=entry.text("description", most=_DESCRIPTION) or None,
        seconds=entry.number("duration_secs"),
        waveform=entry.text("waveform", most=400) or None,
    )


def attach(upload: Upload, said: Sequence[FileForm], snowflakes: Snowflakes, *, ephemeral: bool = False) -> Attachment:
    """Make an attachment of what came, with what is said of it."""
    about = next((each for each in said if each.id == upload.key), None)
    plain = _PLAIN.sub("_", upload.filename) or "unknown"
    kind = content_type(upload)
    size = imagesize.get(io.BytesIO(upload.data)) if (kind or "").startswith("image/") else (-1, -1)
    return Attachment(
        id=snowflakes.next(),
        filename=plain,
        title=upload.filename.rpartition(".")[0] if plain != upload.filename else None,
        content_type=kind,
        data=upload.data,
        description=about.description if about else None,
        size_in_pixels=size if min(size) > 0 else None,
        seconds=about.seconds if about else None,
        waveform=about.waveform if about else None,
        ephemeral=ephemeral,
    )


def content_type(upload: Upload) -> str | None:
    """
    What a file is, by its name, as Discord tells it: of a text with its encoding.

    What the name does not tell, the sender may; nobody looks into the file for it.
    """
    kind = mimetypes.guess_type(upload.filename)[0] or upload.content_type
    if kind is None or not kind.startswith(_TEXTS) or "charset" in kind:
        return kind
    try:
        upload.data.decode()
    except UnicodeDecodeError:
        return kind
    return f"{kind}; charset=utf-8"
