"""What a choice or a press on the panel sets, for whom, and what the panel shows then."""

import re
from datetime import UTC, datetime

import discord
import pytest

from bot.core import notices
from bot.core.errors import BotError
from bot.core.profile import Overrides, Persona, Profile, Scope
from bot.core.profiles import Profiles
from bot.languages.sentences import sentence
from bot.platforms.discord.panel.layout import INHERIT
from bot.platforms.discord.panel.opening import panel
from bot.platforms.discord.panel.presses import TEMPLATE, item_of
from bot.stores.memory_profiles import MemoryProfiles
from tests.platforms.discord.commands.typed import wiring_of
from tests.platforms.discord.models import GENERAL, LINUS, ME, SERVER, World
from tests.platforms.discord.recording import RecordingConversation, RecordingInteraction

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
PIRATE = Persona("pirate", "A pirate", Overrides(system_prompt="Arr.", temperature=1.2))
HERE, WHOLE = Scope("channel", GENERAL), Scope("server", SERVER)
EVERYTHING = discord.Permissions.all()
MANAGES_CHANNELS = discord.Permissions(manage_channels=True)


class Used:
    """The panel, as a member of the server uses it, whose locale is German."""

    def __init__(self, *, everyone=EVERYTHING, thread=False, category=None, here=MANAGES_CHANNELS, lets=()):
        """Of whom `here` are the permissions in the channel, and `lets` who may use which command, as Discord says."""
        self.here, self.lets = here, lets
        self.world = World(everyone=everyone)
        self.world.general.category_id = category
        self.profiles = Profiles(MemoryProfiles(), defaults=Profile(system_prompt="be kind"), personas=[PIRATE])
        self.wiring = wiring_of(RecordingConversation(), profiles=self.profiles)
        self.thread = thread

    def interaction(self, **more):
        place = self.world.thread if self.thread else self.world.general
        found = RecordingInteraction(channel=place.id, created_at=NOON, locale=discord.Locale.german)
        found.guild, found.guild_id, found.channel = self.world.guild, SERVER, place
        found.user = self.world.guild.get_member(LINUS)
        found.permissions, found.client.application_id, found.client.http = self.here, ME, self
        for name, value in more.items():
            setattr(found, name, value)
        return found

    async def get_guild_application_command_permissions(self, application, server):
        assert (application, server) == (ME, SERVER)
        return self.lets

    async def use(self, custom_id, *values, view=None, interaction=None):
        """As discord.py does it: the item that has the id is made anew, of what Discord sent."""
        interaction = interaction or self.interaction()
        view = view or await panel(interaction, self.wiring)
        item = next(each for each in view.walk_children() if getattr(each, "custom_id", None) == custom_id)
        if values:
            item._refresh_state(interaction, {"values": list(values)})
        kind = item_of(self.wiring)
        await (await kind.from_custom_id(interaction, item, re.fullmatch(TEMPLATE, custom_id))).callback(interaction)
        return interaction


def shown(interaction):
    """The text of the panel that was shown."""
    [(verb, told)] = interaction.told
    assert verb == "edit message"
    return text_of(told["view"])


def text_of(view):
    return next(each for each in view.walk_children() if isinstance(each, discord.ui.TextDisplay)).content


def title(place):
    return sentence(notices.panel_title(place), "de")


def refusal(notice, locale="de"):
    return [("send", sentence(notice, locale), {"ephemeral": True})]


async def test_what_is_chosen_holds_there_and_the_panel_shows_it():
    used = Used()
    interaction = await used.use("settings:set:1:trigger", "all")
    assert await used.profiles.overrides(HERE) == Overrides(trigger="all")
    line = f"**{sentence(notices.VALUES['trigger all'], 'de')}** · {sentence(notices.panel_set_for('channel'), 'de')}"
    assert line in shown(interaction)


async def test_one_choice_leaves_the_others_and_can_be_left_to_the_wider_places():
    used = Used()
    await used.profiles.change(HERE, lambda _: Overrides(trigger="never", system_prompt="Mine."))
    await used.use("settings:set:1:opens_threads", "true")
    assert await used.profiles.overrides(HERE) == Overrides(trigger="never", system_prompt="Mine.", opens_threads=True)
    await used.use("settings:set:1:trigger", INHERIT)
    assert await used.profiles.overrides(HERE) == Overrides(system_prompt="Mine.", opens_threads=True)


async def test_a_persona_takes_the_place_of_the_places_own_prompt():
    used = Used()
    await used.profiles.change(HERE, lambda _: Overrides(system_prompt="Mine.", trigger="all"))
    await used.use("settings:set:1:persona", "pirate")
    assert await used.profiles.overrides(HERE) == Overrides(persona="pirate", trigger="all")


async def test_all_that_is_set_there_can_be_taken_back_at_once():
    used = Used()
    await used.profiles.change(HERE, lambda _: Overrides(trigger="never", temperature=1.0))
    await used.profiles.change(WHOLE, lambda _: Overrides(top_k=3))
    interaction = await used.use("settings:reset:1:")
    assert await used.profiles.overrides(HERE) == Overrides()
    assert await used.profiles.overrides(WHOLE) == Overrides(top_k=3)
    assert title("channel") in shown(interaction)


