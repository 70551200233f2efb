"""What is put right when there is a way back, and which questions of a time away are answered."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import aiohttp
import discord
import pytest

from bot.core.errors import HistoryError
from bot.core.profile import Profile
from bot.core.profiles import Profiles
from bot.platforms.discord.healing import (
    FIRST_WAIT,
    LONGEST_WAIT,
    MISSED_PER_CHANNEL,
    MOST_DIRECT,
    RETIRING_INTERVAL,
    Healing,
)
from bot.platforms.discord.hearing import Hearing
from bot.stores.memory_profiles import MemoryProfiles
from tests.platforms.discord.fakes import refusal
from tests.platforms.discord.models import LINUS, ME, SENT, World, user
from tests.platforms.discord.places import Channel, server
from tests.platforms.discord.recording import RecordingConversation

TAKE_UP = object()
BRIEFLY, NEVER = timedelta(minutes=5), timedelta(0)


class Ward:
    """Runs the healing of a bot that is on `guilds`."""

    def __init__(self, *guilds, conversation=None, missed=BRIEFLY, buttons=NEVER):
        self.world = World()
        self.client = SimpleNamespace(user=self.world.me, guilds=guilds)
        self.conversation = conversation or RecordingConversation()
        self.answered, self.followed = [], []
        self.healing = Healing(
            self.client,
            self.conversation,
            TAKE_UP,
            read=Hearing(Profiles(MemoryProfiles(), defaults=Profile(system_prompt=""))).read,
            answer=self.answered.append,
            follow=self.followed.append,
            missed=missed,
            buttons=buttons,
        )

    async def after(self, seconds=1.0, **way):
        """What was asked of the conversation so long after there was a way."""
        running = asyncio.create_task(self.healing.run())
        await asyncio.sleep(0)
        self.healing.there_is_a_way(**way)
        await asyncio.sleep(seconds)
        running.cancel()
        await asyncio.wait([running])
        return [verb for verb, *_ in self.conversation.asked]

    def questions(self, *texts, by=None):
        return [self.world.message(f"<@{ME}> {text}", by=by, number=60 + n) for n, text in enumerate(texts)]


async def test_it_heals_whenever_there_is_a_way():
    ward = Ward()
    assert await ward.after() == ["heal"]
    assert ward.conversation.asked[0][1] is TAKE_UP
    assert await ward.after() == ["heal", "heal"]


async def test_without_a_way_it_does_nothing():
    ward = Ward()
    running = asyncio.create_task(ward.healing.run())
    await asyncio.sleep(1000 * RETIRING_INTERVAL)
    running.cancel()
    assert ward.conversation.asked == []


async def test_buttons_are_looked_after_by_the_minute_from_the_start():
    ward = Ward(buttons=timedelta(minutes=30))
    running = asyncio.create_task(ward.healing.run())
    await asyncio.sleep(3 * RETIRING_INTERVAL + 1)
    running.cancel()
    assert [verb for verb, *_ in ward.conversation.asked] == ["retire_controls"] * 3
    _, before, take_up = ward.conversation.asked[0]
    assert timedelta(minutes=30) <= datetime.now(UTC) - before < timedelta(minutes=40)
    assert take_up is TAKE_UP


async def test_buttons_that_never_go_are_not_looked_after():
    assert await Ward(buttons=NEVER).after(1000 * RETIRING_INTERVAL) == ["heal"]


@pytest.mark.parametrize("error", [HistoryError("disk gone"), ZeroDivisionError()])
async def test_a_failure_is_logged_and_the_next_way_tried(error, caplog):
    ward = Ward(conversation=RecordingConversation(error))
    running = asyncio.create_task(ward.healing.run())
    for _ in range(2):
        ward.healing.there_is_a_way()
        await asyncio.sleep(1)
    running.cancel()
    assert [verb for verb, *_ in ward.conversation.asked] == ["heal", "heal"]
    assert caplog.text.count("WARNING" if isinstance(error, HistoryError) else "ERROR") == 2


@pytest.mark.parametrize("buttons", [NEVER, timedelta(minutes=30)])
async def test_what_cannot_be_put_right_yet_is_tried_again_by_itself_ever_less_often(buttons):
    ward = Ward(conversation=RecordingConversation(heals_not=3), buttons=buttons)
    running = asyncio.create_task(ward.healing.run())
    ward.healing.there_is_a_way()
    for tries, wait in enumerate((FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT), start=1):
        await asyncio.sleep(wait - 0.5)
        assert [verb for verb, *_ in ward.conversation.asked].count("heal") == tries
        await asyncio.sleep(0.5)
    await asyncio.sleep(10 * LONGEST_WAIT)
    running.cancel()
    assert [verb for verb, *_ in ward.conversation.asked].count("heal") == 4


async def test_what_is_never_put_right_is_tried_no_less_often_than_that():
    ward = Ward(conversation=RecordingConversation(HistoryError("disk gone")))
    await ward.after(10 * LONGEST_WAIT)
    before = len(ward.conversation.asked)
    await ward.after(10 * LONGEST_WAIT)
    assert 10 <= len(ward.conversation.asked) - before <= 20


class TestMissed:
    @pytest.mark.parametrize("error", [refusal(503), aiohttp.ClientOSError(104, "reset"), TimeoutError()])
    async def test_a_channel_that_could_not_be_looked_through_is_looked_through_later(self, error):
        ward = Ward()
        channel = Channel(said := ward.questions("one"), error=error)
        ward.client.guilds = [server(text=[channel])]
        running = asyncio.create_task(ward.healing.run())
        ward.healing.there_is_a_way(was_away=True)
        await asyncio.sleep(FIRST_WAIT - 1)
        assert ward.answered == []
        channel.error = None
        await asyncio.sleep(100 * FIRST_WAIT)
        running.cancel()
        assert ward.answered == said
        assert len(channel.asked) == 2
        assert channel.asked[0] == channel.asked[1]

    async def test_where_nothing_may_be_read_nobody_looks_again(self):
        ward = Ward()
        channel = Channel(error=refusal(403, 50001))
        ward.client.guilds = [server(text=[channel])]
        await ward.after(100 * FIRST_WAIT, was_away=True)
        assert len(channel.asked) == 1

    async def test_questions_of_a_time_away_are_answered_oldest_first_in_all_kinds_of_channels(self):
        ward = Ward()
        said = ward.questions("a", "b", "c", "d", "e")
        here = server(
            text=[Channel(said[:2])],
            voice=[Channel(said[2:3])],
            stage=[Channel(said[3:4])],
            threads=[Channel(said[4:])],
        )
        ward.client.guilds = [here]
        await ward.after(was_away=True)
        assert ward.answered == said

    async def test_direct_messages_are_looked_through_where_somebody_asked_lately(self):
        ward = Ward(conversation=RecordingConversation(direct=range(1000, 1000 + MOST_DIRECT + 1)))
        said, looked_through = ward.questions("a"), []

        def channel(number):
            looked_through.append(number)
            return Channel(said if number == 1001 else [], number=number)

        ward.client.get_partial_messageable = channel
        await ward.after(was_away=True)
        assert ward.answered == said
        assert looked_through == list(range(1000, 1000 + MOST_DIRECT))

    async def test_only_after_a_time_away_and_once(self):
        ward = Ward()
        channel = Channel(ward.questions("one"))
        ward.client.guilds = [server(text=[channel])]
        await ward.after()
        assert ward.answered == []
        await ward.after(was_away=True)
        await ward.after()
        assert len(ward.answered) == 1

    async def test_a_way_that_comes_right_after_does_not_make_it_forget_the_time_away(self):
        ward = Ward()
        ward.client.guilds = [server(text=[Channel(ward.questions("one"))])]
        ward.healing.there_is_a_way(was_away=True)
        await ward.after(was_away=False)
        assert len(ward.answered) == 1

    async def test_a_channel_that_does_not_answer_keeps_nobody_elsewhere_waiting(self):
        class Silent(Channel):
            async def history(self, **_):
                await asyncio.Event().wait()
                yield

        ward = Ward()
        said = ward.questions("one")
        ward.client.guilds = [server(text=[Silent(), Channel(said)])]
        await ward.after(was_away=True)
        assert ward.answered == said

    async def test_never_is_never(self):
        ward = Ward(missed=NEVER)
        channel = Channel(ward.questions("one"))
        ward.client.guilds = [server(text=[channel])]
        await ward.after(was_away=True)
        assert (ward.answered, channel.asked) == ([], [])

    async def test_only_the_newest_few_of_a_channel(self):
        ward = Ward()
        said = ward.questions(*"abcde")
        ward.client.guilds = [server(text=[Channel(said)])]
        await ward.after(was_away=True)
        assert ward.answered == said[-MISSED_PER_CHANNEL:]

    async def test_only_what_is_for_the_bot(self):
        ward = Ward()
        other = ward.world.message("nothing for it")
        [bots] = ward.questions("hi", by=user(9, "Echo", bot=True))
        ward.client.guilds = [server(text=[Channel([other, bots])])]
        await ward.after(was_away=True)
        assert ward.answered == []

    async def test_what_was_answered_and_what_somebody_asked_before_it_is_left_alone(self):
        ward = Ward(conversation=RecordingConversation(known={61}))
        before, known = ward.questions("before", "known")
        [linus] = ward.questions("mine", by=user(LINUS, "Linus"))
        later = ward.world.message(f"<@{ME}> later", number=62)
        ward.client.guilds = [server(text=[Channel([before, linus, known, later])])]
        await ward.after(was_away=True)
        assert ward.answered == [linus, later]

    @pytest.mark.parametrize("options", [{"news": False}, {"is_readable": False}])
    async def test_where_nothing_is_new_or_nothing_can_be_read_nothing_is_asked_of_discord(self, options):
        ward = Ward()
        channel = Channel(ward.questions("one"), **options)
        ward.client.guilds = [server(text=[channel])]
        await ward.after(was_away=True)
        assert (ward.answered, channel.asked) == ([], [])

    async def test_edits_of_what_is_on_record_are_followed_and_nothing_else(self):
        ward = Ward(conversation=RecordingConversation(known={60, 61, 62, 63}))
        edited = {"edited_timestamp": SENT}
        rather = ward.world.message(f"<@{ME}> rather", number=60, **edited)
        to_nobody = ward.world.message("never mind", number=61, **edited)
        as_asked = ward.world.message(f"<@{ME}> as asked", number=62)
        own = ward.world.message("an answer", number=63, by=user(ME, "Qwen", bot=True), **edited)
        unknown = ward.world.message("for others", number=64, **edited)
        missed = ward.world.message(f"<@{ME}> missed", number=65, by=user(LINUS, "Linus"), **edited)
        ward.client.guilds = [server(text=[Channel([rather, to_nobody, as_asked, own, unknown, missed])])]
        await ward.after(was_away=True)
        assert ward.followed == [to_nobody, rather]
        assert ward.answered == [missed]

    async def test_news_of_before_that_time_are_none(self):
        ward = Ward()
        channel = Channel(ward.questions("one"))
        channel.last_message_id = discord.utils.time_snowflake(datetime.now(UTC) - 2 * BRIEFLY)
        ward.client.guilds = [server(text=[channel])]
        await ward.after(was_away=True)
        assert channel.asked == []

    async def test_no_more_than_that_time_is_looked_through(self):
        ward = Ward()
        channel = Channel(ward.questions("one"))
        ward.client.guilds = [server(text=[channel])]
        await ward.after(was_away=True)
        assert BRIEFLY <= datetime.now(UTC) - channel.asked[0] < 2 * BRIEFLY

    @pytest.mark.parametrize("error", [refusal(403, 50001), aiohttp.ClientOSError(104, "reset"), TimeoutError()])
    async def test_a_channel_that_cannot_be_looked_through_keeps_no_other_from_it(self, error):
        ward = Ward()
        said = ward.questions("one")
        ward.client.guilds = [server(text=[Channel(error=error), Channel(said)])]
        await ward.after(was_away=True)
        assert ward.answered == said
