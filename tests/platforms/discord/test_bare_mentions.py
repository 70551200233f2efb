"""What somebody means who only mentions the bot."""

from datetime import timedelta

import discord
import pytest

from bot.core.errors import HistoryError
from bot.core.record import Quote
from bot.platforms.discord.bare_mentions import MEANT_FOR, meant_by
from bot.platforms.discord.triggers import in_words_of, incoming
from tests.platforms.discord.models import LINUS, ME, World, user
from tests.platforms.discord.places import Said
from tests.platforms.discord.recording import RecordingConversation

EARLIER, SECOND = 10**17, 1000 << 22
# The number of a message tells when it was written.
NOW = EARLIER + 600 * SECOND


@pytest.fixture
def world():
    return World()


async def meant(world, *said, known=(), error=None, conversation=None):
    message = world.message(f"<@{ME}>", number=NOW)
    message.channel = Said(world.thread, said, error=error)
    conversation = conversation or RecordingConversation(known=known)
    found = await meant_by(message, conversation, world.me)
    return found and in_words_of(found, incoming(message, world.me), world.me)


async def test_it_is_what_they_said_last_however_much_others_have_said_since(world):
    found = await meant(
        world,
        world.message("an older one", number=NOW - 30 * SECOND),
        world.message("what is a haiku?", number=NOW - 20 * SECOND),
        world.message("no idea", by=user(LINUS, "Linus"), number=NOW - 10 * SECOND),
    )
    assert (found.text, found.author.name, found.message) == ("what is a haiku?", "Ada", NOW)


async def test_what_they_replied_to_with_it_comes_along(world):
    theirs = world.payload("the earth is flat", by=user(LINUS, "Linus"))
    found = await meant(world, world.reply("is that so?", theirs, number=NOW - SECOND))
    assert (found.text, found.quote) == ("is that so?", Quote("Linus T.", "the earth is flat", LINUS, 60))


async def test_what_was_answered_already_is_not_meant_again(world):
    said = world.message("hi", number=NOW - SECOND), world.message(f"<@{ME}> and?", number=NOW - SECOND + 1)
    assert await meant(world, *said, known={said[1].id}) is None


async def test_nothing_is_meant_where_there_are_no_words_or_they_are_long_past(world):
    assert await meant(world) is None
    assert await meant(world, world.message("hi", by=user(LINUS, "Linus"), number=NOW - SECOND)) is None
    assert await meant(world, world.message(f"<@{ME}>", number=NOW - SECOND)) is None
    longest = int(MEANT_FOR / timedelta(seconds=1)) * SECOND
    assert await meant(world, world.message("hi", number=NOW - longest - SECOND)) is None
    assert await meant(world, world.message("hi", number=NOW - longest)) is not None


async def test_where_the_record_fails_it_is_asked_all_the_same_so_that_this_is_said(world):
    class Failing(RecordingConversation):
        async def is_known(self, message):
            raise HistoryError("disk gone")

    found = await meant(world, world.message("hi", number=NOW - SECOND), conversation=Failing())
    assert found.text == "hi"


async def test_a_past_that_cannot_be_read_means_nothing(world):
    said = world.message("hi", number=NOW - SECOND)
    assert await meant(world, said, error=discord.DiscordServerError) is None
