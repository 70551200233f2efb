"""What the bot asks to be allowed."""

from urllib.parse import parse_qs, urlsplit

import discord

from bot.platforms.discord.permissions import NAMES, NEEDED, invitation, lacking


def test_the_address_asks_for_exactly_these():
    asked = parse_qs(urlsplit(invitation(7)).query)
    assert asked["client_id"] == ["7"]
    assert asked["scope"] == ["bot applications.commands"]
    granted = discord.Permissions(int(asked["permissions"][0]))
    assert all(getattr(granted, flag) for flag in NAMES)
    assert granted.value.bit_count() == len(NAMES)


def test_what_is_lacking_is_told_by_discord_s_names_and_administrators_lack_nothing():
    assert lacking(NEEDED) == []
    assert lacking(discord.Permissions(administrator=True)) == []
    without = discord.Permissions(NEEDED.value)
    without.attach_files = False
    assert lacking(without) == ["Attach Files"]
