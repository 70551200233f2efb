"""Commands as the bot registers them, and as people are offered them."""

import asyncio

import discord
import pytest
from discord import app_commands

from bot.sandbox import Refusal, Sandbox

from .conftest import BotThat, Connect, LogIn, MakeApi, make_client


async def test_commands_are_registered_and_keep_their_ids(sandbox: Sandbox, bot_that: BotThat) -> None:
    tree = await bot_that(sandbox, lambda *_: asyncio.sleep(0))
    (first,), (again,) = await tree.sync(), await tree.sync()
    assert (first.name, first.id) == ("ask", again.id)
    assert [option.name for option in first.options] == ["prompt"]
    edited = await first.edit(description="Ask anything")
    assert (edited.id, edited.description) == (first.id, "Ask anything")
    await edited.delete()
    assert await tree.fetch_commands() == []


async def test_commands_of_a_guild_are_its_own(sandbox: Sandbox, log_in: LogIn) -> None:
    client = make_client()
    tree = app_commands.CommandTree(client)
    await log_in(sandbox, client)
    elsewhere = sandbox.add_guild("Elsewhere")

    @tree.command(description="Only here", guild=discord.Object(sandbox.guild.id))
    async def here(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("here")

    await tree.sync(guild=discord.Object(sandbox.guild.id))
    assert sandbox.ada.command(sandbox.general, "here").name == "here"
    (other,) = elsewhere.channels.values()
    for channel in (other, sandbox.ada.dm_channel):
        with pytest.raises(Refusal, match="10063"):
            sandbox.ada.command(channel, "here")


async def test_localisations_come_along_where_they_are_asked_for_and_permissions_as_a_string(
    sandbox: Sandbox, api: MakeApi
) -> None:
    bot, path = api(sandbox, sandbox.bot), f"/applications/{sandbox.bot.id}/commands"
    option = {"type": 3, "name": "x", "description": "y", "description_localizations": {"de": "z"}}
    command = {"name": "ask", "description": "x", "name_localizations": {"de": "frage"}, "options": [option]}
    await bot("POST", path, command | {"default_member_permissions": 16})
    (whole,) = (await bot("GET", f"{path}?with_localizations=true")).body
    assert (whole["name_localizations"], whole["options"]) == ({"de": "frage"}, [option])
    (short,) = (await bot("GET", path)).body
    assert "name_localizations" not in short
    assert "description_localizations" not in short["options"][0]
    assert short["default_member_permissions"] == "16"


async def test_badly_formed_commands_are_refused(sandbox: Sandbox, api: MakeApi) -> None:
    bot, path = api(sandbox, sandbox.bot), f"/applications/{sandbox.bot.id}/commands"
    good = {"name": "ask", "description": "Ask something"}
    for body in ({"name": "Ask", "description": "x"}, {"name": "ask"}, {"name": "a b", "description": "x"}):
        assert (await bot("POST", path, body)).code == 50035
    assert (await bot("PUT", path, [good, good])).code == 50035
    assert (await bot("PUT", path, good)).code == 50035
    assert [(await bot("POST", path, good)).status for _ in range(2)] == [201, 200]
    many = [{"name": f"c{number}", "description": "x"} for number in range(101)]
    assert (await bot("PUT", path, many)).code == 30032
    assert (await bot("DELETE", f"{path}/1")).code == 10063
    assert (await api(sandbox, sandbox.ada.user)("GET", path)).code == 20002


async def test_people_see_the_commands_and_hear_when_they_change(
    sandbox: Sandbox, bot_that: BotThat, connect: Connect, api: MakeApi
) -> None:
    wire = await connect(sandbox)
    await wire.identify(sandbox.ada.user)
    await bot_that(sandbox, lambda *_: asyncio.sleep(0))
    assert (await wire.event("GUILD_APPLICATION_COMMAND_INDEX_UPDATE"))["guild_id"] == str(sandbox.guild.id)
    for channel in (sandbox.general, sandbox.ada.dm_channel):
        index = await api(sandbox, sandbox.ada.user)("GET", f"/channels/{channel.id}/application-command-index")
        assert [command["name"] for command in index.body["application_commands"]] == ["ask"]
        assert index.body["applications"][0]["bot"]["id"] == str(sandbox.bot.id)
