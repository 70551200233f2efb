"""How an answer stands where there is nothing but an interaction's token to show it by."""

from contextlib import asynccontextmanager

import pytest

from bot.core.controls import Controls
from bot.core.errors import PlatformError
from bot.platforms.discord.edits import EditLanes
from bot.platforms.discord.reply import DiscordReply
from bot.platforms.discord.responses import GONE, ResponseSurface
from tests.platforms.discord.fakes import FakeDiscord, FakeInteraction, refusal

STOP = Controls(answer=5, verbs={"stop": "Stop"})


@pytest.fixture
def discord():
    return FakeDiscord()


@asynccontextmanager
async def by_token(interaction, **options):
    async with DiscordReply(ResponseSurface(interaction, **options), EditLanes(), nonce="q") as reply:
        yield reply


@pytest.mark.parametrize("is_private", [True, False])
async def test_every_message_of_it_is_for_the_same_eyes(discord, is_private):
    interaction = FakeInteraction(discord)
    async with by_token(interaction, is_private=is_private) as reply:
        await reply.finish(["a", "b", "c"], STOP)
        await reply.finish(["a", "B"])
    assert discord.texts() == ["a", "B"]
    assert interaction.ephemeral == [is_private, is_private]
    assert {asked.way for asked in discord.asked} == {"token"}


async def test_what_cannot_be_sent_is_not_and_buttons_stand_below_the_rest(discord):
    async with by_token(FakeInteraction(discord), most_pages=2) as reply:
        assert reply.most_pages == 2
        await reply.finish(["a", "b", "c"], STOP)
    assert discord.texts() == ["a", "b"]
    assert discord.buttons() == [[], ["Stop"]]


@pytest.mark.parametrize("code", GONE)
@pytest.mark.parametrize("verb", ["send", "edit", "delete"])
async def test_a_token_that_is_gone_ends_it_and_the_channel_is_never_tried(discord, verb, code):
    interaction = FakeInteraction(discord)
    async with by_token(interaction) as reply:
        await reply.finish(["a", "b"])
        interaction.expired = True
        discord.fails(verb, refusal(404, code), times=None)
        with pytest.raises(PlatformError):
            await reply.finish({"send": ["a", "b", "c"], "edit": ["A", "b"], "delete": ["a"]}[verb])
    assert {asked.way for asked in discord.asked} == {"token"}
    assert len(discord.requests(verb)) == (3 if verb == "send" else 1)
