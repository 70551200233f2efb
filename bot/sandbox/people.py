"""People who act in tests and demonstrations, through the same verbs as the REST API."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from bot.sandbox.errors import Problem, Refusal
from bot.sandbox.service import Service
from bot.sandbox.state.models import Channel, Json, Message, Role, User
from bot.sandbox.state.parts import Sticker
from bot.sandbox.state.permissions import require
from bot.sandbox.verbs import reactions, threads
from bot.sandbox.verbs.command_form import MESSAGE_MENU, SLASH, USER_MENU
from bot.sandbox.verbs.components.reading import walk
from bot.sandbox.verbs.files import Upload
from bot.sandbox.verbs.invocations import Interaction
from bot.sandbox.verbs.message_form import read_message
from bot.sandbox.verbs.options import OptionType

_NO_FILES: Mapping[str, bytes] = MappingProxyType({})
Value = str | int | float | bool | bytes | User | Channel | Role
Answer = str | bool | Sequence[str] | Mapping[str, bytes]
_OPTION_TYPES: dict[type, OptionType] = {
    str: OptionType.STRING,
    int: OptionType.INTEGER,
    bool: OptionType.BOOLEAN,
    float: OptionType.NUMBER,
    User: OptionType.USER,
    Channel: OptionType.CHANNEL,
    Role: OptionType.ROLE,
    bytes: OptionType.ATTACHMENT,
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
        form = read_message({"content": text}, self._service.limits, onto=message)
        self._service.messages.edit(self.user, message, form)

    def delete(self, *messages: Message) -> None:
        """Delete one message, or several of a channel at once."""
        self._service.messages.delete(self.user, list(messages))

    def react(self, message: Message, emoji: str) -> None:
        """Add a reaction."""
        reactions.react(self.user, message, emoji, self._service.hub)

    def typing(self, channel: Channel) -> None:
        """Begin to type."""
        self._service.messages.typing(self.user, channel)

    def thread(self, channel: Channel, name: str, *, message: Message | None = None, private: bool = False) -> Channel:
        """Begin a thread, at a message if one is given, or a private one."""
        if message is not None:
            return self._service.channels.thread_from(self.user, message, name=name)
        return self._service.channels.thread(self.user, channel, name=name, private=private)

    def invite(self, thread: Channel, who: User) -> None:
        """Bring somebody into a thread that one can see."""
        require(self.user, thread)
        threads.join(thread, who, self._service.hub)

    def command(self, channel: Channel, name: str, /, **options: Value) -> Interaction:
        """
        Use a slash command, or a subcommand by its words.

        A `User`, `Channel` or `Role` stands for an option that names one, bytes for a file called as the option is.
        """
        uploads = _uploads({key: value for key, value in options.items() if isinstance(value, bytes)})
        word, *inner = name.split()
        data = self._find(channel, word, SLASH) | {"options": _nested(inner, _options(options, uploads))}
        return self._service.interactions.command(self.user, channel, data, uploads=uploads)

    def user_command(self, channel: Channel, whom: User, name: str) -> Interaction:
        """Use a command from a person's menu."""
        data = self._find(channel, name, USER_MENU) | {"target_id": str(whom.id)}
        return self._service.interactions.command(self.user, channel, data)

    def message_command(self, message: Message, name: str) -> Interaction:
        """Use a command from a message's menu."""
        data = self._find(message.channel, name, MESSAGE_MENU) | {"target_id": str(message.id)}
        return self._service.interactions.command(self.user, message.channel, data)

    def autocomplete(self, channel: Channel, name: str, /, **options: Value) -> Interaction:
        """Be in the middle of typing the last of the options."""
        listed = _options(options)
        listed[-1]["focused"] = True
        word, *inner = name.split()
        data = self._find(channel, word, SLASH) | {"options": _nested(inner, listed)}
        return self._service.interactions.command(self.user, channel, data, typing=True)

    def click(self, message: Message, custom_id: str, *, values: Sequence[str] = ()) -> Interaction:
        """Press a button, or choose `values` from a select."""
        return self._service.interactions.component(self.user, message, custom_id, list(values))

    def fill_in(
        self, interaction: Interaction, answers: Mapping[str, Answer] = MappingProxyType({}), /, **more: Answer
    ) -> Interaction:
        """
        Send in the form that was shown, with an answer to each of its fields by its custom id.

        A text, or a choice's value; True or False for a box to check; several values, or ids, for what lets one choose
        several; names and contents for files.
        """
        shown = interaction.modal or {}
        kinds = {part["custom_id"]: part["type"] for part in walk(shown.get("components", [])) if "custom_id" in part}
        files = {
            name: data
            for given in (*answers.values(), *more.values())
            if isinstance(given, Mapping)
            for name, data in given.items()
        }
        uploads = _uploads(files)
        keys = {upload.filename: str(upload.key) for upload in uploads}
        rows = [
            {"type": 1, "components": [{"type": kinds.get(name, 4), "custom_id": name} | _answer(given, keys)]}
            for name, given in (dict(answers) | more).items()
        ]
        data = {"id": str(interaction.id), "custom_id": shown.get("custom_id"), "components": rows}
        return self._service.interactions.modal(self.user, interaction.channel, data, uploads=uploads)

    def _send(self, channel: Channel, body: Json, uploads: tuple[Upload, ...] = ()) -> Message:
        form = read_message(body, self._service.limits, uploads)
        return self._service.messages.send(self.user, channel, form)

    def _find(self, channel: Channel, name: str, kind: int) -> Json:
        for command in self._service.commands.usable(self.user, channel):
            if command["name"] == name and command["type"] == kind:
                return {"id": command["id"], "version": command["version"]}
        raise Refusal(Problem.UNKNOWN_COMMAND)


def _answer(given: Answer, keys: Mapping[str, str]) -> Json:
    if isinstance(given, Mapping):
        return {"values": [keys[name] for name in given]}
    return {"value": given} if isinstance(given, str | bool) else {"values": list(given)}


def _nested(words: Sequence[str], options: list[Json]) -> list[Json]:
    """The options within their subcommand, and that within its group."""
    for depth, word in enumerate(reversed(words)):
        options = [
            {"type": int(OptionType.GROUP if depth else OptionType.SUBCOMMAND), "name": word, "options": options}
        ]
    return options


def _options(options: dict[str, Value], uploads: Sequence[Upload] = ()) -> list[Json]:
    listed: list[Json] = []
    keys = {upload.filename: str(upload.key) for upload in uploads}
    for name, value in options.items():
        plain = str(value.id) if isinstance(value, User | Channel | Role) else value
        plain = keys[name] if isinstance(plain, bytes) else plain
        listed.append({"type": int(_OPTION_TYPES[type(value)]), "name": name, "value": plain})
    return listed


def _uploads(files: Mapping[str, bytes]) -> tuple[Upload, ...]:
    return tuple(Upload(filename=name, data=data, key=key) for key, (name, data) in enumerate(files.items()))
