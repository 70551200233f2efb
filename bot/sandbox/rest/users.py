"""Users, direct messages, and what a client asks for before it connects."""

from bot.sandbox import guild_shapes, shapes
from bot.sandbox.application_shape import application as application_shape
from bot.sandbox.errors import Problem, Refusal
from bot.sandbox.locales import LOCALES
from bot.sandbox.rest.call import Answer, Call, Routes
from bot.sandbox.state.models import Json

routes = Routes()


@routes.add("GET", "/users/@me")
async def me(call: Call) -> Answer:
    """Who one is."""
    return Answer(shapes.own_user(call.by))


@routes.add("PATCH", "/users/@me/settings")
async def change_settings(call: Call) -> Answer:
    """Let one's client speak another language."""
    call.only_for_people()
    form = call.form()
    form.only({"locale"})
    locale = form.text("locale", most=10, required=True)
    if locale not in LOCALES:
        form.wrong("locale", "BASE_TYPE_CHOICES", f"Value must be one of {sorted(LOCALES)}.")
    form.check()
    call.by.locale = locale
    return Answer({"locale": locale})


@routes.add("GET", "/users/@me/guilds")
async def my_guilds(call: Call) -> Answer:
    """Where one is."""
    return Answer([guild_shapes.shape_of(guild, to=call.by) for guild in call.service.world.guilds_of(call.by)])


@routes.add("GET", "/users/{user}")
async def user(call: Call) -> Answer:
    """Anybody."""
    return Answer(shapes.user(call.service.world.user(call.key("user"))))


@routes.add("GET", "/users/@me/channels")
async def my_direct_channels(call: Call) -> Answer:
    """The direct messages of a person. A bot is told of none."""
    channels = [] if call.by.bot else call.service.world.direct_channels(call.by)
    return Answer([shapes.channel(channel, to=call.by) for channel in channels])


@routes.add("POST", "/users/@me/channels")
async def open_direct_channel(call: Call) -> Answer:
    """Open the direct messages with somebody."""
    form = call.form()
    form.only({"recipient_id"})
    key = form.snowflake("recipient_id", required=True)
    form.check()
    other = call.service.world.user(key or 0)
    if other is call.by:
        raise Refusal(Problem.NO_DM_TO_USER)
    return Answer(shapes.channel(call.service.world.direct(call.by, other), to=call.by))


@routes.add("GET", "/oauth2/applications/@me")
@routes.add("GET", "/applications/@me")
async def application(call: Call) -> Answer:
    """The bot's application."""
    call.only_for_bots()
    owner = next(iter(call.service.world.guilds.values())).owner
    count = len(call.service.world.guilds_of(call.by))
    return Answer(application_shape(call.by, owner=owner, privileged=call.service.privileged, guilds=count))


@routes.add("GET", "/gateway", open=True)
async def gateway(call: Call) -> Answer:
    """Where the gateway is."""
    return Answer(_where(call))


@routes.add("GET", "/gateway/bot")
async def gateway_for_bots(call: Call) -> Answer:
    """Where the gateway is and how often a bot may log in."""
    call.only_for_bots()
    starts = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
    return Answer(_where(call) | {"shards": 1, "session_start_limit": starts})


def _where(call: Call) -> Json:
    return {"url": call.service.world.cdn.origin.replace("http", "ws", 1)}
