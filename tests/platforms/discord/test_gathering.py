"""What a message points at is gathered: its files, the messages it replies to, and those it links to."""

from dataclasses import replace
from types import SimpleNamespace

import discord
import pytest

from bot.core.chat import File, Source, Text
from bot.core.record import Quote
from bot.platforms.discord.gathering import CHAIN, Gathering
from bot.platforms.discord.triggers import incoming
from tests.core.talking import said
from tests.platforms.discord.fakes import NO_FILES, refusal
from tests.platforms.discord.models import ADA, GENERAL, LINUS, ME, OTHER_ROLE, SENT, SERVER, THREAD, World, user

ADA_, LINUS_ = user(ADA, "Ada"), user(LINUS, "Linus")
READS = discord.Permissions(read_messages=True, read_message_history=True)
QUOTE = Quote("Linus T.", "newest", LINUS, 59)


class Archive:
    """Stands for Discord's answers to whoever looks a message up."""

    def __init__(self, payloads=(), error=None):
        self.payloads = {int(each["id"]): each for each in payloads}
        self.error = error
        self.asked = []

    async def get_message(self, channel, number):
        self.asked.append((channel, number))
        if self.error is not None:
            raise self.error
        if number not in self.payloads:
            raise refusal(404, 10008)
        return self.payloads[number]


def huge(name):
    """A file that is larger than anybody reads, so that nobody fetches it."""
    return {"id": "5", "filename": name, "size": 10**12, "url": "https://cdn.discordapp.com/x", "proxy_url": ""}


def world(*payloads, error=None, everyone=READS):
    found = World(everyone=everyone)
    found.state.http = Archive(payloads, error)
    return found


def gathering(world):
    return Gathering(world.client if world.client.user else SimpleNamespace(user=world.me), NO_FILES)


async def completed(world, message, incoming=None):
    incoming = incoming or said("hello")
    complete = gathering(world).of(message, incoming)
    return incoming if complete is None else await complete()


def answering(world, number, to, **more):
    """The payload of a reply to the message with the number `to`."""
    reference = {"type": 0, "message_id": str(to), "channel_id": str(GENERAL)}
    return world.payload(**{"content": str(number), "by": LINUS_, "number": number} | more) | {
        "type": 19,
        "message_reference": reference,
    }


def link(number, *, channel=GENERAL, server=SERVER, host="discord.com"):
    return f"https://{host}/channels/{server}/{channel}/{number}"


async def test_a_message_that_points_at_nothing_is_whole_as_it_is():
    there = world()
    assert gathering(there).of(there.message("hello"), said()) is None
    reply = there.reply("why?", there.payload("because", by=LINUS_, number=59))
    assert gathering(there).of(reply, said(quote=QUOTE)) is None
    assert gathering(there).of(there.reply("why?", None), said()) is None


class TestFiles:
    async def test_its_own_come_after_its_text_and_before_those_it_replies_to(self):
        there = world()
        theirs = there.payload("look", by=LINUS_, number=59, attachments=[huge("theirs.mp4")])
        theirs_read = File("theirs.mp4", unread="large", sources=(Source(LINUS, 59),))
        found = await completed(there, there.reply("and?", theirs, attachments=[huge("own.mp4")]))
        assert found.parts == (Text("hello"), File("own.mp4", unread="large"), theirs_read)

    async def test_those_of_the_bots_own_answer_are_not_read_again(self):
        there = world()
        own = there.payload("look", by=user(ME, "Qwen", bot=True), number=59, attachments=[huge("own.mp4")])
        assert gathering(there).of(there.reply("and?", own), said()) is None

    async def test_a_commands_are_added_to_its_question(self):
        file = SimpleNamespace(filename="video.mp4", title=None, size=10**12)
        found = await gathering(world()).attached(said("sum up"), [file])()
        assert found == replace(said("sum up"), parts=(Text("sum up"), File("video.mp4", unread="large")))


