"""Buttons and forms: pressed, sent in, and answered in each of the ways there are."""

import re
from typing import Any

import discord
import pytest

from bot.sandbox import Refusal, Sandbox

from .clients import Api, Wire
from .conftest import BotThat, Connect, LogIn, MakeApi, make_client


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

    @discord.ui.button(label="None", custom_id="none")
    async def none(self, interaction: discord.Interaction, button: discord.ui.Button) -> None:
        """Not answered here."""


class Question(discord.ui.Modal, title="A question"):
    text = discord.ui.TextInput(label="Text", custom_id="text")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        if self.text.value == "nothing":
            await interaction.response.edit_message(content="You wrote nothing")
        else:
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


async def fill_in(sandbox: Sandbox, wire: Wire, rest: Api, session_id: str, text: str) -> None:
    """Ada sends in, with this text, the form that the bot is about to show her."""
    shown = await wire.event("INTERACTION_MODAL_CREATE")
    assert shown["title"] == "A question"
    row = {"type": 1, "components": [{"type": 4, "custom_id": "text", "value": text}]}
    submitted = {
        "type": 5,
        "application_id": str(sandbox.bot.id),
        "channel_id": str(sandbox.general.id),
        "session_id": session_id,
        "data": {"id": shown["id"], "custom_id": shown["custom_id"], "components": [row]},
    }
    assert (await rest("POST", "/interactions", submitted)).status == 204


async def test_a_form_is_shown_and_sent_in(sandbox: Sandbox, with_buttons: Any, connect: Connect, api: MakeApi) -> None:
    wire = await connect(sandbox)
    ready = await wire.identify(sandbox.ada.user)
    clicked = sandbox.ada.click(with_buttons, "form")
    await fill_in(sandbox, wire, api(sandbox, sandbox.ada.user), ready["session_id"], "a story")
    assert clicked.modal["title"] == "A question"
    assert (await wire.event("MESSAGE_CREATE"))["content"] == "You wrote a story"


async def test_a_form_can_change_the_message_whose_button_showed_it(
    sandbox: Sandbox, with_buttons: Any, connect: Connect, api: MakeApi
) -> None:
    wire = await connect(sandbox)
    ready = await wire.identify(sandbox.ada.user)
    sandbox.ada.click(with_buttons, "form")
    await fill_in(sandbox, wire, api(sandbox, sandbox.ada.user), ready["session_id"], "nothing")
    await sandbox.until(lambda: with_buttons.content == "You wrote nothing")


async def test_a_form_that_a_command_showed_has_no_message_to_change(
    sandbox: Sandbox, bot_that: BotThat, connect: Connect, api: MakeApi
) -> None:
    async def answer(interaction: discord.Interaction, prompt: str) -> None:
        await interaction.response.send_modal(Question())

    await bot_that(sandbox, answer)
    wire = await connect(sandbox)
    ready = await wire.identify(sandbox.ada.user)
    sandbox.ada.command(sandbox.general, "ask", prompt="x")
    await fill_in(sandbox, wire, api(sandbox, sandbox.ada.user), ready["session_id"], "nothing")
    await sandbox.until(lambda: [each for each in sandbox.journal.requests if each.status == 400])


class Again(discord.ui.DynamicItem[discord.ui.Button], template=r"again:(?P<question>[0-9]+)"):
    """A button that carries all it needs to know in its id."""

    def __init__(self, question: int) -> None:
        super().__init__(discord.ui.Button(label="Again", custom_id=f"again:{question}"))
        self.question = question

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str]
    ) -> "Again":
        return cls(int(match["question"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(content=f"question {self.question} again")


async def test_a_client_that_was_started_anew_serves_the_buttons_of_the_one_before(
    sandbox: Sandbox, log_in: LogIn
) -> None:
    before = await log_in(sandbox)
    view = discord.ui.View(timeout=None)
    view.add_item(Again(17))
    sent = await before.get_channel(sandbox.general.id).send("an answer", view=view)
    await before.close()
    after = make_client()
    after.add_dynamic_items(Again)
    await log_in(sandbox, after)
    message = sandbox.general.messages[sent.id]
    sandbox.ada.click(message, "again:17")
    await sandbox.until(lambda: message.content == "question 17 again")


async def test_a_message_that_is_gone_cannot_be_changed(sandbox: Sandbox, with_buttons: Any, api: MakeApi) -> None:
    clicked = sandbox.ada.click(with_buttons, "none")
    sandbox.ada.delete(with_buttons)
    path = f"/interactions/{clicked.id}/{clicked.token}/callback"
    assert (await api(sandbox, None)("POST", path, {"type": 7, "data": {"content": "x"}})).code == 10008


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
