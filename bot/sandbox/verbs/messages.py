"""What can be done with messages. Every change is made before its events go out."""

from dataclasses import dataclass, replace

from bot.sandbox import shapes
from bot.sandbox.errors import Problem, Refusal, invalid_form
from bot.sandbox.gateway.hub import Hub
from bot.sandbox.journal import Journal
from bot.sandbox.limits import Limits
from bot.sandbox.state.models import Channel, Json, Message, MessageFlag, MessageType, Reference, User
from bot.sandbox.state.permissions import Permission, in_channel, require
from bot.sandbox.state.world import World
from bot.sandbox.verbs import writing
from bot.sandbox.verbs.message_form import MessageForm, Referring
from bot.sandbox.verbs.nonces import Nonces
from bot.sandbox.verbs.threads import unarchive

_SYSTEM = (MessageType.THREAD_CREATED, MessageType.THREAD_STARTER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What marks a message as the answer to an interaction. A `loading` one has yet to be written."""

    type: MessageType
    application_id: int
    metadata: Json
    only_for: User | None = None
    reference: Reference | None = None
    loading: bool = False


class Messages:
    """The verbs. Forms have been read before; whether the author may is found out here."""

    def __init__(self, world: World, hub: Hub, journal: Journal, limits: Limits) -> None:
        self._world = world
        self._hub = hub
        self._journal = journal
        self._nonces = Nonces(limits.nonce_memory, world.clock)

    def send(self, author: User, channel: Channel, form: MessageForm) -> Message:
        """Send a message, or return the one that the same enforced nonce has already made."""
        _may_send(author, channel, form)
        if form.nonce is not None and form.enforce_nonce:
            made = self._nonces.find(author.id, channel.id, form.nonce)
            if made is not None:
                return made
        reference = self._reference(author, channel, form)
        answers = reference is not None and not reference.forward
        message = self._new(author, channel, MessageType.REPLY if answers else MessageType.ORDINARY)
        message.reference, message.nonce = reference, form.nonce
        if reference is not None and reference.forward and reference.message is not None:
            message.snapshot = _as_it_is(reference.message)
            message.flags |= MessageFlag.HAS_SNAPSHOT
            reference.message.channel.passed_on.append(message.snapshot)
        writing.write(message, form, self._world.snowflakes)
        if form.nonce is not None:
            self._nonces.remember(message, form.nonce)
        if channel.thread is not None:
            unarchive(channel, author, self._hub)
        self._publish(message)
        return message

    def answer(self, author: User, channel: Channel, form: MessageForm, answering: Answering) -> Message:
        """Send the answer to an interaction. The channel's permissions do not matter to it."""
        message = self._new(author, channel, answering.type)
        message.reference = answering.reference
        message.application_id = answering.application_id
        message.interaction = answering.metadata
        message.only_for = answering.only_for
        message.flags = MessageFlag.EPHEMERAL if answering.only_for else 0
        if answering.loading:
            message.flags |= MessageFlag.LOADING
        else:
            if writing.is_empty(form):
                raise Refusal(Problem.EMPTY_MESSAGE)
            writing.write(message, form, self._world.snowflakes)
        self._publish(message)
        return message

    def note(self, author: User, channel: Channel, type: MessageType, *, content: str, about: Reference) -> Message:
        """A message that Discord itself writes in somebody's name."""
        message = self._new(author, channel, type)
        message.content, message.reference = content, about
        self._publish(message)
        return message

    def edit(self, editor: User, message: Message, form: MessageForm) -> None:
        """Change what the form speaks of. A deferred answer is thereby given, not edited."""
        if message.deleted:
            raise Refusal(Problem.UNKNOWN_MESSAGE)
        thread = message.channel.thread
        if thread is not None and thread.archived:
            raise Refusal(Problem.THREAD_ARCHIVED)
        if editor is not message.author:
            if form.given - {"flags"}:
                raise Refusal(Problem.NOT_THE_AUTHOR)
            require(editor, message.channel, Permission.MANAGE_MESSAGES)
            writing.set_embeds_shown(message, form)
        elif message.loading:
            if writing.is_empty(form):
                raise Refusal(Problem.EMPTY_MESSAGE)
            writing.write(message, form, self._world.snowflakes)
            message.flags &= ~MessageFlag.LOADING
        else:
            writing.rewrite(message, form, self._world.snowflakes, now=self._world.clock.date())
        self.changed(message)

    def changed(self, message: Message) -> None:
        """Tell of a message that is no longer as it was."""
        self._journal.revised("edit", message)
        self._hub.message("MESSAGE_UPDATE", message)

    def delete(self, who: User, messages: list[Message]) -> None:
        """Delete one message, or several of one channel at once."""
        for message in messages:
            if message.author is not who:
                if message.channel.direct:
                    raise Refusal(Problem.NOT_ON_DM)
                require(who, message.channel, Permission.MANAGE_MESSAGES)
        self.remove(messages)

    def remove(self, messages: list[Message]) -> None:
        """Take messages out of their channel and tell of it. Nobody is asked."""
        for message in messages:
            message.deleted = True
            message.channel.messages.pop(message.id, None)
            message.channel.hidden.pop(message.id, None)
            self._journal.revised("delete", message)
        channel, only_for = messages[0].channel, messages[0].only_for
        data: Json = {"channel_id": str(channel.id)} | ({"guild_id": str(channel.guild.id)} if channel.guild else {})
        keys = [str(message.id) for message in messages]
        event = "MESSAGE_DELETE" if len(keys) == 1 else "MESSAGE_DELETE_BULK"
        data |= {"id": keys[0]} if len(keys) == 1 else {"ids": keys}
        if only_for is not None:
            self._hub.to_user(only_for, event, data)
        else:
            self._hub.to_channel(channel, event, lambda _: data)

    def typing(self, who: User, channel: Channel) -> None:
        """Show that somebody is about to say something."""
        self._journal.typed(who, channel)
        guild = channel.guild
        data: Json = {"channel_id": str(channel.id), "user_id": str(who.id), "timestamp": int(self._world.clock.wall())}
        if guild is not None:
            data |= {"guild_id": str(guild.id), "member": shapes.member(guild.members[who.id])}
        self._hub.to_channel(channel, "TYPING_START", lambda _: data)

    def _reference(self, author: User, channel: Channel, form: MessageForm) -> Reference | None:
        wanted = form.refers_to
        if wanted is None or not wanted.forward:
            return None if wanted is None else _answered(author, channel, wanted)
        source = self._world.channel(wanted.channel_id or channel.id)
        require(author, source, Permission.READ_MESSAGE_HISTORY)
        original = self._world.message(source, wanted.message_id)
        return Reference(source.id, original.id, original, forward=True)

    def _new(self, author: User, channel: Channel, type: MessageType) -> Message:
        world = self._world
        return Message(id=world.snowflakes.next(), channel=channel, author=author, created=world.clock.now(), type=type)

    def _publish(self, message: Message) -> None:
        if message.only_for is None:
            message.channel.messages[message.id] = message
            message.channel.last_message_id = message.id
        else:
            message.channel.hidden[message.id] = message
        self._journal.revised("create", message)
        self._hub.message("MESSAGE_CREATE", message, nonce=message.nonce)


def _may_send(author: User, channel: Channel, form: MessageForm) -> None:
    speaking = Permission.SEND_MESSAGES_IN_THREADS if channel.thread else Permission.SEND_MESSAGES
    require(author, channel, speaking, *([Permission.ATTACH_FILES] if form.uploads else []))
    if channel.direct and any(not user.accepts_dms for user in channel.recipients if user is not author):
        raise Refusal(Problem.NO_DM_TO_USER)
    if channel.thread is not None and channel.thread.archived and channel.thread.locked:
        require(author, channel, Permission.MANAGE_THREADS)
    if writing.is_empty(form):
        raise Refusal(Problem.EMPTY_MESSAGE)


def _as_it_is(message: Message) -> Message:
    """A message as one that passes it on keeps it. A forward is passed on as what it passes on."""
    original = message.snapshot or message
    return replace(original, attachments=list(original.attachments))


def _answered(author: User, channel: Channel, wanted: Referring) -> Reference | None:
    """The message that a new one replies to."""
    if not in_channel(author, channel) & Permission.READ_MESSAGE_HISTORY:
        raise Refusal(Problem.REPLY_NEEDS_HISTORY)
    original = channel.messages.get(wanted.message_id)
    if original is not None and wanted.channel_id in (None, channel.id):
        if original.type in _SYSTEM:
            sentence = "Cannot reply to a system message"
            raise invalid_form({"message_reference": ("REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", sentence)})
        return Reference(channel.id, original.id, original)
    if wanted.must_exist:
        raise invalid_form({"message_reference": ("REPLIES_UNKNOWN_MESSAGE", "Unknown message")})
    return None
