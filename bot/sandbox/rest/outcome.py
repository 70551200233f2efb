"""What a client gets for a request: status, body and headers, and how they go out."""

import json
import math
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.sandbox.buckets import Standing
from bot.sandbox.errors import RateLimited, Refusal


@dataclass(slots=True)
class Outcome:
    """`answer` goes out as JSON, a `str` as HTML, `bytes` as what claims to be JSON, `None` as nothing."""

    status: int = 200
    answer: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> web.Response:
        """The answer as it goes out. Discord's content type has no charset, and discord.py insists."""
        if self.answer is None:
            return web.Response(status=self.status, headers=self.headers)
        if isinstance(self.answer, str):
            return web.Response(text=self.answer, content_type="text/html", status=self.status, headers=self.headers)
        raw = isinstance(self.answer, bytes)
        body = self.answer if raw else json.dumps(self.answer, separators=(",", ":")).encode()
        return web.Response(body=body, content_type="application/json", status=self.status, headers=self.headers)


def refused(refusal: Refusal, headers: dict[str, str]) -> Outcome:
    """What a client gets that is refused. A 429 says when to come back, and its `Via` that Discord itself said so."""
    outcome = Outcome(refusal.status, refusal.body(), dict(headers))
    if not isinstance(refusal, RateLimited):
        return outcome
    outcome.headers |= {"Retry-After": str(math.ceil(refusal.retry_after))}
    if refusal.scope == "edge":
        outcome.answer = "<html><title>Access denied</title>error code: 1015</html>"
        return outcome
    outcome.headers |= {"X-RateLimit-Scope": refusal.scope}
    if refusal.via:
        outcome.headers |= {"Via": "1.1 sandbox"}
    if refusal.scope == "global":
        outcome.headers |= {"X-RateLimit-Global": "true"}
    return outcome


def limit_headers(standing: Standing, *, wall: float) -> dict[str, str]:
    """How the client stands in the request's bucket, at `wall` seconds since 1970."""
    return {
        "X-RateLimit-Limit": str(standing.limit),
        "X-RateLimit-Remaining": str(standing.remaining),
        "X-RateLimit-Reset": f"{wall + standing.reset_after:.3f}",
        "X-RateLimit-Reset-After": f"{standing.reset_after:.3f}",
        "X-RateLimit-Bucket": standing.bucket,
    }
