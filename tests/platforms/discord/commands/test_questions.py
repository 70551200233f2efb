"""Where the answer to a command stands: below it, in a thread of its own, or where nobody else sees it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import discord
import pytest

from bot.core import notices
from bot.core.chat import File
from bot.core.profile import Overrides, Profile, Scope
from bot.core.profiles import Profiles
from bot.core.record import Quote
from bot.languages.sentences import sentence
from bot.platforms.discord.commands.questions import answer, answer_privately, asked_in
from bot.stores.memory_profiles import MemoryProfiles
from tests.platforms.discord.commands.typed import wiring_of
from tests.platforms.discord.fakes import FakeChannel, FakeDiscord, refusal
from tests.platforms.discord.models import GENERAL, LINUS, SERVER, World
from tests.platforms.discord.recording import RecordingConversation, RecordingInteraction

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
HUGE = SimpleNamespace(filename="video.mp4", title=None, size=10**12)
UNREAD = File("video.mp4", unread="large")


class Answering(RecordingConversation):
    """Completes every question, and answers it with two pages, below what shall stand above them."""

    async def answer(self, incoming, reply, *, complete=None):
        await self._take("answer", await complete() if complete else incoming)
        await reply.finish([f"{reply.heading}one", "two"])


class There:
    """A server where a command was typed, in French; `threads` are those that were opened."""

    def __init__(self, *, is_there=True, opening=None):
        self.world = World()
        self.discord = FakeDiscord()
        self.opened = []
        self.opening = opening
        self.threads = []
        self.conversation = Answering()
        self.profiles = Profiles(MemoryProfiles(), defaults=Profile(system_prompt="be kind"))
        self.wiring = wiring_of(self.conversation, profiles=self.profiles)
        self.interaction = found = RecordingInteraction(channel=GENERAL, created_at=NOON, is_expired=lambda: False)
        found.locale, found.guild_locale = discord.Locale.french, discord.Locale.german
        found.guild, found.guild_id, found.channel = self.world.guild, SERVER, self.world.general
        found.expires_at = discord.utils.utcnow() + timedelta(minutes=15)
        found.client.get_guild = lambda number: self.world.guild if is_there else None
        found.client.get_partial_messageable = self.channel

    def channel(self, number, *, guild_id=None):
        self.opened.append(number)

        def at(message):
            async def create_thread(*, name):
                self.threads.append((number, guild_id, message, name))
                if self.opening:
                    raise self.opening

            return SimpleNamespace(create_thread=create_thread)

        channel = FakeChannel(self.discord)
        if guild_id is not None:
            channel.get_partial_message = at
        return channel

    def told(self, verb):
        return [each[1:] for each in self.interaction.told if each[0] == verb]

    @property
    def asked(self):
        [(_, incoming)] = self.conversation.asked
        return incoming


async def test_it_stands_below_the_question_with_its_files_read():
    there = There()
    await answer(there.interaction, there.wiring, "what?", files=[HUGE])
    assert [told["content"] for (told,) in there.told("edit")] == ["> what?\none"]
    assert [(text, told["ephemeral"]) for text, told in there.told("follow up")] == [("two", False)]
    assert (there.asked.text[:5], there.asked.files) == ("what?", (UNREAD,))
    assert (there.asked.channel, there.asked.language, there.threads) == (GENERAL, "de", [])


async def test_the_category_of_the_channel_is_known():
    there = There()
    there.world.general.category_id = 5
    assert asked_in(there.interaction).category == 5


class TestThreads:
    @pytest.mark.parametrize(("wish", "is_set"), [(True, False), (None, True)])
    async def test_it_has_one_of_its_own_where_that_is_wanted(self, wish, is_set):
        there = There()
        await there.profiles.change(Scope("channel", GENERAL), lambda _: Overrides(opens_threads=is_set))
        await answer(there.interaction, there.wiring, "what?", files=[HUGE], thread=wish)
        [(heading,)] = there.told("edit")
        assert heading == {"content": "> what?\n"}
        assert there.threads == [(GENERAL, SERVER, 901, "what?")]
        assert (there.asked.channel, there.asked.parent, there.asked.message) == (901, GENERAL, 901)
        assert there.asked.files == (UNREAD,)
        assert there.opened == [GENERAL, 901]
        assert there.discord.texts() == ["one", "two"]

    @pytest.mark.parametrize(("wish", "is_set"), [(False, True), (None, False)])
    async def test_it_has_none_where_none_is_wanted(self, wish, is_set):
        there = There()
        await there.profiles.change(Scope("channel", GENERAL), lambda _: Overrides(opens_threads=is_set))
        await answer(there.interaction, there.wiring, "what?", thread=wish)
        assert (there.threads, there.asked.channel) == ([], GENERAL)

    async def test_a_guest_opens_none(self):
        there = There(is_there=False)
        await answer(there.interaction, there.wiring, "what?", thread=True)
        assert there.threads == []

    async def test_nor_is_one_opened_in_a_thread(self):
        there = There()
        there.interaction.channel = there.world.thread
        await answer(there.interaction, there.wiring, "what?", thread=True)
        assert there.threads == []

    async def test_where_none_can_be_opened_whoever_wanted_it_is_told_and_answered_all_the_same(self):
        there = There(opening=refusal(403, 50013))
        await answer(there.interaction, there.wiring, "what?", thread=True)
        said, page = there.told("follow up")
        assert said == (sentence(notices.NO_THREAD, "fr"), {"ephemeral": True})
        assert page[0] == "two"
        assert there.asked.channel == GENERAL


@pytest.mark.parametrize("is_there", [True, False])
async def test_what_nobody_else_shall_see_stays_so_to_its_last_page(is_there):
    there = There(is_there=is_there)
    quote = Quote("Linus", "theirs", LINUS, 60)
    await answer_privately(there.interaction, there.wiring, "what?", quote, shown="> see\n")
    assert [told["content"] for (told,) in there.told("edit")] == ["> see\none"]
    assert [(text, told["ephemeral"]) for text, told in there.told("follow up")] == [("two", True)]
    assert (there.asked.quote, there.asked.is_private, there.asked.language) == (quote, True, "fr")
