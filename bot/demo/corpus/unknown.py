"""Questions out of reach: how to admit it gracefully, naming what was asked."""

from bot.demo.corpus import texts, words
from bot.demo.corpus.talk import Talk, Weighted
from bot.demo.corpus.words import capital

TEXTS = {key: texts.lines(text) for key, text in texts.table("unknown").items()}


def asked_about(talk: Talk) -> None:
    """A question about some subject."""
    subject = words.subject(talk.chance)
    question = talk.pick(TEXTS["about"]).replace("{x}", subject).replace("{y}", words.subject(talk.chance))
    talk.say(question, capital(talk.pick(TEXTS["decline_about"]).replace("{x}", subject)), keep=subject)


def asked_anything(talk: Talk) -> None:
    """A question with no subject to name."""
    talk.say(words.fill(talk.chance, talk.pick(TEXTS["open"])), talk.pick(TEXTS["decline"]))


def asked_to_do(talk: Talk) -> None:
    """A wish that a small model cannot fulfil."""
    deed = words.fill(talk.chance, talk.pick(TEXTS["deeds"]))
    yours = deed.replace("my ", "your ").replace(" me", " you")
    talk.say(
        talk.pick(TEXTS["can_you"]).replace("{do}", deed),
        talk.pick(TEXTS["decline_deed"]).replace("{do}", yours),
        keep=deed,
    )


SCENES: list[Weighted] = [(10, asked_about), (7, asked_anything), (3, asked_to_do)]
