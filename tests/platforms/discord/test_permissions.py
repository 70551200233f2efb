"""What the bot asks to be allowed, and that README asks for the same."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import discord

import bot
from bot.platforms.discord.permissions import NAMES, NEEDED, SCOPES, invitation, lacking

README = Path(bot.__file__).parents[1] / "README.md"


def test_readme_names_the_same_permissions_and_scopes():
    step = re.search(r"It asks for the scopes(.*?)\.\n", README.read_text("utf-8"), re.DOTALL)[1]
    words = " ".join(step.split())
    assert set(re.findall(r"\*(.+?)\*", words)) == set(NAMES.values())
    assert tuple(re.findall(r"`(.+?)`", words)) == SCOPES


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
