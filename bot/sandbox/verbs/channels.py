"""What can be done with channels and threads, and with a bot's place in a guild."""

from bot.sandbox import guild_shapes, shapes
from bot.sandbox.errors import Problem, Refusal
from bot.sandbox.gateway import membership
from bot.sandbox.gateway.hub import Hub
from bot.sandbox.state.models import (
    Channel,
    ChannelType,
    Guild,
    Json,
    Message,
    MessageFlag,
    MessageType,
    Overwrite,
    Reference,
    User,
)
from bot.sandbox.state.permissions import Permission, can_see, require
from bot.sandbox.state.world import World
from bot.sandbox.verbs import threads
from bot.sandbox.verbs.messages import Messages
from bot.sandbox.verbs.resting import Resting


class Channels:
    """The verbs."""

    def __init__(self, world: World, hub: Hub, messages: Messages) -> None:
        self._world = world
        self._hub = hub
        self._messages = messages
        self._resting = Resting(hub)

    def close(self) -> None:
        """Let no thread be archived any more."""
        self._resting.close()

    def thread_from(self, owner: User, message: Message, *, name: str, minutes: int = 1440) -> Channel:
        """Begin a thread at a message. It has the message's id."""
        parent = message.channel
        if parent.type != ChannelType.TEXT:
            raise Refusal(Problem.WRONG_CHANNEL_TYPE)
        require(owner, parent, Permission.CREATE_PUBLIC_THREADS)
        if message.thread is not None or message.id in self._world.channels:
            raise Refusal(Problem.THREAD_EXISTS)
        now = self._hub.clock.date()
        thread = threads.new_thread(
            message.id, name=name, parent=parent, owner=owner, private=False, minutes=minutes, now=now
        )
        message.thread = thread
        message.flags |= MessageFlag.HAS_THREAD
        self._begin(thread)
        self._messages.changed(message)
        about = Reference(parent.id, message.id, message)
        self._messages.note(owner, thread, MessageType.THREAD_STARTER, content="", about=about)
        return thread

    def thread(self, owner: User, parent: Channel, *, name: str, private: bool = False, minutes: int = 1440) -> Channel:
        """Begin a thread that belongs to no message. A public one is announced in its channel."""
        if parent.type != ChannelType.TEXT:
            raise Refusal(Problem.WRONG_CHANNEL_TYPE)
        require(owner, parent, Permission.CREATE_PRIVATE_THREADS if private else Permission.CREATE_PUBLIC_THREADS)
        key, now = self._world.snowflakes.next(), self._hub.clock.date()
        thread = threads.new_thread(
            key, name=name, parent=parent, owner=owner, private=private, minutes=minutes, now=now
        )
        self._begin(thread)
        if not private:
            about = Reference(thread.id, thread.id, None)
            self._messages.note(owner, parent, MessageType.THREAD_CREATED, content=name, about=about)
        return thread

    def change(self, channel: Channel) -> None:
        """Tell of a channel that is no longer as it was."""
        self._hub.channel("THREAD_UPDATE" if channel.thread else "CHANNEL_UPDATE", channel)

    def delete(self, channel: Channel) -> None:
        """
        Delete a channel, a thread or a category, and all that was said there.

        A channel's threads go without a word; a category's channels stay, under none.
        """
        below = [each for each in self._world.channels.values() if each.parent is channel]
        for gone in [channel, *(each for each in below if each.thread)]:
            for message in (*gone.messages.values(), *gone.hidden.values()):
                message.deleted = True
            self._world.forget(gone)
            self._resting.forget(gone)
        if channel.thread and channel.parent is not None and channel.id in channel.parent.messages:
            starter = channel.parent.messages[channel.id]
            starter.thread = None
            starter.flags &= ~MessageFlag.HAS_THREAD
        if channel.thread is None:
            self._hub.channel("CHANNEL_DELETE", channel)
            for left in [each for each in below if each.thread is None]:
                self.move(left, None)
        else:
            self._hub.to_channel(channel, "THREAD_DELETE", lambda _: shapes.gone_thread(channel))

    def move(self, channel: Channel, category: Channel | None) -> None:
        """Put a channel under a category, or under none."""
        channel.parent = category
        self.change(channel)

    def speak(self, guild: Guild, locale: str) -> None:
        """Let the language that a guild prefers be another one."""
        guild.preferred_locale = locale
        self._hub.to_guild(guild, "GUILD_UPDATE", lambda session: guild_shapes.shape_of(guild, to=session.user))

    def permit(self, channel: Channel, key: int, overwrite: Overwrite) -> None:
        """Let a role or a member do more, or less, in this channel."""
        guild = channel.guild
        before = {user for user in self._world.users.values() if can_see(user, channel)}
        channel.overwrites[key] = overwrite
        self.change(channel)
        for user in self._world.users.values():
            if guild is not None and user not in before and can_see(user, channel):
                self._show_threads(user, channel, guild)

    def _show_threads(self, user: User, channel: Channel, guild: Guild) -> None:
        """Tell somebody who can see the channel from now on what goes on in its threads."""
        threads_there = [each for each in self._world.channels.values() if each.parent is channel and each.thread]
        live = [each for each in threads_there if each.thread and not each.thread.archived and can_see(user, each)]
        for session in self._hub.of(user):
            if session.concerns("THREAD_LIST_SYNC", channel):
                shapes_there = [shapes.channel(each, to=user) for each in live]
                about: Json = {"guild_id": str(guild.id), "channel_ids": [str(channel.id)]}
                session.dispatch("THREAD_LIST_SYNC", about | {"threads": shapes_there, "members": []})

    def expel(self, user: User, guild: Guild) -> None:
        """Take somebody out of a guild: they are told that it is gone, the others that they are. A bot's role goes."""
        membership.left(self._hub, user, guild)
        for role in [each for each in guild.roles.values() if each.bot_id == user.id]:
            del guild.roles[role.id]
            self._tell(guild, "GUILD_ROLE_DELETE", {"role_id": str(role.id)})
        del guild.members[user.id]
        self._hub.member_left(user, guild)

    def admit(self, user: User, guild: Guild) -> None:
        """Take somebody into a guild, for the first time or again: they are shown it, the others are told of them."""
        member = self._world.add_member(guild, user)
        for role in member.roles:
            self._tell(guild, "GUILD_ROLE_CREATE", {"role": shapes.role(role)})
        self._hub.member_joined(member, guild)
        membership.joined(self._hub, self._world, user, guild)

    def _tell(self, guild: Guild, event: str, data: Json) -> None:
        shape = {"guild_id": str(guild.id)} | data
        self._hub.to_guild(guild, event, lambda _: shape)

    def _begin(self, thread: Channel) -> None:
        self._world.register(thread)
        self._hub.channel("THREAD_CREATE", thread, newly_created=True)
        self._resting.watch(thread)
