"""What every request passes: faults, token, limits, handler, and the headers of its answer."""

import asyncio
import json
import logging
import time
from typing import Any

from aiohttp import web

from bot.sandbox.buckets import Standing
from bot.sandbox.errors import Problem, RateLimited, Refusal
from bot.sandbox.faults import Fault
from bot.sandbox.journal import Request
from bot.sandbox.rest.body import Body, read_body
from bot.sandbox.rest.call import Answer, Call, Route
from bot.sandbox.service import Service
from bot.sandbox.state.models import User

PREFIX = "/api/v10"
_log = logging.getLogger(__name__)


class Gate:
    """Handles the requests of one route."""

    def __init__(self, service: Service, route: Route) -> None:
        self._service = service
        self._route = route

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request and note it in the journal."""
        started = asyncio.get_running_loop().time()
        path = request.path.removeprefix(PREFIX)
        fault = self._service.faults.take(request.method, path)
        if fault is not None:
            await asyncio.sleep(fault.delay)
        passage = Passage(self._service, self._route, request)
        if fault is None or fault.applied or not fault.replaces_answer():
            await passage.go()
        if fault is not None and fault.replaces_answer():
            _replace(passage, fault, request)
        self._note(passage, path, started)
        return passage.response()

    def _note(self, passage: "Passage", path: str, started: float) -> None:
        self._service.journal.requested(
            Request(
                method=passage.request.method,
                path=path,
                status=passage.status,
                started=started,
                finished=asyncio.get_running_loop().time(),
                body=passage.body.content,
                answer=passage.answer,
                headers=passage.headers,
                by=passage.by,
            )
        )


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

    def response(self) -> web.Response:
        """The answer as it goes out. Discord's content type has no charset, and discord.py insists."""
        if self.answer is None:
            return web.Response(status=self.status, headers=self.headers)
        if isinstance(self.answer, str):
            return web.Response(text=self.answer, content_type="text/html", status=self.status, headers=self.headers)
        body = json.dumps(self.answer, separators=(",", ":")).encode()
        return web.Response(body=body, content_type="application/json", status=self.status, headers=self.headers)

    async def _pass(self) -> Answer:
        now = asyncio.get_running_loop().time()
        shut = self._service.buckets.shut_out(self.request.remote or "", now=now)
        if shut is not None:
            raise RateLimited(shut, scope="edge")
        self.body = await read_body(self.request, self._service.limits)
        by = self.by = self._who()
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
            self.headers = {"Retry-After": f"{refusal.retry_after:.0f}"}
            return
        self.headers |= {"Retry-After": f"{refusal.retry_after:.3f}", "Via": "1.1 sandbox"}
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


def _replace(passage: Passage, fault: Fault, request: web.Request) -> None:
    if fault.reset:
        passage.status, passage.answer = 0, None
        if request.transport is not None:
            request.transport.abort()
        return
    assert fault.status is not None
    default = {"message": f"{fault.status}: made to fail", "code": 0}
    passage.status, passage.answer = fault.status, default if fault.body is None else fault.body
    passage.headers = passage.headers | fault.headers
