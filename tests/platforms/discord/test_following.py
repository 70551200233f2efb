"""What the conversation is told of edits and deletions."""

import pytest

from bot.core.access import Listed, Rules
from bot.core.admission import Admission
from bot.core.errors import HistoryError
from bot.core.profile import Profile
from bot.core.profiles import Profiles
from bot.languages.sentences import sentence
from bot.platforms.discord import triggers
from bot.platforms.discord.following import Following
from bot.platforms.discord.guard import Guard
from bot.platforms.discord.hearing import Hearing
from bot.stores.memory_access import MemoryAccess
from bot.stores.memory_profiles import MemoryProfiles
from tests.platforms.discord.models import ADA, GENERAL, ME, SENT, World, user
from tests.platforms.discord.recording import RecordingConversation

READ = Hearing(Profiles(MemoryProfiles(), defaults=Profile(system_prompt=""))).read
TAKE_UP = object()


def guard(**rules):
    return Guard(Admission(Rules(**rules), MemoryAccess()), sentence)


@pytest.fixture
def world():
    return World()


@pytest.fixture
def conversation():
    return RecordingConversation()


@pytest.fixture
def answered():
    """The messages that were given to be answered."""
    return []


@pytest.fixture
def following(conversation, answered):
    return Following(conversation, TAKE_UP, guard(), read=READ, answer=answered.append)


async def test_an_edit_is_told_as_the_message_reads_now(world, conversation, following):
    message = world.message(f"<@{ME}> new text", edited_timestamp=SENT)
    await following.edited(message, world.me)
    assert conversation.asked == [("revise", triggers.incoming(message, world.me), TAKE_UP, ("answers", True))]
    assert conversation.asked[0][1].text == "new text"


async def test_the_edit_of_somebody_who_is_kept_out_corrects_the_record_and_is_not_answered(world, conversation):
    following = Following(conversation, TAKE_UP, guard(denied=Listed(users=frozenset({ADA}))), read=READ, answer=print)
    message = world.message("new text", edited_timestamp=SENT)
    await following.edited(message, world.me)
    assert conversation.asked == [("revise", triggers.incoming(message, world.me), TAKE_UP, ("answers", False))]


async def test_a_link_that_discord_shows_more_of_is_no_edit(world, conversation, following):
    await following.edited(world.message("https://a.example"), world.me)
    assert conversation.asked == []


async def test_the_edits_of_bots_are_their_own_affair(world, conversation, following):
    for number in (ME, 9):
        message = world.message("text", by=user(number, "a bot", bot=True), edited_timestamp=SENT)
        await following.edited(message, world.me)
    assert conversation.asked == []


@pytest.mark.parametrize("before", ["what is a haiku?", f"<@{ME}>"])
async def test_a_message_that_asks_the_bot_only_since_it_was_edited_is_answered(
    world, conversation, following, answered, before
):
    message = world.message(f"<@{ME}> what is a haiku?", edited_timestamp=SENT)
    await following.edited(message, world.me, before=world.message(before))
    assert answered == [message]
    assert conversation.asked == []


@pytest.mark.parametrize("before", [None, f"<@{ME}> waht"])
async def test_a_message_that_may_have_asked_the_bot_before_is_followed(
    world, conversation, following, answered, before
):
    message = world.message(f"<@{ME}> what", edited_timestamp=SENT)
    await following.edited(message, world.me, before=before and world.message(before))
    assert answered == []
    assert [verb for verb, *_ in conversation.asked] == ["revise"]


async def test_words_beside_what_was_asked_without_any_are_followed(world, conversation, following, answered):
    message = world.message(f"<@{ME}> what is that?", edited_timestamp=SENT)
    conversation.known.add(message.id)
    await following.edited(message, world.me, before=world.message(f"<@{ME}>"))
    assert answered == []
    assert [verb for verb, *_ in conversation.asked] == ["revise"]


@pytest.mark.parametrize("after", ["what", f"<@{ME}>"])
async def test_a_message_that_asks_nothing_after_its_edit_is_not_answered(world, following, answered, after):
    message = world.message(after, edited_timestamp=SENT)
    await following.edited(message, world.me, before=world.message("waht"))
    assert answered == []


async def test_deletions_are_told_all_at_once(conversation, following):
    await following.deleted([5, 6], 7)
    await following.vanished(7)
    await following.left(8)
    assert conversation.asked == [("withdraw", [5, 6], TAKE_UP), ("vanish", 7), ("leave", 8)]


async def test_a_record_that_fails_is_logged_and_raises_nothing(world, caplog):
    following = Following(RecordingConversation(HistoryError("disk gone")), TAKE_UP, guard(), read=READ, answer=print)
    await following.edited(world.message("text", edited_timestamp=SENT), world.me)
    await following.deleted([5], 7)
    await following.vanished(7)
    await following.left(8)
    assert [record.getMessage().removesuffix(": disk gone") for record in caplog.records] == [
        f"an edit in {GENERAL} could not be followed",
        "a deletion in 7 could not be followed",
        "a channel's deletion in 7 could not be followed",
        "the leaving of a server in 8 could not be followed",
    ]


async def test_a_mistake_of_ours_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        await Following(RecordingConversation(ZeroDivisionError()), TAKE_UP, guard(), read=READ, answer=print).deleted(
            [5], 7
        )
