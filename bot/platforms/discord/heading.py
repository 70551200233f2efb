"""What stands above an answer whose question is no message of its own."""

import discord

from bot.core.record import Incoming


def heading(asked: Incoming) -> str:
    """The question above its answer, where a command asked it: Discord shows others the command's name only."""
    if asked.message is not None:
        return ""
    return quoted_line(asked.text)


def quoted_line(text: str) -> str:
    """The beginning of `text` as a quotation of one line, which mentions nobody."""
    line = discord.utils.escape_markdown(discord.utils.escape_mentions(" ".join(text.split())))
    return f"> {line[:200]}{'…' if len(line) > 200 else ''}\n"
