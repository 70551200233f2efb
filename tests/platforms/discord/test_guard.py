"""Who is let in, of those who speak, type and press on Discord."""

from types import SimpleNamespace

import aiohttp
import discord
import pytest
from discord import ui

from bot.core import notices
from bot.core.access import Entry, Listed, Rules
from bot.core.admission import Admission
from bot.core.errors import HistoryError
from bot.languages.sentences import sentence
from bot.platforms.discord.guard import Guard, Guarded, author_of, scene
from bot.platforms.discord.presses import button_under
from bot.stores.memory_access import MemoryAccess
from tests.conftest import english
from tests.platforms.discord.commands.typed import tree_of
from tests.platforms.discord.fakes import refusal
from tests.platforms.discord.models import ADA, GENERAL, LINUS, MEMBER, OTHER_ROLE, SERVER, THREAD, World, user
from tests.platforms.discord.recording import RecordingInteraction

NOBODY = Rules(denied=Listed(users=frozenset({ADA, 2})))


class Torn(MemoryAccess):
    async def entries(self, server):
        raise HistoryError("disk gone")


def guard(rules=NOBODY, book=None):
    return Guard(Admission(rules, book or MemoryAccess()), sentence)


def acting(*, rules=NOBODY, data=None, type=discord.InteractionType.component, **more):
    there = {"client": SimpleNamespace(guard=guard(rules)), "data": data or {"custom_id": "x"}, "type": type}
    return RecordingInteraction(**there | more)


@pytest.fixture
def world():
    return World()


def test_a_message_says_who_wrote_it_and_with_which_roles_and_in_all_of_which_places(world):
    message = world.message("hi", channel=world.thread, member=MEMBER | {"roles": [str(OTHER_ROLE), "77"]})
    seen = scene(message.author, message.channel, SERVER)
    assert (seen.user, seen.server) == (ADA, SERVER)
    assert seen.roles == {OTHER_ROLE, 77, SERVER}
    assert seen.channels == {THREAD, GENERAL}


def test_the_category_counts_for_its_channels_and_their_threads(world):
    world.general.category_id = 5
    assert scene(world.guild.me, world.general, SERVER).channels == {GENERAL, 5}
    assert scene(world.guild.me, world.thread, SERVER).channels == {THREAD, GENERAL, 5}


def test_a_thread_whose_channel_is_not_known_belongs_to_that_channel_alone(world):
    world.guild._remove_channel(world.general)
    assert scene(world.guild.me, world.thread, SERVER).channels == {THREAD, GENERAL}


def test_in_private_nobody_has_roles(world):
    message = world.message("hi", channel=world.dm)
    assert scene(message.author, message.channel, None).roles == frozenset()
    assert scene(world.guild.me, message.channel, None).roles == frozenset()


async def test_who_is_kept_out_is_not_let_speak_and_others_are(world):
    assert not await guard().lets_speak(world.message("hi"))
    assert await guard().lets_speak(world.message("hi", by=user(LINUS, "Linus")))
    assert not await guard().lets_speak(world.message("hi", channel=world.dm))


async def test_while_nobody_can_look_up_who_is_let_in_nobody_is(world):
    assert not await guard(Rules(), Torn()).lets_speak(world.message("hi"))
    assert await guard(Rules(), Torn()).lets_speak(world.message("hi", channel=world.dm))


async def test_the_roles_of_who_wrote_an_old_message_are_asked_for(world):
    asked = []

    async def fetch_member(number):
        asked.append(number)
        return world.guild.me

    message = SimpleNamespace(guild=SimpleNamespace(fetch_member=fetch_member), author=SimpleNamespace(id=ADA))
    assert await author_of(message) is world.guild.me
    assert asked == [ADA]


@pytest.mark.parametrize(
    ("failure", "is_let_in"), [(refusal(404, 10007), True), (refusal(500), False), (aiohttp.ClientOSError(), False)]
)
async def test_who_has_left_has_no_roles_and_who_cannot_be_asked_about_is_not_let_in(world, failure, is_let_in):
    async def fetch_member(number):
        raise failure

    away = SimpleNamespace(id=SERVER, fetch_member=fetch_member)
    message = SimpleNamespace(guild=away, author=SimpleNamespace(id=ADA), channel=world.general)
    assert await guard(Rules()).lets_speak(message) is is_let_in


async def test_who_is_kept_out_is_told_so_in_private():
    interaction = acting()
    assert not await Guarded().interaction_check(interaction)
    assert interaction.told == [("send", english(notices.DENIED), {"ephemeral": True})]


async def test_who_is_let_in_is_told_nothing():
    interaction = acting(rules=Rules())
    assert await Guarded().interaction_check(interaction)
    assert interaction.told == []


async def test_while_nobody_can_look_up_who_is_let_in_whoever_acts_is_told_that():
    interaction = acting(client=SimpleNamespace(guard=guard(Rules(), Torn())), guild_id=SERVER)
    assert not await Guarded().interaction_check(interaction)
    assert interaction.told == [("send", english(HistoryError.notice), {"ephemeral": True})]


async def test_a_completion_is_refused_by_offering_nothing():
    offered = []

    async def autocomplete(choices):
        offered.append(choices)

    interaction = acting(type=discord.InteractionType.autocomplete)
    interaction.response.autocomplete = autocomplete
    assert not await Guarded().interaction_check(interaction)
    assert offered == [[]]


async def test_who_cannot_be_told_is_kept_out_all_the_same():
    assert not await Guarded().interaction_check(acting(failure=refusal(404, 10062)))


async def test_what_is_somebodys_own_is_never_kept_from_them():
    class Mine(Guarded):
        is_own_data = True

    assert await Mine().interaction_check(acting())
    for name in ("forget-me", "history"):
        assert await tree_of(None).interaction_check(acting(data={"name": name}))


async def test_an_administrator_can_always_administer_within_what_the_operator_wants():
    admission = Admission(Rules(), MemoryAccess())
    await admission.enter(SERVER, Entry("user", 2, "deny"))
    client = SimpleNamespace(guard=Guard(admission, sentence))
    for name, is_let_in in (("access", True), ("ask", False)):
        interaction = acting(client=client, data={"name": name}, guild_id=SERVER)
        assert await tree_of(None).interaction_check(interaction) is is_let_in
    assert not await tree_of(None).interaction_check(acting(data={"name": "access"}, guild_id=SERVER))


def test_whatever_can_be_pressed_or_sent_in_asks_who_is_let_in_first():
    import bot.platforms.discord.client  # noqa: F401 - all that there is, is imported by it

    press = button_under(None, None, sentence)
    found = [
        kind
        for base in (ui.View, ui.LayoutView, ui.Modal, ui.DynamicItem)
        for kind in _below(base)
        if kind.__module__.startswith("bot.")
    ]
    assert press in found
    assert [kind for kind in found if kind.interaction_check is not Guarded.interaction_check] == []


def _below(kind):
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