class TestWhatIsRepliedTo:
    async def test_what_stood_before_it_is_looked_up_the_oldest_first(self):
        there = world()
        there.state.http = Archive([answering(there, 57, 56), answering(there, 58, 57)])
        theirs = answering(there, 59, 58, content="newest")
        found = await completed(there, there.reply("why?", theirs), said(quote=QUOTE))
        chain = (Quote("Linus T.", "57", LINUS, 57), Quote("Linus T.", "58", LINUS, 58))
        assert found.quote == replace(QUOTE, chain=chain)
        assert found.quote.whole == "Linus T.: 57\nLinus T.: 58\nnewest"
        assert there.state.http.asked == [(GENERAL, 58), (GENERAL, 57), (GENERAL, 56)]

    async def test_no_more_than_a_few_are(self):
        there = world()
        there.state.http = Archive([answering(there, number, number - 1) for number in range(50, 59)])
        found = await completed(there, there.reply("why?", answering(there, 59, 58)), said(quote=QUOTE))
        assert len(found.quote.whole.splitlines()) == CHAIN + 1
        assert len(there.state.http.asked) == CHAIN

    async def test_what_the_bot_said_itself_ends_it_as_it_remembers_that(self):
        there = world()
        own = answering(there, 57, 56, by=user(ME, "Qwen", bot=True))
        there.state.http = Archive([own, answering(there, 58, 57), answering(there, 56, 55)])
        found = await completed(there, there.reply("why?", answering(there, 59, 58)), said(quote=QUOTE))
        assert found.quote.whole == "Linus T.: 58\nnewest"

    async def test_nothing_is_where_what_it_replies_to_is_not_quoted(self):
        there = world()
        assert await completed(there, there.reply("why?", answering(there, 59, 58)), said()) == said()
        assert there.state.http.asked == []

    async def test_so_does_one_that_replies_to_nothing(self):
        there = world()
        there.state.http = Archive([there.payload("first", by=LINUS_, number=58)])
        found = await completed(there, there.reply("why?", answering(there, 59, 58)), said(quote=QUOTE))
        assert found.quote.whole == "Linus T.: first\nnewest"

    async def test_names_and_cards_are_told(self):
        there = world()
        before = there.payload(
            f"<@&{OTHER_ROLE}> <@{ADA}> see", by=LINUS_, number=58, embeds=[{"title": "A card"}], mentions=[ADA_]
        )
        there.state.http = Archive([before])
        found = await completed(there, there.reply("why?", answering(there, 59, 58)), said(quote=QUOTE))
        assert found.quote.whole == "Linus T.: @poets @Ada see\n[Card]\nA card\nnewest"

    async def test_one_that_discord_told_of_along_with_it_is_not_looked_up(self):
        there = world()
        there.state._messages.append(there.message("known", by=LINUS_, number=58))
        found = await completed(there, there.reply("why?", answering(there, 59, 58)), said(quote=QUOTE))
        assert (found.quote.whole, there.state.http.asked) == ("Linus T.: known\nnewest", [])

    @pytest.mark.parametrize("error", [refusal(403, 50001), TimeoutError()])
    async def test_what_cannot_be_looked_up_is_left_out(self, error):
        there = world(error=error)
        found = await completed(there, there.reply("why?", answering(there, 59, 58)), said(quote=QUOTE))
        assert found.quote == QUOTE


def passing_on(world, number, of, *, channel=GENERAL, **more):
    """The payload of a forward, which does not tell whose words it has."""
    reference = {"type": 1, "message_id": str(of), "channel_id": str(channel)}
    said = {"content": "passed on", "embeds": [], "attachments": [], "type": 0, "timestamp": SENT}
    snapshot = {"message": said | {"edited_timestamp": None}}
    return world.payload("", number=number, **more) | {"message_reference": reference, "message_snapshots": [snapshot]}


