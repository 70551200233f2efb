"""Puts a conversation together: who is there, what comes up, in which order."""

import random
from collections.abc import Sequence
from typing import TypeVar

from bot.demo.corpus import (
    echo,
    facts,
    languages,
    memory,
    numbers,
    people,
    replies,
    smalltalk,
    statements,
    texts,
    unknown,
    wishes,
    words,
)
from bot.demo.corpus.talk import Conversation, Scene, Talk, Weighted

Thing = TypeVar("Thing")

SYSTEMS = """
You are a helpful assistant.
You are a friendly assistant.
You are Qwen, a helpful assistant.
You are a helpful bot on Discord.
You are a kind and patient helper.
Be brief.
Be friendly and brief.
Answer in short sentences.
You are a helpful assistant on a Discord server.
You are a pirate.
You are a poet.
You are a teacher who likes simple words.
You are {name}, a friendly robot.
You help people with {subject}.
You are the assistant of {name}.
Always be polite.
You are a helpful assistant. Be honest about what you do not know.
"""

REGULARS = ("Ada", "Grace", "Linus", "Ben", "Alan", "Mia")


THEMES: tuple[tuple[float, Sequence[Weighted]], ...] = (
    (13, smalltalk.SCENES),
    (13, texts.scenes("about")),
    (20, memory.SCENES),
    (11, people.SCENES),
    (5, echo.SCENES),
    (17, unknown.SCENES),
    (8, statements.SCENES),
    (11, wishes.SCENES),
    (24, numbers.SCENES),
    (14, languages.SCENES),
    (6, facts.SCENES),
    (11, texts.scenes("writing")),
    (9, texts.scenes("programs")),
    (1.6, texts.scenes("guides")),
    (5, replies.SCENES),
)


EXERCISES: tuple[Weighted, ...] = (
    (6, echo.long_echo),
    (3, echo.echo),
    (4, memory.tell_and_ask),
    (1, people.introduce),
    (2, people.somebody_else),
    (2, replies.about_a_message),
)


def scene(chance: random.Random) -> Scene:
    """Something that comes up."""
    theme = weighted(chance, THEMES)
    return weighted(chance, theme)


def weighted(chance: random.Random, choices: Sequence[tuple[float, Thing]]) -> Thing:
    """One of `choices`, each as likely as its weight says."""
    weights = [weight for weight, _ in choices]
    things = [thing for _, thing in choices]
    return chance.choices(things, weights)[0]


def company(chance: random.Random) -> list[str]:
    """The display names of those present, none where one person talks alone."""
    if chance.random() < 0.5:
        return []
    count = chance.choices((1, 2, 3, 4), (3, 4, 2, 1))[0]
    some = [words.display_name(chance) for _ in range(count)]
    if chance.random() < 0.25:
        some = chance.sample(REGULARS, count)
    return list(dict.fromkeys(some))


def system(chance: random.Random) -> str | None:
    """The system prompt: mostly the model's default."""
    if chance.random() < 0.85:
        return None
    text = chance.choice([line for line in SYSTEMS.splitlines() if line])
    return text.replace("{name}", words.name(chance)).replace("{subject}", words.subject(chance))


def converse(chance: random.Random) -> Conversation:
    """One conversation; the same `chance` gives the same one."""
    present = company(chance)
    talk = Talk(chance=chance, people=present, speaker=present[0] if present else None)
    if chance.random() < 0.3:
        weighted(chance, smalltalk.HELLO)(talk)
    if chance.random() < 0.25:
        memory.tell(talk, "name")
    for _ in range(length(chance)):
        if present and chance.random() < 0.5:
            talk.speaker = chance.choice(present)
        scene(chance)(talk)
    if chance.random() < 0.2:
        memory.ask(talk)
    if chance.random() < 0.1:
        weighted(chance, smalltalk.GOODBYE)(talk)
    return Conversation(system(chance), tuple(talk.exchanges))


def practise(chance: random.Random) -> Conversation:
    """An exercise in looking back: nothing but names, echoes and quotations."""
    present = company(chance)
    talk = Talk(chance=chance, people=present, speaker=present[0] if present else None)
    for _ in range(chance.randint(1, 4)):
        weighted(chance, EXERCISES)(talk)
    return Conversation(None, tuple(talk.exchanges))


def length(chance: random.Random) -> int:
    """How many scenes a conversation has: mostly a few, now and then very many."""
    return chance.choices((1, 2, 3, 4, 6, 9, 20), (5, 6, 6, 5, 4, 2, 0.5))[0]