async def test_another_place_is_shown_and_set():
    used = Used()
    await used.profiles.change(WHOLE, lambda _: Overrides(top_k=3))
    interaction = await used.use("settings:place", "0")
    assert title("server") in shown(interaction)
    interaction = await used.use("settings:set:0:announce", "off", view=interaction.told[0][1]["view"])
    assert await used.profiles.overrides(WHOLE) == Overrides(top_k=3, announce="off")
    assert title("server") in shown(interaction)


async def test_it_opens_for_the_innermost_place_and_tells_what_holds_from_around_it():
    used = Used(thread=True)
    await used.profiles.change(WHOLE, lambda _: Overrides(announce="off"))
    await used.profiles.change(HERE, lambda _: Overrides(persona="pirate"))
    text = text_of(await panel(used.interaction(), used.wiring))
    assert title("thread") in text
    assert sentence(notices.panel_set_for("server"), "de") in text
    assert f"**A pirate** · {sentence(notices.panel_set_for('channel'), 'de')}" in text
    assert text.count(sentence(notices.panel_set_for("thread"), "de")) == 0


async def test_what_is_set_further_in_is_not_told_of_a_wider_place():
    used = Used()
    await used.profiles.change(HERE, lambda _: Overrides(persona="pirate"))
    assert "A pirate" in text_of(await panel(used.interaction(), used.wiring, 1))
    assert "A pirate" not in text_of(await panel(used.interaction(), used.wiring, 0))


async def test_a_place_that_is_no_more_is_the_innermost_one():
    """A panel of a thread's channel, say, whose category is gone."""
    used = Used()
    assert title("channel") in text_of(await panel(used.interaction(), used.wiring, 3))


class TestWhoMayChangeWhat:
    @pytest.mark.parametrize(
        ("everyone", "number", "is_let"),
        [
            (discord.Permissions.none(), 0, False),
            (discord.Permissions.none(), 1, False),
            (discord.Permissions.none(), 2, True),
            (MANAGES_CHANNELS, 0, False),
            (MANAGES_CHANNELS, 1, True),
            (discord.Permissions(manage_guild=True), 0, True),
            (discord.Permissions(manage_guild=True), 1, False),
        ],
    )
    async def test_beyond_the_channel_it_takes_permissions_for_the_whole_server(self, everyone, number, is_let):
        used = Used(everyone=everyone, category=5)
        scope = (WHOLE, Scope("category", 5), HERE)[number]
        interaction = await used.use(
            f"settings:set:{number}:announce", "off", view=await panel_of(used.profiles, number)
        )
        assert await used.profiles.overrides(scope) == Overrides(announce="off" if is_let else None)
        if not is_let:
            assert interaction.told == refusal(notices.NOT_YOURS_TO_SET)

    async def test_somebody_of_whom_discord_tells_no_permissions_has_none(self):
        used = Used()
        stranger = used.interaction(user=RecordingInteraction().user)
        interaction = await used.use("settings:place", "0", interaction=stranger)
        assert interaction.told == refusal(notices.NOT_YOURS_TO_SET)

    async def test_a_direct_message_is_everybodys_own(self):
        used = Used()
        direct = used.interaction(guild=None, guild_id=None, channel=used.world.dm, channel_id=40)
        direct.user = RecordingInteraction().user
        interaction = await used.use("settings:set:0:thinking", "on", interaction=direct)
        assert await used.profiles.overrides(Scope("channel", 40)) == Overrides(thinking="on")
        assert title("direct") in shown(interaction)


