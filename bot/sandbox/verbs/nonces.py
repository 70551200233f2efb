"""Remembers which message a nonce made, so that a request sent twice makes one message."""

from collections import OrderedDict

from bot.sandbox.clock import Clock
from bot.sandbox.state.models import Message


class Nonces:
    """The nonces of the last `memory` seconds, each of one author in one channel."""

    def __init__(self, memory: float, clock: Clock) -> None:
        self._memory = memory
        self._clock = clock
        self._made: OrderedDict[tuple[int, int, str], Message] = OrderedDict()

    def remember(self, message: Message, nonce: str | int) -> None:
        """The nonce made this message."""
        key = (message.author.id, message.channel.id, str(nonce))
        self._made[key] = message
        self._made.move_to_end(key)

    def find(self, author_id: int, channel_id: int, nonce: str | int) -> Message | None:
        """The message that the nonce made, if that is not too long ago."""
        oldest = self._clock.now() - self._memory
        while self._made and next(iter(self._made.values())).created < oldest:
            self._made.popitem(last=False)
        return self._made.get((author_id, channel_id, str(nonce)))
