"""Puts every route into one web application that only this machine can use."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from yarl import URL

from bot.sandbox.browser import Browser
from bot.sandbox.downloads import Downloads
from bot.sandbox.errors import Problem, Refusal
from bot.sandbox.gateway.door import Gateway
from bot.sandbox.people import Person
from bot.sandbox.rest import channels, commands, guilds, interactions, messages, threads, users
from bot.sandbox.rest.call import Answer, Call, Route
from bot.sandbox.rest.gate import PREFIX, Gate
from bot.sandbox.service import Service

_SUBJECTS = (users, guilds, channels, messages, threads, commands, interactions)
_NAMES = ("127.0.0.1", "localhost")


def build(service: Service, gateway: Gateway, people: list[Person], *, about: str) -> web.Application:
    """The application: the page and the gateway at /, the API below /api/v10."""
    app = web.Application(middlewares=[_only_from_here], client_max_size=16 * service.limits.attachment_bytes)
    for subject in _SUBJECTS:
        for route in subject.routes.all:
            app.router.add_route(route.method, PREFIX + route.path, Gate(service, route).handle)
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        route = Route(method=method, path="/{unknown:.*}", handler=_not_found)
        app.router.add_route(method, PREFIX + route.path, Gate(service, route).handle)
    Browser(service, people, gateway, about=about).add_to(app)
    Downloads(service.world).add_to(app)
    return app


async def _not_found(call: Call) -> Answer:
    raise Refusal(Problem.NOT_FOUND)


@web.middleware
async def _only_from_here(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """
    Refuse what another site's page could send through the browser of who runs the sandbox.

    Such a request names the other site as its origin, or, if that site's name was made to
    point at 127.0.0.1, as the host it believes to speak to.
    """
    addresses = [f"http://{request.host}", *request.headers.getall("Origin", [])]
    try:
        names = [URL(address).host for address in addresses]
    except ValueError:
        raise web.HTTPBadRequest from None
    if any(name not in _NAMES for name in names):
        raise web.HTTPForbidden
    return await handler(request)
