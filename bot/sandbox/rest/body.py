"""Reads the body of a request: JSON, or a form with files and the JSON in `payload_json`."""

import json
import re
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from bot.sandbox.errors import Problem, Refusal
from bot.sandbox.limits import Limits
from bot.sandbox.verbs.files import Upload

_NUMBERED = re.compile(r"files\[(\d{1,3})\]")


@dataclass(frozen=True, slots=True)
class Body:
    """What came with a request."""

    content: Any = None
    uploads: tuple[Upload, ...] = ()
    malformed: bool = False


async def read_body(request: web.Request, limits: Limits) -> Body:
    """Read it all. Raises `Refusal` if a file, or the whole of it, is too large."""
    try:
        if request.content_type == "multipart/form-data":
            return await _read_parts(request, limits)
        text = await request.read()
        return Body(json.loads(text)) if text else Body()
    except ValueError:
        return Body(malformed=True)
    except web.HTTPRequestEntityTooLarge:
        raise Refusal(Problem.TOO_LARGE) from None


async def _read_parts(request: web.Request, limits: Limits) -> Body:
    content: Any = {}
    uploads: list[Upload] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read())
        if part.name == "payload_json":
            content = json.loads(data)
        elif part.filename is not None:
            if len(data) > limits.attachment_bytes:
                raise Refusal(Problem.TOO_LARGE)
            key = _NUMBERED.fullmatch(part.name or "")
            uploads.append(
                Upload(
                    filename=part.filename,
                    data=data,
                    content_type=part.headers.get("Content-Type"),
                    key=int(key[1]) if key else None,
                )
            )
    return Body(content, tuple(uploads))
