"""What Discord tells of languages, and what is remembered of it."""

from types import SimpleNamespace

import discord
import pytest

from bot.platforms.discord import locales, triggers
from tests.platforms.discord.models import ME, World
from tests.platforms.discord.recording import RecordingInteraction

GERMAN, JAPANESE = discord.Locale.german, discord.Locale.japanese


async def test_a_message_on_a_server_is_spoken_to_in_the_servers_language():
    world = World()
    world.guild.preferred_locale = GERMAN
    assert triggers.incoming(world.message(f"<@{ME}> hi"), world.me).language == "de"
    world.guild.preferred_locale = JAPANESE
    assert triggers.incoming(world.message(f"<@{ME}> hi"), world.me).language == "ja"


async def test_of_a_direct_message_discord_tells_no_language():
    world = World()
    assert triggers.incoming(world.message("hi", channel=world.dm), world.me).language is None


@pytest.mark.parametrize(("guild_locale", "public"), [(GERMAN, "de"), (None, "ja")])
def test_what_all_see_is_in_the_servers_language_and_in_private_in_the_persons(guild_locale, public):
    interaction = RecordingInteraction(locale=JAPANESE, guild_locale=guild_locale)
    assert locales.of_what_all_see(interaction) == public
    assert locales.of_person(interaction) == "ja"


def test_a_locale_that_discord_has_added_since_is_its_tag():
    unknown = SimpleNamespace(value="eo", name="unknown_eo")
    assert locales.of_person(RecordingInteraction(locale=unknown)) == "eo"


def test_of_all_who_were_heard_those_who_were_so_last_are_remembered():
    heard = locales.Heard(most=2)
    for person, locale in ((1, GERMAN), (2, GERMAN), (1, JAPANESE), (3, GERMAN)):
        heard.note(RecordingInteraction(user=person, locale=locale))
    assert [heard.of(person) for person in (1, 2, 3, 4)] == ["ja", None, "de", None]