class TestWhoHasLostTheCommand:
    """The panel stays open, and a form, whatever becomes of whoever opened them."""

    NONE = discord.Permissions.none()

    async def test_nothing_can_be_chosen_pressed_or_sent_in_any_more(self):
        used = Used()
        view = await panel(used.interaction(), used.wiring)
        form = (await used.use("settings:form:1:")).told[0][1]
        await used.profiles.change(HERE, lambda _: Overrides(top_k=3))
        used.here = self.NONE
        for custom_id, values in (
            ("settings:set:1:trigger", ["all"]),
            ("settings:place", ["0"]),
            ("settings:form:1:", []),
            ("settings:reset:1:", []),
        ):
            interaction = await used.use(custom_id, *values, view=view)
            assert interaction.told == refusal(notices.COMMAND_WITHDRAWN)
        form.numbers["temperature"]._refresh_state(None, {"value": "1"})
        interaction = used.interaction()
        await form.on_submit(interaction)
        assert interaction.told == refusal(notices.COMMAND_WITHDRAWN)
        assert await used.profiles.overrides(HERE) == Overrides(top_k=3)

    async def test_whom_administrators_gave_it_has_it_until_they_take_it_back(self):
        used = Used(here=self.NONE)
        used.wiring.mentions.learn([{"name": "settings", "id": "77"}])
        given = [{"id": str(LINUS), "type": 2, "permission": True}]
        used.lets = [{"id": "77", "permissions": given}]
        await used.use("settings:set:1:trigger", "all")
        used.here, used.lets = MANAGES_CHANNELS, [{"id": "77", "permissions": [given[0] | {"permission": False}]}]
        interaction = await used.use("settings:set:1:trigger", "never")
        assert interaction.told == refusal(notices.COMMAND_WITHDRAWN)
        assert await used.profiles.overrides(HERE) == Overrides(trigger="all")

    async def test_what_is_said_of_all_commands_gives_nobody_one_that_takes_more(self):
        used = Used(here=self.NONE)
        used.lets = [{"id": str(ME), "permissions": [{"id": str(SERVER), "type": 1, "permission": True}]}]
        interaction = await used.use("settings:set:1:trigger", "all")
        assert interaction.told == refusal(notices.COMMAND_WITHDRAWN)
        used.here = MANAGES_CHANNELS
        used.lets[0]["permissions"][0]["permission"] = False
        interaction = await used.use("settings:set:1:trigger", "all")
        assert interaction.told == refusal(notices.COMMAND_WITHDRAWN)

    async def test_an_administrator_always_has_it(self):
        used = Used(here=discord.Permissions(administrator=True), lets=None)
        await used.use("settings:set:1:trigger", "all")
        assert await used.profiles.overrides(HERE) == Overrides(trigger="all")


async def panel_of(profiles, number):
    """The panel of somebody who may see to all of the places."""
    used = Used(category=5)
    used.profiles = profiles
    return await panel(used.interaction(), wiring_of(RecordingConversation(), profiles=profiles), number)


async def test_a_failure_that_nobody_foresaw_is_a_sentence_too():
    used = Used()
    view = await panel(used.interaction(), used.wiring)
    interaction = await used.use("settings:set:1:trigger", "all", view=view, interaction=used.interaction(user=None))
    assert interaction.told == refusal(BotError.notice)


class TestNumbers:
    async def form(self, used):
        interaction = await used.use("settings:form:1:")
        [(verb, form, _)] = interaction.told
        assert verb == "modal"
        return form

    async def submit(self, used, **written):
        form = await self.form(used)
        for name, text in written.items():
            form.numbers[name]._refresh_state(None, {"value": text})
        interaction = used.interaction()
        await form.on_submit(interaction)
        return interaction

    async def test_the_form_shows_what_is_set_and_what_can_be(self):
        used = Used()
        await used.profiles.change(HERE, lambda _: Overrides(temperature=0.7, top_k=40))
        form = await self.form(used)
        assert form.title == sentence(notices.PANEL_NUMBERS, "de")
        fields = {field.custom_id: field for field in form.numbers.values()}
        assert {name: field.default for name, field in fields.items()} == {
            "max_new_tokens": None,
            "temperature": "0.7",
            "top_p": None,
            "top_k": "40",
            "repetition_penalty": None,
        }
        assert fields["top_p"].placeholder == "0 < … ≤ 1"
        assert fields["temperature"].placeholder == "0 ≤ … ≤ 2"
        assert {(field.required, field.max_length) for field in fields.values()} == {(False, 20)}
        labels = [child.text for child in form.children]
        assert labels == [sentence(notices.FIELDS[name], "de") for name in fields]
        assert [child.component for child in form.children] == list(fields.values())

    async def test_what_is_written_is_set_and_what_is_left_empty_inherited(self):
        used = Used()
        await used.profiles.change(HERE, lambda _: Overrides(top_k=40, trigger="all"))
        interaction = await self.submit(used, temperature=" 0,7 ", top_k=" ", max_new_tokens="100")
        assert await used.profiles.overrides(HERE) == Overrides(temperature=0.7, max_new_tokens=100, trigger="all")
        assert "**0.7**" in shown(interaction)
        assert title("channel") in shown(interaction)

    async def test_what_is_no_number_is_named_with_what_can_be(self):
        used = Used()
        interaction = await self.submit(used, temperature="hot", top_k="1.5", top_p="0.5")
        named = ", ".join(
            f"{sentence(notices.FIELDS[name], 'de')} ({bounds})"
            for name, bounds in (("temperature", "0 ≤ … ≤ 2"), ("top_k", "0 ≤ … ≤ 9999999"))
        )
        assert interaction.told == refusal(notices.out_of_bounds(named))
        assert await used.profiles.overrides(HERE) == Overrides()

    async def test_so_is_what_nothing_can_be(self):
        used = Used()
        interaction = await self.submit(used, top_p="7")
        named = f"{sentence(notices.FIELDS['top_p'], 'de')} (0 < … ≤ 1)"
        assert interaction.told == refusal(notices.out_of_bounds(named))

    async def test_a_failure_that_nobody_foresaw_is_a_sentence_too(self):
        used = Used()
        form = await self.form(used)
        interaction = used.interaction(user=None)
        await form.on_submit(interaction)
        assert interaction.told == refusal(BotError.notice)
