"""Makes chosen events of the gateway go astray: lost, told twice, or after the one that came next."""

from collections import deque
from collections.abc import Iterator
from typing import Literal, Protocol

Mishap = Literal["lost", "doubled", "late"]


class _Session(Protocol):
    @property
    def key(self) -> str: ...


class Mishaps:
    """The mishaps to come, oldest first: each befalls the next event of its name, at whichever session."""

    def __init__(self) -> None:
        self._coming: deque[tuple[str, Mishap]] = deque()
        self._late: dict[str, str] = {}

    def arrange(self, event: str, mishap: Mishap) -> None:
        """Let the next such event meet with it."""
        self._coming.append((event, mishap))

    def of(self, session: _Session, event: str, payload: str) -> Iterator[str]:
        """What the session's client is sent, in its order, where `payload` tells of `event`."""
        mishap = self._take(event)
        held = self._late.pop(session.key, None)
        if mishap == "late":
            self._late[session.key] = payload
        elif mishap != "lost":
            yield from [payload] * (2 if mishap == "doubled" else 1)
        if held is not None:
            yield held

    def _take(self, event: str) -> Mishap | None:
        coming = next((each for each in self._coming if each[0] == event), None)
        if coming is None:
            return None
        self._coming.remove(coming)
        return coming[1]
