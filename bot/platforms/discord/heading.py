"""What stands above an answer whose question is no message of its own."""

import discord

from bot.core.display.links import opened
from bot.core.record import Incoming

# The most characters of a question that stand there.
LONGEST = 200


def heading(asked: Incoming) -> str:
    """The question above its answer, where a command asked it: Discord shows others the command's name only."""
    if asked.message is not None:
        return ""
    return quoted_line(asked.text)


def quoted_line(text: str) -> str:
    """The beginning of `text` as a quotation of one line, which mentions nobody."""
    line = " ".join(text.split())
    # Cut first: discord.py looks through a text for links in a time that grows with the cube of its length.
    shown = discord.utils.escape_markdown(discord.utils.escape_mentions(line[:LONGEST]))
    # What people may not post themselves, such as an invitation, the bot does not post for them.
    return f"> {opened(shown)}{'…' if len(line) > LONGEST else ''}\n"
