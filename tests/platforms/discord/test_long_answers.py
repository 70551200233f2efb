"""A file below an answer, on each of the surfaces it can stand on."""

from contextlib import asynccontextmanager

import pytest

from bot.core.controls import Controls
from bot.core.draft import CURSOR
from bot.core.errors import FilesRefused, PlatformError
from bot.core.uploads import Upload
from bot.platforms.discord.edits import EditLanes
from bot.platforms.discord.reply import DiscordReply
from bot.platforms.discord.responses import InteractionSurface, ResponseSurface
from bot.platforms.discord.surfaces import ChannelSurface
from tests.platforms.discord.fakes import ME, FakeChannel, FakeDiscord, FakeInteraction, refusal

WHOLE = Upload("answer.md", "all of it, 汉字 included\n".encode())
FILE = [(WHOLE.name, WHOLE.content)]
DONE = Controls(answer=5, verbs={"regenerate": "Regenerate"})


def expired(fake):
    interaction = FakeInteraction(fake)
    interaction.expired = True
    return InteractionSurface(interaction)


SURFACES = {
    "channel": lambda fake: ChannelSurface(FakeChannel(fake), me=ME, question=60),
    "command": lambda fake: InteractionSurface(FakeInteraction(fake)),
    "after the interaction": expired,
    "private": lambda fake: ResponseSurface(FakeInteraction(fake), is_private=True),
}


@pytest.fixture(params=SURFACES)
def on(request):
    @asynccontextmanager
    async def opened(fake, messages=()):
        async with DiscordReply(SURFACES[request.param](fake), EditLanes(), messages=messages) as reply:
            yield reply

    return opened


async def test_it_stands_below_the_last_message_whether_that_is_edited_or_sent(on):
    fake = FakeDiscord()
    async with on(fake) as reply:
        reply.show(["one" + CURSOR])
        await reply.finish(["one", "two"], DONE, [WHOLE])
        assert (fake.texts(), fake.files()) == (["one", "two"], [[], FILE])
        await reply.finish(["one", "three"], DONE, [WHOLE])
        assert (fake.texts(), fake.files()) == (["one", "three"], [[], FILE])


async def test_it_goes_as_the_answer_is_written_anew(on):
    fake = FakeDiscord()
    async with on(fake) as reply:
        await reply.finish(["one", "two"], DONE, [WHOLE])
        await reply.finish(["one", "two"], DONE)
        assert fake.files() == [[], []]
        await reply.finish(["one"], DONE, [WHOLE])
        assert fake.files() == [FILE]
        reply.show(["new" + CURSOR])
        await reply.finish(["new one"])
        assert (fake.texts(), fake.files()) == (["new one"], [[]])


async def test_a_request_that_fails_is_made_again_with_the_file(on):
    fake = FakeDiscord()
    async with on(fake) as reply:
        reply.show(["one" + CURSOR])
        await reply.finish(["one"])
        fake.fails("edit", refusal(503))
        await reply.finish(["two"], DONE, [WHOLE])
        assert fake.files() == [FILE]


@pytest.mark.parametrize("before", [[], ["one"]])
async def test_where_no_file_may_be_sent_the_answer_can_be_finished_without(on, before):
    fake = FakeDiscord()
    async with on(fake) as reply:
        if before:
            await reply.finish(before)
        fake.fails("any", refusal(403, 50013))
        with pytest.raises(FilesRefused):
            await reply.finish(["one"], DONE, [WHOLE])
        fake.heals()
        await reply.finish(["one", "two"], DONE)
        assert (fake.texts(), fake.files()) == (["one", "two"], [[], []])


async def test_where_nothing_may_be_sent_it_is_refused(on):
    fake = FakeDiscord()
    async with on(fake) as reply:
        fake.fails("any", refusal(403, 50013), times=None)
        with pytest.raises(FilesRefused):
            await reply.finish(["one"], DONE, [WHOLE])
        with pytest.raises(PlatformError) as refused:
            await reply.finish(["one", "two"], DONE)
        assert not isinstance(refused.value, FilesRefused)


async def test_it_stands_anew_after_a_restart():
    fake = FakeDiscord()
    message = fake.add("one" + CURSOR).id
    async with DiscordReply(ChannelSurface(FakeChannel(fake), me=ME), EditLanes(), messages=[message]) as reply:
        await reply.finish(["one"], DONE, [WHOLE])
        assert fake.files() == [FILE]
        await reply.finish(())
        assert fake.texts() == []
