"""What every request passes: token, limits, handler. What comes of it is its outcome."""

import logging

from aiohttp import web

from bot.sandbox.errors import Problem, RateLimited, Refusal
from bot.sandbox.rest.body import Body, read_body
from bot.sandbox.rest.call import Answer, Call, Route
from bot.sandbox.rest.outcome import Outcome, limit_headers, refused
from bot.sandbox.service import Service
from bot.sandbox.state.models import User

_log = logging.getLogger(__name__)


class Passage:
    """One request on its way through."""

    def __init__(self, service: Service, route: Route, request: web.Request) -> None:
        self._service = service
        self._route = route
        self._request = request
        self.by: User | None = None
        self.body = Body()
        self._headers: dict[str, str] = {}

    async def go(self) -> Outcome:
        """Find the answer: the handler's, or why there is none."""
        try:
            answer = await self._pass()
            return Outcome(204 if answer.body is None else answer.status, answer.body, self._headers)
        except Refusal as refusal:
            return self._refuse(refusal)
        except Exception:
            _log.exception("%s %s failed in the sandbox", self._request.method, self._request.path)
            return self._refuse(Refusal(Problem.INTERNAL))

    async def _pass(self) -> Answer:
        now = self._service.clock.now()
        shut = self._service.buckets.shut_out(self._request.remote or "", now=now)
        if shut is not None:
            raise RateLimited(shut, scope="edge")
        self.body = await read_body(self._request, self._service.limits)
        by, now = self._who(), self._service.clock.now()
        self.by = None if self._route.open else by
        if not self._route.open:
            self._take_global(by, now)
        self._take(by, now)
        if self.body.malformed:
            raise Refusal(Problem.INVALID_JSON)
        call = Call(
            service=self._service,
            by=by,
            path=dict(self._request.match_info),
            query=dict(self._request.query),
            body=self.body.content,
            uploads=self.body.uploads,
        )
        return await self._route.handler(call)

    def _who(self) -> User:
        if self._route.open:
            return self._service.bot
        header = self._request.headers.get("Authorization", "")
        user = self._service.world.by_token(header.removeprefix("Bot "))
        if user is None or user.bot is not header.startswith("Bot "):
            raise Refusal(Problem.UNAUTHORIZED)
        return user

    def _take_global(self, by: User, now: float) -> None:
        standing = self._service.buckets.take_global(str(by.id), now=now)
        if not standing.accepted:
            raise RateLimited(standing.reset_after, scope="global")

    def _take(self, by: User, now: float) -> None:
        major = self._request.match_info.get(self._route.major or "", "")
        standing = self._service.buckets.take(
            self._route.rule, str(by.id), major=major, route=self._route.name, now=now
        )
        self._headers = limit_headers(standing, wall=self._service.clock.wall())
        if not standing.accepted:
            raise RateLimited(standing.reset_after)

    def _refuse(self, refusal: Refusal) -> Outcome:
        if refusal.status in (401, 403, 429):
            self._service.buckets.note_invalid(self._request.remote or "", now=self._service.clock.now())
        return refused(refusal, self._headers)
