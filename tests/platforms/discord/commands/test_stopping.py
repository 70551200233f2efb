"""What /stop says."""

import pytest

from bot.core import notices
from tests.conftest import english
from tests.platforms.discord.commands.typed import type_command
from tests.platforms.discord.recording import RecordingConversation


@pytest.mark.parametrize(("stops", "notice"), [(0, notices.NOTHING_RUNS), (1, notices.STOPPED), (2, notices.STOPPED)])
async def test_stop_stops_here_and_says_whether_there_was_anything(stops, notice):
    conversation = RecordingConversation(stops=stops)
    interaction = await type_command("stop", conversation)
    assert conversation.asked == [("stop", 7, 2)]
    assert interaction.told == [("send", english(notice), {"ephemeral": True})]
