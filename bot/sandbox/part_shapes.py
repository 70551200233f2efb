"""How the parts of a message look as Discord's JSON: its files, stickers, poll, and what it forwards."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bot.sandbox import shapes
from bot.sandbox.state.cdn import Cdn
from bot.sandbox.state.models import Json, Message
from bot.sandbox.state.parts import Attachment, Poll, Sticker
from bot.sandbox.state.snowflakes import time_of

PNG = 1
_BY_NAME = "attachment://"


def attachment(attachment: Attachment, owner: int, *, cdn: Cdn) -> Json:
    """A file, with the address that serves it. `owner` is the channel it was sent to."""
    url = cdn.address(attachment, owner)
    shape: Json = {
        "id": str(attachment.id),
        "filename": attachment.filename,
        "size": len(attachment.data),
        "url": url,
        "proxy_url": url,
        "flags": 0,
    }
    extra = {
        "content_type": attachment.content_type,
        "title": attachment.title,
        "description": attachment.description,
        "duration_secs": attachment.seconds,
        "waveform": attachment.waveform,
        "ephemeral": attachment.ephemeral or None,
    }
    if attachment.size_in_pixels is not None:
        extra["width"], extra["height"] = attachment.size_in_pixels
    return shape | {name: value for name, value in extra.items() if value is not None}


def sticker(sticker: Sticker) -> Json:
    """A sticker, as a message tells of it."""
    return {"id": str(sticker.id), "name": sticker.name, "format_type": PNG}


def poll(poll: Poll, message: Message) -> Json:
    """A poll in which nobody has voted yet."""
    return {
        "question": {"text": poll.question},
        "answers": [{"answer_id": key, "poll_media": {"text": text}} for key, text in enumerate(poll.answers, 1)],
        "expiry": shapes.stamp(time_of(message.id) + timedelta(hours=poll.hours)),
        "allow_multiselect": poll.several,
        "layout_type": 1,
        "results": {"is_finalized": False, "answer_counts": []},
    }


def snapshot(message: Message, *, cdn: Cdn) -> Json:
    """A forwarded message: what it said, not who said it."""
    return {
        "message": {
            "type": int(message.type),
            "content": message.content,
            "mentions": [shapes.user(user) for user in message.mentions],
            "mention_roles": [str(role.id) for role in message.mention_roles],
            "attachments": [attachment(each, message.channel.id, cdn=cdn) for each in message.attachments],
            "embeds": with_files(message.embeds, message, cdn=cdn),
            "timestamp": shapes.stamp(time_of(message.id)),
            "edited_timestamp": shapes.stamp(message.edited),
            "flags": int(message.flags),
            "components": with_files(message.components, message, cdn=cdn),
            "sticker_items": [sticker(each) for each in message.stickers],
        }
    }


def with_files(parts: list[Json], message: Message, *, cdn: Cdn) -> list[Json]:
    """Embeds or components, in which a file of the message is named by `attachment://`, with the file's address."""
    if not message.attachments or not any(_BY_NAME in text for text in _texts(parts)):
        return parts
    known = {each.filename: attachment(each, message.channel.id, cdn=cdn) for each in message.attachments}
    return [_filled(part, known) for part in parts]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _filled(value: Any, known: dict[str, Json]) -> Any:
    if isinstance(value, list):
        return [_filled(each, known) for each in value]
    if not isinstance(value, dict):
        return value
    file = known.get(str(value.get("url", "")).removeprefix(_BY_NAME))
    if file is None or not str(value["url"]).startswith(_BY_NAME):
        filled = {name: _filled(each, known) for name, each in value.items()}
        return filled | _of_file(value, known)
    told = {name: file[name] for name in ("id", "url", "proxy_url", "width", "height", "content_type") if name in file}
    return value | told | {"attachment_id": file["id"]}


def _of_file(part: Json, known: dict[str, Json]) -> Json:
    """The component that shows a file tells its name and size, too."""
    media = part.get("file")
    file = known.get(str(media.get("url")).removeprefix(_BY_NAME)) if isinstance(media, dict) else None
    return {} if file is None else {"name": file["filename"], "size": file["size"]}
