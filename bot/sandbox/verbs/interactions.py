"""Interactions: somebody uses a command or a button, and the bot has three seconds to answer."""

import secrets
from collections.abc import Iterable, Sequence

from bot.sandbox import message_shapes
from bot.sandbox.errors import Problem, Refusal, invalid_form
from bot.sandbox.gateway.hub import Hub
from bot.sandbox.limits import Limits
from bot.sandbox.state.models import Channel, Json, Message, User
from bot.sandbox.state.permissions import Permission, require
from bot.sandbox.state.world import World
from bot.sandbox.verbs import options
from bot.sandbox.verbs.availability import context, owners
from bot.sandbox.verbs.command_form import MESSAGE_MENU, USER_MENU
from bot.sandbox.verbs.commands import Commands
from bot.sandbox.verbs.components.kinds import Kind
from bot.sandbox.verbs.components.submitting import read_submission
from bot.sandbox.verbs.components.using import check_choice, find_component, naming
from bot.sandbox.verbs.files import Upload
from bot.sandbox.verbs.form import Form
from bot.sandbox.verbs.invocations import Interaction, InteractionType, event
from bot.sandbox.verbs.options import OptionType
from bot.sandbox.verbs.resolving import resolve
from bot.sandbox.verbs.uploads import take


class Interactions:
    """What people start. How the bot answers is in `Answers`."""

    def __init__(self, world: World, hub: Hub, commands: Commands, bot: User, limits: Limits) -> None:
        self._world = world
        self._hub = hub
        self._commands = commands
        self._bot = bot
        self._limits = limits
        self._open: dict[int, Interaction] = {}

    def command(
        self,
        user: User,
        channel: Channel,
        data: Json,
        *,
        typing: bool = False,
        uploads: Sequence[Upload] = (),
        nonce: str | None = None,
    ) -> Interaction:
        """Use a command; with `typing`, ask only what could be typed next. `data` is what the client sends."""
        require(user, channel, Permission.USE_APPLICATION_COMMANDS)
        command = self._known(user, channel, data)
        data = take(data, uploads, self._world)
        options.check(command, data, partial=typing)
        sent: Json = {key: command[key] for key in ("id", "name", "type")} | {"options": data.get("options", [])}
        sent |= self._resolved(options.naming(data), channel, user)
        if "guild_id" in command:
            sent["guild_id"] = command["guild_id"]
        if command["type"] == MESSAGE_MENU:
            sent |= self._target(channel, data)
        if command["type"] == USER_MENU:
            target = str(data.get("target_id"))
            self._world.user(int(target) if target.isdecimal() else 0)
            sent |= {"target_id": target} | self._resolved([(OptionType.USER, target)], channel, user)
        kind = InteractionType.AUTOCOMPLETE if typing else InteractionType.COMMAND
        return self._start(kind, user, channel, sent, name=options.called(command, data), nonce=nonce)

    def component(
        self, user: User, message: Message, custom_id: str, values: list[str], *, nonce: str | None = None
    ) -> Interaction:
        """Press a button, or choose from a select."""
        require(user, message.channel)
        used = find_component(message, custom_id)
        check_choice(used, values)
        data: Json = {"custom_id": custom_id, "component_type": used["type"], "id": used.get("id", 0)}
        if used["type"] != Kind.BUTTON:
            data |= {"values": values} | self._resolved(naming(used, values), message.channel, user)
        return self._start(InteractionType.COMPONENT, user, message.channel, data, message=message, nonce=nonce)

    def modal(
        self,
        user: User,
        channel: Channel,
        data: Json,
        *,
        uploads: Sequence[Upload] = (),
        nonce: str | None = None,
    ) -> Interaction:
        """Send in a form that the bot had shown. If a component had it shown, its message comes along."""
        require(user, channel)
        shown = self._open.get(Form(data).snowflake("id") or 0)
        if shown is None or shown.user is not user or shown.modal is None:
            raise Refusal(Problem.UNKNOWN_INTERACTION)
        components, named = read_submission(shown.modal, take(data, uploads, self._world))
        sent = {"custom_id": shown.modal["custom_id"], "components": components}
        sent |= self._resolved(named, channel, user)
        kind = InteractionType.MODAL_SUBMIT
        return self._start(kind, user, channel, sent, message=shown.message, trigger=shown, nonce=nonce)

    def find(self, key: int, token: str) -> Interaction | None:
        """The interaction with that id and token."""
        interaction = self._open.get(key)
        return interaction if interaction and interaction.token == token else None

    def by_token(self, token: str) -> Interaction:
        """The answered interaction whose token is still good."""
        for interaction in self._open.values():
            if interaction.token == token:
                age = self._world.clock.now() - interaction.created
                if age > self._limits.interaction_token_life:
                    raise Refusal(Problem.INVALID_WEBHOOK_TOKEN)
                if interaction.answered:
                    return interaction
        raise Refusal(Problem.UNKNOWN_WEBHOOK)

    def answered(self, interaction: Interaction) -> None:
        """The bot has answered in time."""
        interaction.answered = True
        if interaction.deadline is not None:
            interaction.deadline.cancel()
        self._tell("INTERACTION_SUCCESS", interaction)

    def close(self) -> None:
        """Stop waiting for answers."""
        for interaction in self._open.values():
            if interaction.deadline is not None:
                interaction.deadline.cancel()

    def _resolved(self, named: Iterable[tuple[OptionType, str]], channel: Channel, user: User) -> Json:
        found = resolve(named, channel, self._world, by=user, bot=self._bot)
        return {"resolved": found} if found else {}

    def _known(self, user: User, channel: Channel, data: Json) -> Json:
        """The command that the client means, in the version it knows."""
        usable = {command["id"]: command for command in self._commands.usable(user, channel)}
        command = usable.get(str(data.get("id")))
        if command is None:
            raise Refusal(Problem.UNKNOWN_COMMAND)
        if str(data.get("version", command["version"])) != command["version"]:
            sentence = "This command is outdated, please try again in a few minutes"
            raise invalid_form({"data": ("INTERACTION_APPLICATION_COMMAND_INVALID_VERSION", sentence)})
        return command

    def _target(self, channel: Channel, data: Json) -> Json:
        """The message that a menu command is about. Its content is shown whatever the bot's intents."""
        message = self._world.message(channel, Form(data).snowflake("target_id") or 0)
        shape = message_shapes.message(message, to=self._bot, cdn=self._world.cdn)
        return {"target_id": str(message.id), "resolved": {"messages": {str(message.id): shape}}}

    def _start(
        self,
        kind: InteractionType,
        user: User,
        channel: Channel,
        data: Json,
        *,
        name: str | None = None,
        message: Message | None = None,
        trigger: Interaction | None = None,
        nonce: str | None = None,
    ) -> Interaction:
        clock = self._world.clock
        interaction = Interaction(
            id=self._world.snowflakes.next(),
            token=secrets.token_urlsafe(32),
            type=kind,
            user=user,
            channel=channel,
            data=data,
            created=clock.now(),
            context=context(channel, self._bot),
            owners=owners(user, channel, self._bot),
            name=name,
            nonce=nonce,
            message=message,
            trigger=trigger,
        )
        self._forget_old(clock.now())
        self._open[interaction.id] = interaction
        interaction.deadline = clock.call_later(self._limits.interaction_deadline, self._expire, interaction)
        self._tell("INTERACTION_CREATE", interaction)
        self._send(interaction)
        return interaction

    def _send(self, interaction: Interaction) -> None:
        message = interaction.message
        shape = None if message is None else message_shapes.message(message, to=self._bot, cdn=self._world.cdn)
        data = event(
            interaction,
            application_id=self._bot.id,
            bot=self._bot,
            message=shape,
            files=self._limits.attachment_bytes,
        )
        for session in self._hub.of(self._bot):
            if session.in_shard(interaction.channel.guild):
                session.dispatch("INTERACTION_CREATE", data)

    def _forget_old(self, now: float) -> None:
        """Forget those whose token has long run out; until then it is refused as one that was good."""
        oldest = now - 2 * self._limits.interaction_token_life
        self._open = {key: each for key, each in self._open.items() if each.created > oldest}

    def _expire(self, interaction: Interaction) -> None:
        interaction.failed = True
        self._tell("INTERACTION_FAILURE", interaction)

    def _tell(self, what: str, interaction: Interaction) -> None:
        """Tell the person how their interaction fares."""
        data: Json = {"id": str(interaction.id)} | ({"nonce": interaction.nonce} if interaction.nonce else {})
        self._hub.to_user(interaction.user, what, data)
