"""Addresses of files as Discord's content network makes them: signed, and good for a day."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import quote

from bot.sandbox.clock import Clock
from bot.sandbox.state.parts import Attachment

LIFE = 24 * 3600
"""Seconds for which an address is good."""
_STEP = 3600
"""Addresses made within the same hour are the same, so that events and answers say the same."""


class Cdn:
    """The network. `origin` is where it is served."""

    def __init__(self, clock: Clock) -> None:
        self.origin = ""
        self._clock = clock
        self._secret = secrets.token_bytes(32)

    def address(self, attachment: Attachment, owner: int) -> str:
        """Where the file can be fetched: one of a message of the channel `owner`, or one that came with a command."""
        folder = "ephemeral-attachments" if attachment.ephemeral else "attachments"
        path = f"/{folder}/{owner}/{attachment.id}/{quote(attachment.filename)}"
        issued = int(self._clock.wall()) // _STEP * _STEP
        query = f"ex={issued + LIFE:x}&is={issued:x}"
        return f"{self.origin}{path}?{query}&hm={self._sign(path, query)}&"

    def is_good(self, path: str, query: Mapping[str, str]) -> bool:
        """Whether such an address was given out, within the last day."""
        until = query.get("ex", "")
        signed = self._sign(path, f"ex={until}&is={query.get('is', '')}")
        return hmac.compare_digest(signed, query.get("hm", "")) and int(until, 16) > self._clock.wall()

    def _sign(self, path: str, query: str) -> str:
        return hmac.new(self._secret, f"{path}?{query}".encode(), hashlib.sha256).hexdigest()
