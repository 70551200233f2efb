"""Replies that quote an earlier message, the bot's own or somebody else's."""

from bot.core.record import Quote
from bot.demo.corpus import memory, people, texts, words
from bot.demo.corpus.talk import BOT_NAME, Lines, Talk, Weighted

SHORT = [scene for _, scene in texts.scenes("replies")]
REMARKS = ("good morning everyone", "I like trains", "I am in {city} today", "who wants pizza?", "see you tomorrow")


def earlier(talk: Talk) -> Quote:
    """Something the assistant has said, whole or its beginning, as it may be quoted."""
    if not talk.exchanges:
        return Quote(BOT_NAME, "Hello! How can I help you today?")
    said = talk.chance.choice(talk.exchanges).answer
    return Quote(BOT_NAME, said if len(said) < 500 else said[:300].rstrip())


def short_reply(talk: Talk) -> None:
    """A reply of a word or two to something the assistant said."""
    scene = talk.chance.choice(SHORT)
    assert isinstance(scene, Lines)
    talk.say(talk.pick(scene.questions), talk.pick(scene.answers), quote=earlier(talk))


def about_a_message(talk: Talk) -> None:
    """A question about a message somebody else wrote."""
    other = talk.pick([each for each in talk.people if each != talk.speaker] or [words.display_name(talk.chance)])
    subject = talk.pick(("name", *people.ABOUT_OTHERS))
    value = memory.FACTS[subject].value(talk.chance)
    message = memory.told(talk, subject, value)
    if talk.maybe(0.3):
        asked = talk.pick(("what does this say?", "Read this to me", "what did they say?", "repeat this", "quote this"))
        said = talk.pick((f'{other} wrote: "{message}"', f'It says: "{message}"'))
    elif subject == "name":
        asked, said = "what is the name of this person?", f"The name in the message is {value}."
    else:
        asked, said = people.about(talk, subject, other, value)
    talk.say(asked, said, quote=Quote(other, message), keep=other)


def who_wrote(talk: Talk) -> None:
    """A question after the author of a quoted message."""
    other = words.display_name(talk.chance)
    quote = Quote(other, words.fill(talk.chance, talk.pick(REMARKS)))
    questions = ("who wrote this?", "Who said that?", "whose message is this?", "who is this from?")
    talk.say(talk.pick(questions), talk.pick((f"{other} wrote that.", f"That was {other}.")), quote=quote)


SCENES: list[Weighted] = [(4, short_reply), (4, about_a_message), (1, who_wrote)]
