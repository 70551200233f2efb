"""An interaction, from what a person chose to what the bot is sent."""

from dataclasses import dataclass, field
from enum import IntEnum

from bot.sandbox import shapes
from bot.sandbox.clock import Timer
from bot.sandbox.state import permissions
from bot.sandbox.state.models import Channel, Json, Message, User
from bot.sandbox.verbs.availability import Context, is_there


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
    `trigger` is the one that had the form shown; `response` the bot's first message; `choices`
    and `modal` are what it answered instead. `failed` means that the deadline passed. `created` is the clock's time.
    """

    id: int
    token: str = field(repr=False)
    type: InteractionType
    user: User
    channel: Channel
    data: Json
    created: float
    context: Context
    owners: Json
    name: str | None = None
    nonce: str | None = None
    message: Message | None = None
    trigger: "Interaction | None" = None
    answered: bool = False
    failed: bool = False
    response: Message | None = None
    followups: list[Message] = field(default_factory=list)
    choices: list[Json] | None = None
    modal: Json | None = None
    deadline: Timer | None = None

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
            "authorizing_integration_owners": self.owners,
        }
        if self.name is not None:
            shape["name"] = self.name
        if "target_id" in self.data:
            shape["target_message_id"] = self.data["target_id"]
        if self.type is InteractionType.COMPONENT and self.message is not None:
            shape["interacted_message_id"] = str(self.message.id)
        if self.trigger is not None:
            shape["triggering_interaction_metadata"] = self.trigger.metadata()
        return shape


def event(interaction: Interaction, *, application_id: int, bot: User, message: Json | None, files: int) -> Json:
    """INTERACTION_CREATE, as the bot is sent it. `files` is the most bytes it may attach."""
    channel, guild, user = interaction.channel, interaction.channel.guild, interaction.user
    here = is_there(bot, channel)
    # Where the bot is not, it is told what the person sees who uses it there.
    seen_by, allowed = bot if here else user, str(int(permissions.in_channel(user, channel)))
    shape: Json = {
        "id": str(interaction.id),
        "application_id": str(application_id),
        "type": int(interaction.type),
        "token": interaction.token,
        "version": 1,
        "channel_id": str(channel.id),
        "channel": shapes.channel(channel, to=seen_by) | {"permissions": allowed},
        "data": interaction.data,
        "locale": user.locale,
        "entitlements": [],
        "app_permissions": str(int(permissions.in_channel(bot, channel))) if here else allowed,
        "authorizing_integration_owners": interaction.owners,
        "context": int(interaction.context),
        "attachment_size_limit": files,
    }
    if guild is None:
        shape["user"] = shapes.user(user)
    else:
        shape["member"] = shapes.member(guild.members[user.id]) | {"permissions": allowed}
        shape |= {"guild_id": str(guild.id), "guild_locale": guild.preferred_locale}
        shape["guild"] = {"id": str(guild.id), "locale": guild.preferred_locale, "features": []}
    return shape | ({"message": message} if message is not None else {})
