"""People who act in tests and demonstrations, through the same verbs as the REST API."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bot.sandbox.errors import Problem, Refusal
from bot.sandbox.service import Service
from bot.sandbox.state.models import Channel, Json, Message, Sticker, User
from bot.sandbox.verbs import reactions
from bot.sandbox.verbs.files import Upload
from bot.sandbox.verbs.invocations import Interaction
from bot.sandbox.verbs.message_form import read_message
from bot.sandbox.verbs.options import OptionType

_NO_FILES: Mapping[str, bytes] = MappingProxyType({})
Value = str | int | float | bool | User | Channel
_OPTION_TYPES: dict[type, OptionType] = {
    str: OptionType.STRING,
    int: OptionType.INTEGER,
    bool: OptionType.BOOLEAN,
    float: OptionType.NUMBER,
    User: OptionType.USER,
    Channel: OptionType.CHANNEL,
}


class Person:
    """Somebody with a Discord client. Every act is done when the call returns; what is refused raises `Refusal`."""

    def __init__(self, service: Service, user: User) -> None:
        self._service = service
        self.user = user

    @property
    def dm_channel(self) -> Channel:
        """The direct messages with the bot."""
        return self._service.world.direct(self.user, self._service.bot)

    def say(
        self,
        channel: Channel,
        text: str,
        *,
        reply_to: Message | None = None,
        ping: bool = True,
        files: Mapping[str, bytes] = _NO_FILES,
        stickers: Sequence[Sticker] = (),
        poll: Mapping[str, Any] | None = None,
        embeds: Sequence[Json] = (),
    ) -> Message:
        """
        Write into a channel or thread. A reply pings its author unless told not to.

        `files` are names and contents; a `poll` is Discord's form of one; `embeds` stand for what Discord
        shows of the links in a text.
        """
        body: Json = {"content": text, "sticker_ids": [str(each.id) for each in stickers], "embeds": list(embeds)}
        if reply_to is not None:
            body["message_reference"] = {"message_id": str(reply_to.id)}
        if not ping:
            body["allowed_mentions"] = {"parse": ["users", "roles", "everyone"], "replied_user": False}
        if poll is not None:
            body["poll"] = dict(poll)
        if any(len(data) > self._service.limits.attachment_bytes for data in files.values()):
            raise Refusal(Problem.TOO_LARGE)
        return self._send(channel, body, _uploads(files))

    def forward(self, message: Message, channel: Channel) -> Message:
        """Pass a message on into another channel."""
        about = {"type": 1, "message_id": str(message.id), "channel_id": str(message.channel.id)}
        return self._send(channel, {"message_reference": about})

    def dm(self, text: str, *, reply_to: Message | None = None, files: Mapping[str, bytes] = _NO_FILES) -> Message:
        """Write to the bot directly."""
        return self.say(self.dm_channel, text, reply_to=reply_to, files=files)

    def edit(self, message: Message, text: str) -> None:
        """Change what one wrote."""
        self._service.messages.edit(self.user, message, read_message({"content": text}, self._service.limits))

    def delete(self, *messages: Message) -> None:
        """Delete one message, or several of a channel at once."""
        self._service.messages.delete(self.user, list(messages))

    def react(self, message: Message, emoji: str) -> None:
        """Add a reaction."""
        reactions.react(self.user, message, emoji, self._service.hub)

    def typing(self, channel: Channel) -> None:
        """Begin to type."""
        self._service.messages.typing(self.user, channel)

    def thread(self, channel: Channel, name: str, *, message: Message | None = None) -> Channel:
        """Begin a thread, at a message if one is given."""
        if message is not None:
            return self._service.channels.thread_from(self.user, message, name=name)
        return self._service.channels.thread(self.user, channel, name=name)

    def command(self, channel: Channel, name: str, /, **options: Value) -> Interaction:
        """Use a slash command. A `User` or `Channel` stands for an option that names one."""
        data = self._find(channel, name, 1) | {"options": _options(options)}
        return self._service.interactions.command(self.user, channel, data)

    def message_command(self, message: Message, name: str) -> Interaction:
        """Use a command from a message's menu."""
        data = self._find(message.channel, name, 3) | {"target_id": str(message.id)}
        return self._service.interactions.command(self.user, message.channel, data)

    def autocomplete(self, channel: Channel, name: str, /, **options: Value) -> Interaction:
        """Be in the middle of typing the last of the options."""
        listed = _options(options)
        listed[-1]["focused"] = True
        data = self._find(channel, name, 1) | {"options": listed}
        return self._service.interactions.command(self.user, channel, data, typing=True)

    def click(self, message: Message, custom_id: str, *, values: Sequence[str] = ()) -> Interaction:
        """Press a button, or choose `values` from a select."""
        return self._service.interactions.component(self.user, message, custom_id, list(values))

    def fill_in(self, interaction: Interaction, **values: str) -> Interaction:
        """Send in the form that was shown, with a text for each of its fields by its custom id."""
        shown = interaction.modal or {}
        rows = [
            {"type": 1, "components": [{"type": 4, "custom_id": name, "value": value}]}
            for name, value in values.items()
        ]
        data = {"id": str(interaction.id), "custom_id": shown.get("custom_id"), "components": rows}
        return self._service.interactions.modal(self.user, interaction.channel, data)

    def _send(self, channel: Channel, body: Json, uploads: tuple[Upload, ...] = ()) -> Message:
        form = read_message(body, self._service.limits, uploads)
        return self._service.messages.send(self.user, channel, form)

    def _find(self, channel: Channel, name: str, kind: int) -> Json:
        for command in self._service.commands.in_channel(channel):
            if command["name"] == name and command["type"] == kind:
                return {"id": command["id"], "version": command["version"]}
        raise Refusal(Problem.UNKNOWN_COMMAND)


def _options(options: dict[str, Value]) -> list[Json]:
    listed: list[Json] = []
    for name, value in options.items():
        plain = str(value.id) if isinstance(value, User | Channel) else value
        listed.append({"type": int(_OPTION_TYPES[type(value)]), "name": name, "value": plain})
    return listed


def _uploads(files: Mapping[str, bytes]) -> tuple[Upload, ...]:
    return tuple(Upload(filename=name, data=data, key=key) for key, (name, data) in enumerate(files.items()))
