"""A few words in other languages."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.demo.corpus import texts, words
from bot.demo.corpus.talk import Talk, Weighted


@dataclass(frozen=True, slots=True)
class Language:
    """What the model can say in one language."""

    name: str
    hello: list[str]
    greeted: list[str]
    thanks: str
    welcome: str
    good_morning: str
    goodbye: str
    how: str
    well: str
    who: str
    me: str
    named: str
    pleased: str


LANGUAGES = [Language(name, **phrases) for name, phrases in texts.table("languages").items()]
CHINESE = LANGUAGES[0]
FOREIGN = texts.table("foreign")
QUESTIONS = {name: FOREIGN[name] for name in FOREIGN if name != "sorry"}

MEANINGS: dict[str, Callable[[Language], str]] = {
    "hello": lambda language: language.hello[0],
    "thank you": lambda language: language.thanks,
    "good morning": lambda language: language.good_morning,
    "goodbye": lambda language: language.goodbye,
    "how are you": lambda language: language.how,
}

OTHERS = (
    "Russian",
    "Arabic",
    "Hindi",
    "Korean",
    "Swahili",
    "Finnish",
    "Latin",
    "Greek",
    "Turkish",
    "Polish",
    "Klingon",
)

TRANSLATE = (
    "How do you say {meaning} in {language}?",
    "Say {meaning} in {language}",
    'what is "{meaning}" in {language}?',
    "translate {meaning} to {language}",
    "{meaning} in {language}",
)
SPEAK = ("Do you speak {language}?", "can you speak {language}", "speak {language}", "Say something in {language}")
SEVERAL = (
    "Say hello in five languages",
    "greet me in several languages",
    "how do you say hello in other languages?",
    "which languages do you speak?",
    "What languages can you speak?",
)


def greet(talk: Talk) -> None:
    """A greeting, answered in its language."""
    language = talk.chance.choice((*LANGUAGES, CHINESE, CHINESE))
    talk.say(talk.pick(language.hello), talk.pick(language.greeted))
    if talk.maybe(0.5):
        chat(talk, language)


def chat(talk: Talk, language: Language | None = None) -> None:
    """A small exchange in another language."""
    spoken = language or talk.chance.choice((*LANGUAGES, CHINESE))
    exchanges = (
        (spoken.how, spoken.well),
        (spoken.thanks, spoken.welcome),
        (f"{spoken.thanks}!", spoken.welcome),
        (spoken.who, spoken.me),
        (spoken.goodbye, f"{spoken.goodbye}! 👋"),
    )
    if talk.maybe(0.25):
        return introduce(talk, spoken)
    return talk.say(*talk.chance.choice(exchanges))


def introduce(talk: Talk, language: Language) -> None:
    """Somebody says their name."""
    called = words.name(talk.chance)
    talk.known[talk.speaker, "name"] = called
    talk.say(language.named.replace("{x}", called), language.pleased.replace("{x}", called), keep=called)


def translate(talk: Talk) -> None:
    """How to say something in a language."""
    language = talk.chance.choice(LANGUAGES)
    meaning = talk.pick(("hello", *MEANINGS))
    said = MEANINGS[meaning](language)
    asked = talk.pick(TRANSLATE).replace("{meaning}", meaning).replace("{language}", language.name)
    talk.say(asked, talk.pick((f'In {language.name}, "{meaning}" is "{said}".', f'"{said}"', f'You say "{said}".')))


def speak(talk: Talk) -> None:
    """Whether it speaks a language."""
    language = talk.chance.choice(LANGUAGES)
    asked = talk.pick(SPEAK).replace("{language}", language.name)
    talk.say(asked, f"Only a few words! {talk.pick(language.greeted)}")


def several(talk: Talk) -> None:
    """Greetings in many languages at once."""
    chosen = talk.chance.sample(LANGUAGES, 5)
    greetings = "\n".join(f"- {each.name}: {each.hello[0]}" for each in chosen)
    talk.say(talk.pick(SEVERAL), f"Here is hello in five languages:\n\n{greetings}")


def unknown_language(talk: Talk) -> None:
    """A language it has never seen."""
    language = talk.pick((*OTHERS, *OTHERS, words.coin(talk.chance).capitalize()))
    meaning = talk.pick(tuple(MEANINGS))
    asked = talk.pick((*TRANSLATE, *SPEAK)).replace("{meaning}", meaning).replace("{language}", language)
    known = "Chinese, German, French, Spanish, Italian, Portuguese, Japanese and Dutch"
    answers = (
        f"I don't speak {language}, sorry. I know a few words of {known}.",
        f"No {language}, I'm afraid. Try me in Chinese, German, French or Spanish!",
    )
    talk.say(asked, talk.pick(answers), keep=language)


def too_hard(talk: Talk) -> None:
    """A question in a language of which it knows a few words only."""
    language = talk.pick(tuple(QUESTIONS))
    asked, topic = talk.pick(QUESTIONS[language]["questions"]), talk.pick(QUESTIONS[language]["topics"])
    talk.say(asked.replace("{x}", topic), talk.pick(FOREIGN["sorry"]))


SCENES: list[Weighted] = [
    (4, greet),
    (1.5, chat),
    (2.5, translate),
    (1, speak),
    (0.8, several),
    (1, unknown_language),
    (9, too_hard),
]
