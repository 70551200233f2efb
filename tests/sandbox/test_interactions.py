"""Commands as people use them: in a guild or directly, with options, from a menu, or in the middle of typing."""

import asyncio
from typing import Any

import discord
from discord import app_commands

from bot.sandbox import Sandbox

from .clients import Api, Wire
from .conftest import BotThat, Connect, LogIn, MakeApi, make_client


async def test_a_command_used_in_a_guild_is_answered_there(sandbox: Sandbox, bot_that: BotThat) -> None:
    async def answer(interaction: discord.Interaction, prompt: str) -> None:
        assert isinstance(interaction.user, discord.Member)
        assert interaction.channel is not None
        await interaction.response.send_message(f"{interaction.user.display_name} in {interaction.channel}: {prompt}")

    await bot_that(sandbox, answer)
    used = sandbox.ada.command(sandbox.code, "ask", prompt="what?")
    await sandbox.until(lambda: used.answered)
    (message,) = sandbox.messages(sandbox.code)
    assert (message.content, message.type) == ("Ada in code: what?", 20)
    assert message is used.response


async def test_and_in_direct_messages_by_a_user(sandbox: Sandbox, bot_that: BotThat) -> None:
    async def answer(interaction: discord.Interaction, prompt: str) -> None:
        assert isinstance(interaction.user, discord.User)
        assert interaction.guild is None
        await interaction.response.send_message(prompt)

    await bot_that(sandbox, answer)
    used = sandbox.linus.command(sandbox.linus.dm_channel, "ask", prompt="hello")
    await sandbox.until(lambda: used.answered)
    assert used.response.content == "hello"


async def person(sandbox: Sandbox, connect: Connect, api: MakeApi) -> tuple[Wire, Api, dict[str, Any]]:
    """Ada, as a client of her own: her wire, her REST, and what every interaction of hers has in common."""
    wire, rest = await connect(sandbox), api(sandbox, sandbox.ada.user)
    ready = await wire.identify(sandbox.ada.user)
    index = await rest("GET", f"/channels/{sandbox.general.id}/application-command-index")
    common = {
        "type": 2,
        "application_id": str(sandbox.bot.id),
        "guild_id": str(sandbox.guild.id),
        "channel_id": str(sandbox.general.id),
        "session_id": ready["session_id"],
        "nonce": "99",
        "data": index.body["application_commands"][0] | {"options": []},
    }
    return wire, rest, common


async def test_a_persons_client_uses_a_command_over_rest(
    sandbox: Sandbox, bot_that: BotThat, connect: Connect, api: MakeApi
) -> None:
    async def answer(interaction: discord.Interaction, prompt: str) -> None:
        await interaction.response.send_message(prompt)

    await bot_that(sandbox, answer)
    wire, rest, common = await person(sandbox, connect, api)
    data = common["data"] | {"options": [{"type": 3, "name": "prompt", "value": "over REST"}]}
    assert (await rest("POST", "/interactions", common | {"data": data})).status == 204
    assert (await wire.event("MESSAGE_CREATE"))["content"] == "over REST"
    success = await wire.event("INTERACTION_SUCCESS")
    assert success["nonce"] == "99"


async def test_what_cannot_be_used_is_refused(
    sandbox: Sandbox, bot_that: BotThat, connect: Connect, api: MakeApi
) -> None:
    await bot_that(sandbox, lambda *_: asyncio.sleep(0))
    _, rest, common = await person(sandbox, connect, api)
    assert list((await rest("POST", "/interactions", common)).body["errors"]) == ["data"]  # the prompt is missing
    data = common["data"] | {"options": [{"type": 3, "name": "prompt", "value": "x"}]}
    common |= {"data": data}
    for change, code in (
        ({"session_id": "none"}, 50035),
        ({"application_id": "1"}, 50035),
        ({"type": 9}, 50035),
        ({"data": data | {"version": "1"}}, 50035),
        ({"data": data | {"id": "1"}}, 10063),
        ({"channel_id": "1"}, 10003),
        ({"channel_id": str(sandbox.linus.dm_channel.id)}, 50001),
    ):
        assert (await rest("POST", "/interactions", common | change)).code == code, change
    assert (await api(sandbox, sandbox.bot)("POST", "/interactions", common)).code == 20001


async def test_options_that_name_somebody_are_resolved(sandbox: Sandbox, log_in: LogIn) -> None:
    client = make_client()
    tree = app_commands.CommandTree(client)

    @tree.command(description="Greet somebody")
    async def greet(interaction: discord.Interaction, whom: discord.Member, where: discord.TextChannel) -> None:
        await interaction.response.send_message(f"Hello {whom.display_name} in {where.name}")

    await log_in(sandbox, client)
    await tree.sync()
    used = sandbox.ada.command(sandbox.general, "greet", whom=sandbox.linus.user, where=sandbox.code)
    await sandbox.until(lambda: used.answered)
    assert used.response.content == "Hello Linus in code"


async def test_a_menu_command_shows_the_message_whatever_the_intents(sandbox: Sandbox, log_in: LogIn) -> None:
    client = make_client(intents=discord.Intents.default())
    tree = app_commands.CommandTree(client)

    @tree.context_menu(name="Explain")
    async def explain(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"It says: {message.content}")

    await log_in(sandbox, client)
    await tree.sync()
    used = sandbox.ada.message_command(sandbox.linus.say(sandbox.general, "cogito"), "Explain")
    await sandbox.until(lambda: used.answered)
    assert (used.response.content, used.response.type) == ("It says: cogito", 23)


async def test_choices_are_offered_while_one_types(sandbox: Sandbox, log_in: LogIn, connect: Connect) -> None:
    client = make_client()
    tree = app_commands.CommandTree(client)

    @tree.command(description="Choose")
    async def persona(interaction: discord.Interaction, name: str) -> None: ...

    @persona.autocomplete("name")
    async def names(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=name, value=name) for name in ("cat", "dog") if name.startswith(current)]

    await log_in(sandbox, client)
    await tree.sync()
    wire = await connect(sandbox)
    await wire.identify(sandbox.ada.user)
    typed = sandbox.ada.autocomplete(sandbox.general, "persona", name="c")
    offered = await wire.event("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE")
    assert [choice["value"] for choice in offered["choices"]] == ["cat"]
    assert typed.choices == offered["choices"]
