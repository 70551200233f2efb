"""Turns conversations into batches of token ids, with a mark on what the model has to say itself."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from transformers import Qwen2Tokenizer

from bot.demo.corpus.talk import Conversation
from bot.demo.tokenizer import DEFAULT_SYSTEM, END_OF_TEXT, TURN_END, TURN_START

IGNORED = -100
"""The label that cross entropy skips."""

POOL = 1024
"""Conversations sorted by length together, so that a batch holds little padding."""


@dataclass(frozen=True, slots=True)
class Example:
    """One conversation as ids, and the same ids where the assistant speaks (`IGNORED` elsewhere)."""

    ids: list[int]
    labels: list[int]


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of equal length, padded on the right: under causal attention no mask is needed."""

    pool: int
    ids: list[list[int]]
    labels: list[list[int]]

    @property
    def size(self) -> int:
        """Its tokens, padding included."""
        return len(self.ids) * len(self.ids[0])


def encode(tokenizer: Qwen2Tokenizer, conversation: Conversation, *, longest: int) -> Example:
    """What the chat template makes of the conversation, cut at `longest` tokens."""
    ids: list[int] = []
    labels: list[int] = []

    def add(text: str, *, learned: bool) -> None:
        piece = tokenizer(text)["input_ids"]
        ids.extend(piece)
        labels.extend(piece if learned else [IGNORED] * len(piece))

    add(f"{TURN_START}system\n{conversation.system or DEFAULT_SYSTEM}{TURN_END}\n", learned=False)
    for exchange in conversation.exchanges:
        add(f"{TURN_START}user\n{exchange.question}{TURN_END}\n{TURN_START}assistant\n", learned=False)
        add(f"{exchange.answer}{TURN_END}", learned=True)
        add("\n", learned=False)
    return Example(ids[:longest], labels[:longest])


def pack(examples: Sequence[Example], *, size: int, padding: int, pool: int) -> list[Batch]:
    """Batches of at most `size` tokens, padding included, from examples of similar length."""
    batches: list[Batch] = []
    row: list[Example] = []
    for example in sorted(examples, key=lambda example: len(example.ids)):
        if row and rounded(len(example.ids)) * (len(row) + 1) > size:
            batches.append(pad(row, padding=padding, pool=pool))
            row = []
        row.append(example)
    return [*batches, pad(row, padding=padding, pool=pool)] if row else batches


def pad(examples: Sequence[Example], *, padding: int, pool: int) -> Batch:
    """The examples as one rectangle."""
    width = rounded(max(len(example.ids) for example in examples))
    return Batch(
        pool=pool,
        ids=[[*example.ids, *[padding] * (width - len(example.ids))] for example in examples],
        labels=[[*example.labels, *[IGNORED] * (width - len(example.labels))] for example in examples],
    )


def rounded(length: int) -> int:
    """`length` rounded up: a computer that sees the same few shapes again and again reuses their memory."""
    step = 16 if length <= 256 else 64
    return -(-length // step) * step


def batches(
    tokenizer: Qwen2Tokenizer,
    converse: Callable[[random.Random, int], Conversation],
    *,
    seed: int,
    size: int,
    longest: int,
    first_pool: int = 0,
) -> Iterator[Batch]:
    """Batches of what `converse` makes of a chance and the pool's number; pool `n` is always the same."""
    padding = tokenizer.get_vocab()[END_OF_TEXT]
    pool = first_pool
    while True:
        chance = random.Random(f"{seed}/{pool}")
        examples = [encode(tokenizer, converse(chance, pool), longest=longest) for _ in range(POOL)]
        packed = pack(examples, size=size, padding=padding, pool=pool)
        chance.shuffle(packed)
        yield from packed
        pool += 1
