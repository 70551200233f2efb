"""Threads over REST: begun, joined, left, listed."""

from datetime import UTC, datetime

from bot.sandbox import shapes
from bot.sandbox.errors import Problem, Refusal, invalid_form
from bot.sandbox.rest.call import Answer, Call, Routes
from bot.sandbox.state.models import Channel, ChannelType, User
from bot.sandbox.state.permissions import Permission, can_see, require
from bot.sandbox.verbs import threads
from bot.sandbox.verbs.form import number

routes = Routes()
_MEMBERS = "/channels/{channel}/thread-members"


@routes.add("POST", "/channels/{channel}/messages/{message}/threads", major="channel")
async def begin_from_message(call: Call) -> Answer:
    """Begin a thread at a message."""
    name, minutes = _named(call)
    thread = call.service.channels.thread_from(call.by, call.message(), name=name, minutes=minutes)
    return Answer(shapes.channel(thread, to=call.by), 201)


@routes.add("POST", "/channels/{channel}/threads", major="channel")
async def begin(call: Call) -> Answer:
    """Begin a thread that belongs to no message: a private one, unless the type says otherwise."""
    name, minutes = _named(call)
    form = call.form()
    kind = form.whole("type", default=ChannelType.PRIVATE_THREAD)
    if kind not in (ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD):
        form.wrong("type", "BASE_TYPE_CHOICES", "Value must be one of (11, 12).")
    form.check()
    private = kind == ChannelType.PRIVATE_THREAD
    thread = call.service.channels.thread(call.by, call.channel(), name=name, private=private, minutes=minutes)
    return Answer(shapes.channel(thread, to=call.by), 201)


@routes.add("GET", _MEMBERS, major="channel")
async def members(call: Call) -> Answer:
    """Who is in a thread."""
    channel = _thread(call)
    assert channel.thread is not None
    joined = channel.thread.members
    return Answer([shapes.thread_member(channel, key, since) for key, since in joined.items()])


@routes.add("PUT", _MEMBERS + "/{user}", major="channel")
async def join(call: Call) -> Answer:
    """Join a thread, or bring somebody in."""
    threads.join(_open_thread(call), _member(call), call.service.hub)
    return Answer()


@routes.add("DELETE", _MEMBERS + "/{user}", major="channel")
async def leave(call: Call) -> Answer:
    """Leave a thread, or take somebody out: of a private one, whoever began it may."""
    channel, user = _open_thread(call), _member(call)
    private = channel.type == ChannelType.PRIVATE_THREAD
    own = private and channel.thread is not None and channel.thread.owner is call.by
    if user is not call.by and not own:
        require(call.by, channel, Permission.MANAGE_THREADS)
    threads.leave(channel, user, call.service.hub)
    return Answer()


@routes.add("GET", "/channels/{channel}/threads/archived/{kind:public|private}", major="channel")
async def archived(call: Call) -> Answer:
    """The archived threads of a channel, the latest first."""
    parent, private = call.channel(), call.path["kind"] == "private"
    before, limit = _moment(call, "before"), number(call.query, "limit", default=50)
    found = [
        (each.thread.archive_changed, each)
        for each in call.service.world.channels.values()
        if each.parent is parent and each.thread and each.thread.archived and can_see(call.by, each)
        if (each.type == ChannelType.PRIVATE_THREAD) is private and each.thread.archive_changed < before
    ]
    found.sort(key=lambda pair: pair[0], reverse=True)
    page = [shapes.channel(each, to=call.by) for _, each in found[:limit]]
    return Answer({"threads": page, "members": [], "has_more": len(found) > limit})


def _named(call: Call) -> tuple[str, int]:
    form = call.form()
    form.only({"name", "auto_archive_duration", "rate_limit_per_user", "type", "invitable"})
    name = form.text("name", least=1, most=100, required=True)
    minutes = form.whole("auto_archive_duration", default=1440)
    if minutes not in (60, 1440, 4320, 10080):
        form.wrong("auto_archive_duration", "BASE_TYPE_CHOICES", "Value must be one of (60, 1440, 4320, 10080).")
    form.check()
    return name, minutes


def _moment(call: Call, name: str) -> datetime:
    """A time in the query; now, if it is left out."""
    try:
        moment = datetime.fromisoformat(call.query[name]) if name in call.query else call.service.clock.date()
    except ValueError:
        raise invalid_form({name: ("DATE_TIME_TYPE_PARSE", "Could not parse the time")}) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _thread(call: Call) -> Channel:
    channel = call.channel()
    if channel.thread is None:
        raise Refusal(Problem.WRONG_CHANNEL_TYPE)
    return channel


def _open_thread(call: Call) -> Channel:
    channel = _thread(call)
    if channel.thread is not None and channel.thread.archived:
        raise Refusal(Problem.THREAD_ARCHIVED)
    return channel


def _member(call: Call) -> User:
    if call.path["user"] == "@me":
        return call.by
    user = call.service.world.user(call.key("user"))
    guild = call.channel().guild
    if guild is None or user.id not in guild.members:
        raise invalid_form({"user_id": ("BASE_TYPE_CHOICES", "Unknown member")})
    return user
