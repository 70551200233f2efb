"""What one client and the gateway say to each other, from HELLO to the closing code."""

import asyncio
import json
from typing import Any

from aiohttp import WSMsgType, web

from bot.sandbox.buckets import Count
from bot.sandbox.gateway import greeting
from bot.sandbox.gateway.connection import CloseCode, Connection
from bot.sandbox.gateway.intents import KNOWN, PRIVILEGED, application_flags
from bot.sandbox.gateway.member_list import member_chunks
from bot.sandbox.gateway.sessions import Session
from bot.sandbox.service import Service
from bot.sandbox.state.models import Json


class ProtocolBroken(Exception):
    """The client broke the protocol and is closed with this code."""

    def __init__(self, code: CloseCode) -> None:
        super().__init__(code.name)
        self.code = code


class Dialogue:
    """One connection's side of the protocol. Before IDENTIFY or RESUME it has no session."""

    def __init__(self, connection: Connection, service: Service) -> None:
        self.connection = connection
        self.session: Session | None = None
        self._world = service.world
        self._hub = service.hub
        self._journal = service.journal
        self._limits = service.limits
        self._privileged = service.privileged
        self._heard: asyncio.TimerHandle | None = None
        self._received: Count | None = None

    async def run(self, socket: web.WebSocketResponse, *, version: str) -> None:
        """Answer the client until it goes or has to go."""
        self._answer(
            {"op": 10, "d": {"heartbeat_interval": round(self._limits.heartbeat_interval * 1000), "_trace": []}}
        )
        self._listen_for_heartbeat()
        try:
            if version not in ("9", "10"):
                raise ProtocolBroken(CloseCode.INVALID_VERSION)
            async for frame in socket:
                if frame.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                    self._receive(frame.data)
        except ProtocolBroken as broken:
            self._journal.connection(f"close {int(broken.code)}")
            self.connection.close(broken.code)

    def ask_to_reconnect(self) -> None:
        """Tell the client to connect anew and to resume."""
        self._answer({"op": 7, "d": None})

    def invalidate(self, *, resumable: bool) -> None:
        """Tell the client that its session is not valid. One that cannot be resumed is forgotten."""
        if not resumable and self.session is not None:
            self.session.outlet = None
            self._hub.end(self.session)
            self.session = None
        self._answer({"op": 9, "d": resumable})

    def ended(self, code: int | None) -> None:
        """The connection is over. A client that said goodbye (1000, 1001) has no session any more."""
        if self._heard is not None:
            self._heard.cancel()
        session = self.session
        if session is None or session.outlet is not self.connection:
            return
        ours = self.connection.closed_with
        final = (CloseCode.SESSION_TIMED_OUT, CloseCode.GOING_AWAY)
        goodbye = ours in final if ours is not None else code in (1000, 1001)
        session.outlet = None
        if goodbye:
            self._hub.end(session)
        else:
            self._hub.leave(session)
        self._journal.connection("goodbye" if goodbye else "lost")

    def _receive(self, data: str | bytes) -> None:
        now = asyncio.get_running_loop().time()
        if self._received is None or now >= self._received.ends:
            self._received = Count(self._limits.gateway_sends, now=now)
        if not self._received.take():
            raise ProtocolBroken(CloseCode.RATE_LIMITED)
        try:
            payload = json.loads(data)
            op, content = payload["op"], payload.get("d")
        except (ValueError, TypeError, KeyError, AttributeError):
            raise ProtocolBroken(CloseCode.DECODE_ERROR) from None
        if len(data.encode() if isinstance(data, str) else data) > self._limits.gateway_payload_bytes:
            raise ProtocolBroken(CloseCode.DECODE_ERROR)
        self._obey(op, content)

    def _obey(self, op: Any, content: Any) -> None:
        match op:
            case 1:
                self._listen_for_heartbeat()
                asyncio.get_running_loop().call_later(self._limits.heartbeat_delay, self._answer, {"op": 11, "d": None})
            case 2 | 6 if self.session is not None:
                raise ProtocolBroken(CloseCode.ALREADY_AUTHENTICATED)
            case 2:
                self._identify(_dict(content))
            case 6:
                self._resume(_dict(content))
            case 3 | 4 | 8 if self.session is None:
                raise ProtocolBroken(CloseCode.NOT_AUTHENTICATED)
            case 3:
                self._set_presence(_dict(content))
            case 4:
                pass  # There is no voice here: joining a voice channel is heard and has no effect.
            case 8:
                self._list_members(_dict(content))
            case _:
                raise ProtocolBroken(CloseCode.UNKNOWN_OPCODE)

    def _identify(self, content: Json) -> None:
        user = self._world.by_token(str(content.get("token", "")).removeprefix("Bot "))
        if user is None:
            raise ProtocolBroken(CloseCode.AUTHENTICATION_FAILED)
        intents = self._intents(content) if user.bot else None
        presence = _dict(content.get("presence") or {})
        session = self._hub.open(user, intents=intents, shard=_shard(content))
        self._take(session)
        self._journal.connection("identify")
        url = self._world.cdn.origin.replace("http", "ws", 1) + "/"
        flags = application_flags(self._privileged)
        session.dispatch("READY", greeting.ready(session, self._world, gateway_url=url, flags=flags))
        if user.bot and session.wants("GUILD_CREATE", direct=False):
            session.unavailable = {guild.id for guild in greeting.guilds_of(session, self._world)}
        self._set_presence(presence)
        if self._limits.guild_ready_delay:
            asyncio.get_running_loop().call_later(self._limits.guild_ready_delay, self._tell_guilds, session)
        else:
            self._tell_guilds(session)

    def _intents(self, content: Json) -> int:
        intents = content.get("intents")
        if not isinstance(intents, int) or intents & ~KNOWN:
            raise ProtocolBroken(CloseCode.INVALID_INTENTS)
        if intents & PRIVILEGED & ~self._privileged:
            raise ProtocolBroken(CloseCode.DISALLOWED_INTENTS)
        return intents

    def _tell_guilds(self, session: Session) -> None:
        for guild in greeting.guilds_of(session, self._world):
            if guild.id in session.unavailable:
                session.unavailable.remove(guild.id)
                session.dispatch("GUILD_CREATE", greeting.guild_create(session, guild, self._world))

    def _resume(self, content: Json) -> None:
        user = self._world.by_token(str(content.get("token", "")).removeprefix("Bot "))
        if user is None:
            raise ProtocolBroken(CloseCode.AUTHENTICATION_FAILED)
        session = self._hub.find(str(content.get("session_id")), user)
        seen = content.get("seq")
        if session is not None and isinstance(seen, int) and seen > session.sequence:
            raise ProtocolBroken(CloseCode.INVALID_SEQUENCE)
        missed = session.missed(seen) if session is not None and isinstance(seen, int) else None
        if session is None or missed is None:
            self._journal.connection("invalid session")
            self._answer({"op": 9, "d": False})
            return
        for payload in missed:
            self.connection.send(payload)
        self._take(session)
        self._journal.connection("resume")
        session.dispatch("RESUMED", {"_trace": []})

    def _take(self, session: Session) -> None:
        """Let the session speak through this connection from now on."""
        self._hub.keep(session)
        if session.outlet is not None:
            session.outlet.tear()
        session.outlet = self.connection
        self.session = session

    def _set_presence(self, content: Json) -> None:
        assert self.session is not None
        status = content.get("status") or "online"
        game = content.get("game")
        activities = content.get("activities") or ([game] if game else [])
        shown = {"status": "offline" if status == "invisible" else status, "activities": activities}
        self._hub.presence(self.session.user, shown)

    def _list_members(self, content: Json) -> None:
        assert self.session is not None
        wanted = str(content.get("guild_id"))
        guild = next((each for key, each in self._world.guilds.items() if str(key) == wanted), None)
        if guild is None or self.session.user.id not in guild.members:
            return
        for chunk in member_chunks(guild, content, self._world):
            self.session.dispatch("GUILD_MEMBERS_CHUNK", chunk)

    def _listen_for_heartbeat(self) -> None:
        if self._heard is not None:
            self._heard.cancel()
        patience = self._limits.heartbeat_interval * self._limits.heartbeat_patience
        self._heard = asyncio.get_running_loop().call_later(patience, self._time_out)

    def _time_out(self) -> None:
        self._journal.connection(f"close {int(CloseCode.SESSION_TIMED_OUT)}")
        self.connection.close(CloseCode.SESSION_TIMED_OUT)

    def _answer(self, payload: Json) -> None:
        self.connection.send({"t": None, "s": None} | payload)


def _dict(content: Any) -> Json:
    if not isinstance(content, dict):
        raise ProtocolBroken(CloseCode.DECODE_ERROR)
    return content


def _shard(content: Json) -> tuple[int, int]:
    match content.get("shard") or [0, 1]:
        case [int(number), int(count)] if 0 <= number < count:
            return number, count
    raise ProtocolBroken(CloseCode.INVALID_SHARD)
