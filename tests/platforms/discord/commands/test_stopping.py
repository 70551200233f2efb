"""What /stop says."""

import discord
import pytest

from bot.core import notices
from bot.core.job import Person
from tests.conftest import english
from tests.platforms.discord.commands.typed import tree_of, type_command
from tests.platforms.discord.recording import RecordingConversation, RecordingInteraction


@pytest.mark.parametrize(("stops", "notice"), [(0, notices.NOTHING_RUNS), (1, notices.STOPPED), (2, notices.STOPPED)])
async def test_stop_stops_here_and_says_whether_there_was_anything(stops, notice):
    conversation = RecordingConversation(stops=stops)
    interaction = await type_command("stop", conversation, RecordingInteraction(is_moderator=True))
    assert conversation.asked == [("stop", 7, Person(2, is_moderator=True, where=7))]
    assert interaction.told == [("send", english(notice), {"ephemeral": True})]


def test_on_a_server_it_takes_who_may_manage_channels_to_have_a_channel_forgotten():
    told = tree_of(None).get_command("reset").to_dict(tree_of(None))
    assert told["default_member_permissions"] == discord.Permissions(manage_channels=True).value
