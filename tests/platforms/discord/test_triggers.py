"""What is for the bot, what is not, and what it says."""

from datetime import UTC, datetime

import pytest

from bot.core.record import Author, Quote
from bot.platforms.discord.triggers import incoming, is_for_bot, is_somebodys, readable
from tests.platforms.discord.models import ADA, GENERAL, LINUS, ME, OTHER_ROLE, OWN_ROLE, SERVER, THREAD, World, user

QWEN = user(ME, "Qwen", bot=True)


@pytest.fixture
def world():
    return World()


def read(message, me, trigger="mention", **more):
    """The message as a question, where it is for the bot."""
    return incoming(message, me) if is_somebodys(message) and is_for_bot(message, me, trigger, **more) else None


def heard(world, content=f"<@{ME}> hi", **more):
    return read(world.message(content, **more), world.me)


def test_a_mention_is_for_the_bot_and_is_no_part_of_what_it_says(world):
    asked = heard(world, f"<@{ME}> what is a haiku?", mentions=[QWEN])
    assert asked.text == "what is a haiku?"
    assert asked.author == Author(ADA, "Ada")
    assert (asked.channel, asked.message, asked.server, asked.parent) == (GENERAL, 60, SERVER, None)
    assert asked.at == datetime(2015, 1, 1, tzinfo=UTC)  # The time is in the number of the message.
    assert not asked.is_private
    assert asked.quote is None


def test_what_is_said_in_passing_is_not(world):
    assert heard(world, "Qwen is nice") is None
    assert heard(world, f"<@{LINUS}> hi", mentions=[user(LINUS, "Linus")]) is None


def test_another_bot_is_never_answered_whatever_it_says(world):
    bot = user(9, "Echo", bot=True)
    assert heard(world, by=bot) is None
    assert heard(world, "hi", by=bot, channel=world.dm) is None
    assert read(world.reply(f"<@{ME}> hi", world.payload("mine", by=QWEN), by=bot), world.me) is None


def test_the_bot_does_not_answer_itself(world):
    assert heard(world, by=QWEN) is None


def test_a_webhook_is_never_answered(world):
    assert heard(world, webhook_id="4") is None


@pytest.mark.parametrize("kind", [6, 7, 18, 21, 24])
def test_what_discord_says_by_itself_is_not_answered(world, kind):
    assert heard(world, type=kind) is None
    assert heard(world, "hi", type=kind, channel=world.dm) is None


def test_a_mention_of_the_role_that_discord_gave_the_bot_is_for_it(world):
    assert heard(world, f"<@&{OWN_ROLE}> hi", mention_roles=[str(OWN_ROLE)]).text == "hi"


def test_a_mention_of_another_role_is_not(world):
    assert heard(world, f"<@&{OTHER_ROLE}> hi", mention_roles=[str(OTHER_ROLE)]) is None


def test_a_direct_message_needs_no_mention(world):
    asked = heard(world, "hello", channel=world.dm)
    assert asked.text == "hello"
    assert asked.is_private
    assert (asked.server, asked.parent) == (None, None)


def test_a_reply_to_the_bot_needs_no_mention_and_quotes_it_without_its_small_print(world):
    mine = world.payload("so far\n-# ⏹ Stopped.", by=QWEN, number=59)
    asked = read(world.reply("and then?", mine), world.me)
    assert asked.text == "and then?"
    assert asked.quote == Quote("Qwen", "so far", ME, 59)


def test_a_reply_to_somebody_else_needs_one_and_quotes_them_as_they_said_it(world):
    theirs = world.payload(f"<@{LINUS}> said\n-# small", by=user(LINUS, "Linus"), number=59)
    assert read(world.reply("what?", theirs), world.me) is None
    asked = read(world.reply(f"<@{ME}> what?", theirs), world.me)
    assert asked.quote == Quote("Linus T.", "@Linus T. said\n-# small", LINUS, 59)


def test_a_message_of_nothing_but_small_print_is_not_quoted(world):
    assert read(world.reply("hm", world.payload("-# ⏹ Stopped.", by=QWEN)), world.me).quote is None


def test_a_reply_to_a_message_that_is_gone_quotes_nothing_and_needs_a_mention(world):
    assert read(world.reply("what?", None), world.me) is None
    assert read(world.reply(f"<@{ME}> what?", None), world.me).quote is None


def test_a_message_that_only_points_at_another_is_no_reply(world):
    to = {"type": 0, "message_id": "59", "channel_id": str(GENERAL)}
    mine = world.payload("mine", by=QWEN, number=59)
    assert heard(world, "look", message_reference=to, referenced_message=mine) is None


def test_a_thread_is_a_channel_that_knows_its_parent(world):
    asked = heard(world, channel=world.thread)
    assert (asked.channel, asked.parent, asked.server) == (THREAD, GENERAL, SERVER)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (f"<@{ME}>", ""),
        (f"<@!{ME}>, hi", "hi"),
        (f"  <@{ME}>:  hi", "hi"),
        (f"hi <@{ME}>", "hi"),
        (f"hi, <@{ME}>!", "hi!"),
        (f"is <@{ME}> there?", "is there?"),
        (f"<@{ME}> <@{ME}> hi", "hi"),
        (f"<@{ME}> <@&{OWN_ROLE}> hi", "hi"),
        (f"<@{ME}> and <@12>", "and @somebody"),
        (f"<@{ME}> ask <@{LINUS}>", "ask @Linus T."),
        (f"<@{ME}> ask <@!{LINUS}>", "ask @Linus T."),
        (f"<@{ME}> in <#{GENERAL}>, not <#99>", "in #general, not #some channel"),
        (f"<@{ME}> in <#{THREAD}>", "in #aside"),
        (f"<@{ME}> the <@&{OTHER_ROLE}>, the <@&99>", "the @poets, the @some role"),
        (f"<@{ME}> <:laugh:123><a:dance:456>", ":laugh::dance:"),
        (f"<@{ME}> one\n  two", "one\n  two"),
    ],
)
def test_mentions_read_as_names(world, said, text):
    assert heard(world, said).text == text


def test_who_is_mentioned_reads_as_the_message_calls_them(world):
    assert (
        heard(world, f"<@{ME}> <@7>", mentions=[user(7, "eve", global_name="Eve \n the First")]).text
        == "@Eve the First"
    )


def test_without_a_server_nothing_but_people_is_known():
    assert readable("<@7> <@&7> <#7>") == "@somebody @some role #some channel"


def test_what_is_not_for_the_bot_can_be_read_as_a_question_all_the_same(world):
    assert incoming(world.message("without a mention"), world.me).text == "without a mention"
