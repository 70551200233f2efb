"""Reads the form of a message: what a client may say when it sends or edits one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.limits import Limits
from bot.sandbox.state.models import Json, MessageFlag
from bot.sandbox.verbs.components import read_components
from bot.sandbox.verbs.form import Form
from bot.sandbox.verbs.mentions import Allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that came with a request."""

    filename: str
    content_type: str
    data: bytes = field(repr=False)
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTo:
    """Which message a new one answers."""

    message_id: int
    channel_id: int | None = None
    must_exist: bool = True


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
    reply_to: ReplyTo | None = None
    allowed: Allowed = field(default_factory=Allowed)
    kept_attachments: frozenset[int] = frozenset()
    uploads: tuple[Upload, ...] = ()

    def has_flag(self, flag: MessageFlag) -> bool:
        """Whether the client set the flag."""
        return bool(self.flags & flag)


def read_message(body: Mapping[str, Any], limits: Limits, uploads: tuple[Upload, ...] = ()) -> MessageForm:
    """Read a message's form. Outer white space of its content is dropped, as Discord does."""
    form = Form(body)
    content, flags = form.text("content", most=limits.message_length), form.whole("flags")
    read = MessageForm(
        given=frozenset(body),
        content=content.strip(),
        embeds=_embeds(form, limits),
        components=read_components(form, v2=bool(flags & MessageFlag.COMPONENTS_V2)),
        flags=flags,
        tts=form.yes("tts"),
        nonce=_nonce(form, body.get("nonce"), limits),
        enforce_nonce=form.yes("enforce_nonce"),
        reply_to=_reply_to(form),
        allowed=_allowed(form),
        kept_attachments=_kept(form, limits),
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


def _reply_to(form: Form) -> ReplyTo | None:
    reference = form.mapping("message_reference")
    if reference is None:
        return None
    if reference.whole("type") != 0:
        reference.wrong("type", "BASE_TYPE_CHOICES", "Value must be one of (0,).")
    return ReplyTo(
        message_id=reference.snowflake("message_id", required=True) or 0,
        channel_id=reference.snowflake("channel_id"),
        must_exist=reference.yes("fail_if_not_exists", default=True),
    )


def _allowed(form: Form) -> Allowed:
    given = form.mapping("allowed_mentions")
    if given is None:
        return Allowed()
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


def _kept(form: Form, limits: Limits) -> frozenset[int]:
    kept = form.objects("attachments", most=limits.attachments)
    return frozenset(int(each["id"]) for each in kept if str(each.get("id", "")).isdecimal())
