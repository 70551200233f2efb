"""Messages over REST: send, read, edit, delete, react, and show that one is typing."""

from bot.sandbox.errors import Problem, RateLimited, Refusal
from bot.sandbox.rest.call import Answer, Call, Routes
from bot.sandbox.state.models import Message
from bot.sandbox.state.permissions import Permission, in_channel, require
from bot.sandbox.state.snowflakes import time_of
from bot.sandbox.verbs import reactions
from bot.sandbox.verbs.history import select

routes = Routes()
_MESSAGES = "/channels/{channel}/messages"
_MESSAGE = "/channels/{channel}/messages/{message}"


@routes.add("POST", _MESSAGES, rule="posts", major="channel")
async def send(call: Call) -> Answer:
    """Send a message."""
    message = call.service.messages.send(call.by, call.channel(), call.message_form())
    return Answer(call.show(message) | ({} if message.nonce is None else {"nonce": message.nonce}))


@routes.add("GET", _MESSAGES, major="channel")
async def listed(call: Call) -> Answer:
    """A page of the history, newest first. Who may not read it sees an empty one."""
    channel = call.channel()
    if not in_channel(call.by, channel) & Permission.READ_MESSAGE_HISTORY:
        return Answer([])
    page = select(list(channel.messages.values()), call.query, most=call.service.limits.history_page)
    return Answer([call.show(message) for message in page])


@routes.add("GET", _MESSAGE, major="channel")
async def one(call: Call) -> Answer:
    """One message."""
    message = call.message()
    require(call.by, message.channel, Permission.READ_MESSAGE_HISTORY)
    return Answer(call.show(message))


@routes.add("PATCH", _MESSAGE, rule="patches", major="channel")
async def edit(call: Call) -> Answer:
    """Edit a message."""
    message = call.message()
    _take_old_edit(call, message)
    call.service.messages.edit(call.by, message, call.message_form(onto=message))
    return Answer(call.show(message))


@routes.add("DELETE", _MESSAGE, rule="deletes", major="channel")
async def delete(call: Call) -> Answer:
    """Delete a message."""
    call.service.messages.delete(call.by, [call.message()])
    return Answer()


@routes.add("POST", "/channels/{channel}/messages/bulk-delete", major="channel")
async def delete_many(call: Call) -> Answer:
    """Delete several messages at once; unknown ones are passed over."""
    call.only_for_bots()
    channel, form = call.channel(), call.form()
    form.only({"messages"})
    keys = dict.fromkeys(form.snowflakes("messages"))
    form.check()
    if channel.direct:
        raise Refusal(Problem.NOT_ON_DM)
    require(call.by, channel, Permission.MANAGE_MESSAGES)
    if not 2 <= len(keys) <= 100:
        raise Refusal(Problem.BULK_DELETE_COUNT)
    if any(time_of(key).timestamp() < call.service.clock.wall() - 14 * 86400 for key in keys):
        raise Refusal(Problem.BULK_DELETE_AGE)
    found = [channel.messages[key] for key in keys if key in channel.messages]
    if found:
        call.service.messages.delete(call.by, found)
    return Answer()


@routes.add("POST", "/channels/{channel}/typing", rule="typing", major="channel")
async def typing(call: Call) -> Answer:
    """Show for ten seconds that the caller is typing."""
    channel = call.channel()
    speaking = Permission.SEND_MESSAGES_IN_THREADS if channel.thread else Permission.SEND_MESSAGES
    require(call.by, channel, speaking)
    call.service.messages.typing(call.by, channel)
    return Answer()


@routes.add("PUT", _MESSAGE + "/reactions/{emoji}/@me", major="channel")
async def react(call: Call) -> Answer:
    """Add a reaction."""
    reactions.react(call.by, call.message(), call.path["emoji"], call.service.hub)
    return Answer()


@routes.add("DELETE", _MESSAGE + "/reactions/{emoji}/@me", major="channel")
async def unreact(call: Call) -> Answer:
    """Take a reaction back."""
    reactions.unreact(call.by, call.message(), call.path["emoji"], call.service.hub)
    return Answer()


def _take_old_edit(call: Call, message: Message) -> None:
    """Messages of long ago have a limit of their own inside the bucket of all edits."""
    limits, now = call.service.limits, call.service.clock.now()
    if now - message.created < limits.old_message_age:
        return
    standing = call.service.buckets.take("old_edits", str(call.by.id), major=str(message.channel.id), now=now)
    if not standing.accepted:
        raise RateLimited(standing.reset_after, Problem.TOO_MANY_OLD_EDITS)
