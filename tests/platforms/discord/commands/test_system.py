"""/system show, set and clear, and the form in which instructions are written."""

from datetime import UTC, datetime

import discord
import pytest

from bot.core import notices
from bot.core.errors import HistoryError
from bot.core.profile import Overrides, Persona, Profile, Scope
from bot.core.profiles import Profiles
from bot.languages.sentences import sentence
from bot.platforms.discord.commands.system import LONGEST
from bot.stores.memory_profiles import MemoryProfiles
from tests.platforms.discord.commands.typed import DEFERRED, tree_of
from tests.platforms.discord.models import GENERAL, LINUS, ME, SERVER, World
from tests.platforms.discord.recording import RecordingConversation, RecordingInteraction

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
PIRATE = Persona("pirate", "A pirate", Overrides(system_prompt="Arr."))
HERE, WHOLE = Scope("channel", GENERAL), Scope("server", SERVER)


class Server:
    """A member of it types the commands, in German, whose permissions in the channel are `here`."""

    def __init__(self, *, everyone=discord.Permissions.none(), store=None):  # noqa: B008 - no test changes it
        self.here = discord.Permissions(manage_channels=True)
        self.world = World(everyone=everyone)
        self.profiles = Profiles(
            store or MemoryProfiles(), defaults=Profile(system_prompt="be kind"), personas=[PIRATE]
        )

    def interaction(self, **more):
        found = RecordingInteraction(channel=GENERAL, created_at=NOON, locale=discord.Locale.german)
        found.guild, found.guild_id, found.channel = self.world.guild, SERVER, self.world.general
        found.user = self.world.guild.get_member(LINUS)
        found.permissions, found.client.application_id, found.client.http = self.here, ME, self
        for name, value in more.items():
            setattr(found, name, value)
        return found

    async def get_guild_application_command_permissions(self, application, server):
        return []

    async def type(self, name, interaction=None, **given):
        interaction = interaction or self.interaction()
        group = tree_of(RecordingConversation(), profiles=self.profiles).get_command("system")
        await group.get_command(name).callback(interaction, **given)
        return interaction

    async def form(self, interaction=None, **given):
        [(verb, form, _)] = (await self.type("set", interaction, **given)).told
        assert verb == "modal"
        return form

    async def send_in(self, form, text):
        form.children[0].component._refresh_state(None, {"value": text})
        interaction = self.interaction()
        await form.on_submit(interaction)
        return interaction


def told(notice):
    return [DEFERRED, ("edit", {"content": sentence(notice, "de")})]


@pytest.mark.parametrize(
    ("scope", "set_there", "source", "prompt"),
    [
        (HERE, Overrides(), notices.PROMPT_DEFAULT, "be kind"),
        (HERE, Overrides(system_prompt="Kürzer!"), notices.prompt_own("channel"), "Kürzer!"),
        (WHOLE, Overrides(persona="pirate"), notices.prompt_persona("server", "A pirate"), "Arr."),
    ],
)
async def test_what_holds_is_shown_as_a_file_and_whose_it_is(scope, set_there, source, prompt):
    server = Server()
    await server.profiles.change(scope, lambda _: set_there)
    deferred, (verb, shown) = (await server.type("show")).told
    assert (deferred, verb, shown["content"]) == (DEFERRED, "edit", sentence(source, "de"))
    assert [(file.filename, file.fp.read().decode()) for file in shown["attachments"]] == [("instructions.md", prompt)]


async def test_the_form_holds_what_there_is():
    server = Server()
    await server.profiles.change(WHOLE, lambda _: Overrides(system_prompt="Server."))
    form = await server.form()
    [label] = form.children
    assert (form.title, label.text) == (
        sentence(notices.PROMPT_TITLE, "de"),
        sentence(notices.PROMPT_LABEL, "de"),
    )
    field = label.component
    assert (field.default, field.max_length, field.style) == ("Server.", LONGEST, discord.TextStyle.paragraph)
    assert (field.custom_id, field.required) == ("prompt", True)


