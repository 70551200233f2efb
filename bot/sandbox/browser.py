"""What a browser asks for beside the API: the page, the people one may write as, and to clear a channel."""

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath

from aiohttp import web

from bot.sandbox import shapes
from bot.sandbox.errors import Problem, Refusal
from bot.sandbox.gateway.door import Gateway
from bot.sandbox.people import Person
from bot.sandbox.service import Service
from bot.sandbox.state.permissions import Permission, require
from bot.sandbox.verbs.form import Form

_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
MOST_AT_ONCE = 100
"""Messages that can be deleted together, as Discord has it."""


class Browser:
    """The handlers. Files come from the package, so they are there in an installed wheel too."""

    def __init__(self, service: Service, people: list[Person], gateway: Gateway, *, about: str) -> None:
        self._service = service
        self._gateway = gateway
        self._people = people
        self._about = about
        self._files = resources.files("bot.sandbox") / "page"

    def add_to(self, app: web.Application) -> None:
        """Serve at the addresses the page expects."""
        app.router.add_get("/", self._index)
        app.router.add_get("/page/{file:.+}", self._file)
        app.router.add_get("/sandbox/people", self._list_people)
        app.router.add_get("/sandbox/about", self._tell_about)
        app.router.add_post("/sandbox/clear", self._clear)

    async def _index(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self._gateway.handle(request)
        return self._serve("index.html")

    async def _file(self, request: web.Request) -> web.Response:
        return self._serve(request.match_info["file"])

    def _serve(self, name: str) -> web.Response:
        """A file of the page's folder or of a folder in it, reached by name only: `..` names none of them."""
        kind = _TYPES.get(PurePosixPath(name).suffix)
        place: Traversable | None = self._files
        for step in name.split("/"):
            listed = place.iterdir() if place is not None and place.is_dir() else ()
            place = next((each for each in listed if each.name == step), None)
        if kind is None or place is None:
            raise web.HTTPNotFound
        charset = "utf-8" if kind.startswith("text/") else None
        headers = {"Cache-Control": "no-cache"}
        return web.Response(body=place.read_bytes(), content_type=kind, charset=charset, headers=headers)

    async def _list_people(self, request: web.Request) -> web.Response:
        users = [person.user for person in self._people]
        return web.json_response([{"token": user.token, "user": shapes.user(user)} for user in users])

    async def _tell_about(self, request: web.Request) -> web.Response:
        return web.json_response(self._about)

    async def _clear(self, request: web.Request) -> web.Response:
        """Delete a message and all after it, at once: what people have bots for, for Discord lets only those."""
        try:
            user = self._service.world.by_token(request.headers.get("Authorization", ""))
            if user is None:
                raise Refusal(Problem.UNAUTHORIZED)
            body = await request.json()
            form = Form(body if isinstance(body, dict) else {})
            place, first = (form.snowflake(name, required=True) or 0 for name in ("channel_id", "message_id"))
            form.check()
            channel = self._service.world.channel(place)
            require(user, channel, Permission.MANAGE_MESSAGES)
            found = [message for key, message in channel.messages.items() if key >= first]
            for start in range(0, len(found), MOST_AT_ONCE):
                self._service.messages.delete(user, found[start : start + MOST_AT_ONCE])
        except ValueError:
            raise web.HTTPBadRequest from None
        except Refusal as refusal:
            return web.json_response(refusal.body(), status=refusal.status)
        return web.Response(status=204)
