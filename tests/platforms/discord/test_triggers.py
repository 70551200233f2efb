"""Which messages are for the bot, without a server that sends them."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import discord
import pytest

from bot.core.record import Author, Quote
from bot.platforms.discord.triggers import read

ME = SimpleNamespace(id=1)
ADA = SimpleNamespace(id=2, display_name="Ada  L.", bot=False)
ROLE = SimpleNamespace(id=9, name="Qwen")
GUILD = SimpleNamespace(
    id=4,
    self_role=ROLE,
    get_member=lambda number: None,
    get_role=lambda number: ROLE if number == ROLE.id else None,
    get_channel_or_thread=lambda number: None,
)


class Replied(discord.Message):
    """A message that another one replies to: the library tells it from a deleted one by its class."""

    def __init__(self, author, content):
        self.author, self.content, self.mentions, self.guild = author, content, [], GUILD


def message(content="<@1> hi", *, author=ADA, guild=GUILD, kind=discord.MessageType.default, webhook=None, to=None):
    ids = [int(number) for number in re.findall(r"<@!?(\d+)>", content)]
    return SimpleNamespace(
        id=8,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        author=author,
        channel=SimpleNamespace(id=7),
        content=content,
        guild=guild,
        mentions=[],
        raw_mentions=ids,
        raw_role_mentions=[ROLE.id] if f"<@&{ROLE.id}>" in content else [],
        reference=to and SimpleNamespace(resolved=to),
        type=discord.MessageType.reply if to else kind,
        webhook_id=webhook,
    )


def test_a_mention_is_for_the_bot_and_is_no_part_of_what_is_said():
    asked = read(message(), ME)
    assert (asked.channel, asked.message, asked.author, asked.text) == (7, 8, Author(2, "Ada L."), "hi")
    assert not asked.is_private


def test_a_mention_of_the_role_that_discord_gives_the_bot_is_one_of_the_bot():
    assert read(message("<@&9> hi"), ME).text == "hi"


def test_a_direct_message_needs_no_mention():
    asked = read(message("hi", guild=None), ME)
    assert asked.text == "hi"
    assert asked.is_private


def test_a_reply_to_the_bot_is_for_it_and_quotes_what_it_said():
    said = Replied(SimpleNamespace(id=1, display_name="Qwen"), "so it is\n-# Stopped.")
    assert read(message("why?", to=said), ME).quote == Quote("Qwen", "so it is")


@pytest.mark.parametrize(
    "given",
    [
        {"author": SimpleNamespace(id=3, display_name="Another bot", bot=True)},
        {"author": SimpleNamespace(id=3, display_name="Another bot", bot=True), "guild": None},
        {"webhook": 8},
        {"kind": discord.MessageType.pins_add},
        {"content": "just talking"},
        {"content": "<@5> hi"},
        {"content": "why?", "to": Replied(SimpleNamespace(id=3, display_name="Bob"), "so it is")},
    ],
)
def test_bots_webhooks_notices_and_what_is_for_others_are_left_alone(given):
    assert read(message(**given), ME) is None
