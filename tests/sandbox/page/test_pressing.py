"""Under and around messages in a real browser: buttons, the menu of a message, and what people delete."""

import asyncio
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.sandbox import Limits, Permission, Sandbox

from ..conftest import LogIn, StartSandbox, heard, make_client
from .browser import Page
from .conftest import Open, send

LAST = ".message:last-child .markdown"
BUTTON = ".message:last-child .component"


def labels(page: Page) -> Any:
    return page.evaluate(f"[...document.querySelectorAll('{BUTTON}')].map(e => e.textContent)")


class Controls(discord.ui.View):
    """What stands under an answer."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Regenerate", emoji="🔁", custom_id="again")
    async def again(self, interaction: discord.Interaction, button: discord.ui.Button) -> None:
        await interaction.response.edit_message(content="a second answer")

    @discord.ui.button(label="Continue", custom_id="more", style=discord.ButtonStyle.primary)
    async def more(self, interaction: discord.Interaction, button: discord.ui.Button) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content="an answer that goes on", view=None)

    @discord.ui.button(label="Delete", custom_id="delete", style=discord.ButtonStyle.danger)
    async def delete(self, interaction: discord.Interaction, button: discord.ui.Button) -> None:
        if interaction.user.name != "ada":
            await interaction.response.send_message("This is not yours.", ephemeral=True)
            return
        await interaction.response.defer()
        await interaction.delete_original_response()

    @discord.ui.button(label="◀", custom_id="back", disabled=True)
    async def back(self, interaction: discord.Interaction, button: discord.ui.Button) -> None: ...

    @discord.ui.button(label="Think", custom_id="think", style=discord.ButtonStyle.success)
    async def think(self, interaction: discord.Interaction, button: discord.ui.Button) -> None:
        await interaction.response.defer(thinking=True, ephemeral=True)
        await interaction.followup.send("thought through")


@pytest.fixture
async def answered(sandbox: Sandbox, page: Page, log_in: LogIn) -> Page:
    client = await log_in(sandbox)
    await client.get_channel(sandbox.general.id).send("an answer", view=Controls())
    await page.shows(LAST, "an answer")
    return page


async def test_buttons_are_drawn_and_change_their_message(sandbox: Sandbox, answered: Page) -> None:
    assert await labels(answered) == ["🔁Regenerate", "Continue", "Delete", "◀", "Think"]
    drawn = await answered.evaluate(f"[...document.querySelectorAll('{BUTTON}')].map(e => [e.className, e.disabled])")
    assert drawn[1:4] == [["component style-1", False], ["component style-4", False], ["component style-2", True]]
    await answered.click(f"{BUTTON}[data-key=again]")
    await answered.shows(LAST, "a second answer")
    await answered.click(f"{BUTTON}[data-key=more]")
    await answered.shows(LAST, "an answer that goes on")
    await answered.until(f"!document.querySelector('{BUTTON}')")
    assert answered.errors == []


async def test_a_press_comes_to_the_bot_with_the_whole_message(sandbox: Sandbox, answered: Page, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    hearing = asyncio.create_task(heard(client, "interaction"))
    await asyncio.sleep(0)
    await answered.click(f"{BUTTON}[data-key=again]")
    pressed = await hearing
    assert (pressed.type, pressed.user.name) == (discord.InteractionType.component, "ada")
    assert pressed.data["component_type"] == 2
    assert pressed.message.content == "an answer"
    assert pressed.message.components[0].children[0].custom_id == "again"


async def test_what_somebody_else_is_told_only_they_see_and_can_put_away(sandbox: Sandbox, answered: Page) -> None:
    await answered.click(".person:last-child:enabled")
    await answered.click(".component[data-key=delete]")
    await answered.shows(".message.ephemeral .markdown", "This is not yours.")
    await answered.shows(".message.ephemeral .lead", "an answer")
    await answered.click(".person:first-child")
    await answered.until("!document.querySelector('.message.ephemeral')")
    await answered.click(".person:last-child:enabled")
    await answered.shows(".message.ephemeral .note", "Only you can see this")
    await answered.click(".message.ephemeral .note .link")
    await answered.until("!document.querySelector('.message.ephemeral')")
    assert [message.content for message in sandbox.messages(sandbox.general)] == ["an answer"]


async def test_an_answer_can_think_first_and_the_message_can_go(sandbox: Sandbox, answered: Page) -> None:
    await answered.click(f"{BUTTON}[data-key=think]")
    await answered.shows(".message.ephemeral .markdown", "thought through")
    await answered.click(".message.ephemeral .note .link")
    await answered.click(f"{BUTTON}[data-key=delete]")
    await answered.until("!document.querySelector('.message')")
    assert answered.errors == []


async def test_a_press_that_nobody_answers_says_so_and_can_be_tried_again(
    start_sandbox: StartSandbox, open_page: Open, log_in: LogIn
) -> None:
    sandbox = await start_sandbox(Limits(interaction_deadline=1000.0))
    client = await log_in(sandbox)
    page = await open_page(sandbox.url)
    view = Controls()
    await client.get_channel(sandbox.general.id).send("an answer", view=view)
    view.stop()  # from now on nobody serves it
    await page.evaluate("document.querySelector('#box').blur()")
    await page.click(f"{BUTTON}[data-key=again]")
    await page.until(f"document.querySelector('{BUTTON}[data-key=again][aria-busy]')")
    assert await page.evaluate("document.activeElement.dataset.key") == "again"
    await page.until(f"document.querySelector('{BUTTON}[data-key=more][aria-disabled]')")
    await sandbox.until(lambda: [each for each in sandbox.journal.requests if each.path == "/interactions"])
    sandbox.clock.advance(1000)
    await page.shows(".components .failure", "This interaction failed")
    sandbox.faults.next("POST", "/interactions", status=500)
    await page.click(f"{BUTTON}[data-key=again]")
    await page.shows(".components .failure", "The sandbox had a problem (500)")


async def test_a_menu_chooses_one_of_its_options(sandbox: Sandbox, page: Page, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    view = discord.ui.View()
    chooser = discord.ui.Select(custom_id="model", placeholder="Which model?", options=[])
    for name in ("small", "large"):
        chooser.add_option(label=name.title(), value=name)

    async def chosen(interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(content=f"Now: {chooser.values[0]}")

    chooser.callback = chosen
    view.add_item(chooser)
    await client.get_channel(sandbox.general.id).send("Choose", view=view)
    await page.shows(".picked", "Which model?")
    await page.click(".picked")
    await page.click(".picker [data-key=large]")
    await page.shows(LAST, "Now: large")


@pytest.fixture
async def with_menu(sandbox: Sandbox, page: Page, log_in: LogIn) -> Page:
    """A bot with a command in the menu of messages."""
    client = make_client()
    tree = app_commands.CommandTree(client)

    @tree.context_menu(name="Regenerate")
    async def regenerate(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"again: {message.content} ({message.author.name})")

    await log_in(sandbox, client)
    await tree.sync()
    return page


async def test_a_command_stands_in_the_menu_of_each_message(sandbox: Sandbox, with_menu: Page) -> None:
    await send(with_menu, "a question")
    await sandbox.until(lambda: sandbox.messages(sandbox.general))
    await with_menu.click(".person:last-child:enabled")
    await with_menu.click(".message [aria-label=More]", over=".message")
    assert await with_menu.shows(".choices", "Regenerate") == "AppsRegenerate"
    await with_menu.press("Enter")
    await with_menu.shows(LAST, "again: a question (ada)")
    assert await with_menu.shows(".message:last-child .lead", "Linus used") == "LLinus used Regenerate"
    assert with_menu.errors == []


async def test_the_menu_is_walked_with_keys_and_closed_with_escape(sandbox: Sandbox, with_menu: Page) -> None:
    sandbox.linus.say(sandbox.general, "a question")
    await with_menu.shows(LAST, "a question")
    await with_menu.click(".message [aria-label=More]", over=".message")
    await with_menu.until("document.activeElement.textContent === 'Regenerate'")
    await with_menu.press("ArrowDown")
    assert await with_menu.evaluate("document.activeElement.textContent") == "Delete from here on"
    await with_menu.press("ArrowDown")
    assert await with_menu.evaluate("document.activeElement.textContent") == "Regenerate"
    await with_menu.press("Escape")
    await with_menu.until("!document.querySelector('.choices')")
    assert len(sandbox.messages(sandbox.general)) == 1


async def test_whoever_may_deletes_what_others_wrote(sandbox: Sandbox, page: Page) -> None:
    said = sandbox.linus.say(sandbox.general, "not nice")
    answer = sandbox.ada.say(sandbox.general, "indeed", reply_to=said)
    await page.shows(".message:last-child .lead", "not nice")
    message = f".message[data-id='{said.id}']"
    await page.click(f"{message} [aria-label=Delete]", over=message)
    await page.click("dialog .primary")
    await sandbox.until(lambda: said.deleted)
    await page.shows(f".message[data-id='{answer.id}'] .lead", "Original message was deleted")
    await page.click(".person:last-child:enabled")
    await page.point_at(".message")
    assert await page.evaluate("document.querySelector('.message [aria-label=Delete]')") is None
    sandbox.permit(sandbox.general, sandbox.linus.user, allow=Permission.MANAGE_MESSAGES)
    sandbox.ada.say(sandbox.general, "more")
    await page.until("document.querySelector('.message:last-child [aria-label=Delete]')")


async def test_whoever_may_deletes_all_from_a_message_on(sandbox: Sandbox, page: Page, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    said = [sandbox.linus.say(sandbox.general, str(number)) for number in range(4)]
    hearing = asyncio.create_task(heard(client, "raw_bulk_message_delete"))
    await page.shows(LAST, "3")
    message = f".message[data-id='{said[1].id}']"
    await page.click(f"{message} [aria-label=More]", over=message)
    await page.click(".choices .danger")
    await page.click("dialog .primary")
    assert (await hearing).message_ids == {message.id for message in said[1:]}
    await page.until("document.querySelectorAll('.message').length === 1")


async def test_threads_and_channels_are_deleted_where_they_are_open(sandbox: Sandbox, page: Page) -> None:
    said = sandbox.ada.say(sandbox.general, "a topic")
    thread = sandbox.ada.thread(sandbox.general, "aside", message=said)
    await page.click(".thread-link")
    await page.shows(".chat-header h1", "aside")
    await page.click(".chat-header .remove")
    await page.shows("dialog", "Delete this thread?")
    await page.click("dialog .primary")
    await sandbox.until(lambda: thread.id not in sandbox.world.channels)
    await page.shows(".chat-header h1", "general")
    await page.until("!document.querySelector('.thread-link')")
    await page.click(".chat-header .remove")
    await page.click("dialog .primary")
    await sandbox.until(lambda: sandbox.general.id not in sandbox.world.channels)
    await page.shows(".chat-header h1", "code")
    await page.click(".person:last-child:enabled")
    await page.until("!document.querySelector('.chat-header .remove')")
    assert page.errors == []


async def test_a_channel_that_one_may_no_longer_view_goes_from_the_list(sandbox: Sandbox, page: Page) -> None:
    await page.click(".person:last-child:enabled")
    sandbox.permit(sandbox.code, sandbox.linus.user, deny=Permission.VIEW_CHANNEL)
    names = "[...document.querySelectorAll('.channel .channel-name')].map(e => e.textContent).join()"
    await page.until(f"{names} === 'general,random,Qwen'")
    sandbox.permit(sandbox.code, sandbox.linus.user)
    await page.until(f"{names} === 'general,code,random,Qwen'")
