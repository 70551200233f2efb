"""A loopback Discord: its REST API, its gateway and a page to talk in. Imports no other part of the bot.

    async with Sandbox(limits=Limits(posts=Window(5, 1.0))) as sandbox:   # or: await sandbox.start(port=0) ... close()
        discord.http.Route.BASE = sandbox.api_url                         # "http://127.0.0.1:PORT/api/v10"
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sandbox.gateway_url)     # "ws://127.0.0.1:PORT/"
        await client.start(sandbox.bot_token)

Who and what there is (`world.py`; ids are ints, names are what Discord calls them)
    sandbox.bot, sandbox.guild, sandbox.general, sandbox.code, sandbox.random     User, Guild, Channel
    sandbox.ada, sandbox.linus, sandbox.people                                    Person
    sandbox.add_person(name), add_channel(name), add_guild(name), remove_bot_from(guild), delete_channel(channel)

What people do (plain calls: the change has been made and its events are on their way when they return)
    ada.say(channel, "text", reply_to=message) -> Message     ada.dm("text") -> Message     ada.dm_channel -> Channel
    ada.edit(message, "text"), ada.delete(message), ada.react(message, "👍"), ada.typing(channel)
    ada.thread(channel, "name", message=None) -> Channel
    ada.command(channel, "ask", prompt="hello") -> Interaction       slash command, by its name
    ada.message_command(message, "Explain this") -> Interaction      context menu of a message
    ada.autocomplete(channel, "persona", name="ca") -> Interaction
    ada.click(message, "custom_id", values=()) -> Interaction        button or select
    sandbox.mention -> "<@id of the bot>"

What happened
    sandbox.messages(channel, by=None) -> list[Message]              oldest first, ephemeral ones not among them
    message.content, .author, .flags, .type, .channel, .mentions, .deleted      change as the message is edited
    interaction.answered: bool, .failed: bool, .response: Message | None, .followups: list[Message], .choices
    sandbox.journal.requests: list[Request]          .method .path .status .started .finished .body .answer .headers .by
    sandbox.journal.revisions: list[Revision]    .message .content .flags .time .kind ("create" | "edit" | "delete")
    sandbox.journal.typings: list[Typing]        .channel .user .time
    sandbox.journal.presences: list[Presence]    .user .status .activities .time
    sandbox.journal.connections: list[str]       "identify", "resume", "invalid session", "close 4004", ...
    await sandbox.until(lambda: ..., timeout=5.0)   waits (no polling) until the predicate is true and returns its value
Times are `asyncio.get_running_loop().time()`.

What goes wrong, on demand
    sandbox.drop_gateway()    the bot's connections end without a closing handshake: discord.py must RESUME
    sandbox.reconnect()       op 7            sandbox.invalidate(resumable=False)   op 9
    sandbox.faults.next("PATCH", "/channels/*/messages/*", times=2, status=500)   answers instead of the API
    sandbox.faults.next("POST", "/channels/*/messages", delay=0.5)                slow, then handled as ever
    sandbox.faults.next("PATCH", ..., reset=True)                                 the connection is torn
    ... applied=True: the request takes effect although its answer says otherwise; headers=, body= (dict or str)
`Sandbox(privileged_intents=..., bot_name=..., bot_token=..., limits=...)`. A port in use raises OSError at start.
"""

from bot.sandbox.errors import Refusal
from bot.sandbox.faults import Faults
from bot.sandbox.gateway.intents import Intent
from bot.sandbox.journal import Journal
from bot.sandbox.limits import Limits, Window
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from bot.sandbox.state.models import Channel, Guild, Message, User
from bot.sandbox.state.permissions import Permission
from bot.sandbox.verbs.invocations import Interaction

__all__ = [
    "Channel",
    "Faults",
    "Guild",
    "Intent",
    "Interaction",
    "Journal",
    "Limits",
    "Message",
    "Permission",
    "Person",
    "Refusal",
    "Sandbox",
    "User",
    "Window",
]
