"""Tells systemd, where it started the bot, when it is online, that it is alive, and when it leaves: sd_notify(3)."""

import asyncio
import os
import socket
from collections.abc import Mapping


class ServiceManager:
    """
    Whoever started the bot with `Type=notify` in a unit, as `environ` tells. Without it, nothing is told to anybody.

    What cannot be delivered is lost: the bot goes on, and the manager acts on its silence.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        address = environ.get("NOTIFY_SOCKET", "")
        # What begins with @ is not a file; the kernel wants a zero there.
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        is_meant = environ.get("WATCHDOG_PID") in (None, str(os.getpid()))
        self._patience = int(environ.get("WATCHDOG_USEC", 0)) / 1e6 if is_meant else 0.0

    def tell(self, state: str) -> None:
        """Send one of sd_notify's states, such as `READY=1`."""
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)
            try:
                sender.sendto(state.encode(), self._address)
            except OSError:
                return

    async def watched(self) -> None:
        """Show that the event loop turns, twice in the time after which the manager would start the bot again."""
        while self._address and self._patience:
            self.tell("WATCHDOG=1")
            await asyncio.sleep(self._patience / 2)
