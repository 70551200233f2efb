"""Other people: those who talk in the same channel, and those who are spoken of."""

from bot.demo.corpus import memory, words
from bot.demo.corpus.talk import Talk, Weighted

ABOUT_OTHERS = {
    "colour": (
        ("What is {who}'s favourite colour?", "{who}'s favourite colour is {x}."),
        ("which colour does {who} like?", "{who} likes {x}."),
    ),
    "city": (("Where does {who} live?", "{who} is from {x}."), ("where is {who} from?", "{who} is from {x}.")),
    "food": (
        ("What does {who} like to eat?", "{who} likes {x}."),
        ("what is {who}'s favourite food?", "{who}'s favourite food is {x}."),
    ),
    "hobby": (
        ("What is {who}'s hobby?", "{who} enjoys {x}."),
        ("what does {who} like to do?", "{who} likes {x}."),
    ),
    "job": (
        ("What does {who} do for a living?", "{who} is {x}."),
        ("what is {who}'s job?", "{who} works as {x}."),
    ),
    "pet": (
        ("What is {who}'s pet called?", "{who}'s pet is called {x}."),
        ("what's the name of {who}'s pet?", "{who}'s pet is called {x}."),
    ),
    "number": (
        ("What is {who}'s number?", "{who}'s number is {x}."),
        ("which number did {who} say?", "{who} said {x}."),
    ),
}

RELATIONS = ("friend", "sister", "brother", "mother", "father", "son", "daughter", "cat", "dog", "teacher")


def about(talk: Talk, subject: str, who: str, value: str) -> tuple[str, str]:
    """A question about somebody else, and its answer."""
    asked, said = talk.chance.choice(ABOUT_OTHERS[subject])
    return asked.replace("{who}", who), said.replace("{who}", who).replace("{x}", value)


def somebody_else(talk: Talk) -> None:
    """Somebody in the channel tells something and another person asks about it."""
    if len(talk.people) < 2:
        return memory.tell_and_ask(talk)
    teller, asker = talk.chance.sample(list(talk.people), 2)
    subject = talk.pick(tuple(ABOUT_OTHERS))
    talk.speaker = teller
    memory.tell(talk, subject)
    talk.speaker = asker
    if talk.maybe(0.4):
        memory.tell(talk, subject)
    asked, said = about(talk, subject, teller, talk.known[teller, subject])
    if talk.maybe(0.25):
        asked = talk.pick((f"what did {teller} say?", f"What do you know about {teller}?"))
    return talk.say(asked, said, keep=teller)


def roll_call(talk: Talk) -> None:
    """Everybody in the channel asks for their own name, one after the other."""
    asking: list[str | None] = [*talk.people] or [talk.speaker]
    talk.chance.shuffle(asking)
    for talk.speaker in asking:
        memory.recall(talk, "name")


def who_is_here(talk: Talk) -> None:
    """The assistant names those who have written in the channel."""
    if talk.speaker is None:
        return memory.recall(talk, "name")
    questions = ("Who is here?", "who have you talked to?", "who's in this channel?", "Who wrote to you so far?")
    names = [*talk.heard, *([] if talk.speaker in talk.heard else [talk.speaker])]
    if len(names) == 1:
        return talk.say(talk.pick(questions), f"So far only you have written to me, {names[0]}.")
    return talk.say(talk.pick(questions), f"So far I have heard from {', '.join(names[:-1])} and {names[-1]}.")


def introduce(talk: Talk) -> None:
    """The speaker presents somebody, whom the assistant greets by name."""
    other, relation = words.called(talk.chance), talk.pick(RELATIONS)
    messages = (
        f"This is my {relation} {other}",
        f"Say hello to my {relation} {other}",
        f"my {relation} {other} is here too",
        f"greet my {relation} {other}",
        f"My {relation} is called {other}",
        f"My {relation}'s name is {other}",
    )
    answers = (f"Hello, {other}! Nice to meet you.", f"Hi {other}! Welcome.", f"Greetings to {other}! 👋")
    talk.say(talk.pick(messages), talk.pick(answers), keep=other)
    if talk.maybe(0.6):
        asked = (f"What's my {relation} called?", f"what is my {relation}'s name?", f"who is my {relation}?")
        talk.say(talk.pick(asked), talk.pick((f"Your {relation} is called {other}.", f"That's {other}.")))


def greet(talk: Talk) -> None:
    """Greetings to somebody else."""
    other = words.called(talk.chance)
    messages = (f"say hi to {other}", f"Say hello to {other}!", f"greet {other}", f"can you say hello to {other}?")
    talk.say(talk.pick(messages), talk.pick((f"Hello, {other}! 👋", f"Hi {other}! Nice to meet you.")), keep=other)


SCENES: list[Weighted] = [(4, somebody_else), (3, roll_call), (1, who_is_here), (1.6, introduce), (0.6, greet)]
