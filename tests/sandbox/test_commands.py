"""Commands as the bot registers them, and as people are offered them."""

import asyncio
import contextlib
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.sandbox import Permission, Person, Refusal, Sandbox

from .conftest import BotThat, Connect, LogIn, MakeApi, make_client

pytestmark = pytest.mark.hurrying


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


OPTION = {"type": 3, "name": "a", "description": "x"}


@pytest.mark.parametrize(
    "change",
    [
        {"descripton": "x"},
        {"type": 5},
        {"contexts": [3]},
        {"integration_types": [2]},
        {"default_member_permissions": "many"},
        {"name_localizations": {"tlh": "x"}},
        {"name_localizations": {"de": "Groß"}},
        {"description_localizations": {"de": "x" * 101}},
        {"options": [OPTION, OPTION]},
        {"options": [OPTION, OPTION | {"name": "b", "required": True}]},
        {"options": [OPTION | {"autocomplete": True, "choices": [{"name": "x", "value": "x"}]}]},
        {"options": [OPTION | {"choices": [{"name": "x", "value": 1}]}]},
        {"options": [OPTION | {"min_value": 1}]},
        {"options": [OPTION, {"type": 1, "name": "b", "description": "x"}]},
        {"options": [OPTION | {"choices": [{"name": str(n), "value": str(n)} for n in range(26)]}]},
        {"options": [{"type": 1, "name": "b", "description": "x", "options": [OPTION | {"type": 2}]}]},
        {"options": [OPTION | {"name": f"o{n}", "description": "x" * 100} for n in range(25)], "name": "y" * 33},
    ],
)
async def test_what_a_command_cannot_be_is_refused(sandbox: Sandbox, api: MakeApi, change: dict[str, Any]) -> None:
    path = f"/applications/{sandbox.bot.id}/commands"
    body = {"name": "ask", "description": "Ask something"}
    assert (await api(sandbox, sandbox.bot)("POST", path, body | change)).code == 50035


async def test_a_command_is_too_large_in_its_longest_language(sandbox: Sandbox, api: MakeApi) -> None:
    bot, path = api(sandbox, sandbox.bot), f"/applications/{sandbox.bot.id}/commands"
    choices = [{"name": f"{n}", "value": f"{n:099}"} for n in range(25)]
    body = {
        "name": "ask",
        "description": "x",
        "options": [OPTION | {"name": f"o{n}", "choices": choices} for n in "abc"],
    }
    assert (await bot("POST", path, body)).status == 201
    body["options"][0]["description_localizations"] = {"de": "x" * 100}
    for choice in choices:
        choice["name_localizations"] = {"de": "x" * 100}
    assert (await bot("POST", path, body)).code == 50035


async def test_all_of_a_command_is_kept_and_told(sandbox: Sandbox, log_in: LogIn, api: MakeApi) -> None:
    client = make_client()
    tree = app_commands.CommandTree(client)

    @tree.command(description="Set")
    @app_commands.default_permissions(manage_channels=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.choices(tone=[app_commands.Choice(name="dry", value=1)])
    async def tune(interaction: discord.Interaction, tone: int, far: app_commands.Range[int, 1, 9] = 1) -> None: ...

    await log_in(sandbox, client)
    await tree.sync()
    (kept,) = (await api(sandbox, sandbox.bot)("GET", f"/applications/{sandbox.bot.id}/commands")).body
    about = {"default_member_permissions": "16", "contexts": [0], "integration_types": [0], "nsfw": False}
    assert kept | about == kept
    tone, far = kept["options"]
    assert tone["choices"] == [{"name": "dry", "value": 1}]
    assert (far["min_value"], far["max_value"], far["required"]) == (1, 9, False)


async def test_who_may_not_use_a_command_is_not_offered_it(sandbox: Sandbox, api: MakeApi) -> None:
    bot, path = api(sandbox, sandbox.bot), f"/applications/{sandbox.bot.id}/commands"
    for name, needed in (("all", None), ("some", str(Permission.MANAGE_CHANNELS.value)), ("few", "0")):
        await bot("POST", path, {"name": name, "description": "x", "default_member_permissions": needed})

    def offered(person: Person) -> list[str]:
        tried = []
        for name in ("all", "some", "few"):
            with contextlib.suppress(Refusal):
                tried.append(person.command(sandbox.general, name).name)
        return tried

    assert [offered(each) for each in (sandbox.linus, sandbox.grace, sandbox.ada)] == [
        ["all"],
        ["all", "some"],
        ["all", "some", "few"],
    ]
    sandbox.permit(sandbox.general, sandbox.linus.user, allow=Permission.MANAGE_CHANNELS)
    assert offered(sandbox.linus) == ["all", "some"]


async def test_a_command_of_ones_own_goes_where_the_bot_is_not(sandbox: Sandbox, log_in: LogIn) -> None:
    client = make_client()
    tree = app_commands.CommandTree(client)

    @tree.command(description="Anywhere")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def anywhere(interaction: discord.Interaction) -> None:
        installed = [interaction.is_user_integration(), interaction.is_guild_integration()]
        await interaction.response.send_message(repr([interaction.context.private_channel, *installed]))
        for number in range(5):
            await interaction.followup.send(str(number))
        with pytest.raises(discord.HTTPException, match="40094"):
            await interaction.followup.send("too many")

    await log_in(sandbox, client)
    await tree.sync()
    (elsewhere,) = sandbox.add_guild("Elsewhere", with_bot=False).channels.values()
    group = sandbox.add_group("friends", sandbox.ada, sandbox.linus)
    for channel in (elsewhere, group):
        with pytest.raises(Refusal, match="10063"):
            sandbox.ada.command(channel, "anywhere")
    sandbox.install_for(sandbox.ada)
    for channel, told in ((elsewhere, "[False, True, False]"), (group, "[True, True, False]")):
        used = sandbox.ada.command(channel, "anywhere")
        await sandbox.until(lambda: [each for each in sandbox.journal.requests if each.status == 400])
        sandbox.journal.requests.clear()
        assert (used.response.content, len(used.followups)) == (told, 5)
    assert sandbox.ada.command(sandbox.general, "anywhere").owners.keys() == {"0", "1"}


async def test_subcommands_are_used_by_their_words(sandbox: Sandbox, log_in: LogIn) -> None:
    client = make_client()
    tree = app_commands.CommandTree(client)
    system = app_commands.Group(name="system", description="The system prompt")

    @system.command(name="set", description="Set it")
    async def set_it(interaction: discord.Interaction, text: str) -> None:
        await interaction.response.send_message(text)

    tree.add_command(system)
    await log_in(sandbox, client)
    await tree.sync()
    used = sandbox.ada.command(sandbox.general, "system set", text="be kind")
    await sandbox.until(lambda: used.response)
    assert used.response.content == "be kind"
    assert used.response.interaction["name"] == "system set"


async def test_a_person_has_a_menu_too(sandbox: Sandbox, log_in: LogIn) -> None:
    client = make_client()
    tree = app_commands.CommandTree(client)

    @tree.context_menu(name="Greet")
    async def greet(interaction: discord.Interaction, member: discord.Member) -> None:
        await interaction.response.send_message(f"Hello {member.display_name}")

    await log_in(sandbox, client)
    await tree.sync()
    used = sandbox.ada.user_command(sandbox.general, sandbox.linus.user, "Greet")
    await sandbox.until(lambda: used.response)
    assert used.response.content == "Hello Linus"
