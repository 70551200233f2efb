"""What the bot does with each event of Discord's, what it shows of itself, and how it leaves."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import aiohttp
import discord
import pytest

from bot.core import notices
from bot.core.access import Rules
from bot.core.admission import Admission
from bot.core.profile import Profile, Scope
from bot.core.profiles import Profiles
from bot.languages.sentences import sentence
from bot.platforms.discord import triggers
from bot.platforms.discord.client import FAREWELL, BotClient
from bot.platforms.discord.healing import RETIRING_INTERVAL
from bot.stores.memory_access import MemoryAccess
from bot.stores.memory_profiles import MemoryProfiles
from tests.conftest import english
from tests.platforms.discord.commands.typed import CommandsOfDiscord
from tests.platforms.discord.fakes import NO_FILES, FakeChannel, FakeDiscord, refusal
from tests.platforms.discord.models import ADA, GENERAL, ME, MEMBER, SENT, SERVER, THREAD, World, user
from tests.platforms.discord.places import Channel, Said, server
from tests.platforms.discord.recording import RecordingConversation, RecordingInteraction


class Offline(BotClient):
    """The bot's client without a connection: what it would send is written down."""

    def __init__(self, conversation, *, model=None, rules=None, **options):
        self.discord = FakeDiscord()
        self.channel = FakeChannel(self.discord)
        self.shown = []
        self.opened = []
        self.there = []
        self.dispatched = []
        self.pressed = []
        self.profiles = Profiles(MemoryProfiles(), defaults=Profile(system_prompt="be kind"))
        super().__init__(
            conversation,
            profiles=self.profiles,
            admission=Admission(rules or Rules(), MemoryAccess()),
            model=model or asyncio.Event().wait(),
            words=sentence,
            downloads=NO_FILES,
            **options,
        )

    def get_partial_messageable(self, number, **_):
        self.opened.append(number)
        return self.channel

    def dispatch(self, event, /, *given):
        self.dispatched.append((event, *given))

    def add_dynamic_items(self, *kinds):
        self.pressed += kinds

    @property
    def guilds(self):
        return self.there

    async def change_presence(self, *, status, activity):
        self.shown.append((status, activity))


class Answering(RecordingConversation):
    """Answers every question with one word."""

    async def answer(self, incoming, reply, *, complete=None):
        await self._take("answer", incoming)
        await reply.finish(["hi"])


class Greeted(discord.Message):
    """A message with nothing before it, that notes what is replied to it at once."""

    def __init__(self, world):
        super().__init__(state=world.state, channel=world.general, data=world.payload(f"<@{ME}> ", member=MEMBER))
        self.channel = Said(world.thread)

    async def reply(self, content, *, mention_author):
        self.replies = (content, mention_author)


def asked_of(conversation):
    return [verb for verb, *_ in conversation.asked]


async def until(condition):
    async with asyncio.timeout(1000):
        while not condition():  # noqa: ASYNC110 - what is waited for is a plain value of a fake
            await asyncio.sleep(0.01)


class Connected(CommandsOfDiscord):
    """Stands for `discord.http.HTTPClient`, where `error` is what Discord says to commands that it is told."""

    error = None

    async def bulk_upsert_global_commands(self, application, *, payload):
        if self.error is not None:
            raise self.error
        return await super().bulk_upsert_global_commands(application, payload=payload)

    async def close(self):
        """There is no connection."""


@pytest.fixture
def conversation():
    return Answering()


@pytest.fixture
async def client(conversation):
    return Offline(conversation)


@pytest.fixture
async def world(client):
    return World(client)


async def test_it_sees_messages_and_servers_and_pings_nobody(client):
    seen = {name for name, wanted in client.intents if wanted}
    assert seen == {"guilds", "guild_messages", "dm_messages", "message_content"}
    assert client.allowed_mentions.to_dict() == discord.AllowedMentions.none().to_dict()


