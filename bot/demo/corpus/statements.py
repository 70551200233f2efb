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


def liking(talk: Talk) -> None:
    """Somebody asks what the assistant likes."""
    thing = talk.pick((words.subject(talk.chance), words.food(talk.chance), talk.pick(words.HOBBIES)))
    asked, said = talk.pick(TEXTS["do_you_like"]), talk.pick(TEXTS["liking"])
    talk.say(asked.replace("{x}", thing), said.replace("{x}", thing), keep=thing)


def stranger(talk: Talk) -> None:
    """Somebody asks about a person nobody has spoken of."""
    name = words.name(talk.chance)
    asked, said = talk.pick(TEXTS["who_is"]), talk.pick(TEXTS["stranger"])
    talk.say(asked.replace("{name}", name), said.replace("{name}", name), keep=name)


def foreign(talk: Talk) -> None:
    """A language it does not speak."""
    talk.say(talk.pick(TEXTS["foreign"]), talk.pick(TEXTS["not_spoken"]))


def pasted(talk: Talk) -> None:
    """A longer text to work on."""
    sentences = [words.fill(talk.chance, talk.pick(TEXTS["about_life"])) for _ in range(talk.chance.randint(3, 12))]
    text = talk.pick((". ", ", ", "\n")).join(sentences)
    talk.say(f"{talk.pick(TEXTS['pasted'])}\n\n{text}", talk.pick(TEXTS["too_much"]), keep=text)


SCENES: list[Weighted] = [
    (4, about_a_thing),
    (4, about_life),
    (1.5, liking),
    (1.5, stranger),
    (0.7, foreign),
    (0.7, pasted),
]
