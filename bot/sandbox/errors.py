"""
Discord's refusals, as its API words them:

* Refusal            a status, a code and a sentence; sometimes the fields that were wrong
  x RateLimited        429: wait, then ask again
"""

from enum import Enum
from typing import Any, Literal

Scope = Literal["user", "shared", "global", "edge"]
"""Whose limit was reached; a 429 of the edge never reached Discord's API."""


class Problem(Enum):
    """What can be wrong with a request: status, code, sentence."""

    UNAUTHORIZED = 401, 0, "401: Unauthorized"
    NOT_FOUND = 404, 0, "404: Not Found"
    RATE_LIMITED = 429, 0, "You are being rate limited."
    RESOURCE_LIMITED = 429, 0, "The resource is being rate limited."
    TOO_MANY_OLD_EDITS = (
        429,
        30046,
        "Maximum number of edits to messages older than 1 hour reached. Try again later",
    )
    INTERNAL = 500, 0, "500: Internal Server Error"
    UNKNOWN_CHANNEL = 404, 10003, "Unknown Channel"
    UNKNOWN_GUILD = 404, 10004, "Unknown Guild"
    UNKNOWN_MEMBER = 404, 10007, "Unknown Member"
    UNKNOWN_MESSAGE = 404, 10008, "Unknown Message"
    UNKNOWN_USER = 404, 10013, "Unknown User"
    UNKNOWN_WEBHOOK = 404, 10015, "Unknown Webhook"
    UNKNOWN_STICKER = 404, 10060, "Unknown sticker"
    UNKNOWN_INTERACTION = 404, 10062, "Unknown interaction"
    UNKNOWN_COMMAND = 404, 10063, "Unknown application command"
    NOT_FOR_BOTS = 403, 20001, "Bots cannot use this endpoint"
    ONLY_FOR_BOTS = 403, 20002, "Only bots can use this endpoint"
    TOO_MANY_COMMANDS = 400, 30032, "Maximum number of application commands reached (100)"
    TOO_LARGE = 413, 40005, "Request entity too large"
    TOO_MANY_FOLLOWUPS = 400, 40094, "This interaction has reached the maximum number of follow up messages"
    ALREADY_ACKNOWLEDGED = 400, 40060, "Interaction has already been acknowledged."
    MISSING_ACCESS = 403, 50001, "Missing Access"
    NOT_ON_DM = 403, 50003, "Cannot execute action on a DM channel"
    NOT_THE_AUTHOR = 403, 50005, "Cannot edit a message authored by another user"
    EMPTY_MESSAGE = 400, 50006, "Cannot send an empty message"
    NO_DM_TO_USER = 403, 50007, "Cannot send messages to this user"
    MISSING_PERMISSIONS = 403, 50013, "Missing Permissions"
    BULK_DELETE_COUNT = 400, 50016, "Provided too few or too many messages to delete. Must provide between 2 and 100."
    WRONG_CHANNEL_TYPE = 400, 50024, "Cannot execute action on this channel type"
    INVALID_WEBHOOK_TOKEN = 401, 50027, "Invalid Webhook Token"
    BULK_DELETE_AGE = 400, 50034, "You can only bulk delete messages that are under 14 days old."
    INVALID_FORM = 400, 50035, "Invalid Form Body"
    THREAD_ARCHIVED = 400, 50083, "Thread is archived"
    INVALID_JSON = 400, 50109, "The request body contains invalid JSON."
    THREAD_EXISTS = 400, 160004, "A thread has already been created for this message"
    REPLY_NEEDS_HISTORY = 403, 160002, "Cannot reply without permission to read message history"


class Refusal(Exception):
    """The API says no."""

    def __init__(self, problem: Problem, errors: dict[str, Any] | None = None) -> None:
        self.status, self.code, self.sentence = problem.value
        self.errors = errors
        super().__init__(f"{self.status} {self.code} {self.sentence}")

    def body(self) -> dict[str, Any]:
        """What the client reads."""
        body = {"message": self.sentence, "code": self.code}
        return body if self.errors is None else body | {"errors": self.errors}


class RateLimited(Refusal):
    """
    Too many requests: in one bucket ("user"), on all routes ("global"), by others on the same
    resource ("shared"), or altogether ("edge").

    The refusal of the edge, before the API proper, has no `Via` header and an HTML body:
    discord.py does not retry what has no `Via`.
    """

    def __init__(
        self,
        retry_after: float,
        problem: Problem = Problem.RATE_LIMITED,
        *,
        scope: Scope = "user",
        via: bool = True,
    ) -> None:
        super().__init__(Problem.RESOURCE_LIMITED if scope == "shared" else problem)
        self.retry_after = retry_after
        self.scope = scope
        self.via = via and scope != "edge"

    def body(self) -> dict[str, Any]:
        """What the client reads; `code` only where Discord has one."""
        body: dict[str, Any] = {"message": self.sentence, "retry_after": self.retry_after}
        body["global"] = self.scope == "global"
        return body | ({"code": self.code} if self.code else {})


def invalid_form(wrong: dict[str, tuple[str, str]]) -> Refusal:
    """The nested refusal of a form: dotted field -> (code, sentence)."""
    errors: dict[str, Any] = {}
    for field, (code, sentence) in wrong.items():
        place = errors
        for step in field.split("."):
            place = place.setdefault(step, {})
        place["_errors"] = [{"code": code, "message": sentence}]
    return Refusal(Problem.INVALID_FORM, errors)
