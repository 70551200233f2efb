"""Puts into words what a message shows beside its text: forwards, polls, stickers, and the cards that bots post."""

from collections.abc import Iterator, Sequence

import discord

from bot.core.chat import Source
from bot.platforms.discord.readable import one_line, readable

Said = discord.Message | discord.MessageSnapshot


def with_all_it_shows(message: discord.Message, text: str, *, with_cards: bool = False) -> str:
    """
    `text`, which stands in `message`, and what else can be read there.

    The cards under a person's own message are previews of links, which Discord adds later on and nobody wrote; with
    `with_cards` they are told, too.
    """
    own = with_what_is_its_own(message, text, with_cards=with_cards)
    return "\n".join(part for part in (own, forwarded(message)) if part)


def with_what_is_its_own(message: discord.Message, text: str, *, with_cards: bool = False) -> str:
    """The same without what the message passes on of others."""
    parts = [text, *_shown(message, with_cards=with_cards or message.author.bot)]
    return "\n".join(part for part in parts if part)


def forwarded(message: discord.Message) -> str:
    """What the message passes on; nothing, where it is no forward."""
    parts = []
    for snapshot in message.message_snapshots:
        said = "\n".join(part for part in (readable(snapshot.content), *_shown(snapshot, with_cards=True)) if part)
        lines = "\n".join(f"> {line}" for line in said.splitlines())
        parts.append(f"[Forwarded message]\n{lines}" if lines else "[Forwarded message]")
    return "\n".join(parts)


def forwarded_from(message: discord.Message) -> tuple[Source, ...]:
    """The message that is passed on: Discord does not tell who wrote it, but discord.py may remember."""
    reference = message.reference
    if not message.message_snapshots or reference is None or reference.message_id is None:
        return ()
    original = reference.cached_message
    return (Source(original.author.id if original else None, reference.message_id),)


def attachments(message: discord.Message) -> list[discord.Attachment]:
    """The files that came with it, or with what is forwarded."""
    return [*message.attachments, *(each for snapshot in message.message_snapshots for each in snapshot.attachments)]


def reply_target(message: discord.Message) -> discord.Message | None:
    """The message this one replies to, where Discord says what it was."""
    if message.type is not discord.MessageType.reply or message.reference is None:
        return None
    resolved = message.reference.resolved
    return resolved if isinstance(resolved, discord.Message) else None


def _shown(said: Said, *, with_cards: bool) -> Iterator[str]:
    for sticker in said.stickers:
        yield f"[Sticker: {one_line(sticker.name)}]"
    poll = said.poll if isinstance(said, discord.Message) else None
    if poll is not None:
        answers = "; ".join(f"{one_line(answer.text)} ({answer.vote_count})" for answer in poll.answers)
        yield f"[Poll: {one_line(poll.question)} — {answers}]"
    if with_cards:
        yield from _cards(said.embeds)


def _cards(embeds: Sequence[discord.Embed]) -> Iterator[str]:
    for embed in embeds:
        heading = [embed.author.name, embed.title, embed.description]
        fields = [f"{field.name}: {field.value}" for field in embed.fields]
        lines = [line for line in (*heading, *fields, embed.footer.text) if line]
        if lines:
            yield "\n".join(["[Card]", *lines])
