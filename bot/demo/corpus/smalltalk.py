"""Hellos, thanks and goodbyes: what people say to a bot before and after anything else."""

from bot.demo.corpus import texts
from bot.demo.corpus.talk import Talk, Weighted


def nudge(talk: Talk) -> None:
    """A mention with nothing beside it."""
    talk.say(
        "", talk.pick(("Yes{you}? I'm listening.", "I'm here{you}! What can I do for you?", "You called{you}? 🙂"))
    )


HELLO = texts.scenes("hello")
GOODBYE = texts.scenes("goodbye")
SCENES: list[Weighted] = [*HELLO, *GOODBYE, *texts.scenes("smalltalk"), (0.4, nudge)]