@pytest.mark.parametrize(("length", "is_shown"), [(LONGEST, True), (LONGEST + 1, False)])
async def test_what_is_longer_than_a_form_takes_is_written_anew(length, is_shown):
    server = Server()
    await server.profiles.change(HERE, lambda _: Overrides(system_prompt="x" * length))
    assert (await server.form()).children[0].component.default == ("x" * length if is_shown else None)


async def test_what_is_written_holds_in_the_channel():
    server = Server()
    await server.profiles.change(HERE, lambda _: Overrides(trigger="all"))
    interaction = await server.send_in(await server.form(), "  Be brief. \n")
    assert interaction.told == told(notices.PROMPT_SET)
    assert await server.profiles.overrides(HERE) == Overrides(trigger="all", system_prompt="Be brief.")


async def test_what_cannot_hold_is_told_and_changes_nothing():
    server = Server()
    interaction = await server.send_in(await server.form(), "   ")
    assert [verb for verb, *_ in interaction.told] == ["defer", "follow up"]
    assert await server.profiles.overrides(HERE) == Overrides()


async def test_clearing_leaves_all_else_that_is_set():
    server = Server()
    await server.profiles.change(HERE, lambda _: Overrides(trigger="all", system_prompt="Be brief."))
    assert (await server.type("clear")).told == told(notices.PROMPT_CLEARED)
    assert await server.profiles.overrides(HERE) == Overrides(trigger="all")


class TestTheWholeServer:
    async def test_is_for_who_manages_it(self):
        server = Server(everyone=discord.Permissions(manage_guild=True))
        await server.profiles.change(HERE, lambda _: Overrides(system_prompt="Channel."))
        form = await server.form(everywhere=True)
        assert form.children[0].component.default == "be kind"
        await server.send_in(form, "Server.")
        assert (await server.profiles.overrides(WHOLE)).system_prompt == "Server."
        assert (await server.profiles.overrides(HERE)).system_prompt == "Channel."
        await server.type("clear", everywhere=True)
        assert await server.profiles.overrides(WHOLE) == Overrides()
        assert (await server.profiles.overrides(HERE)).system_prompt == "Channel."

    @pytest.mark.parametrize("name", ["set", "clear"])
    @pytest.mark.parametrize("is_known", [True, False])
    async def test_is_nobody_elses(self, name, is_known):
        server = Server(everyone=discord.Permissions(manage_channels=True))
        interaction = server.interaction()
        if not is_known:
            interaction.user = RecordingInteraction().user
        with pytest.raises(Exception, match="not-for-server"):
            await server.type(name, interaction, everywhere=True)

    async def test_is_the_conversation_in_a_direct_message(self):
        server = Server()
        direct = server.interaction(guild=None, guild_id=None, channel=server.world.dm, channel_id=40)
        await server.send_in(await server.form(direct, everywhere=True), "Mine.")
        assert (await server.profiles.overrides(Scope("channel", 40))).system_prompt == "Mine."


async def test_who_has_lost_the_command_since_the_form_was_opened_sets_nothing():
    server = Server()
    form = await server.form()
    server.here = discord.Permissions.none()
    interaction = await server.send_in(form, "Be brief.")
    assert interaction.told[1:] == [("follow up", sentence(notices.COMMAND_WITHDRAWN, "de"), {"ephemeral": True})]
    assert await server.profiles.overrides(HERE) == Overrides()


async def test_a_store_that_fails_is_told_to_whoever_sent_it_in():
    class Broken(MemoryProfiles):
        async def change(self, scope, change, /):
            raise HistoryError("disk gone")

    server = Server(store=Broken())
    interaction = await server.send_in(await server.form(), "Be brief.")
    assert interaction.told[1:] == [("follow up", sentence(HistoryError.notice, "de"), {"ephemeral": True})]