class TestMessages:
    async def test_a_question_is_answered_below_it_and_pings_nobody(self, client, conversation, world):
        message = world.message(f"<@{ME}> hello")
        await client.on_message(message)
        assert conversation.asked == [("answer", triggers.incoming(message, world.me))]
        assert client.opened == [GENERAL]
        assert client.discord.texts() == ["hi"]
        assert client.channel.references == [(message.id, False)]

    async def test_the_author_is_pinged_where_that_is_wanted(self, conversation):
        client = Offline(conversation, mention_author=True)
        await client.on_message(World(client).message(f"<@{ME}> hello", number=61))
        assert client.channel.references == [(61, True)]

    async def test_the_answer_to_a_message_is_sent_once_however_often_it_is_told_of(self, client, world):
        for _ in range(2):
            await client.on_message(world.message(f"<@{ME}> hello"))
        assert client.discord.texts() == ["hi"]

    async def test_what_is_not_for_the_bot_is_left_alone(self, client, conversation, world):
        await client.on_message(world.message("hello"))
        await client.on_message(world.message(f"<@{ME}> hello", by=user(9, "Echo", bot=True)))
        world.state.user = None
        await client.on_message(world.message(f"<@{ME}> hello"))
        assert conversation.asked == []

    async def test_whoever_only_mentions_the_bot_is_asked_what_they_want(self, client, conversation, world):
        message = Greeted(world)
        await client.on_message(message)
        text, pings = message.replies
        assert text.startswith("Yes?")
        assert world.me.mention in text
        assert not pings
        assert conversation.asked == []

    async def test_a_direct_message_is_spoken_to_in_the_language_that_was_heard_of_its_author(
        self, client, conversation, world
    ):
        await client.on_message(world.message("hi", channel=world.dm, number=61))
        await client.on_interaction(RecordingInteraction(user=ADA, locale=discord.Locale.french))
        await client.on_message(world.message("hi", channel=world.dm, number=62))
        assert [incoming.language for _, incoming in conversation.asked] == [None, "fr"]

    async def test_whoever_only_mentions_the_bot_is_asked_so_in_the_language_of_the_server(self, client, world):
        world.guild.preferred_locale = discord.Locale.german
        message = Greeted(world)
        await client.on_message(message)
        assert message.replies[0].startswith("Ja?")
        await client.profiles.change(Scope("server", SERVER), lambda it: replace(it, language="fr"))
        await client.on_message(message)
        assert message.replies[0].startswith("Oui ?")

    async def test_a_mention_in_a_reply_is_about_what_it_replies_to(self, client, conversation, world):
        await client.on_message(world.reply(f"<@{ME}>", world.payload("theirs", by=user(9, "Eve"))))
        assert asked_of(conversation) == ["answer"]


async def test_edits_and_deletions_are_followed(client, conversation, world):
    await client.on_raw_message_edit(world.edit(world.message("new", edited_timestamp=SENT)))
    await client.on_raw_message_delete(discord.RawMessageDeleteEvent({"id": "60", "channel_id": "7"}))
    await client.on_raw_bulk_message_delete(discord.RawBulkMessageDeleteEvent({"ids": ["60"], "channel_id": "7"}))
    await client.on_guild_channel_delete(world.general)
    await client.on_raw_thread_delete(SimpleNamespace(thread_id=THREAD))
    await client.on_guild_remove(world.guild)
    assert asked_of(conversation) == ["revise", "withdraw", "withdraw", "vanish", "vanish", "leave"]
    assert [list(messages) for _, messages, _ in conversation.asked[1:3]] == [[60], [60]]
    assert conversation.asked[3:] == [("vanish", GENERAL), ("vanish", THREAD), ("leave", SERVER)]


async def test_an_edit_before_the_bot_knows_who_it_is_is_left_alone(client, conversation, world):
    message = world.message("new", edited_timestamp=SENT)
    world.state.user = None
    await client.on_raw_message_edit(world.edit(message))
    await client.on_missed_edit(message)
    assert conversation.asked == []


async def test_an_edit_of_a_time_away_is_followed_like_one_that_is_told_of(client, conversation, world):
    conversation.known.add(60)
    message = world.message("new", edited_timestamp=SENT)
    client.there = [server(text=[Channel([message])])]
    healing = asyncio.create_task(client._healing.run())
    await client.on_ready()
    await until(lambda: client.dispatched)
    healing.cancel()
    assert client.dispatched == [("missed_edit", message)]
    conversation.asked.clear()
    await client.on_missed_edit(message)
    assert asked_of(conversation) == ["revise"]


