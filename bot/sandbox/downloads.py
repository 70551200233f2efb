"""Serves the files of messages, as Discord's content network does: to whoever has an address that was given out."""

from collections.abc import Iterable, Iterator

from aiohttp import web

from bot.sandbox.state.models import Channel
from bot.sandbox.state.parts import Attachment
from bot.sandbox.state.world import World

_SHOWN = ("image/", "video/", "audio/", "text/plain")
"""What a browser may show in place. Anything else could run as a page of the sandbox's own origin."""


class Downloads:
    """The handlers."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_to(self, app: web.Application) -> None:
        """Serve at the addresses that `Cdn` makes."""
        app.router.add_get("/attachments/{owner}/{attachment}/{file}", self._of_message)
        app.router.add_get("/ephemeral-attachments/{owner}/{attachment}/{file}", self._of_command)

    async def _of_message(self, request: web.Request) -> web.Response:
        owner = request.match_info["owner"]
        channel = self._world.channels.get(int(owner)) if owner.isdecimal() else None
        return self._serve(request, _files_in(channel) if channel else ())

    async def _of_command(self, request: web.Request) -> web.Response:
        return self._serve(request, self._world.uploads.values())

    def _serve(self, request: web.Request, files: Iterable[Attachment]) -> web.Response:
        wanted = request.match_info["attachment"]
        found = next((each for each in files if str(each.id) == wanted), None)
        if found is None or not self._world.cdn.is_good(request.rel_url.raw_path, request.query):
            raise web.HTTPNotFound(text="This content is no longer available.")
        kind, _, charset = (found.content_type or "application/octet-stream").partition("; charset=")
        shown = kind.startswith(_SHOWN) and kind != "image/svg+xml"
        headers = {
            "Content-Disposition": "inline" if shown else "attachment",
            "X-Content-Type-Options": "nosniff",
            "Access-Control-Allow-Origin": "*",
        }
        return web.Response(body=found.data, content_type=kind, charset=charset or None, headers=headers)


def _files_in(channel: Channel) -> Iterator[Attachment]:
    """Every file of the channel's messages, and of what was passed on from it."""
    for message in (*channel.messages.values(), *channel.hidden.values()):
        yield from message.attachments
    for message in channel.passed_on:
        yield from message.attachments
