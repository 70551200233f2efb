"""How the bot answers an interaction: in time or not, at once or later, for all or for one, and for how long."""

import asyncio
import io

import discord
import pytest

from bot.sandbox import Limits, Sandbox, Window

from .conftest import BotThat, Connect, MakeApi, StartSandbox

pytestmark = pytest.mark.hurrying


async def test_a_deferred_answer_is_a_message_that_is_filled_later(
    sandbox: Sandbox, bot_that: BotThat, connect: Connect
) -> None:
    go_on = asyncio.Event()

    async def answer(interaction: discord.Interaction, prompt: str) -> None:
        await interaction.response.defer(thinking=True)
        await go_on.wait()
        filled = await interaction.followup.send("first words", wait=True)
        assert filled.id == (await interaction.original_response()).id
        await interaction.edit_original_response(content="all words")
        await interaction.followup.send("and a second message")

    await bot_that(sandbox, answer)
    wire = await connect(sandbox)
    await wire.identify(sandbox.linus.user)
    used = sandbox.ada.command(sandbox.general, "ask", prompt="x")
    waiting = await wire.event("MESSAGE_CREATE")
    assert (waiting["content"], waiting["flags"]) == ("", 128)
    assert waiting["interaction_metadata"]["name"] == waiting["interaction"]["name"] == "ask"
    go_on.set()
    filled = await wire.event("MESSAGE_UPDATE")
    assert (filled["id"], filled["content"], filled["flags"]) == (waiting["id"], "first words", 0)
    assert filled["edited_timestamp"] is None
    edited = await wire.event("MESSAGE_UPDATE")
    assert (edited["content"], edited["edited_timestamp"] is None) == ("all words", False)
    further = await wire.event("MESSAGE_CREATE")
    assert further["message_reference"]["message_id"] == waiting["id"]
    assert [message.content for message in used.followups] == ["and a second message"]


async def test_an_ephemeral_answer_is_for_one_person_and_in_no_history(
    sandbox: Sandbox, bot_that: BotThat, connect: Connect, api: MakeApi
) -> None:
    async def answer(interaction: discord.Interaction, prompt: str) -> None:
        await interaction.response.send_message("between us", ephemeral=True)
        await interaction.edit_original_response(content="still between us")
        await interaction.delete_original_response()

    await bot_that(sandbox, answer)
    ada, linus = await connect(sandbox), await connect(sandbox)
    await ada.identify(sandbox.ada.user)
    await linus.identify(sandbox.linus.user)
    sandbox.ada.command(sandbox.general, "ask", prompt="x")
    told = await ada.event("MESSAGE_CREATE")
    assert (told["content"], told["flags"]) == ("between us", 64)
    assert (await ada.event("MESSAGE_UPDATE"))["content"] == "still between us"
    assert (await ada.event("MESSAGE_DELETE"))["id"] == told["id"]
    sandbox.linus.say(sandbox.general, "what did it say?")
    assert (await linus.event("MESSAGE_CREATE"))["content"] == "what did it say?"
    page = await api(sandbox, sandbox.ada.user)("GET", f"/channels/{sandbox.general.id}/messages")
    assert [message["content"] for message in page.body] == ["what did it say?"]


async def test_an_interaction_is_answered_once(sandbox: Sandbox, bot_that: BotThat) -> None:
    seen = asyncio.get_running_loop().create_future()

    async def answer(interaction: discord.Interaction, prompt: str) -> None:
        await interaction.response.send_message("once")
        try:
            await interaction.client.http.request(
                discord.http.Route("POST", f"/interactions/{interaction.id}/{interaction.token}/callback"),
                json={"type": 4, "data": {"content": "twice"}},
            )
        except discord.HTTPException as refused:
            seen.set_result(refused.code)

    await bot_that(sandbox, answer)
    sandbox.ada.command(sandbox.general, "ask", prompt="x")
    assert await seen == 40060


async def test_after_the_deadline_the_interaction_has_failed(
    start_sandbox: StartSandbox, bot_that: BotThat, connect: Connect
) -> None:
    sandbox = await start_sandbox(Limits(interaction_deadline=0.1))
    code = asyncio.get_running_loop().create_future()

    async def answer(interaction: discord.Interaction, prompt: str) -> None:
        await sandbox.until(lambda: used.failed)
        try:
            await interaction.response.send_message("too late")
        except discord.NotFound as refused:
            code.set_result(refused.code)

    await bot_that(sandbox, answer)
    wire = await connect(sandbox)
    await wire.identify(sandbox.ada.user)
    used = sandbox.ada.command(sandbox.general, "ask", prompt="x")
    assert (await wire.event("INTERACTION_FAILURE"))["id"] == str(used.id)
    assert await code == 10062
    assert sandbox.messages(sandbox.general) == []