@pytest.mark.parametrize(
    "event",
    [
        lambda client, world: client.on_ready(),
        lambda client, world: client.on_resumed(),
        lambda client, world: client.on_guild_join(world.guild),
        lambda client, world: client.on_guild_available(world.guild),
        lambda client, world: client.on_guild_channel_update(world.general, world.general),
        lambda client, world: client.on_guild_role_update(world.guild.self_role, world.guild.self_role),
    ],
)
async def test_whatever_may_bring_a_way_back_heals(client, conversation, world, event):
    healing = asyncio.create_task(client._healing.run())
    await asyncio.sleep(1)
    assert conversation.asked == []
    await event(client, world)
    await asyncio.sleep(1)
    healing.cancel()
    assert asked_of(conversation) == ["heal", "retire_controls"]


async def test_questions_are_looked_for_after_a_start_and_after_nothing_else(client, conversation, world):
    message = world.message(f"<@{ME}> hello")
    client.there = [server(text=[Channel([message])])]
    healing = asyncio.create_task(client._healing.run())
    await client.on_resumed()
    await asyncio.sleep(1)
    assert asked_of(conversation) == ["heal", "retire_controls"]
    assert client.dispatched == []
    await client.on_ready()
    await until(lambda: client.dispatched)
    healing.cancel()
    assert client.dispatched == [("message", message)]


async def test_buttons_go_unless_they_never_shall(conversation):
    client = Offline(conversation, buttons=timedelta(0))
    healing = asyncio.create_task(client._healing.run())
    await asyncio.sleep(2 * RETIRING_INTERVAL)
    healing.cancel()
    assert conversation.asked == []


class TestStarting:
    @pytest.fixture
    async def started(self, conversation):
        found = []

        async def start(error=None, **options):
            client = Offline(conversation, **options)
            client.http = Connected()
            client.http.error = error
            client._connection.application_id = Connected.application_id
            await client.setup_hook()
            found.append(client)
            return client

        yield start
        for client in found:
            await client.close()

    def names(self):
        return {task.get_name() for task in asyncio.all_tasks()}

    async def test_discord_is_told_of_the_commands_in_each_language_and_help_names_them(self, started):
        client = await started()
        [ask] = [each for each in client.http.known if each["name"] == "ask"]
        assert ask["description_localizations"]["de"] == sentence(notices.COMMANDS["ask"], "de")
        interaction = RecordingInteraction()
        interaction.client.user.mention = "<@1>"
        await client._tree.get_command("help").callback(interaction)
        assert "</ask:9ask>" in interaction.told[0][1]["embed"].description

    async def test_it_comes_all_the_same_where_discord_takes_no_commands(self, started):
        client = await started(refusal(400, 50035))
        assert client.http.known == []
        assert "healing" in self.names()

    async def test_what_is_too_old_is_forgotten_where_that_is_wanted(self, started, conversation):
        await started()
        await asyncio.sleep(0)
        assert (self.names() & {"retention"}, asked_of(conversation)) == (set(), [])
        client = await started(keep=timedelta(days=7))
        assert "retention" in self.names()
        await asyncio.sleep(0)
        [(verb, moment)] = conversation.asked
        assert verb == "expire"
        assert abs(datetime.now(UTC) - moment - timedelta(days=7)) < timedelta(minutes=10)
        await client.close()
        await asyncio.sleep(0)
        assert self.names() & {"healing", "retention"} == {"healing"}

    async def test_whatever_can_be_pressed_is_heard(self, client):
        ids = ("answer:stop:12", "settings:set:1:trigger", "forget-me:cancel")
        patterns = [kind.__discord_ui_compiled_template__ for kind in client.pressed]
        assert [[bool(each.fullmatch(id)) for id in ids] for each in patterns] == [
            [True, False, False],
            [False, True, False],
            [False, False, True],
        ]

    async def test_what_a_command_changes_is_shown_where_it_stands(self, client, conversation):
        await client._tree.get_command("regenerate").callback(RecordingInteraction())
        [_, (verb, answer, _, take_up)] = conversation.asked
        assert (verb, answer, callable(take_up)) == ("regenerate", 77, True)

    async def test_nothing_is_told_any_more_once_it_is_closed(self, conversation):
        class Told(Offline):
            dispatch = BotClient.dispatch

            async def on_greeting(self, name):
                self.shown.append(name)

        async with Told(conversation) as client:
            client.dispatch("greeting", "hello")
            await until(lambda: client.shown)
        client.dispatch("greeting", "hello again")
        await asyncio.sleep(0)
        assert client.shown == ["hello"]


