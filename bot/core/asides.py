"""
Conversations that stand apart from a channel's own: one person's where the bot is a guest, or a question that nobody
else shall see.

Their numbers are below zero, which no platform's are. Nothing of one enters the channel's memory, nor another one's,
and once an answer in it is over, nobody can get back to its messages: not to change them, and not to heal them.
"""

from hashlib import blake2b


def of_person(person: int, channel: int) -> int:
    """The conversation of that person in that channel: the same one each time, and nobody else's."""
    digest = blake2b(f"{person} in {channel}".encode(), digest_size=8).digest()
    return -1 - (int.from_bytes(digest) >> 1)


def of_question(question: int) -> int:
    """The conversation that consists of that question alone, of which the platform gives the number."""
    return -question


def is_aside(channel: int) -> bool:
    """Whether that is the number of such a conversation."""
    return channel < 0
