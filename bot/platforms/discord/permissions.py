"""What the bot has to be allowed on a server, and the address that asks for it: the one place that says so."""

import discord

# As Discord's own pages call them, for whoever ticks them there.
NAMES = {
    "view_channel": "View Channels",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_public_threads": "Create Public Threads",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}
NEEDED = discord.Permissions(**dict.fromkeys(NAMES, True))
SCOPES = ("bot", "applications.commands")


def invitation(application: int) -> str:
    """The address at which people invite the bot of that application, with exactly what it needs."""
    return discord.utils.oauth_url(application, permissions=NEEDED, scopes=SCOPES)


def lacking(granted: discord.Permissions) -> list[str]:
    """What the bot needs and is not granted, as Discord calls it."""
    return [] if granted.administrator else [name for flag, name in NAMES.items() if not getattr(granted, flag)]
