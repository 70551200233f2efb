"""What every request passes: token, limits, handler. What comes of it is the answer and its headers."""

import asyncio
import json
import logging
import math
import time
from typing import Any

from aiohttp import web

from bot.sandbox.buckets import Standing
from bot.sandbox.errors import Problem, RateLimited, Refusal
from bot.sandbox.faults import Fault
from bot.sandbox.rest.body import Body, read_body
from bot.sandbox.rest.call import Answer, Call, Route
from bot.sandbox.service import Service
from bot.sandbox.state.models import User

_log = logging.getLogger(__name__)


class Passage:
    """One request on its way through."""

    def __init__(self, service: Service, route: Route, request: web.Request) -> None:
        self._service = service
        self._route = route
        self.request = request
        self.by: User | None = None
        self.body = Body()
        self.status = 200
        self.answer: Any = None
        self.headers: dict[str, str] = {}

    async def go(self) -> None:
        """Find the answer: the handler's, or why there is none."""
        try:
            answer = await self._pass()
            self.status = 204 if answer.body is None else answer.status
            self.answer = answer.body
        except Refusal as refusal:
            self._refuse(refusal)
        except Exception:
            _log.exception("%s %s failed in the sandbox", self.request.method, self.request.path)
            self._refuse(Refusal(Problem.INTERNAL))

    def fail(self, fault: Fault) -> None:
        """Put what was arranged in the place of the true answer."""
        if fault.status is None:
            self.status, self.answer = 0, None
            if self.request.transport is not None:
                self.request.transport.abort()
            return
        self.status, self.answer = fault.status, fault.body
        if fault.body is None and fault.status == 429:
            self._refuse(RateLimited(fault.retry_after))
        elif fault.body is None:
            self.answer = {"message": f"{fault.status}: made to fail", "code": 0}
        self.headers |= fault.headers

    def response(self) -> web.Response:
        """The answer as it goes out. Discord's content type has no charset, and discord.py insists."""
        if self.answer is None:
            return web.Response(status=self.status, headers=self.headers)
        if isinstance(self.answer, str):
            return web.Response(text=self.answer, content_type="text/html", status=self.status, headers=self.headers)
        body = json.dumps(self.answer, separators=(",", ":")).encode()
        return web.Response(body=body, content_type="application/json", status=self.status, headers=self.headers)

    async def _pass(self) -> Answer:
        loop = asyncio.get_running_loop()
        shut = self._service.buckets.shut_out(self.request.remote or "", now=loop.time())
        if shut is not None:
            raise RateLimited(shut, scope="edge")
        self.body = await read_body(self.request, self._service.limits)
        by, now = self._who(), loop.time()
        self.by = None if self._route.open else by
        if not self._route.open:
            self._take_global(by, now)
        self._take(by, now)
        if self.body.malformed:
            raise Refusal(Problem.INVALID_JSON)
        call = Call(
            service=self._service,
            by=by,
            path=dict(self.request.match_info),
            query=dict(self.request.query),
            body=self.body.content,
            uploads=self.body.uploads,
        )
        return await self._route.handler(call)

    def _who(self) -> User:
        if self._route.open:
            return self._service.bot
        header = self.request.headers.get("Authorization", "")
        user = self._service.world.by_token(header.removeprefix("Bot "))
        if user is None or user.bot is not header.startswith("Bot "):
            raise Refusal(Problem.UNAUTHORIZED)
        return user

    def _take_global(self, by: User, now: float) -> None:
        standing = self._service.buckets.take_global(str(by.id), now=now)
        if not standing.accepted:
            raise RateLimited(standing.reset_after, scope="global")

    def _take(self, by: User, now: float) -> None:
        major = self.request.match_info.get(self._route.major or "", "")
        route = f"{self._route.method} {self._route.path}"
        standing = self._service.buckets.take(self._route.rule, str(by.id), major=major, route=route, now=now)
        self.headers = _headers(standing)
        if not standing.accepted:
            raise RateLimited(standing.reset_after)

    def _refuse(self, refusal: Refusal) -> None:
        self.status, self.answer = refusal.status, refusal.body()
        if refusal.status in (401, 403, 429):
            now = asyncio.get_running_loop().time()
            self._service.buckets.note_invalid(self.request.remote or "", now=now)
        if not isinstance(refusal, RateLimited):
            return
        if refusal.scope == "edge":
            self.answer = "<html><title>Access denied</title>error code: 1015</html>"
            self.headers = {"Retry-After": str(math.ceil(refusal.retry_after))}
            return
        self.headers |= {"Retry-After": str(math.ceil(refusal.retry_after)), "Via": "1.1 sandbox"}
        self.headers |= {"X-RateLimit-Scope": refusal.scope}
        if refusal.scope == "global":
            self.headers |= {"X-RateLimit-Global": "true"}


def _headers(standing: Standing) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(standing.limit),
        "X-RateLimit-Remaining": str(standing.remaining),
        "X-RateLimit-Reset": f"{time.time() + standing.reset_after:.3f}",
        "X-RateLimit-Reset-After": f"{standing.reset_after:.3f}",
        "X-RateLimit-Bucket": standing.bucket,
    }
