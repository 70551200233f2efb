"""
Saying what one is asked to say.

Nothing teaches a model faster to look back and copy, so there is more of it than people would ask for.
"""

from bot.demo.corpus import words
from bot.demo.corpus.talk import Talk, Weighted

ASKED = (
    "Say {p}",
    "say {p}",
    "repeat after me: {p}",
    "Repeat: {p}",
    "please say {p}",
    "can you say {p}?",
    "Write {p}",
    'Say "{p}"',
    "say the words {p}",
    "Please repeat this: {p}",
)

PHRASES = (
    "{coin}",
    "{name}",
    "{coin} {coin2}",
    "{adj} {animal}",
    "I like {subject}",
    "{name} likes {food}",
    "{n}",
    "the {adj} {animal} lives in {city}",
)


PIECES = ("{coin}", "{name}", "{adj}", "{animal}", "{food}", "{city}", "{n}", "{subject}")


def echo(talk: Talk) -> None:
    """The assistant repeats what it is given."""
    phrase = words.fill(talk.chance, talk.pick(PHRASES))
    talk.say(talk.pick(ASKED).replace("{p}", phrase), phrase, keep=phrase)


def long_echo(talk: Talk) -> None:
    """The assistant repeats a row of words that make no sense together."""
    row = [words.fill(talk.chance, talk.pick(PIECES)) for _ in range(talk.chance.randint(4, 14))]
    phrase = talk.pick((" ", " ", ", ", "\n")).join(row)
    talk.say(talk.pick(ASKED).replace("{p}", phrase), phrase, keep=phrase)


SCENES: list[Weighted] = [(2, echo), (1, long_echo)]
