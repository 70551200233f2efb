"""How long to wait for a server, and how often to ask it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """
    All in seconds, but for `retries`.

    `first_token` runs from the moment an answer is asked for, with waiting in the
    server's line and all retries in it. A token is text or the model's thinking; lines
    that only keep the connection open are not. `sight` is for a picture at the start, before which a server may load
    its model.
    """

    connect: float = 10.0
    first_token: float = 120.0
    sight: float = 60.0
    between_tokens: float = 30.0
    retries: int = 2
    backoff: float = 0.5

    def pause(self, attempt: int) -> float:
        """How long to wait after failed attempt `attempt`, the first being 0."""
        return self.backoff * float(2**attempt)
