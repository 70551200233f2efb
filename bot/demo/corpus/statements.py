"""What people tell without asking anything, and a friendly word in return."""

from bot.demo.corpus import texts, words
from bot.demo.corpus.talk import Talk, Weighted
from bot.demo.corpus.words import capital

TEXTS = {key: texts.lines(text) for key, text in texts.table("statements").items()}


def about_a_thing(talk: Talk) -> None:
    """Somebody says what they think of something."""
    thing = words.subject(talk.chance)
    heard = talk.pick(TEXTS["heard_a_thing"]).replace("{x}", thing).replace("{X}", capital(thing))
    talk.say(talk.pick(TEXTS["about_a_thing"]).replace("{x}", thing), heard, keep=thing)


def about_life(talk: Talk) -> None:
    """Somebody tells about their day."""
    talk.say(words.fill(talk.chance, talk.pick(TEXTS["about_life"])), talk.pick(TEXTS["heard_life"]))


SCENES: list[Weighted] = [(4, about_a_thing), (4, about_life)]
