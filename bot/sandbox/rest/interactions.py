"""Interactions over REST: a person starts one, the bot answers it."""

from bot.sandbox.errors import Problem, Refusal, invalid_form
from bot.sandbox.rest.call import Answer, Call, Routes
from bot.sandbox.state.models import Channel, Json
from bot.sandbox.verbs.invocations import InteractionType

routes = Routes()
_WEBHOOK = "/webhooks/{application}/{token}"
_MESSAGE = _WEBHOOK + "/messages/{message}"


@routes.add("POST", "/interactions")
async def start(call: Call) -> Answer:
    """Use a command or a component, as a person's client asks for it."""
    call.only_for_people()
    form, fields = call.form(), call.fields()
    kind = form.whole("type")
    channel_id = form.snowflake("channel_id", required=True)
    session = form.text("session_id", most=100, required=True)
    if session and call.service.hub.find(session, call.by) is None:
        form.wrong("session_id", "SESSION_INVALID", "Unknown Session")
    if form.snowflake("application_id", required=True) != call.service.bot.id:
        form.wrong("application_id", "APPLICATION_INVALID", "Unknown Application")
    form.check()
    nonce = None if fields.get("nonce") is None else str(fields["nonce"])
    data = fields.get("data")
    if not isinstance(data, dict):
        raise invalid_form({"data": ("BASE_TYPE_REQUIRED", "This field is required")})
    _start(call, kind, call.service.world.channel(channel_id or 0), data, nonce)
    return Answer()


def _start(call: Call, kind: int, channel: Channel, data: Json, nonce: str | None) -> None:
    interactions = call.service.interactions
    match kind:
        case InteractionType.COMMAND | InteractionType.AUTOCOMPLETE:
            typing = kind == InteractionType.AUTOCOMPLETE
            interactions.command(call.by, channel, data, typing=typing, uploads=call.uploads, nonce=nonce)
        case InteractionType.COMPONENT:
            message = call.service.world.shown(channel, call.form().snowflake("message_id") or 0, call.by)
            custom_id, values = str(data.get("custom_id")), list(map(str, data.get("values") or []))
            interactions.component(call.by, message, custom_id, values, nonce=nonce)
        case InteractionType.MODAL_SUBMIT:
            interactions.modal(call.by, channel, data, uploads=call.uploads, nonce=nonce)
        case _:
            raise invalid_form({"type": ("BASE_TYPE_CHOICES", "Value must be one of (2, 3, 4, 5).")})


@routes.add("POST", "/interactions/{interaction}/{token}/callback", major="token", open=True)
async def callback(call: Call) -> Answer:
    """The bot's first answer."""
    told = call.service.answers.callback(call.key("interaction"), call.path["token"], call.fields(), call.uploads)
    wanted = call.query.get("with_response", "").lower() in ("1", "true")
    return Answer(told if wanted else None)


@routes.add("POST", _WEBHOOK, rule="interaction_webhooks", major="token", open=True)
async def followup(call: Call) -> Answer:
    """A further answer."""
    _check_application(call)
    return Answer(call.show(call.service.answers.followup(call.path["token"], call.message_form())))


@routes.add("GET", _MESSAGE, rule="interaction_webhooks", major="token", open=True)
async def one(call: Call) -> Answer:
    """One of the answers."""
    _check_application(call)
    return Answer(call.show(call.service.answers.message(call.path["token"], call.path["message"])))


@routes.add("PATCH", _MESSAGE, rule="interaction_webhooks", major="token", open=True)
async def edit(call: Call) -> Answer:
    """Change one of the answers."""
    _check_application(call)
    message = call.service.answers.message(call.path["token"], call.path["message"])
    call.service.answers.edit(message, call.message_form(onto=message))
    return Answer(call.show(message))


@routes.add("DELETE", _MESSAGE, rule="interaction_webhooks", major="token", open=True)
async def delete(call: Call) -> Answer:
    """Take one of the answers back."""
    _check_application(call)
    call.service.answers.delete(call.service.answers.message(call.path["token"], call.path["message"]))
    return Answer()


def _check_application(call: Call) -> None:
    if call.key("application") != call.service.bot.id:
        raise Refusal(Problem.UNKNOWN_WEBHOOK)