async def test_the_token_lives_for_fifteen_minutes(sandbox: Sandbox, bot_that: BotThat) -> None:
    code = asyncio.get_running_loop().create_future()

    async def answer(interaction: discord.Interaction, prompt: str) -> None:
        await interaction.response.send_message("in time")
        sandbox.clock.advance(14 * 60)
        await interaction.edit_original_response(content="still in time")
        sandbox.clock.advance(61)
        try:
            await interaction.edit_original_response(content="too late")
        except discord.HTTPException as refused:
            code.set_result(refused.code)

    await bot_that(sandbox, answer)
    used = sandbox.ada.command(sandbox.general, "ask", prompt="x")
    assert await code == 50027
    assert used.response.content == "still in time"


async def test_all_requests_with_one_token_share_a_bucket(start_sandbox: StartSandbox, bot_that: BotThat) -> None:
    sandbox = await start_sandbox(Limits(interaction_webhooks=Window(5, 1.0)))

    async def answer(interaction: discord.Interaction, prompt: str) -> None:
        await interaction.response.send_message("0")
        for number in range(7):
            await interaction.edit_original_response(content=f"edit {number}")

    await bot_that(sandbox, answer)
    used = sandbox.ada.command(sandbox.general, "ask", prompt="x")
    await sandbox.until(lambda: used.response and used.response.content == "edit 6")
    edits = [request for request in sandbox.journal.requests if request.method == "PATCH"]
    assert [request.headers["X-RateLimit-Remaining"] for request in edits] == ["4", "3", "2", "1", "0", "4", "3"]


async def test_nothing_can_be_said_in_a_channel_that_was_deleted(sandbox: Sandbox, bot_that: BotThat) -> None:
    code = asyncio.get_running_loop().create_future()

    async def answer(interaction: discord.Interaction, prompt: str) -> None:
        sandbox.delete_channel(sandbox.random)
        try:
            await interaction.response.send_message("hello?")
        except discord.NotFound as refused:
            code.set_result(refused.code)

    await bot_that(sandbox, answer)
    sandbox.ada.command(sandbox.random, "ask", prompt="x")
    assert await code == 10003


async def test_nor_can_an_answer_go_on_in_one(sandbox: Sandbox, bot_that: BotThat) -> None:
    refused = asyncio.get_running_loop().create_future()

    async def answer(interaction: discord.Interaction, prompt: str) -> None:
        await interaction.response.defer(thinking=True)
        sandbox.delete_channel(sandbox.random)
        going_on = (interaction.edit_original_response(content="hello?"), interaction.followup.send("hello?"))
        refused.set_result(await asyncio.gather(*going_on, return_exceptions=True))

    await bot_that(sandbox, answer)
    sandbox.ada.command(sandbox.random, "ask", prompt="x")
    assert [error.code for error in await refused] == [10008, 10008]


async def test_who_took_a_deferred_answer_back_can_still_send_another(sandbox: Sandbox, bot_that: BotThat) -> None:
    async def answer(interaction: discord.Interaction, prompt: str) -> None:
        await interaction.response.defer(thinking=True)
        await interaction.delete_original_response()
        await interaction.followup.send("on second thoughts")

    await bot_that(sandbox, answer)
    used = sandbox.ada.command(sandbox.general, "ask", prompt="x")
    (sent,) = await sandbox.until(lambda: used.followups)
    assert sandbox.messages(sandbox.general) == [sent]


async def test_a_deferred_answer_that_somebody_else_deleted_cannot_be_given(
    sandbox: Sandbox, bot_that: BotThat
) -> None:
    refused = asyncio.get_running_loop().create_future()

    async def answer(interaction: discord.Interaction, prompt: str) -> None:
        await interaction.response.defer(thinking=True)
        sandbox.ada.delete(*sandbox.messages(sandbox.general))
        going_on = (interaction.edit_original_response(content="here"), interaction.followup.send("here"))
        refused.set_result(await asyncio.gather(*going_on, return_exceptions=True))

    await bot_that(sandbox, answer)
    sandbox.linus.command(sandbox.general, "ask", prompt="x")
    assert [error.code for error in await refused] == [10008, 10008]


async def test_the_file_of_an_ephemeral_answer_is_served_too(sandbox: Sandbox, bot_that: BotThat) -> None:
    read = asyncio.get_running_loop().create_future()

    async def answer(interaction: discord.Interaction, prompt: str) -> None:
        file = discord.File(io.BytesIO(b"between us"), "secret.txt")
        await interaction.response.send_message(file=file, ephemeral=True)
        (attachment,) = (await interaction.original_response()).attachments
        read.set_result(await attachment.read())

    await bot_that(sandbox, answer)
    sandbox.ada.command(sandbox.general, "ask", prompt="x")
    assert await asyncio.wait_for(read, timeout=60) == b"between us"
