"""
The values a conversation is made of.

They are pure: rows, message handles and tensors live in the layers that own them.
Two turns with the same content are equal.
"""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Literal, Self

from bot.core.passes import Pass

Role = Literal["system", "user", "assistant"]
Finish = Literal["stop", "length", "loop"]
Kind = Literal["text", "thought"]
Thinking = Literal["off", "on", "auto"]
"""Whether a model that can think first does so; "auto" leaves it to the model's own template."""

Modality = Literal["text", "image"]
"""What a model can be shown."""
TEXT_ONLY: frozenset[Modality] = frozenset({"text"})

_BACKTICKS = re.compile("`+")


@dataclass(frozen=True, slots=True)
class Source:
    """
    Where words come from that somebody took from another message: by which numbers the platform knows that message and
    whoever wrote it, as far as it tells.
    """

    author: int | None
    message: int | None


@dataclass(frozen=True, slots=True)
class Text:
    """Words; those of others have `sources`."""

    text: str
    sources: tuple[Source, ...] = ()


Unread = Literal[
    "archive", "image", "media", "binary", "document", "picture", "damaged", "large", "unreachable", "many"
]
"""
Why nothing of a file is read: it is of a kind that is not, or a document or a picture without what reads those; it is
broken, or locked; too large, or too much to read; it could not be had; too many others came with it.
"""


@dataclass(frozen=True, slots=True)
class File:
    """
    A file that came with a message: the beginning of what it says, of `length` characters in all.

    Nothing of it is read where `unread` says why. What others sent or said has `sources`.
    """

    name: str
    content: str = ""
    length: int = 0
    unread: Unread | None = None
    sources: tuple[Source, ...] = ()

    @property
    def text(self) -> str:
        """The file as the model reads it."""
        name = _on_one_line(self.name)
        if self.unread:
            return f"\n\n[Attached: {name}, which cannot be read here]"
        part = f", its first {len(self.content):,} of {self.length:,} characters" if self.is_cut else ""
        fence = "`" * max(3, 1 + max(map(len, _BACKTICKS.findall(self.content)), default=0))
        return f"\n\n[Attached: {name}{part}]\n{fence}\n{self.content.rstrip()}\n{fence}"

    @property
    def is_cut(self) -> bool:
        """Whether there is more in it than is read."""
        return len(self.content) < self.length


@dataclass(frozen=True, slots=True)
class Image:
    """
    A picture that came with a message: a JPEG file of `width` x `height` pixels, told from any other by `digest`.

    Where it is known but not shown, as one from long ago, there is no `data`. What others sent has `sources`.
    """

    name: str
    digest: str
    width: int
    height: int
    data: bytes = field(default=b"", repr=False)
    sources: tuple[Source, ...] = ()

    @classmethod
    def of(cls, name: str, data: bytes, *, width: int, height: int) -> Self:
        """The picture in that file."""
        return cls(name, hashlib.sha256(data).hexdigest(), width, height, data)

    @property
    def is_shown(self) -> bool:
        """Whether a model that sees is shown it."""
        return bool(self.data)

    @property
    def text(self) -> str:
        """What the model reads of it, beside what it sees."""
        which = "a picture" if self.is_shown else "a picture that is not shown here any more"
        return f"\n\n[Attached: {_on_one_line(self.name)}, {which}]"


Attachment = File | Image
"""What comes with a message."""
Part = Text | Attachment
"""What a turn is made of. Whatever else may be sent one day is one more kind of it."""


@dataclass(frozen=True, slots=True, init=False)
class Turn:
    """
    One thing said, by anyone, in parts.

    Where it ends a prompt and `role` is "assistant", the answer goes on from there.
    """

    role: Role
    parts: tuple[Part, ...]

    def __init__(self, role: Role, *parts: Part | str) -> None:
        """A string is a part of words: `Turn("user", "hello")`."""
        object.__setattr__(self, "role", role)
        object.__setattr__(self, "parts", tuple(Text(part) if isinstance(part, str) else part for part in parts))

    @property
    def text(self) -> str:
        """All words of it."""
        return "".join(part.text for part in self.parts)

    @property
    def images(self) -> tuple[Image, ...]:
        """What a model that sees is shown before it reads the words, as such models were taught."""
        return tuple(part for part in self.parts if isinstance(part, Image) and part.is_shown)


@dataclass(frozen=True, slots=True)
class Usage:
    """
    What one answer cost, in tokens: read in its prompt, of those not computed anew, and written; of the `context` there
    was for both. And in seconds: `reading` until the first word, and `writing` until the last. All of the prompt was
    read in these `passes`, what was reused of it in those of earlier answers, where that is known.

    A `None` was not told by whoever counts.
    """

    read: int | None = None
    reused: int | None = None
    written: int | None = None
    context: int | None = None
    reading: float | None = None
    writing: float | None = None
    passes: tuple[Pass, ...] = ()

    @property
    def tokens_per_second(self) -> float | None:
        """How fast the answer was written after its first token, where that can be told."""
        return (self.written - 1) / self.writing if self.written and self.written > 1 and self.writing else None


@dataclass(frozen=True, slots=True)
class Piece:
    """
    A part of an answer, as it came from the engine: said, or thought before it is said.

    The last piece of a complete answer says why it ended: "stop" where the model had
    said all, "length" where it reached `Options.max_new_tokens`, "loop" where it said the
    same over and over again; and what it cost.
    """

    text: str
    finish: Finish | None = None
    kind: Kind = "text"
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """
    How one answer is generated. `None` leaves a choice to the checkpoint's own generation_config.

    A `temperature` of 0 means greedy decoding. Where chance decides, the same `seed`, a number below 2**31, gives the
    same answer as far as the engine can promise that; without one, each answer is drawn anew.

    With `stops_loops`, an answer ends after three rounds of the same, or 200 tokens of it where those are more.

    `max_new_tokens` bound what is said; what is thought before that has a budget of its own, after which it is ended
    and the answer begins. `thinking` is for a model whose template asks for it, or not; others think, or do not, as
    they were made.

    With `passes` the prompt is read anew in these, where they are of one as long, by an engine that tells them.
    """

    max_new_tokens: int = 512
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    repetition_penalty: float | None = None
    seed: int | None = None
    stops_loops: bool = True
    thinking: Thinking = "off"
    max_thinking_tokens: int = 1024
    passes: tuple[Pass, ...] = ()


def _on_one_line(name: str) -> str:
    return " ".join(name.split())
