"""Judges the bot's account on Discord: what it is told of messages, where it may do what, and its commands."""

from collections.abc import Mapping, Sequence

from bot.check.finding import Finding


def token(bot: str, application: str, id_: int, *, servers: int) -> Finding:
    """Discord took the token."""
    where = "1 server" if servers == 1 else f"{servers:,} servers"
    return Finding(
        "token",
        f"Discord knows it: {bot}, the bot of the application “{application}” ({id_}), on {where}.",
        figures={"bot": bot, "application": application, "application_id": str(id_), "servers": servers},
    )


def no_token(portal: str) -> Finding:
    """There is none to ask Discord with."""
    return Finding(
        "token",
        "DISCORD_TOKEN is missing, so Discord was not asked.",
        f"Write DISCORD_TOKEN=... into .env. You get a token at {portal}: your application, Bot, Reset Token.",
    )


def intent(portal: str, *, is_on: bool) -> Finding:
    """Whether the bot is told what stands in messages."""
    if is_on:
        return Finding("intent", "Message Content Intent is on.")
    return Finding(
        "intent",
        "Message Content Intent is off: the bot would read empty messages, and Discord refuses it.",
        f"Switch it on under your application's “Bot” page, “Privileged Gateway Intents”, at {portal}.",
    )


def invitation(address: str, *, servers: int, lacking: Mapping[str, Sequence[str]]) -> Finding:
    """Where the bot may not do what it has to, by the names of servers and permissions."""
    figures = {"address": address, "lacking": {name: list(what) for name, what in lacking.items()}}
    if lacking:
        where = "; ".join(f"on {name} {', '.join(what)}" for name, what in lacking.items())
        return Finding(
            "permissions", f"Missing {where}.", f"Give them to the bot's role, or invite it again: {address}", figures
        )
    said = "Nobody has invited the bot yet" if servers == 0 else "The bot may do what it has to. To invite it elsewhere"
    return Finding("permissions", f"{said}: {address}", figures=figures)


def commands(*, known: int, ours: int, are_in_sync: bool) -> Finding:
    """Whether Discord knows the commands. That it does not is put right by the next start."""
    figures = {"known": known, "ours": ours, "in_sync": are_in_sync}
    said = (
        f"Discord knows all {ours} as they are."
        if are_in_sync
        else f"Discord knows {known}, not all of the {ours} as they are now: the next start tells it."
    )
    return Finding("commands", said, figures=figures)
