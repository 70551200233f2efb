"""Brings each event to the sessions that may know of it."""

import secrets
from collections.abc import Callable, Iterator

from bot.sandbox import message_shapes, shapes
from bot.sandbox.clock import Timer
from bot.sandbox.gateway.mishaps import Mishaps
from bot.sandbox.gateway.sessions import Session
from bot.sandbox.journal import Journal
from bot.sandbox.limits import Limits
from bot.sandbox.state import permissions
from bot.sandbox.state.models import Channel, Guild, Json, Member, Message, User
from bot.sandbox.state.world import World

Build = Callable[[Session], Json]


class Hub:
    """All sessions, connected or waiting to be resumed."""

    def __init__(self, world: World, journal: Journal, limits: Limits) -> None:
        self._world = world
        self.clock = world.clock
        self._journal = journal
        self._limits = limits
        self.mishaps = Mishaps()
        self._sessions: dict[str, Session] = {}
        self._expiries: dict[str, Timer] = {}

    def open(self, user: User, *, intents: int | None, shard: tuple[int, int] = (0, 1)) -> Session:
        """A new session for somebody who logs in."""
        key = secrets.token_hex(16)
        buffer, mishaps = self._limits.resume_buffer, self.mishaps
        session = Session(key, user, intents=intents, shard=shard, buffer=buffer, mishaps=mishaps)
        self._sessions[key] = session
        return session

    def find(self, key: str, user: User) -> Session | None:
        """The user's session with that key, if it is still there."""
        session = self._sessions.get(key)
        return session if session is not None and session.user is user else None

    def keep(self, session: Session) -> None:
        """The session is connected again: it no longer runs out."""
        expiry = self._expiries.pop(session.key, None)
        if expiry is not None:
            expiry.cancel()

    def leave(self, session: Session) -> None:
        """The session lost its connection: it can be resumed for a while."""
        session.outlet = None
        if session.key in self._sessions:
            self._expiries[session.key] = self.clock.call_later(self._limits.session_life, self.end, session)

    def end(self, session: Session) -> None:
        """Forget the session. Who has no other one is offline."""
        self.keep(session)
        if self._sessions.pop(session.key, None) and not any(self.of(session.user)):
            self.presence(session.user, {"status": "offline", "activities": []})

    def of(self, user: User) -> Iterator[Session]:
        """The sessions of a user."""
        return (session for session in list(self._sessions.values()) if session.user is user)

    def close(self) -> None:
        """Forget everybody, for the sandbox is closed."""
        for expiry in self._expiries.values():
            expiry.cancel()
        self._expiries.clear()
        self._sessions.clear()

    def to_channel(self, channel: Channel, event: str, build: Build) -> None:
        """Tell everybody who can see the channel."""
        for session in list(self._sessions.values()):
            if permissions.can_see(session.user, channel) and session.concerns(event, channel):
                session.dispatch(event, build(session))
        self._journal.stir()

    def to_guild(self, guild: Guild, event: str, build: Build) -> None:
        """Tell every member of the guild."""
        for session in list(self._sessions.values()):
            member = session.user.id in guild.members
            if member and session.wants(event, direct=False) and session.knows(guild):
                session.dispatch(event, build(session))
        self._journal.stir()

    def to_user(self, user: User, event: str, data: Json) -> None:
        """Tell one user, whatever their intents."""
        for session in self.of(user):
            session.dispatch(event, data)
        self._journal.stir()

    def to_user_in(self, channel: Channel, user: User, event: str, data: Json) -> None:
        """Tell one user something of a channel, as far as their intents let it through."""
        for session in self.of(user):
            if session.concerns(event, channel):
                session.dispatch(event, data)
        self._journal.stir()

    def message(self, event: str, message: Message, *, nonce: str | int | None = None) -> None:
        """Tell of a new or changed message those who can see it: of an ephemeral one, only whom it is for."""
        extra: Json = {} if nonce is None else {"nonce": nonce}

        def build(session: Session) -> Json:
            return extra | message_shapes.message(
                message, to=session.user, cdn=self._world.cdn, readable=session.intents, event=True
            )

        if message.only_for is None:
            self.to_channel(message.channel, event, build)
            return
        for session in self.of(message.only_for):
            session.dispatch(event, build(session))

    def presence(self, user: User, presence: Json) -> None:
        """Set somebody's status and tell everybody who shares a guild with them."""
        self._world.presences[user.id] = presence
        self._journal.presence(user, presence["status"], presence["activities"])
        for guild in self._world.guilds_of(user):
            self._presence_in(guild, user, presence)

    def _presence_in(self, guild: Guild, user: User, presence: Json) -> None:
        shape = {"guild_id": str(guild.id)} | presence_shape(user, presence)
        self.to_guild(guild, "PRESENCE_UPDATE", lambda _: shape)

    def channel(self, event: str, channel: Channel, **extra: object) -> None:
        """
        Tell of a new, changed or deleted channel or thread.

        A thread is known to those who can see it, a channel to the whole guild, though not by its name.
        """

        def build(session: Session) -> Json:
            return shapes.channel(channel, to=session.user) | extra

        if channel.guild is None or channel.thread is not None:
            self.to_channel(channel, event, build)
        else:
            self.to_guild(channel.guild, event, build)

    def member_joined(self, member: Member, guild: Guild) -> None:
        """Tell the guild of somebody new in it."""
        shape = {"guild_id": str(guild.id)} | shapes.member(member)
        self.to_guild(guild, "GUILD_MEMBER_ADD", lambda _: shape)

    def member_left(self, user: User, guild: Guild) -> None:
        """Tell the guild that somebody is no longer in it."""
        shape = {"guild_id": str(guild.id), "user": shapes.user(user)}
        self.to_guild(guild, "GUILD_MEMBER_REMOVE", lambda _: shape)


def presence_shape(user: User, presence: Json) -> Json:
    """A presence as READY and PRESENCE_UPDATE tell it."""
    status = presence["status"]
    return {
        "user": {"id": str(user.id)},
        "status": status,
        "activities": presence["activities"],
        "client_status": {} if status == "offline" else {"desktop": status},
    }
