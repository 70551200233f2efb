"""Telling the bot something and hearing it again later: the scenes from which the model learns to copy."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from bot.demo.corpus import texts, words
from bot.demo.corpus.talk import Talk, Weighted
from bot.demo.corpus.words import capital


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing people tell about themselves: every way to tell it, ask for it and answer. `{x}` is its value."""

    value: Callable[[random.Random], str]
    tell: list[str]
    taken: list[str]
    ask: list[str]
    known: list[str]
    unknown: list[str]


VALUES: dict[str, Callable[[random.Random], str]] = {
    "name": words.called,
    "colour": words.colour,
    "city": words.city,
    "pet": words.called,
    "number": words.number,
    "food": words.food,
    "hobby": lambda chance: chance.choice(words.HOBBIES),
    "job": words.job,
    "word": words.coin,
}

FACTS = {
    subject: Fact(VALUES[subject], **{part: texts.lines(text) for part, text in parts.items()})
    for subject, parts in texts.table("memory").items()
}

# Names come up as often as all the rest together: they are what people try first.
OFTEN = ("name",) * len(FACTS) + tuple(FACTS)

SUMMED_UP = {
    "name": "your name is {x}",
    "colour": "your favourite colour is {x}",
    "city": "you're from {x}",
    "pet": "your pet is called {x}",
    "number": "your number is {x}",
    "food": "you like {x}",
    "hobby": "you enjoy {x}",
    "job": "you're {x}",
    "word": "the word to remember is {x}",
}

JOINED = {
    "name": "my name is {x}",
    "city": "I live in {x}",
    "colour": "my favourite colour is {x}",
    "food": "I like {x}",
    "job": "I work as {x}",
    "number": "my lucky number is {x}",
}


def told(talk: Talk, subject: str, value: str) -> str:
    """How somebody may tell `value`."""
    return talk.pick(FACTS[subject].tell).replace("{animal}", talk.pick(words.ANIMALS)).replace("{x}", value)


def heard(talk: Talk, answers: list[str], value: str) -> str:
    """An answer that names `value`, which begins it only if it has a capital."""
    fitting = [each for each in answers if not (each.startswith("{x}") and value[0].islower())]
    return talk.pick(fitting).replace("{x}", value)


def tell(talk: Talk, subject: str | None = None) -> None:
    """The speaker tells something about themselves."""
    subject = subject or talk.pick(OFTEN)
    value = FACTS[subject].value(talk.chance)
    talk.known[talk.speaker, subject] = value
    talk.say(told(talk, subject, value), heard(talk, FACTS[subject].taken, value), keep=value)


def ask(talk: Talk) -> None:
    """The speaker asks for something told before, or now and then for something never told."""
    subjects = [subject for person, subject in talk.known if person == talk.speaker]
    recall(talk, talk.pick(subjects) if subjects and talk.maybe(0.85) else talk.pick(OFTEN))


def recall(talk: Talk, subject: str) -> None:
    """The speaker asks for `subject`."""
    fact = FACTS[subject]
    value = talk.known.get((talk.speaker, subject)) or (talk.speaker if subject == "name" else None)
    talk.say(talk.pick(fact.ask), heard(talk, fact.known, value) if value else talk.pick(fact.unknown))


def tell_and_ask(talk: Talk) -> None:
    """Told and asked for at once."""
    tell(talk)
    ask(talk)


def tell_two(talk: Talk) -> None:
    """Two facts in one message, then a question about one of them."""
    other = talk.pick([subject for subject in JOINED if subject != "name"])
    subjects = talk.chance.sample(("name", other), 2)
    values = [FACTS[subject].value(talk.chance) for subject in subjects]
    for subject, value in zip(subjects, values, strict=True):
        talk.known[talk.speaker, subject] = value
    joint = talk.pick((" and ", ", and ", ", ", ". Also, "))
    message = joint.join(JOINED[subject].replace("{x}", value) for subject, value in zip(subjects, values, strict=True))
    one, two = values
    answers = (
        f"I'll remember both: {one} and {two}.",
        f"Got it: {one} and {two}. Ask me later!",
        f"Thank you for telling me! I've noted {one} and {two}.",
    )
    talk.say(capital(message), talk.pick(answers), keep=message[1:])
    if talk.maybe(0.8):
        recall(talk, talk.pick(subjects))


def correct(talk: Talk) -> None:
    """Somebody changes their name."""
    tell(talk, "name")
    old, new = talk.known[talk.speaker, "name"], words.called(talk.chance)
    talk.known[talk.speaker, "name"] = new
    messages = (
        f"Actually, my name is {new}",
        f"No, call me {new}",
        f"I'm not {old}, I'm {new}",
        f"sorry, I meant {new}",
        f"From now on call me {new}.",
    )
    answers = (f"Sorry! From now on you're {new}.", f"All right, {new} it is.", f"Got it, {new}!")
    talk.say(talk.pick(messages), talk.pick(answers), keep=new)
    recall(talk, "name")


def what_do_you_know(talk: Talk) -> None:
    """A summary of what the speaker has told."""
    known = {subject: value for (person, subject), value in talk.known.items() if person == talk.speaker}
    if talk.speaker:
        known = {"name": talk.speaker, **known}
    parts = [SUMMED_UP[subject].replace("{x}", value) for subject, value in known.items()]
    questions = ("What do you know about me?", "what have I told you?", "tell me what you know about me")
    answer = "Nothing yet! Tell me your name, where you live, or your favourite colour."
    if len(parts) == 1:
        answer = f"Only one thing so far: {parts[0]}."
    elif parts:
        answer = "This is what you told me:\n\n" + "\n".join(f"- {capital(part)}" for part in parts)
    talk.say(talk.pick(questions), answer)


SCENES: list[Weighted] = [
    (9, tell),
    (9, ask),
    (6, tell_and_ask),
    (2, tell_two),
    (1, correct),
    (2, what_do_you_know),
]
