"""Where requests come in and answers go out, unless a fault was arranged for them, and where both are noted."""

import asyncio

from aiohttp import web

from bot.sandbox.faults import Fault
from bot.sandbox.journal import Request
from bot.sandbox.rest.call import Route
from bot.sandbox.rest.outcome import Outcome, limit_headers
from bot.sandbox.rest.passage import Passage
from bot.sandbox.rest.trouble import deliver, spoiled
from bot.sandbox.service import Service

PREFIX = "/api/v10"


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
        passage, outcome = Passage(self._service, self._route, request), Outcome()
        if fault is None or fault.applied or not fault.replaces_answer():
            outcome = await passage.go()
        if fault is None or not fault.replaces_answer():
            self._note(request, passage, outcome, started)
            return outcome.response()
        outcome = spoiled(fault, outcome, bucket=self._used_up(fault))
        self._note(request, passage, outcome, started)
        return await deliver(request, outcome, fault)

    def _used_up(self, fault: Fault) -> dict[str, str]:
        route = self._route
        standing = self._service.buckets.emptied(route.rule, route=route.name, reset_after=fault.retry_after)
        return limit_headers(standing, wall=self._service.clock.wall())

    def _note(self, request: web.Request, passage: Passage, outcome: Outcome, started: float) -> None:
        self._service.journal.requested(
            Request(
                method=request.method,
                path=request.path.removeprefix(PREFIX),
                status=outcome.status,
                started=started,
                finished=asyncio.get_running_loop().time(),
                body=passage.body.content,
                answer=outcome.answer,
                headers=outcome.headers,
                by=passage.by,
            )
        )
