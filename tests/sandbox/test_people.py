"""Who is there: their roles, their languages, and where the channels stand that they talk in."""

import json
from typing import Any

import discord
import pytest

from bot.sandbox import Permission, Refusal, Sandbox

from .conftest import LogIn, MakeApi, heard, make_client


async def test_there_are_an_owner_a_moderator_and_a_member(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox, make_client(intents=discord.Intents.all()))
    guild = client.get_guild(sandbox.guild.id)
    ada, grace, linus = (guild.get_member(each.user.id) for each in (sandbox.ada, sandbox.grace, sandbox.linus))
    assert guild.owner == ada
    assert [role.name for role in grace.roles] == ["@everyone", "Moderators"]
    rights = [(each.guild_permissions.administrator, each.guild_permissions.manage_channels) for each in (grace, linus)]
    assert rights == [(False, True), (False, False)]


async def test_roles_are_given_and_taken(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox, make_client(intents=discord.Intents.all()))
    patrons = sandbox.add_role("Patrons", sandbox.linus, permissions=Permission.MENTION_EVERYONE)
    await heard(client, "guild_role_create")
    member = client.get_guild(sandbox.guild.id).get_member(sandbox.linus.user.id)
    while "Patrons" not in [role.name for role in member.roles]:
        await heard(client, "member_update")
    assert member.guild_permissions.mention_everyone
    sandbox.take_role(patrons, sandbox.linus)
    _, after = await client.wait_for("member_update", timeout=60)
    assert [role.name for role in after.roles] == ["@everyone"]


async def test_people_and_guilds_have_languages(sandbox: Sandbox, log_in: LogIn, api: MakeApi) -> None:
    client = await log_in(sandbox)
    assert client.get_guild(sandbox.guild.id).preferred_locale is discord.Locale.american_english
    sandbox.speak("de")
    await heard(client, "guild_update")
    assert client.get_guild(sandbox.guild.id).preferred_locale is discord.Locale.german
    rest = api(sandbox, sandbox.linus.user)
    assert (await rest("PATCH", "/users/@me/settings", {"locale": "fr"})).status == 200
    assert (await rest("GET", "/users/@me")).body["locale"] == "fr"
    assert (await rest("PATCH", "/users/@me/settings", {"locale": "tlh"})).code == 50035


async def test_channels_stand_under_categories(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    work = sandbox.add_category("Work")
    desk = sandbox.add_channel("desk", category=work)
    while (channel := client.get_channel(desk.id)) is None:
        await heard(client, "guild_channel_create")
    assert (channel.category.name, [each.name for each in channel.category.channels]) == ("Work", ["desk"])
    sandbox.permit(desk, sandbox.bot, allow=Permission.MANAGE_CHANNELS)
    assert (await channel.edit(category=None)).category is None
    assert (await channel.edit(category=client.get_channel(work.id))).category.name == "Work"
    with pytest.raises(discord.HTTPException, match="50035"):
        await channel.edit(category=discord.Object(sandbox.code.id))
    thread = sandbox.ada.thread(desk, "a thread")
    while client.get_channel(thread.id) is None:
        await heard(client, "thread_create")
    sandbox.delete_channel(work)
    while client.get_channel(desk.id).category is not None:
        await client.wait_for("guild_channel_update", timeout=60)
    assert client.get_channel(thread.id).parent.name == "desk"
    sandbox.ada.say(thread, "still here")


async def test_a_group_is_for_those_in_it(sandbox: Sandbox) -> None:
    group = sandbox.add_group("friends", sandbox.ada, sandbox.linus)
    sandbox.ada.say(group, "just us")
    with pytest.raises(Refusal, match="50001"):
        sandbox.grace.say(group, "me too")
    assert sandbox.ada.dm_channel is not group


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/channels/{}/messages", {"content": "x", "extra": "y"}),
        ("POST", "/channels/{}/messages", {"content": "x", "allowed_mentions": {"extra": []}}),
        ("POST", "/channels/{}/messages", {"embeds": [{"title": "x", "extra": 1}]}),
        ("POST", "/channels/{}/messages", {"poll": {"extra": 1}}),
        ("POST", "/channels/{}/threads", {"name": "x", "type": 11, "extra": 1}),
        ("PATCH", "/channels/{}", {"extra": "x"}),
        ("POST", "/channels/{}/messages/bulk-delete", {"messages": ["1", "2"], "extra": 1}),
        ("POST", "/users/@me/channels", {"recipient_id": "1", "extra": 1}),
    ],
)
async def test_a_form_with_a_field_that_there_is_not_is_refused(
    sandbox: Sandbox, api: MakeApi, method: str, path: str, body: dict[str, Any]
) -> None:
    sandbox.permit(sandbox.general, sandbox.bot, allow=Permission.MANAGE_CHANNELS | Permission.MANAGE_MESSAGES)
    answer = await api(sandbox, sandbox.bot)(method, path.format(sandbox.general.id), body)
    assert answer.code == 50035
    assert "extra" in json.dumps(answer.body["errors"])
