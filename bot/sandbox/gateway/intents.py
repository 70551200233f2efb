"""What a bot asked to be told about, and whether it may read what people wrote."""

from enum import IntFlag

from bot.sandbox.state.models import Message, User


class Intent(IntFlag):
    """The gateway intents that have a meaning here."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_REACTIONS = 1 << 10
    GUILD_MESSAGE_TYPING = 1 << 11
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_REACTIONS = 1 << 13
    DIRECT_MESSAGE_TYPING = 1 << 14
    MESSAGE_CONTENT = 1 << 15


PRIVILEGED = Intent.GUILD_MEMBERS | Intent.GUILD_PRESENCES | Intent.MESSAGE_CONTENT
KNOWN = sum(1 << bit for bit in (*range(17), 20, 21, 24, 25))
"""Every bit that Discord has given a meaning; any other closes the connection with 4013."""

_MESSAGES = (Intent.GUILD_MESSAGES, Intent.DIRECT_MESSAGES)
_REACTIONS = (Intent.GUILD_MESSAGE_REACTIONS, Intent.DIRECT_MESSAGE_REACTIONS)
_GUILDS = (Intent.GUILDS, Intent.GUILDS)
_MEMBERS = (Intent.GUILD_MEMBERS, Intent.GUILD_MEMBERS)

_GATES: dict[str, tuple[Intent, Intent]] = {
    "MESSAGE_CREATE": _MESSAGES,
    "MESSAGE_UPDATE": _MESSAGES,
    "MESSAGE_DELETE": _MESSAGES,
    "MESSAGE_DELETE_BULK": _MESSAGES,
    "MESSAGE_REACTION_ADD": _REACTIONS,
    "MESSAGE_REACTION_REMOVE": _REACTIONS,
    "TYPING_START": (Intent.GUILD_MESSAGE_TYPING, Intent.DIRECT_MESSAGE_TYPING),
    "PRESENCE_UPDATE": (Intent.GUILD_PRESENCES, Intent.GUILD_PRESENCES),
    "GUILD_MEMBER_ADD": _MEMBERS,
    "GUILD_MEMBER_UPDATE": _MEMBERS,
    "GUILD_MEMBER_REMOVE": _MEMBERS,
    "THREAD_MEMBERS_UPDATE": _GUILDS,
} | dict.fromkeys(
    (
        *("GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE", "GUILD_ROLE_CREATE", "GUILD_ROLE_DELETE"),
        *("CHANNEL_CREATE", "CHANNEL_UPDATE", "CHANNEL_DELETE"),
        *("THREAD_CREATE", "THREAD_UPDATE", "THREAD_DELETE", "THREAD_LIST_SYNC"),
    ),
    _GUILDS,
)

_FOR_PEOPLE = frozenset(
    {
        *("INTERACTION_SUCCESS", "INTERACTION_FAILURE", "INTERACTION_MODAL_CREATE"),
        *("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE", "GUILD_APPLICATION_COMMAND_INDEX_UPDATE"),
    }
)


def wants(intents: int | None, event: str, *, direct: bool) -> bool:
    """Whether a session with these intents is sent the event. People (`None`) are sent everything."""
    if intents is None:
        return True
    if event in _FOR_PEOPLE:
        return False
    gate = _GATES.get(event)
    return gate is None or bool(intents & gate[direct])


def may_read(user: User, message: Message, intents: int | None) -> bool:
    """Whether the content is shown: without the intent only own, direct and mentioning messages are."""
    return (
        intents is None
        or bool(intents & Intent.MESSAGE_CONTENT)
        or message.author is user
        or message.channel.direct
        or user in message.mentions
    )


def application_flags(enabled: int) -> int:
    """The application's flags that tell which privileged intents it may use, while it is in few guilds."""
    flags = {Intent.GUILD_PRESENCES: 1 << 13, Intent.GUILD_MEMBERS: 1 << 15, Intent.MESSAGE_CONTENT: 1 << 19}
    return sum(flag for intent, flag in flags.items() if enabled & intent)
