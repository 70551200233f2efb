"""What a message may carry beside its text: files, polls and stickers."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """
    A file of a message, or an `ephemeral` one that came with a command. `data` is what its address serves.

    `title` is the name it was sent with, where that could not stay; a voice message has `seconds` and a `waveform`.
    """

    id: int
    filename: str
    content_type: str | None
    data: bytes = field(repr=False)
    title: str | None = None
    description: str | None = None
    size_in_pixels: tuple[int, int] | None = None
    seconds: float | None = None
    waveform: str | None = None
    ephemeral: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A question with answers to vote for, `several` of them where that is allowed, open for some hours."""

    question: str
    answers: tuple[str, ...]
    hours: int
    several: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sticker:
    """A picture that a guild's members can send. Its format is PNG."""

    id: int
    name: str
