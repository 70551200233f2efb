"""Decides whether a message that somebody wrote is for the bot."""

from dataclasses import dataclass

from bot.core.profile import Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """
    What there is to know of a message.

    It `calls_bot` where it mentions the bot or replies to it, and `calls_others` where it does so with somebody else or
    with everybody; nobody calls himself. In a thread that the bot opened, `has_other_bots` tells whether another one
    has spoken there.
    """

    is_private: bool = False
    calls_bot: bool = False
    calls_others: bool = False
    is_blank: bool = False
    in_own_thread: bool = False
    has_other_bots: bool = False


def is_for_bot(heard: Heard, trigger: Trigger) -> bool:
    """
    Whether the bot is to answer where `trigger` holds.

    A direct message always is for it, and where "never" holds nothing else is. Whoever calls the bot means it. Where it
    hears everything, as in its own threads, what calls somebody else is not for it, nor what has no words.
    """
    if heard.is_private or trigger == "never":
        return heard.is_private
    if heard.calls_bot:
        return True
    hears_all = trigger == "all" or (heard.in_own_thread and not heard.has_other_bots)
    return hears_all and not heard.calls_others and not heard.is_blank
