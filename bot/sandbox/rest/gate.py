"""Where requests come in and answers go out, unless a fault was arranged for them, and where both are noted."""

import asyncio

from aiohttp import web

from bot.sandbox.journal import Request
from bot.sandbox.rest.call import Route
from bot.sandbox.rest.passage import Passage
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
        passage = Passage(self._service, self._route, request)
        if fault is None or fault.applied or not fault.replaces_answer():
            await passage.go()
        if fault is not None and fault.replaces_answer():
            passage.fail(fault)
        self._note(passage, path, started)
        return passage.response()

    def _note(self, passage: Passage, path: str, started: float) -> None:
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
