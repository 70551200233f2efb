"""An interaction, from what a person chose to what the bot is sent."""

import asyncio
from dataclasses import dataclass, field
from enum import IntEnum

from bot.sandbox import shapes
from bot.sandbox.errors import Problem, Refusal, invalid_form
from bot.sandbox.state import permissions
from bot.sandbox.state.models import Channel, Json, Message, User


class InteractionType(IntEnum):
    """What a person did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL_SUBMIT = 5


@dataclass(eq=False, slots=True, kw_only=True)
class Interaction:
    """
    Something a person did that the bot has to answer, and how it did.

    `message` is the one with the button, or the one that a deferred update may change;
    `response` the bot's first message; `choices` and `modal` what it answered instead.
    `failed` means that the deadline passed. `created` is loop time.
    """

    id: int
    token: str = field(repr=False)
    type: InteractionType
    user: User
    channel: Channel
    data: Json
    created: float
    name: str | None = None
    nonce: str | None = None
    message: Message | None = None
    answered: bool = False
    failed: bool = False
    response: Message | None = None
    followups: list[Message] = field(default_factory=list)
    choices: list[Json] | None = None
    modal: Json | None = None
    deadline: asyncio.TimerHandle | None = None

    def __repr__(self) -> str:
        return f"<Interaction {self.name} of {self.user.username}, answered={self.answered}, failed={self.failed}>"

    @property
    def original(self) -> Message | None:
        """What @original means: the first answer, or the message whose component was used."""
        return self.response or self.message

    def metadata(self) -> Json:
        """What a message that answers it says about it."""
        shape: Json = {
            "id": str(self.id),
            "type": int(self.type),
            "user": shapes.user(self.user),
            "authorizing_integration_owners": self.owners(),
        }
        return shape | ({"name": self.name} if self.name is not None else {})

    def owners(self) -> Json:
        """For whom the application is installed that was used."""
        return {"0": str(self.channel.guild.id) if self.channel.guild else "0"}


def event(interaction: Interaction, *, application_id: int, bot: User, message: Json | None, files: int) -> Json:
    """INTERACTION_CREATE, as the bot is sent it. `files` is the most bytes it may attach."""
    channel, guild, user = interaction.channel, interaction.channel.guild, interaction.user
    shape: Json = {
        "id": str(interaction.id),
        "application_id": str(application_id),
        "type": int(interaction.type),
        "token": interaction.token,
        "version": 1,
        "channel_id": str(channel.id),
        "channel": shapes.channel(channel, to=bot) | {"permissions": str(int(permissions.in_channel(user, channel)))},
        "data": interaction.data,
        "locale": "en-US",
        "entitlements": [],
        "app_permissions": str(int(permissions.in_channel(bot, channel))),
        "authorizing_integration_owners": interaction.owners(),
        "context": 0 if guild else 1,
        "attachment_size_limit": files,
    }
    if guild is None:
        shape["user"] = shapes.user(user)
    else:
        allowed = str(int(permissions.in_channel(user, channel)))
        shape["member"] = shapes.member(guild.members[user.id]) | {"permissions": allowed}
        shape |= {"guild_id": str(guild.id), "guild_locale": "en-US"}
        shape["guild"] = {"id": str(guild.id), "locale": "en-US", "features": []}
    return shape | ({"message": message} if message is not None else {})


def check_options(command: Json, data: Json, *, partial: bool) -> None:
    """Refuse options that the command does not have, or the lack of one it needs. `partial` ones are being typed."""
    given = {option.get("name"): option for option in data.get("options", [])}
    known = {option["name"]: option for option in command["options"]}
    wrong = {
        f"data.options.{name}": ("APPLICATION_COMMAND_OPTIONS_UNKNOWN", "This option does not exist")
        for name in given.keys() - known.keys()
    }
    for name, option in known.items():
        if option.get("required") and name not in given and not partial:
            wrong[f"data.options.{name}"] = ("BASE_TYPE_REQUIRED", "This field is required")
        if name in given:
            wrong |= _wrong_value(option, given[name])
            if option["type"] in (1, 2):
                check_options({"options": option.get("options", [])}, given[name], partial=partial)
    if wrong:
        raise invalid_form(wrong)


def _wrong_value(option: Json, given: Json) -> dict[str, tuple[str, str]]:
    value, path = given.get("value"), f"data.options.{option['name']}.value"
    if given.get("type") != option["type"]:
        return {path: ("APPLICATION_COMMAND_OPTION_TYPE_INVALID", "The type does not match the command's")}
    if option["type"] == 3:
        least, most = option.get("min_length", 0), option.get("max_length", 6000)
        if not isinstance(value, str) or not least <= len(value) <= most:
            return {path: ("BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")}
    choices = [choice["value"] for choice in option.get("choices", [])]
    if choices and value not in choices:
        return {path: ("APPLICATION_COMMAND_OPTION_CHOICE_INVALID", "The value is not one of the choices")}
    return {}


def find_component(message: Message, custom_id: str) -> Json:
    """The button or select of a message with that id, if it can be used."""
    rows = list(message.components)
    while rows:
        component = rows.pop()
        rows += component.get("components", [])
        if component.get("custom_id") == custom_id and not component.get("disabled"):
            return component
    raise (
        Refusal(Problem.UNKNOWN_MESSAGE)
        if message.deleted
        else invalid_form({"data.custom_id": ("COMPONENT_VALIDATION_FAILED", "Component validation failed")})
    )
