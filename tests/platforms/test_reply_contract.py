"""What every implementation of `Reply` promises: in a channel, as the response to a command, in a terminal."""

import io
from contextlib import asynccontextmanager

import pytest
from rich.console import Console

from bot.core.controls import Controls
from bot.core.draft import CURSOR
from bot.platforms.discord.edits import EditLanes
from bot.platforms.discord.reply import DiscordReply
from bot.platforms.discord.responses import InteractionSurface
from bot.platforms.discord.surfaces import ChannelSurface
from bot.platforms.terminal import TerminalReply
from tests.platforms.discord.fakes import ME, FakeChannel, FakeDiscord, FakeInteraction

STOP = Controls(answer=5, verbs={"stop": "Stop"})


@asynccontextmanager
async def in_a_channel():
    fake = FakeDiscord()
    async with DiscordReply(ChannelSurface(FakeChannel(fake), me=ME, question=60), EditLanes()) as reply:
        yield reply, fake.texts


@asynccontextmanager
async def as_a_response():
    fake = FakeDiscord()
    async with DiscordReply(InteractionSurface(FakeInteraction(fake)), EditLanes()) as reply:
        yield reply, fake.texts


@asynccontextmanager
async def after_the_interaction():
    fake = FakeDiscord()
    interaction = FakeInteraction(fake)
    interaction.expired = True
    async with DiscordReply(InteractionSurface(interaction), EditLanes()) as reply:
        yield reply, fake.texts


@asynccontextmanager
async def in_a_terminal():
    out = Console(file=io.StringIO(), width=20)
    reply = TerminalReply(out, stream=True)
    # What is written stays: the last line is what the answer reads now.
    yield reply, lambda: out.file.getvalue().splitlines()[-1:]


@pytest.fixture(
    params=[in_a_channel, as_a_response, after_the_interaction, in_a_terminal], ids=lambda make: make.__name__
)
def make(request):
    return request.param


async def test_it_reads_what_it_was_finished_with(make):
    async with make() as (reply, reads):
        reply.show(["one" + CURSOR])
        await reply.finish(["one two"])
        assert reads() == ["one two"]


async def test_only_the_newest_wish_counts(make):
    async with make() as (reply, reads):
        for text in ("a", "a b", "a b c"):
            reply.show([text + CURSOR], STOP)
        await reply.finish(["a b c d"])
        assert reads() == ["a b c d"]


async def test_it_can_be_finished_again(make):
    async with make() as (reply, reads):
        await reply.finish(["one"])
        await reply.finish(["one"])
        assert reads() == ["one"]
        await reply.finish(["two"])
        assert reads() == ["two"]


async def test_it_can_be_shown_again_after_it_was_finished(make):
    async with make() as (reply, reads):
        reply.show(["one" + CURSOR])
        await reply.finish(["one"])
        reply.show(["two" + CURSOR], STOP)
        await reply.finish(["two three"])
        assert reads() == ["two three"]


async def test_typing_can_be_shown_before_any_text(make):
    async with make() as (reply, reads):
        async with reply.typing():
            pass
        await reply.finish(["one"])
        assert reads() == ["one"]


async def test_it_says_how_long_a_page_may_be_and_in_which_messages_it_stands(make):
    async with make() as (reply, _):
        assert reply.page_limit >= 2000
        assert reply.heading == ""
        assert list(reply.messages) == []
        await reply.finish(["one"])
        assert all(isinstance(message, int) for message in reply.messages)


async def test_it_counts_the_requests_that_showed_it(make):
    async with make() as (reply, _):
        assert reply.edits == 0
        await reply.finish(["one"])
        await reply.finish(["one"])
        assert reply.edits == len(reply.messages)
        await reply.finish(["two"])
        assert reply.edits == 2 * len(reply.messages)
