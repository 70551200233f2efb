"""Texts to order: a haiku, a story or a list about whatever is asked for, so that any wish gets something."""

from collections.abc import Callable
from functools import partial

from bot.demo.corpus import texts, words
from bot.demo.corpus.talk import Talk, Weighted
from bot.demo.corpus.words import capital

WEIGHTS = {"haiku": 6, "story": 2, "joke": 1.2, "list": 2.2, "plan": 0.6, "program": 3, "letter": 1.5, "spell": 1}


def order(talk: Talk, *, asked: list[str], made: list[str]) -> None:
    """Ask for something about `{x}`, or for `{name}`, and get it."""
    thing, name = topic(talk), words.name(talk.chance)
    question = talk.pick(asked)
    keep = name if "{name}" in question else thing
    answer = talk.pick(made).replace("{x}", theirs(thing)).replace("{name}", name)
    talk.say(question.replace("{x}", thing).replace("{name}", name), raised(answer), keep=keep)


def topic(talk: Talk) -> str:
    """What the text shall be about."""
    if talk.maybe(0.7):
        return words.subject(talk.chance)
    if talk.maybe(0.3):
        return f"{talk.pick(('a', 'the', 'my'))} {talk.pick(words.ANIMALS)}"
    return talk.pick((*words.FOODS, *words.HOBBIES, *words.CITIES))


def theirs(thing: str) -> str:
    """The thing as somebody else names it."""
    return thing.replace("my ", "your ", 1) if thing.startswith("my ") else thing


def raised(text: str) -> str:
    """`text` with every line of prose beginning as sentences do: after a full stop, with a capital."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if line and (at == 0 or lines[at - 1].endswith((".", "?"))) and not line.startswith((" ", "`")):
            lines[at] = capital(line)
    return "\n".join(lines)


def what_did_i_say(talk: Talk) -> None:
    """The message before, word for word. Only where one person talks: in a channel it is harder."""
    last = talk.exchanges[-1].question if talk.exchanges else ""
    if talk.people or not last or len(last) > 120 or "\n" in last:
        return talk.say("what did you say?", "I'm sorry, I can't say it any better. Ask me something else!")
    asked = ("What did I just say?", "what did I say?", "What was my last message?", "what did I ask you?")
    said = (f'You wrote: "{last}"', f'Your last message was: "{last}"')
    return talk.say(talk.pick(asked), talk.pick(said))


def orders() -> list[Weighted]:
    """One scene for each kind of text."""
    kinds = texts.table("wishes")
    scenes: list[tuple[float, Callable[[Talk], None]]] = []
    for kind, weight in WEIGHTS.items():
        asked, made = texts.lines(kinds[kind]["asked"]), texts.blocks(kinds[kind]["made"])
        scenes.append((weight, partial(order, asked=asked, made=made)))
    return scenes


SCENES: list[Weighted] = [*orders(), (1.5, what_did_i_say)]
