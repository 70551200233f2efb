"""Writes what a form says into a message, and leaves alone what it does not speak of."""

from datetime import datetime

from bot.sandbox.errors import Problem, Refusal, invalid_form
from bot.sandbox.state.models import Message, MessageFlag, MessageType
from bot.sandbox.state.parts import Attachment, Sticker
from bot.sandbox.state.snowflakes import Snowflakes
from bot.sandbox.verbs import mentions
from bot.sandbox.verbs.files import attach
from bot.sandbox.verbs.message_form import MessageForm

SETTABLE = (
    MessageFlag.SUPPRESS_EMBEDS | MessageFlag.SUPPRESS_NOTIFICATIONS | MessageFlag.VOICE | MessageFlag.COMPONENTS_V2
)
"""The flags a client may set on a new message. On one that is there, only the first can be changed."""


def write(message: Message, form: MessageForm, snowflakes: Snowflakes) -> None:
    """Fill a new message, or a deferred answer at last."""
    _refuse_unknown_files(message, form)
    _apply(message, form, snowflakes)
    _mention(message, form)
    message.flags |= form.flags & SETTABLE
    message.tts = form.tts
    message.poll = form.poll
    message.stickers = _stickers(message, form)


def rewrite(message: Message, form: MessageForm, snowflakes: Snowflakes, *, now: datetime) -> None:
    """Edit a message. Raises `Refusal` if nothing would be left of it, and then changes nothing."""
    _refuse_unknown_files(message, form)
    _refuse_emptied(message, form)
    _turn_to_v2(message, form)
    _apply(message, form, snowflakes)
    if "content" in form.given:
        _mention(message, form)
    if form.given - {"flags"}:
        message.edited = now


def _turn_to_v2(message: Message, form: MessageForm) -> None:
    """A message can have components of the second version from an edit on, if it gives up all else; never back."""
    if not form.has_flag(MessageFlag.COMPONENTS_V2) or message.flags & MessageFlag.COMPONENTS_V2:
        return
    left = {"content": message.content, "embeds": message.embeds}
    kept = [name for name, value in left.items() if value and name not in form.given]
    if kept:
        sentence = f"The '{kept[0]}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
        raise invalid_form({kept[0]: ("MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", sentence)})
    message.flags |= MessageFlag.COMPONENTS_V2


def set_embeds_shown(message: Message, form: MessageForm) -> None:
    """Change the one flag that can be changed later."""
    if "flags" in form.given:
        message.flags &= ~MessageFlag.SUPPRESS_EMBEDS
        message.flags |= form.flags & MessageFlag.SUPPRESS_EMBEDS


def is_empty(form: MessageForm) -> bool:
    """Whether the form says nothing that a message could consist of."""
    forward = form.refers_to is not None and form.refers_to.forward
    said = form.content or form.embeds or form.components or form.uploads or form.stickers
    return not (said or form.poll or forward)


def _apply(message: Message, form: MessageForm, snowflakes: Snowflakes) -> None:
    if "content" in form.given:
        message.content = form.content
    if "embeds" in form.given:
        message.embeds = form.embeds
    if "components" in form.given:
        message.components = form.components
    if "attachments" in form.given:
        message.attachments = _kept(message, form)
    message.attachments += [attach(upload, form.files, snowflakes) for upload in form.uploads]
    set_embeds_shown(message, form)


def _refuse_emptied(message: Message, form: MessageForm) -> None:
    left = (
        form.content if "content" in form.given else message.content,
        form.embeds if "embeds" in form.given else message.embeds,
        form.components if "components" in form.given else message.components,
        _kept(message, form) if "attachments" in form.given else message.attachments,
        form.uploads,
    )
    if not any(left):
        raise Refusal(Problem.EMPTY_MESSAGE)


def _kept(message: Message, form: MessageForm) -> list[Attachment]:
    kept = {each.id for each in form.files}
    return [each for each in message.attachments if each.id in kept]


def _refuse_unknown_files(message: Message, form: MessageForm) -> None:
    """What is said of a file has to be of one that the message has, or of one that comes with it."""
    known = {each.id for each in message.attachments} | {each.key for each in form.uploads}
    wrong = {
        f"attachments.{place}.id": ("ATTACHMENT_NOT_FOUND", f"There is no attachment {each.id}.")
        for place, each in enumerate(form.files)
        if each.id not in known
    }
    if wrong:
        raise invalid_form(wrong)


def _stickers(message: Message, form: MessageForm) -> list[Sticker]:
    guild = message.channel.guild
    known = guild.stickers if guild else {}
    if any(key not in known for key in form.stickers):
        raise Refusal(Problem.UNKNOWN_STICKER)
    return [known[key] for key in form.stickers]


def _mention(message: Message, form: MessageForm) -> None:
    original = message.reference.message if message.reference and message.type == MessageType.REPLY else None
    found = mentions.find(
        message.content,
        form.allowed,
        author=message.author,
        channel=message.channel,
        replied=original.author if original else None,
    )
    message.mentions, message.mention_roles, message.mention_everyone = found.users, found.roles, found.everyone
