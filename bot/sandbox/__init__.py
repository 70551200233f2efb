"""A loopback Discord: its REST API, its gateway and a page to talk in. Imports no other part of the bot.

    async with Sandbox(limits=Limits(posts=Window(5, 1.0))) as sandbox:   # or: await sandbox.start(port=0) ... close()
        discord.http.Route.BASE = sandbox.api_url                         # "http://127.0.0.1:PORT/api/v10"
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sandbox.gateway_url)     # "ws://127.0.0.1:PORT/"
        await client.start(sandbox.bot_token)

`Sandbox(limits=Limits(), privileged_intents=Intent..., bot_name=, bot_token=, guild_name=, about=)`; a port in use
raises OSError at start. `sandbox.url` is the page. Times in the journal are `asyncio.get_running_loop().time()`.

Time
    sandbox.clock.advance(15 * 60)       windows, tokens, deadlines, nonces and sessions are that much older, at once

Who and what there is (ids are ints, attributes are called what Discord calls them)
    sandbox.bot, sandbox.guild, sandbox.general, sandbox.code, sandbox.random     User, Guild, Channel
    sandbox.ada, sandbox.grace, sandbox.linus, sandbox.people                     Person; a person's User is `.user`
                                                                                  owner, moderator, member of the guild
    sandbox.moderators                                                            Role
    sandbox.mention                                                               "<@id of the bot>"
    sandbox.add_person(name, locale="de", roles=()), add_guild(name, members=(), with_bot=True)
    sandbox.add_channel(name, guild=None, category=None), add_category(name), move_channel(channel, category)
    sandbox.add_role(name, ada, permissions=Permission...), give_role(role, ada), take_role(role, ada)
    sandbox.add_sticker(name)                                                     -> Sticker
    sandbox.add_group(name, ada, linus), install_for(ada)                         a group DM; a bot of one's own
    sandbox.ada.user.locale = "de"; sandbox.speak("de", guild=None)               languages of people and of guilds
    sandbox.remove_bot_from(guild), return_bot_to(guild)                          kicked, invited again
    sandbox.outage(guild), outage_over(guild)                                     unavailable for a while
    sandbox.delete_channel(channel)
    sandbox.permit(channel, user, deny=Permission.SEND_MESSAGES), permit(channel, user)   withdrawn, given back
    sandbox.permit_command("settings", linus, allowed=True)     a role or a channel, too: who may use a command

What people do (plain calls that raise `Refusal`; when they return, the change is made and its events are on their way)
    ada.say(channel, "text", reply_to=message, ping=True) -> Message     ada.dm("text") -> Message     ada.dm_channel
    ada.say(channel, "see", files={"notes.txt": b"..."}, stickers=[sticker], poll={...}, embeds=[{...}]) -> Message
    ada.forward(message, channel) -> Message
    ada.edit(message, "text"), ada.delete(*messages), ada.react(message, "👍"), ada.typing(channel)
    ada.thread(channel, "name", message=None, private=False) -> Channel     ada.invite(thread, linus.user)
    ada.command(channel, "ask", prompt="hello") -> Interaction       slash command; a User or Channel can be an option
    ada.command(channel, "system set", text="be kind"), ada.command(channel, "read", file=b"...")
    ada.message_command(message, "Explain") -> Interaction           context menu of a message
    ada.user_command(channel, linus.user, "Greet") -> Interaction    context menu of a person
    ada.autocomplete(channel, "persona", name="ca") -> Interaction   the last option is being typed
    ada.click(message, "custom_id", values=()) -> Interaction        button or select
    ada.fill_in(interaction, text="...") -> Interaction              the form that was shown (interaction.modal)
                                                                     texts, values, lists of them, {name: bytes}

What happened
    sandbox.messages(channel, by=None) -> list[Message]              oldest first, ephemeral ones not among them
    message.content, .author, .flags, .type, .mentions, .reference, .loading, .deleted, ...   as the message is now
    interaction.answered, .failed, .response: Message | None, .followups: list[Message], .choices, .modal
    sandbox.journal.requests         Request: .method .path .status .started .finished .body .answer .headers .by
    sandbox.journal.revisions        Revision: .kind ("create", "edit", "delete") .message .content .flags .time
    sandbox.journal.typings          Typing: .channel .user .time
    sandbox.journal.presences        Presence: .user .status .activities .time
    sandbox.journal.connections      "identify", "resume", "invalid session", "lost", "goodbye", "close 4004", ...
    await sandbox.until(lambda: ..., timeout=60.0)   the first true value, asked again whenever something happens in the
                                                     sandbox: so ask about it, and not about a client's own state

What goes wrong, on demand
    sandbox.drop_gateway()    the bot's connections end without a closing handshake: discord.py must RESUME
    sandbox.drop_gateway(4004)    ... or with one, and this code
    sandbox.numb_gateway()    ... or stay open, and nothing is said there any more
    sandbox.misdirect("MESSAGE_CREATE", "lost")   the next such event is lost, "doubled" or "late", behind the next one
    sandbox.reconnect()       op 7            sandbox.invalidate(resumable=False)   op 9
    sandbox.faults.next("PATCH", "/channels/*/messages/*", times=2, status=500)   answers instead of the API
    sandbox.faults.lasting("POST", "/channels/*/messages", seconds=16, reset=True)    or for a while; both take ...
    ... status=, scope=, via=, body=, headers=, reset=, silent=, applied=, delay=: see bot/sandbox/faults.py
"""

from bot.sandbox.clock import Clock
from bot.sandbox.errors import Refusal
from bot.sandbox.faults import Faults
from bot.sandbox.gateway.intents import Intent
from bot.sandbox.journal import Journal
from bot.sandbox.limits import Limits, Window
from bot.sandbox.people import Person
from bot.sandbox.server import Sandbox
from bot.sandbox.state.models import Channel, Guild, Message, Role, User
from bot.sandbox.state.parts import Attachment, Sticker
from bot.sandbox.state.permissions import Permission
from bot.sandbox.verbs.invocations import Interaction

__all__ = [
    "Attachment",
    "Channel",
    "Clock",
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
    "Role",
    "Sandbox",
    "Sticker",
    "User",
    "Window",
]
