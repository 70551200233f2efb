"""How the bot answers an interaction: once through the callback, then through the interaction's webhook."""

from enum import IntEnum

from bot.sandbox import message_shapes
from bot.sandbox.errors import Problem, Refusal, invalid_form
from bot.sandbox.gateway.hub import Hub
from bot.sandbox.limits import Limits
from bot.sandbox.state.models import Json, Message, MessageFlag, MessageType, Reference, User
from bot.sandbox.state.world import World
from bot.sandbox.verbs.availability import is_there
from bot.sandbox.verbs.command_form import MESSAGE_MENU
from bot.sandbox.verbs.components.reading import read_modal
from bot.sandbox.verbs.files import Upload
from bot.sandbox.verbs.form import Form
from bot.sandbox.verbs.interactions import Interactions
from bot.sandbox.verbs.invocations import Interaction, InteractionType
from bot.sandbox.verbs.message_form import MessageForm, read_message
from bot.sandbox.verbs.messages import Answering, Messages


class Callback(IntEnum):
    """The first answers a bot can give."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


_FITTING = {
    InteractionType.COMMAND: {Callback.MESSAGE, Callback.DEFERRED_MESSAGE, Callback.MODAL},
    InteractionType.COMPONENT: set(Callback) - {Callback.CHOICES},
    InteractionType.AUTOCOMPLETE: {Callback.CHOICES},
    InteractionType.MODAL_SUBMIT: set(Callback) - {Callback.CHOICES, Callback.MODAL},
}


class Answers:
    """The verbs of the bot."""

    def __init__(
        self, world: World, hub: Hub, messages: Messages, interactions: Interactions, bot: User, limits: Limits
    ) -> None:
        self._world = world
        self._hub = hub
        self._messages = messages
        self._interactions = interactions
        self._bot = bot
        self._limits = limits

    def callback(self, key: int, token: str, body: Json, uploads: tuple[Upload, ...]) -> Json:
        """The first answer. Returns what the client is told if it asks for the response."""
        interaction = self._interactions.find(key, token)
        if interaction is None or interaction.failed:
            raise Refusal(Problem.UNKNOWN_INTERACTION)
        if interaction.answered:
            raise Refusal(Problem.ALREADY_ACKNOWLEDGED)
        kind = _kind(interaction, body)
        data = body.get("data") or {}
        message = self._first(interaction, kind, data, uploads)
        self._interactions.answered(interaction)
        return self._told(interaction, kind, message)

    def followup(self, token: str, form: MessageForm) -> Message:
        """A further message; after a deferral, the first one is what was deferred."""
        interaction = self._interactions.by_token(token)
        response = interaction.response
        if response is not None and response.loading:
            self._messages.edit(self._bot, response, form)
            return response
        absent = not is_there(self._bot, interaction.channel)
        if absent and len(interaction.followups) >= self._limits.followups_where_absent:
            raise Refusal(Problem.TOO_MANY_FOLLOWUPS)
        message = self._reply(interaction, form, interaction.original)
        interaction.followups.append(message)
        return message

    def message(self, token: str, name: str) -> Message:
        """The message that the webhook's address means: @original or an id."""
        interaction = self._interactions.by_token(token)
        further = [] if name == "@original" else interaction.followups
        for message in (interaction.original, *further):
            if message is not None and not message.deleted and name in ("@original", str(message.id)):
                return message
        raise Refusal(Problem.UNKNOWN_MESSAGE)

    def edit(self, message: Message, form: MessageForm) -> None:
        """Change one of the answers."""
        self._messages.edit(self._bot, message, form)

    def delete(self, message: Message) -> None:
        """Take one of the answers back. If it was deferred, the next one is a message of its own."""
        self._messages.remove([message])
        message.flags &= ~MessageFlag.LOADING

    def _first(
        self, interaction: Interaction, kind: Callback, data: Json, uploads: tuple[Upload, ...]
    ) -> Message | None:
        match kind:
            case Callback.MESSAGE | Callback.DEFERRED_MESSAGE:
                form = read_message(data, self._limits, uploads)
                interaction.response = self._respond(interaction, form, loading=kind is Callback.DEFERRED_MESSAGE)
                return interaction.response
            case Callback.UPDATE:
                assert interaction.message is not None
                changed = read_message(data, self._limits, uploads, onto=interaction.message)
                self._messages.edit(self._bot, interaction.message, changed)
                return interaction.message
            case Callback.CHOICES:
                self._choose(interaction, data)
            case Callback.MODAL:
                form_shown = Form(data)
                interaction.modal = read_modal(form_shown)
                form_shown.check()
                shape = interaction.modal | {
                    "id": str(interaction.id),
                    "nonce": interaction.nonce,
                    "channel_id": str(interaction.channel.id),
                    "application": {"id": str(self._bot.id), "name": self._bot.username},
                }
                self._hub.to_user(interaction.user, "INTERACTION_MODAL_CREATE", shape)
            case _:
                pass
        return None

    def _respond(self, interaction: Interaction, form: MessageForm, *, loading: bool) -> Message:
        """The first message: it shows the command, or replies to the message whose component was used."""
        if interaction.type is not InteractionType.COMMAND:
            return self._reply(interaction, form, interaction.message, loading=loading)
        menu = interaction.data["type"] == MESSAGE_MENU
        kind = MessageType.MENU_ANSWER if menu else MessageType.SLASH_ANSWER
        return self._send(interaction, form, kind=kind, loading=loading)

    def _reply(
        self, interaction: Interaction, form: MessageForm, to: Message | None, *, loading: bool = False
    ) -> Message:
        if to is None:
            return self._send(interaction, form, kind=MessageType.ORDINARY, loading=loading)
        about = Reference(to.channel.id, to.id, to)
        return self._send(interaction, form, kind=MessageType.REPLY, reference=about, loading=loading)

    def _send(
        self,
        interaction: Interaction,
        form: MessageForm,
        *,
        kind: MessageType,
        reference: Reference | None = None,
        loading: bool = False,
    ) -> Message:
        channel = self._world.channel(interaction.channel.id)
        hidden = form.has_flag(MessageFlag.EPHEMERAL)
        answering = Answering(
            type=kind,
            application_id=self._bot.id,
            metadata=interaction.metadata() | _following(interaction),
            only_for=interaction.user if hidden else None,
            reference=reference,
            loading=loading,
        )
        return self._messages.answer(self._bot, channel, form, answering)

    def _choose(self, interaction: Interaction, data: Json) -> None:
        form = Form(data)
        form.only({"choices"})
        choices = form.objects("choices", most=self._limits.autocomplete_choices)
        for choice in form.forms("choices", most=self._limits.autocomplete_choices):
            choice.only({"name", "name_localizations", "value"})
            choice.text("name", least=1, most=100, required=True)
        form.check()
        interaction.choices = choices
        shape = {"choices": interaction.choices, "nonce": interaction.nonce}
        self._hub.to_user(interaction.user, "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE", shape)

    def _told(self, interaction: Interaction, kind: Callback, message: Message | None) -> Json:
        about: Json = {"id": str(interaction.id), "type": int(interaction.type)}
        if message is None:
            return {"interaction": about}
        about["response_message_id"] = str(message.id)
        about["response_message_loading"] = message.loading
        about["response_message_ephemeral"] = message.ephemeral
        if kind is Callback.DEFERRED_MESSAGE:
            return {"interaction": about}
        shape = message_shapes.message(message, to=self._bot, cdn=self._world.cdn)
        return {"interaction": about, "resource": {"type": int(kind), "message": shape}}


def _following(interaction: Interaction) -> Json:
    """What a further message says of the first one."""
    original = interaction.original
    return (
        {} if interaction.response is None or original is None else {"original_response_message_id": str(original.id)}
    )


def _kind(interaction: Interaction, body: Json) -> Callback:
    form = Form(body)
    form.only({"type", "data"})
    form.check()
    number = form.whole("type")
    possible = _FITTING[interaction.type]
    if interaction.message is None:
        possible = possible - {Callback.DEFERRED_UPDATE, Callback.UPDATE}
    if number not in set(Callback) or Callback(number) not in possible:
        fitting = tuple(int(each) for each in sorted(possible))
        raise invalid_form({"type": ("BASE_TYPE_CHOICES", f"Value must be one of {fitting}.")})
    return Callback(number)
