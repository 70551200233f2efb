"""Channels over REST, and the commands that can be used in one."""

from bot.sandbox import shapes
from bot.sandbox.errors import Problem, Refusal
from bot.sandbox.rest.call import Answer, Call, Routes
from bot.sandbox.state.models import Channel, ChannelType
from bot.sandbox.state.permissions import Permission, require
from bot.sandbox.verbs.threads import archive

routes = Routes()
_CHANNEL = "/channels/{channel}"
_CHANNEL_FIELDS = {"name", "topic", "rate_limit_per_user", "parent_id"}
_THREAD_FIELDS = {"name", "archived", "locked", "auto_archive_duration", "rate_limit_per_user", "invitable"}


@routes.add("GET", _CHANNEL, major="channel")
async def channel(call: Call) -> Answer:
    """A channel."""
    return Answer(shapes.channel(call.channel(), to=call.by))


@routes.add("PATCH", _CHANNEL, major="channel")
async def change(call: Call) -> Answer:
    """Change a channel's name, topic or category, or a thread's state."""
    channel = call.channel()
    if channel.direct:
        raise Refusal(Problem.WRONG_CHANNEL_TYPE)
    _require_management(call, channel)
    form, fields = call.form(), call.fields()
    form.only(_THREAD_FIELDS if channel.thread else _CHANNEL_FIELDS)
    name = form.text("name", least=1, most=100) if "name" in fields else channel.name
    topic = form.text("topic", most=1024) if "topic" in fields else channel.topic
    state = channel.thread
    archived = form.yes("archived", default=state.archived if state else False)
    locked = form.yes("locked", default=state.locked if state else False)
    minutes = form.whole("auto_archive_duration", default=state.auto_archive_minutes if state else 0)
    category = form.snowflake("parent_id")
    parent = call.service.world.channels.get(category or 0)
    if category is not None and (parent is None or parent.type != ChannelType.CATEGORY):
        form.wrong("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist")
    form.check()
    if state is not None and locked is not state.locked:
        require(call.by, channel, Permission.MANAGE_THREADS)
    channel.name, channel.topic = name, topic
    if "parent_id" in fields:
        channel.parent = parent
    if state is not None:
        state.auto_archive_minutes = minutes
        archive(channel, archived=archived, locked=locked, now=call.service.clock.date())
    call.service.channels.change(channel)
    return Answer(shapes.channel(channel, to=call.by))


@routes.add("DELETE", _CHANNEL, major="channel")
async def delete(call: Call) -> Answer:
    """Delete a channel or thread. Direct messages are only closed, which changes nothing here."""
    channel = call.channel()
    if not channel.direct:
        require(call.by, channel, Permission.MANAGE_THREADS if channel.thread else Permission.MANAGE_CHANNELS)
        call.service.channels.delete(channel)
    return Answer(shapes.channel(channel, to=call.by))


@routes.add("GET", _CHANNEL + "/application-command-index", major="channel")
async def commands(call: Call) -> Answer:
    """What a client shows when somebody types a slash."""
    call.only_for_people()
    bot = call.service.bot
    application = {"id": str(bot.id), "name": bot.username, "bot": shapes.user(bot)}
    found = call.service.commands.usable(call.by, call.channel())
    return Answer({"applications": [application] if found else [], "application_commands": found})


def _require_management(call: Call, channel: Channel) -> None:
    """A thread may be changed by its owner too."""
    if channel.thread is None:
        require(call.by, channel, Permission.MANAGE_CHANNELS)
    elif channel.thread.owner is not call.by:
        require(call.by, channel, Permission.MANAGE_THREADS)