class TestForwards:
    async def sources(self, there, payload):
        message = discord.Message(state=there.state, channel=there.general, data=payload)
        [part] = (await completed(there, message, incoming(message, there.me))).parts
        assert part.text == "[Forwarded message]\n> passed on"
        return part.sources

    async def test_who_wrote_it_is_looked_up_wherever_it_stands(self):
        there = world(World().payload("passed on", by=LINUS_, number=41))
        assert await self.sources(there, passing_on(there, 60, 41, channel=999)) == (Source(LINUS, 41),)
        assert there.state.http.asked == [(999, 41)]

    async def test_of_one_that_was_passed_on_twice_both_are_known(self):
        there = world()
        first = there.payload("passed on", by=LINUS_, number=41)
        there.state.http = Archive([first, passing_on(there, 42, 41, by=user(9, "Eve"))])
        assert await self.sources(there, passing_on(there, 60, 42)) == (Source(9, 42), Source(LINUS, 41))

    async def test_of_one_that_cannot_be_looked_up_the_number_is_known(self):
        there = world(error=refusal(403, 50001))
        assert await self.sources(there, passing_on(there, 60, 41)) == (Source(None, 41),)

    async def test_where_it_is_replied_to_its_words_are_both_of_theirs(self):
        there = world(World().payload("passed on", by=LINUS_, number=41))
        reply = there.reply("why?", passing_on(there, 59, 41, by=user(9, "Eve")))
        found = await completed(there, reply, incoming(reply, there.me))
        assert found.quote.sources == (Source(9, 59), Source(LINUS, 41))


class TestLinks:
    async def linked(self, there, text, **more):
        return (await completed(there, there.message(text, **more))).parts[1:]

    async def test_a_message_of_the_server_that_is_linked_to_is_read(self):
        there = world(
            World().payload(f"see <@{ADA}>", by=LINUS_, number=41, mentions=[ADA_], embeds=[{"title": "A card"}])
        )
        [file] = await self.linked(there, f"what of {link(41)} ?")
        text = "see @Ada\n[Card]\nA card"
        assert file == File("a message by Linus T. in #general", text, length=len(text), sources=(Source(LINUS, 41),))
        assert there.state.http.asked == [(GENERAL, 41)]

    async def test_several_are_in_their_order_each_once_and_no_more_than_a_few(self):
        there = world(*(World().payload(str(number), number=number) for number in range(41, 50)))
        hosts = {43: "discord.com", 41: "ptb.discord.com", 42: "canary.discord.com", 44: "discordapp.com"}
        text = " ".join([link(43), *(link(number, host=host) for number, host in hosts.items())])
        assert [file.content for file in await self.linked(there, text)] == ["43", "41", "42"]

    @pytest.mark.parametrize(
        "text", [link(41, server=SERVER + 1), link(41, channel=999), link(41, host="discord.example"), link(40)]
    )
    async def test_no_other_is(self, text):
        assert await self.linked(world(World().payload("secret", number=41)), text) == ()

    async def test_in_a_direct_message_none_is(self):
        there = world(World().payload("secret", number=41))
        assert gathering(there).of(there.message(link(41), channel=there.dm), said()) is None

    @pytest.mark.parametrize(
        ("everyone", "is_read"),
        [
            (READS, True),
            (discord.Permissions(read_messages=True), False),
            (discord.Permissions(read_message_history=True), False),
        ],
    )
    async def test_only_what_its_author_can_read_is(self, everyone, is_read):
        there = world(World().payload("41", number=41), everyone=everyone)
        assert bool(await self.linked(there, link(41), by=LINUS_)) is is_read

    async def test_whose_permissions_nobody_knows_can_read_nothing(self):
        there = world(World().payload("41", number=41))
        message = there.message(link(41))
        message.author = discord.User(state=there.state, data=user(9, "Webhook"))
        assert (await completed(there, message)).parts == (Text("hello"),)

    async def test_a_thread_is_read_and_a_private_one_is_not(self):
        payload = World().payload("41", number=41) | {"channel_id": str(THREAD)}
        there = world(payload)
        [file] = await self.linked(there, link(41, channel=THREAD))
        assert file.name == "a message by Ada in #aside"
        there.thread._type = discord.ChannelType.private_thread
        assert await self.linked(there, link(41, channel=THREAD)) == ()

    async def test_the_others_are_read_where_one_cannot_be(self):
        there = world(World().payload("41", number=41))
        assert [file.content for file in await self.linked(there, f"{link(40)} {link(41)}")] == ["41"]