class TestForms:
    def sent(self, client, opened, **more):
        return RecordingInteraction(
            client=client,
            type=discord.InteractionType.modal_submit,
            data={"custom_id": f"form:{opened}:1"},
            locale=discord.Locale.german,
            **more,
        )

    async def test_one_that_was_opened_before_a_restart_is_said_to_be_outdated(self, client):
        interaction = self.sent(client, "before")
        await client.on_interaction(interaction)
        assert interaction.told == [("send", sentence(notices.FORM_OUTDATED, "de"), {"ephemeral": True})]

    async def test_nothing_is_said_of_one_that_it_opened_itself(self, client):
        interaction = self.sent(client, client.forms)
        await client.on_interaction(interaction)
        assert interaction.told == []

    @pytest.mark.parametrize("failure", [refusal(404, 10062), aiohttp.ClientOSError(104, "reset"), TimeoutError()])
    async def test_who_cannot_be_told_is_not(self, client, failure):
        await client.on_interaction(self.sent(client, "before", failure=failure))


class TestPresence:
    async def test_what_it_shows_of_itself_is_in_the_language_that_is_set(self, conversation):
        model = asyncio.get_running_loop().create_future()
        client = Offline(conversation, model=model, language="de")
        assert client.activity == discord.CustomActivity(sentence(notices.PRESENCE_LOADING, "de"))
        await client.on_ready()
        model.set_result("a model")
        await asyncio.sleep(1)
        assert client.shown[0][1] == discord.CustomActivity(sentence(notices.PRESENCE_READY, "de"))

    async def test_it_is_idle_and_loading_until_the_model_is_there(self, conversation):
        model = asyncio.get_running_loop().create_future()
        client = Offline(conversation, model=model)
        assert (client.status, client.activity) == (
            discord.Status.idle,
            discord.CustomActivity(english(notices.PRESENCE_LOADING)),
        )
        await client.on_ready()
        await asyncio.sleep(1)
        assert client.shown == []
        model.set_result("a model")
        await asyncio.sleep(1)
        assert client.shown == [(discord.Status.online, discord.CustomActivity(english(notices.PRESENCE_READY)))]

    async def test_it_says_so_again_in_each_new_session_and_once_at_a_time(self, conversation):
        model = asyncio.get_running_loop().create_future()
        client = Offline(conversation, model=model)
        await client.on_ready()
        await client.on_ready()
        model.set_result("a model")
        await asyncio.sleep(1)
        assert len(client.shown) == 1
        await client.on_ready()
        await asyncio.sleep(1)
        assert len(client.shown) == 2

    @pytest.mark.parametrize("ends", ["cancelled", "failed"])
    async def test_without_a_model_it_stays_idle(self, conversation, ends):
        model = asyncio.get_running_loop().create_future()
        client = Offline(conversation, model=model)
        await client.on_ready()
        if ends == "cancelled":
            model.cancel()
        else:
            model.set_exception(ValueError("no such model"))
        await client._announcement
        assert client.shown == []


class TestLeaving:
    async def test_the_conversation_is_closed_with_its_grace_and_once(self, conversation):
        client = Offline(conversation, grace=12.0)
        await client.close()
        await client.close()
        assert conversation.asked == [("close", 12.0)]
        assert client.is_closed()

    async def test_nothing_keeps_it_for_longer_than_its_grace_and_a_farewell(self):
        class Stuck(RecordingConversation):
            async def close(self, grace):
                await asyncio.Event().wait()

        client = Offline(Stuck(), grace=12.0)
        began = asyncio.get_running_loop().time()
        await client.close()
        assert 12.0 + FAREWELL <= asyncio.get_running_loop().time() - began < 12.0 + FAREWELL + 1

    async def test_a_reply_that_waits_out_an_outage_is_let_go(self, client, world):
        client.discord.fails("any", OSError("unreachable"), times=None)
        answering = asyncio.create_task(client.on_message(world.message(f"<@{ME}> hello")))
        await until(lambda: client.discord.asked)
        await client.close()
        await asyncio.wait([answering])
        assert "leaving" in str(answering.exception())
