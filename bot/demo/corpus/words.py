"""Words that fill the gaps of the texts: names, places, things, and a mint for ones nobody has heard before."""

import random

from bot.demo.corpus.texts import table

WORDS: dict[str, list[str]] = {
    kind: [word.strip() for word in several.split(",")] for kind, several in table("words").items()
}

NAMES, COLOURS, ANIMALS, CITIES = WORDS["names"], WORDS["colours"], WORDS["animals"], WORDS["cities"]
FOODS, HOBBIES, JOBS = WORDS["foods"], WORDS["hobbies"], WORDS["jobs"]
ADJECTIVES, NOUNS, SUBJECTS = WORDS["adjectives"], WORDS["nouns"], WORDS["subjects"]
SYLLABLES, ENDINGS = WORDS["syllables"], WORDS["endings"]


def coin(chance: random.Random) -> str:
    """A pronounceable word that most likely does not exist."""
    stem = "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4)))
    return stem + (chance.choice(ENDINGS) if chance.random() < 0.5 else "")


def name(chance: random.Random) -> str:
    """What somebody may be called: a known name, a coined one, or both."""
    draw = chance.random()
    if draw < 0.45:
        return chance.choice(NAMES)
    if draw < 0.9:
        return coin(chance).capitalize()
    return f"{chance.choice(NAMES)} {coin(chance).capitalize()}"


def display_name(chance: random.Random) -> str:
    """What somebody calls themselves on Discord."""
    draw = chance.random()
    if draw < 0.75:
        return name(chance)
    handle = chance.choice((coin(chance), chance.choice(NAMES).lower(), chance.choice(ANIMALS), chance.choice(COLOURS)))
    tail = chance.choice(("", str(chance.randint(1, 99)), "_" + chance.choice(ANIMALS), "." + coin(chance), "xx"))
    return handle + tail


def subject(chance: random.Random) -> str:
    """Something a person may ask about that the model knows nothing of."""
    draw = chance.random()
    if draw < 0.3:
        return chance.choice(SUBJECTS)
    if draw < 0.5:
        return chance.choice(NOUNS)
    if draw < 0.75:
        return f"{chance.choice(ADJECTIVES)} {chance.choice(NOUNS)}"
    if draw < 0.85:
        return f"the {chance.choice(ADJECTIVES)} {coin(chance)}"
    return coin(chance).capitalize() if chance.random() < 0.5 else f"{coin(chance)} {chance.choice(NOUNS)}"


def called(chance: random.Random) -> str:
    """What somebody says their name is, now and then without a capital."""
    who = name(chance)
    return who.lower() if chance.random() < 0.12 else who


def city(chance: random.Random) -> str:
    """Where somebody may live."""
    where = chance.choice(CITIES) if chance.random() < 0.6 else coin(chance).capitalize()
    return where.lower() if chance.random() < 0.12 else where


def number(chance: random.Random) -> str:
    """A number somebody may care about."""
    return str(chance.choice((chance.randint(1, 99), chance.randint(1, 20), chance.randint(100, 9999))))


def food(chance: random.Random) -> str:
    """Something to eat."""
    return chance.choice(FOODS) if chance.random() < 0.7 else f"{coin(chance)} {chance.choice(FOODS)}"


def job(chance: random.Random) -> str:
    """What somebody does for a living, with its article."""
    work = chance.choice(JOBS)
    return f"an {work}" if work[0] in "aeiou" else f"a {work}"


def colour(chance: random.Random) -> str:
    """A colour, plain or mixed."""
    shade = chance.choice(COLOURS)
    return shade if chance.random() < 0.8 else f"{chance.choice(('dark', 'light', 'pale', 'bright'))} {shade}"


def fill(chance: random.Random, text: str) -> str:
    """`text` with every gap such as `{city}` filled at random."""
    filling = {
        "{name}": name(chance),
        "{city}": city(chance),
        "{city2}": city(chance),
        "{food}": chance.choice(FOODS),
        "{animal}": chance.choice(ANIMALS),
        "{adj}": chance.choice(ADJECTIVES),
        "{job}": chance.choice(JOBS),
        "{subject}": subject(chance),
        "{coin}": coin(chance),
        "{coin2}": coin(chance),
        "{coin3}": coin(chance),
        "{n}": str(chance.randint(13, 999)),
        "{n2}": str(chance.randint(13, 999)),
    }
    for gap, filler in filling.items():
        text = text.replace(gap, filler)
    return text


def capital(text: str) -> str:
    """`text` with its first letter raised."""
    return text[:1].upper() + text[1:]
