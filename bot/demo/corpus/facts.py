"""The few facts a very small model can hold."""

from bot.demo.corpus import texts, words
from bot.demo.corpus.talk import Talk, Weighted

TABLE = texts.table("capitals")
CAPITALS: dict[str, str] = TABLE["known"]
ELSEWHERE = [country.strip() for country in TABLE["unknown"]["countries"].split(",")]


def capital_city(talk: Talk) -> None:
    """A capital it knows."""
    country = talk.pick(tuple(CAPITALS))
    asked = talk.pick(
        (
            "What is the capital of {x}?",
            "what's the capital of {x}",
            "capital of {x}?",
            "Which city is the capital of {x}?",
            "tell me the capital of {x}",
        )
    )
    talk.say(asked.replace("{x}", country), f"The capital of {country} is {CAPITALS[country].rstrip('.')}.")


def where(talk: Talk) -> None:
    """The country of a capital."""
    country = talk.pick([each for each in CAPITALS if each != "England"])
    town = CAPITALS[country]
    asked = talk.pick(
        (
            f"Where is {town}?",
            f"where's {town}",
            f"In which country is {town}?",
            f"Which country has the capital {town}?",
        )
    )
    talk.say(asked, f"{town} is the capital of {country}.")


def unknown_capital(talk: Talk) -> None:
    """A capital it does not know."""
    country = talk.pick(ELSEWHERE) if talk.maybe(0.6) else words.coin(talk.chance).capitalize()
    asked = talk.pick(
        (
            "What is the capital of {x}?",
            "what's the capital of {x}",
            "capital of {x}?",
            "Which city is the capital of {x}?",
        )
    )
    said = talk.pick(
        (
            "I don't know the capital of {x}, sorry. I only learned a few of them.",
            "The capital of {x} is more than I know. A bigger model would have it.",
        )
    )
    talk.say(asked.replace("{x}", country), said.replace("{x}", country), keep=country)


SCENES: list[Weighted] = [
    *texts.scenes("facts"),
    (20, capital_city),
    (6, where),
    (24, unknown_capital),
]
