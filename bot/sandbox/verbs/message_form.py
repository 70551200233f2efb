"""Reads the form of a message: what a client may say when it sends or edits one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.limits import Limits
from bot.sandbox.state.models import Json, Message, MessageFlag
from bot.sandbox.state.parts import Poll
from bot.sandbox.verbs.components.reading import read_components
from bot.sandbox.verbs.files import FileForm, Upload, read_files
from bot.sandbox.verbs.form import Form
from bot.sandbox.verbs.mentions import Allowed
from bot.sandbox.verbs.polls import read_poll

_FIELDS = frozenset(
    {
        *("content", "embeds", "components", "attachments", "poll", "sticker_ids", "flags", "tts"),
        *("message_reference", "allowed_mentions", "nonce", "enforce_nonce"),
    }
)
_EMBED_FIELDS = frozenset(
    {
        *("type", "title", "description", "url", "timestamp", "color", "fields", "flags"),
        *("footer", "image", "thumbnail", "video", "provider", "author"),
    }
)
_NOT_IN_V2 = ("content", "embeds", "poll", "sticker_ids")
"""What cannot stand beside components of the second version."""
_STICKERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Referring:
    """Which message a new one answers, or passes on."""

    message_id: int
    channel_id: int | None = None
    must_exist: bool = True
    forward: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageForm:
    """A message to be made or changed. `given` tells what was said at all: an edit keeps the rest."""

    given: frozenset[str] = frozenset()
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    flags: int = 0
    tts: bool = False
    nonce: str | int | None = None
    enforce_nonce: bool = False
    refers_to: Referring | None = None
    allowed: Allowed = field(default_factory=Allowed)
    stickers: tuple[int, ...] = ()
    poll: Poll | None = None
    files: tuple[FileForm, ...] = ()
    uploads: tuple[Upload, ...] = ()

    def has_flag(self, flag: MessageFlag) -> bool:
        """Whether the client set the flag."""
        return bool(self.flags & flag)


def read_message(
    body: Mapping[str, Any], limits: Limits, uploads: tuple[Upload, ...] = (), *, onto: Message | None = None
) -> MessageForm:
    """
    Read a message's form, or that of an edit of the message `onto`.

    Outer white space of its content is dropped, as Discord does.
    """
    form = Form(body)
    form.only(_FIELDS)
    if len(uploads) > limits.attachments:
        form.wrong("attachments", "BASE_TYPE_MAX_LENGTH", f"Must be {limits.attachments} or fewer in length.")
    content, flags = form.text("content", most=limits.message_length), form.whole("flags")
    v2 = bool((flags | (onto.flags if onto else 0)) & MessageFlag.COMPONENTS_V2)
    for name in _NOT_IN_V2 if v2 else ():
        if body.get(name):
            sentence = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            form.wrong(name, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", sentence)
    read = MessageForm(
        given=frozenset(body),
        content=content.strip(),
        embeds=_embeds(form, limits),
        components=read_components(form, v2=v2),
        flags=flags,
        tts=form.yes("tts"),
        nonce=_nonce(form, body.get("nonce"), limits),
        enforce_nonce=form.yes("enforce_nonce"),
        refers_to=_refers_to(form),
        allowed=_allowed(form),
        stickers=_stickers(form),
        poll=read_poll(form),
        files=read_files(form, limits),
        uploads=uploads,
    )
    form.check()
    return read


def _embeds(form: Form, limits: Limits) -> list[Json]:
    if sum(map(_length, form.forms("embeds", most=limits.embeds))) > limits.embed_length:
        form.wrong("embeds", "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {limits.embed_length}")
    return [{"type": "rich"} | embed for embed in form.objects("embeds", most=limits.embeds)]


def _length(embed: Form) -> int:
    """How much an embed says. Discord documents a limit for each part of it."""
    embed.only(_EMBED_FIELDS)
    texts = [embed.text("title", most=256), embed.text("description", most=4096)]
    for name, part, most in (("footer", "text", 2048), ("author", "name", 256)):
        nested = embed.mapping(name)
        texts += [] if nested is None else [nested.text(part, most=most)]
    for pair in embed.forms("fields", most=25):
        texts += [pair.text(part, least=1, most=most, required=True) for part, most in (("name", 256), ("value", 1024))]
    return sum(map(len, texts))


def _nonce(form: Form, value: str | int | None, limits: Limits) -> str | int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, str | int)):
        form.wrong("nonce", "NONCE_TYPE_INVALID", "Nonce must be a string or an integer.")
    elif isinstance(value, str) and len(value) > limits.nonce_length:
        form.wrong("nonce", "BASE_TYPE_MAX_LENGTH", f"Must be {limits.nonce_length} or fewer in length.")
    return value


def _stickers(form: Form) -> tuple[int, ...]:
    stickers = form.snowflakes("sticker_ids")
    if len(stickers) > _STICKERS:
        form.wrong("sticker_ids", "BASE_TYPE_MAX_LENGTH", f"Must be {_STICKERS} or fewer in length.")
    return tuple(stickers)


def _refers_to(form: Form) -> Referring | None:
    reference = form.mapping("message_reference")
    if reference is None:
        return None
    reference.only(["guild_id", "channel_id", "message_id", "fail_if_not_exists", "type"])
    kind = reference.whole("type")
    if kind not in (0, 1):
        reference.wrong("type", "BASE_TYPE_CHOICES", "Value must be one of (0, 1).")
    return Referring(
        forward=kind == 1,
        message_id=reference.snowflake("message_id", required=True) or 0,
        channel_id=reference.snowflake("channel_id"),
        must_exist=reference.yes("fail_if_not_exists", default=True),
    )


def _allowed(form: Form) -> Allowed:
    given = form.mapping("allowed_mentions")
    if given is None:
        return Allowed()
    given.only({"parse", "users", "roles", "replied_user"})
    parse = frozenset(given.strings("parse"))
    named = {kind: frozenset(given.snowflakes(kind)) for kind in ("users", "roles")}
    for number, kind in enumerate(sorted(parse - {"users", "roles", "everyone"})):
        given.wrong(f"parse.{number}", "BASE_TYPE_CHOICES", f"\"{kind}\" is not one of ('users', 'roles', 'everyone').")
    for kind, ids in named.items():
        if ids and kind in parse:
            given.wrong(kind, "MUTUALLY_EXCLUSIVE", f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.')
    return Allowed(
        parse=parse, users=named["users"], roles=named["roles"], replied_user=given.yes("replied_user", default=False)
    )
