"""Models of discord.py as Discord's payloads make them: a server, its people, roles and channels, and messages."""

import discord

# discord.py finds only mentions of 15 digits or more.
ME, ADA, LINUS, OWN_ROLE, OTHER_ROLE, SERVER, GENERAL, THREAD = range(10**17 + 1, 10**17 + 9)
SENT = "2026-01-01T12:00:00+00:00"
# What Discord adds to a message on a server as it arrives: how its author is a member there.
MEMBER = {"roles": [], "joined_at": SENT, "flags": 0, "deaf": False, "mute": False}


def user(number, name, **more):
    return {"id": str(number), "username": name, "discriminator": "0", "global_name": None, "avatar": None} | more


def role(number, name, **more):
    blank = {"permissions": "0", "position": 1, "color": 0, "hoist": False, "mentionable": True, "managed": False}
    return blank | {"id": str(number), "name": name} | more


class World:
    """
    One server that the bot of `client` is on, and what is said there and in a direct message.

    Its members may do what `everyone` may.
    """

    def __init__(self, client=None, *, everyone=discord.Permissions.all()):  # noqa: B008 - no test changes it
        self.client = client or discord.Client(intents=discord.Intents(guilds=True, members=True))
        self.state = self.client._connection
        self.state.user = discord.ClientUser(state=self.state, data=user(ME, "Qwen", bot=True))
        self.me = self.state.user
        thread = {
            "id": str(THREAD),
            "parent_id": str(GENERAL),
            "owner_id": str(ADA),
            "name": "aside",
            "type": 11,
            "message_count": 0,
        }
        thread |= {
            "member_count": 1,
            "thread_metadata": {"archived": False, "auto_archive_duration": 60, "archive_timestamp": SENT},
        }
        self.guild = discord.Guild(
            state=self.state,
            data={
                "id": str(SERVER),
                "name": "here",
                "owner_id": str(ADA),
                "roles": [
                    role(SERVER, "@everyone", permissions=str(everyone.value)),
                    role(OWN_ROLE, "Qwen", tags={"bot_id": str(ME)}),
                    role(OTHER_ROLE, "poets"),
                ],
                "channels": [{"id": str(GENERAL), "type": 0, "name": "general", "position": 0}],
                "threads": [thread],
                "members": [
                    {"user": user(ME, "Qwen", bot=True), "roles": [str(OWN_ROLE)], "joined_at": SENT, "flags": 0},
                    {"user": user(LINUS, "Linus"), "nick": "Linus  T.\n", "roles": [], "joined_at": SENT, "flags": 0},
                ],
            },
        )
        self.state._add_guild(self.guild)
        self.general = self.guild.get_channel(GENERAL)
        self.thread = self.guild.get_thread(THREAD)
        self.dm = discord.DMChannel(
            me=self.me, state=self.state, data={"id": "40", "type": 1, "recipients": [user(ADA, "Ada")]}
        )

    def message(self, content, *, by=None, channel=None, number=60, mentions=(), **more):
        """A message as it arrives; `mentions` are users."""
        channel = channel or self.general
        payload = self.payload(content, by=by, number=number, mentions=mentions)
        if channel is not self.dm and self.guild.get_member(int(payload["author"]["id"])) is None:
            payload["member"] = MEMBER
        return discord.Message(state=self.state, channel=channel, data=payload | more)

    def payload(self, content, *, by=None, number=60, mentions=(), **more):
        return {
            "id": str(number),
            "channel_id": str(GENERAL),
            "author": by or user(ADA, "Ada"),
            "content": content,
            "timestamp": SENT,
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": list(mentions),
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "pinned": False,
            "type": 0,
        } | more

    def reply(self, content, to, **more):
        """A reply to the message with the payload `to`; `None` is one that was deleted."""
        reference = {"type": 0, "message_id": to["id"] if to else "59", "channel_id": str(GENERAL)}
        return self.message(content, type=19, message_reference=reference, referenced_message=to, **more)

    def edit(self, message, *, before=None):
        """The event of an edit after which the message reads so, and of which the library may remember what was."""
        data = {"id": str(message.id), "channel_id": str(message.channel.id)}
        event = discord.RawMessageUpdateEvent(data, message)
        event.cached_message = before
        return event
