"""Commands and components: registered, used, answered in time or not, once or with more."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.sandbox import Limits, Refusal, Sandbox, Window

from .clients import Api, Wire
from .conftest import Connect, LogIn, MakeApi, StartSandbox, make_client

Answering = Callable[[discord.Interaction, str], Awaitable[None]]


@pytest.fixture
def bot_that(log_in: LogIn) -> Callable[..., Awaitable[app_commands.CommandTree]]:
    """Log in a bot whose `/ask prompt:` does what a function says."""

    async def start(sandbox: Sandbox, answering: Answering) -> app_commands.CommandTree:
        client = make_client()
        tree = app_commands.CommandTree(client)

        @tree.command(description="Ask something")
        async def ask(interaction: discord.Interaction, prompt: str) -> None:
            await answering(interaction, prompt)

        await log_in(sandbox, client)
        await tree.sync()
        return tree

    return start


async def test_commands_are_registered_and_keep_their_ids(sandbox: Sandbox, bot_that: Any) -> None:
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
    sandbox: Sandbox, bot_that: Any, connect: Connect, api: MakeApi
) -> None:
    wire = await connect(sandbox)
    await wire.identify(sandbox.ada.user)
    await bot_that(sandbox, lambda *_: asyncio.sleep(0))
    assert (await wire.event("GUILD_APPLICATION_COMMAND_INDEX_UPDATE"))["guild_id"] == str(sandbox.guild.id)
    for channel in (sandbox.general, sandbox.ada.dm_channel):
        index = await api(sandbox, sandbox.ada.user)("GET", f"/channels/{channel.id}/application-command-index")
        assert [command["name"] for command in index.body["application_commands"]] == ["ask"]
        assert index.body["applications"][0]["bot"]["id"] == str(sandbox.bot.id)


async def test_a_command_used_in_a_guild_is_answered_there(sandbox: Sandbox, bot_that: Any) -> None:
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


async def test_and_in_direct_messages_by_a_user(sandbox: Sandbox, bot_that: Any) -> None:
    async def answer(interaction: discord.Interaction, prompt: str) -> None:
        assert isinstance(interaction.user, discord.User)
        assert interaction.guild is None
        await interaction.response.send_message(prompt)

    await bot_that(sandbox, answer)
    used = sandbox.linus.command(sandbox.linus.dm_channel, "ask", prompt="hello")
    await sandbox.until(lambda: used.answered)
    assert used.response.content == "hello"


async def test_a_deferred_answer_is_a_message_that_is_filled_later(
    sandbox: Sandbox, bot_that: Any, connect: Connect
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
    sandbox: Sandbox, bot_that: Any, connect: Connect, api: MakeApi
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


async def test_an_interaction_is_answered_once(sandbox: Sandbox, bot_that: Any) -> None:
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
    start_sandbox: StartSandbox, bot_that: Any, connect: Connect
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


async def test_the_token_lives_for_a_while(start_sandbox: StartSandbox, bot_that: Any) -> None:
    sandbox = await start_sandbox(Limits(interaction_token_life=1.0))
    code = asyncio.get_running_loop().create_future()

    async def answer(interaction: discord.Interaction, prompt: str) -> None:
        await interaction.response.send_message("in time")
        await interaction.edit_original_response(content="still in time")
        await asyncio.sleep(1.0)
        try:
            await interaction.edit_original_response(content="too late")
        except discord.HTTPException as refused:
            code.set_result(refused.code)

    await bot_that(sandbox, answer)
    used = sandbox.ada.command(sandbox.general, "ask", prompt="x")
    assert await code == 50027
    assert used.response.content == "still in time"


async def test_all_requests_with_one_token_share_a_bucket(start_sandbox: StartSandbox, bot_that: Any) -> None:
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
    sandbox: Sandbox, bot_that: Any, connect: Connect, api: MakeApi
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


async def test_what_cannot_be_used_is_refused(sandbox: Sandbox, bot_that: Any, connect: Connect, api: MakeApi) -> None:
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


class Buttons(discord.ui.View):
    """One button for each way to answer."""

    @discord.ui.button(label="Again", custom_id="again")
    async def again(self, interaction: discord.Interaction, button: discord.ui.Button) -> None:
        await interaction.response.edit_message(content="again")

    @discord.ui.button(label="Later", custom_id="later")
    async def later(self, interaction: discord.Interaction, button: discord.ui.Button) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="later")

    @discord.ui.button(label="Form", custom_id="form")
    async def form(self, interaction: discord.Interaction, button: discord.ui.Button) -> None:
        await interaction.response.send_modal(Question())


class Question(discord.ui.Modal, title="A question"):
    text = discord.ui.TextInput(label="Text", custom_id="text")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"You wrote {self.text.value}")


@pytest.fixture
async def with_buttons(sandbox: Sandbox, log_in: LogIn) -> Any:
    client = await log_in(sandbox)
    sent = await client.get_channel(sandbox.general.id).send("choose", view=Buttons())
    return sandbox.general.messages[sent.id]


async def test_buttons_change_their_message(sandbox: Sandbox, with_buttons: Any) -> None:
    for button in ("again", "later"):
        sandbox.ada.click(with_buttons, button)
        await sandbox.until(lambda button=button: with_buttons.content == button)
    with pytest.raises(Refusal, match="50035"):
        sandbox.ada.click(with_buttons, "none such")


async def test_a_form_is_shown_and_sent_in(sandbox: Sandbox, with_buttons: Any, connect: Connect, api: MakeApi) -> None:
    wire = await connect(sandbox)
    ready = await wire.identify(sandbox.ada.user)
    clicked = sandbox.ada.click(with_buttons, "form")
    shown = await wire.event("INTERACTION_MODAL_CREATE")
    assert (shown["title"], clicked.modal["title"]) == ("A question", "A question")
    row = {"type": 1, "components": [{"type": 4, "custom_id": "text", "value": "a story"}]}
    submitted = {
        "type": 5,
        "application_id": str(sandbox.bot.id),
        "channel_id": str(sandbox.general.id),
        "session_id": ready["session_id"],
        "data": {"id": shown["id"], "custom_id": shown["custom_id"], "components": [row]},
    }
    assert (await api(sandbox, sandbox.ada.user)("POST", "/interactions", submitted)).status == 204
    assert (await wire.event("MESSAGE_CREATE"))["content"] == "You wrote a story"


async def test_an_answer_to_a_button_replies_to_its_message(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)

    class Hello(discord.ui.View):
        @discord.ui.button(label="Hello", custom_id="hello")
        async def hello(self, interaction: discord.Interaction, button: discord.ui.Button) -> None:
            await interaction.response.send_message("hello to you", ephemeral=True, view=Buttons())

    sent = await client.get_channel(sandbox.general.id).send("press", view=Hello())
    clicked = sandbox.ada.click(sandbox.general.messages[sent.id], "hello")
    await sandbox.until(lambda: clicked.answered)
    answer = clicked.response
    assert (answer.type, answer.reference.message_id, answer.ephemeral) == (19, sent.id, True)
    sandbox.ada.click(answer, "again")
    await sandbox.until(lambda: answer.content == "again")


async def test_nothing_can_be_said_in_a_channel_that_was_deleted(sandbox: Sandbox, bot_that: Any) -> None:
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
