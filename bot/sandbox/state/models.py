"""The things there are in a Discord: users, guilds, channels and messages. They know no JSON and no socket."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, IntFlag
from typing import Any

from bot.sandbox.state.parts import Attachment, Poll, Sticker

Json = dict[str, Any]


class ChannelType(IntEnum):
    """The kinds of channel the sandbox has."""

    TEXT = 0
    DIRECT = 1
    GROUP_DIRECT = 3
    CATEGORY = 4
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12


class MessageType(IntEnum):
    """Why a message is there."""

    ORDINARY = 0
    THREAD_CREATED = 18
    REPLY = 19
    SLASH_ANSWER = 20
    THREAD_STARTER = 21
    MENU_ANSWER = 23


class MessageFlag(IntFlag):
    """What is special about a message."""

    SUPPRESS_EMBEDS = 1 << 2
    HAS_THREAD = 1 << 5
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    VOICE = 1 << 13
    HAS_SNAPSHOT = 1 << 14
    COMPONENTS_V2 = 1 << 15


@dataclass(eq=False, slots=True, kw_only=True)
class User:
    """
    A person or the bot. `token` is what they log in with.

    `locale` is the language that a person's client speaks. `apps` are the bots that the person has installed for
    themselves, to be used anywhere.
    """

    id: int
    username: str
    token: str = field(repr=False)
    global_name: str | None = None
    bot: bool = False
    accepts_dms: bool = True
    locale: str = "en-US"
    apps: set[int] = field(default_factory=set)

    def __repr__(self) -> str:
        return f"<{self.username}>"

    @property
    def mention(self) -> str:
        """The text that names the user."""
        return f"<@{self.id}>"


@dataclass(eq=False, slots=True, kw_only=True)
class Role:
    """A set of permissions that members of a guild can have."""

    id: int
    name: str
    permissions: int
    position: int = 0
    colour: int = 0
    mentionable: bool = False
    bot_id: int | None = None


@dataclass(eq=False, slots=True, kw_only=True)
class Member:
    """A user in a guild. The guild's own @everyone role is not among `roles`."""

    user: User
    joined: datetime
    roles: list[Role] = field(default_factory=list)
    nick: str | None = None


@dataclass(eq=False, slots=True, kw_only=True)
class Guild:
    """A server. Its @everyone role has the guild's id. What is public in it should be said in `preferred_locale`."""

    id: int
    name: str
    owner: User
    preferred_locale: str = "en-US"
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, "Channel"] = field(default_factory=dict)
    stickers: dict[int, "Sticker"] = field(default_factory=dict)
    # Who may use which command, against what that takes: by the command, the kind (1 a role, 2 a user, 3 a channel),
    # and whose it is.
    command_permissions: dict[int, dict[tuple[int, int], bool]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Guild {self.name}>"


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What one role or member may do more, or less, in one channel."""

    allow: int = 0
    deny: int = 0


@dataclass(eq=False, slots=True, kw_only=True)
class ThreadState:
    """What a thread has beyond a channel. `members` tells when each of them joined."""

    owner: User
    created: datetime
    archive_changed: datetime
    auto_archive_minutes: int = 1440
    archived: bool = False
    locked: bool = False
    members: dict[int, datetime] = field(default_factory=dict)


@dataclass(eq=False, slots=True, kw_only=True)
class Channel:
    """
    Where messages are: a text channel, a thread, or direct messages among `recipients`; or a category of channels.

    A thread's `parent` is the channel it was begun in, a channel's the category it stands under. Ephemeral messages
    are `hidden`: only their components can be reached. `passed_on` are those of its messages that were forwarded, as
    they were.
    """

    id: int
    type: ChannelType
    name: str = ""
    guild: Guild | None = None
    parent: "Channel | None" = None
    topic: str | None = None
    position: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    recipients: tuple[User, ...] = ()
    thread: ThreadState | None = None
    messages: dict[int, "Message"] = field(default_factory=dict)
    hidden: dict[int, "Message"] = field(default_factory=dict)
    passed_on: list["Message"] = field(default_factory=list)
    last_message_id: int | None = None

    def __repr__(self) -> str:
        return f"<DM of {self.recipients}>" if self.direct else f"<#{self.name}>"

    @property
    def direct(self) -> bool:
        """Whether it is a direct message, between two or among several."""
        return self.guild is None

    @property
    def place(self) -> "Channel":
        """What rules it: a thread is ruled by the channel it was begun in."""
        return self.parent if self.thread is not None and self.parent is not None else self


@dataclass(frozen=True, slots=True)
class Reference:
    """The message that another one points at, or passes on as a `forward`, which may have been deleted since."""

    channel_id: int
    message_id: int
    message: "Message | None"
    forward: bool = False


@dataclass(eq=False, slots=True, kw_only=True)
class Message:
    """
    A message as it is now.

    `created` is the clock's time. `only_for` is the one person an ephemeral message is shown to.
    `mentions` are those whom the message pinged. `snapshot` is a forwarded message as it was then.
    """

    id: int
    channel: Channel
    author: User
    created: float
    type: MessageType = MessageType.ORDINARY
    content: str = ""
    flags: int = 0
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    mentions: list[User] = field(default_factory=list)
    mention_roles: list[Role] = field(default_factory=list)
    mention_everyone: bool = False
    stickers: list[Sticker] = field(default_factory=list)
    poll: Poll | None = None
    reference: Reference | None = None
    snapshot: "Message | None" = None
    nonce: str | int | None = None
    tts: bool = False
    edited: datetime | None = None
    application_id: int | None = None
    interaction: Json | None = None
    only_for: User | None = None
    thread: Channel | None = None
    reactions: dict[str, set[int]] = field(default_factory=dict)
    deleted: bool = False

    def __repr__(self) -> str:
        return f"<Message {self.id} by {self.author.username}: {self.content!r}>"

    @property
    def loading(self) -> bool:
        """Whether this is a deferred answer that has not come yet."""
        return bool(self.flags & MessageFlag.LOADING)

    @property
    def ephemeral(self) -> bool:
        """Whether only one person is shown it."""
        return self.only_for is not None
