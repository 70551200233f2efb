"""One request to the API, read, and the route that handles it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.buckets import Rule
from bot.sandbox.errors import Problem, Refusal, invalid_form
from bot.sandbox.message_shapes import message as message_json
from bot.sandbox.service import Service
from bot.sandbox.state.models import Channel, Json, Message, User
from bot.sandbox.state.permissions import require
from bot.sandbox.verbs.files import Upload
from bot.sandbox.verbs.form import Form
from bot.sandbox.verbs.message_form import MessageForm, read_message


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a handler gets: who asks, for what, with which body."""

    service: Service
    by: User
    path: dict[str, str]
    query: dict[str, str]
    body: Any
    uploads: tuple[Upload, ...]

    def key(self, name: str) -> int:
        """An id in the path. What is not an id is refused as Discord refuses it."""
        value = self.path[name]
        if not value.isdecimal():
            raise invalid_form({f"{name}_id": ("NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')})
        return int(value)

    def fields(self) -> Json:
        """The body, which has to be an object."""
        if not isinstance(self.body, dict):
            raise Refusal(Problem.INVALID_JSON)
        return self.body

    def form(self) -> Form:
        """The body, to be read field by field."""
        return Form(self.fields())

    def message_form(self, *, onto: Message | None = None) -> MessageForm:
        """The body, read as a message, or as an edit of one."""
        return read_message(self.fields(), self.service.limits, self.uploads, onto=onto)

    def channel(self) -> Channel:
        """The channel in the path, if the caller can see it."""
        channel = self.service.world.channel(self.key("channel"))
        require(self.by, channel)
        return channel

    def message(self) -> Message:
        """The message in the path."""
        return self.service.world.message(self.channel(), self.key("message"))

    def show(self, message: Message) -> Json:
        """A message as the caller may read it."""
        readable = self.service.privileged if self.by.bot else None
        return message_json(message, to=self.by, cdn=self.service.world.cdn, readable=readable)

    def only_for_bots(self) -> None:
        """Refuse people."""
        if not self.by.bot:
            raise Refusal(Problem.ONLY_FOR_BOTS)

    def only_for_people(self) -> None:
        """Refuse bots."""
        if self.by.bot:
            raise Refusal(Problem.NOT_FOR_BOTS)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler returns. Without a body it is a 204."""

    body: Any = None
    status: int = 200


Handler = Callable[[Call], Awaitable[Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """
    A method and a path, with the bucket that counts it.

    `major` is the part of the path that has a bucket of its own. `open` routes need no token:
    what they need to know is in their path; the limit over all routes does not count them.
    """

    method: str
    path: str
    handler: Handler
    rule: Rule = "other_requests"
    major: str | None = None
    open: bool = False

    @property
    def name(self) -> str:
        """What tells its bucket from those of other routes."""
        return f"{self.method} {self.path}"


class Routes:
    """The routes of one subject, collected by decorating their handlers."""

    def __init__(self) -> None:
        self.all: list[Route] = []

    def add(
        self, method: str, path: str, *, rule: Rule = "other_requests", major: str | None = None, open: bool = False
    ) -> Callable[[Handler], Handler]:
        """Make the decorated function the handler of a route."""

        def decorate(handler: Handler) -> Handler:
            self.all.append(Route(method=method, path=path, handler=handler, rule=rule, major=major, open=open))
            return handler

        return decorate
