"""What /status shows of how the bot is doing."""

from datetime import UTC, datetime

import discord

from bot.core import notices
from bot.core.scheduler import Load
from bot.core.speed import Speed
from bot.core.status import Status
from bot.languages.sentences import sentence
from tests.platforms.discord.commands.typed import DEFERRED, type_command
from tests.platforms.discord.recording import RecordingConversation, RecordingInteraction

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
FAST = Speed(answers=1, read=400, reading=2, written=101, writing=4)


async def shown(status):
    class Doing(RecordingConversation):
        async def status(self, asked):
            self.asked.append(asked)
            return status

    conversation = Doing()
    interaction = RecordingInteraction(locale=discord.Locale.german, guild_locale=None, created_at=NOON)
    await type_command("status", conversation, interaction)
    [asked] = conversation.asked
    assert (asked.channel, asked.author.id) == (7, 2)
    [deferred, (verb, said)] = interaction.told
    assert (deferred, verb) == (DEFERRED, "edit")
    return said["embed"].description.split("\n")


def german(notice):
    return sentence(notice, "de")


async def test_all_that_is_known_stands_there_in_the_persons_language():
    load = Load(writing=1, slots=4, waiting=2, speed=FAST)
    waits = notices.waiting_about(2, 40)
    lines = await shown(
        Status(since=NOON, load=load, waiting=(waits,), model="qwen", engine="batched", used=500, room=4096)
    )
    assert lines == [
        german(notices.status_model("qwen", "batched")),
        german(notices.status_speed(25.0, 200.0)),
        german(notices.status_load(1, 4, 2)),
        german(waits),
        german(notices.status_memory(500, 4096)),
        german(notices.status_since(f"<t:{int(NOON.timestamp())}:R>")),
    ]
    assert "25" in lines[1]
    assert "12 %" in lines[4]


async def test_without_a_model_it_says_why():
    idle = Load(writing=0, slots=0, waiting=0, speed=Speed())
    assert german(notices.STATUS_LOADING) in await shown(Status(since=NOON, load=idle, is_loading=True))
    assert german(notices.STATUS_WITHOUT_MODEL) in await shown(Status(since=NOON, load=idle))
