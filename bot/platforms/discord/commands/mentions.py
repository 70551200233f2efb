"""How a command is mentioned, so that people can press its name."""

from collections.abc import Iterable, Mapping
from typing import Any

import discord


class Mentions:
    """The numbers that Discord gave to the commands, once they are known."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def learn(self, commands: Iterable[Mapping[str, Any]]) -> None:
        """`commands` is what Discord knows."""
        slash = discord.AppCommandType.chat_input.value
        self._ids = {command["name"]: command["id"] for command in commands if command.get("type", slash) == slash}

    def number(self, name: str) -> int | None:
        """The number of the command, if it is known."""
        number = self._ids.get(name)
        return int(number) if number else None

    def of(self, name: str) -> str:
        """The command as Discord shows it to be pressed, or by its name where its number is not known."""
        number = self._ids.get(name.split()[0])
        return f"</{name}:{number}>" if number else f"`/{name}`"
