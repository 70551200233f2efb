"""The page in a real browser: what a person types arrives, what the bot does is seen."""

import asyncio

import discord
from discord import app_commands

from bot.sandbox import Limits, Sandbox

from ..conftest import LogIn, StartSandbox, heard, make_client
from ..relay import Relay
from .browser import Page
from .conftest import Open, send

LAST = ".message:last-child .markdown"


async def test_the_page_loads_without_complaint(sandbox: Sandbox, page: Page) -> None:
    links = await page.evaluate("[...document.querySelectorAll('.channel .channel-name')].map(e => e.textContent)")
    assert links == ["general", "code", "random", "Qwen"]
    assert await page.evaluate("document.querySelector('.banner').hidden")
    await page.shows(".examples", "Say hi to @Qwen")
    await page.click(".example:first-child")
    assert (await page.evaluate("document.querySelector('#box').value")).startswith("@Qwen Hello!")
    assert page.errors == []


async def test_a_typed_mention_reaches_the_bot_and_its_edits_are_seen(
    sandbox: Sandbox, page: Page, log_in: LogIn
) -> None:
    client = await log_in(sandbox)
    hearing = asyncio.create_task(heard(client, "message"))
    await page.type("hello @Qw")
    await page.shows(".suggestion[aria-selected=true]", "Qwen")
    await page.press("Tab")
    await page.press("Enter")
    message = await hearing
    assert (message.content, message.author.display_name) == (f"hello {sandbox.mention}", "Ada")
    await page.shows(f"{LAST} .pill", "@Qwen")

    async with message.channel.typing():
        await page.shows(".typing", "Qwen is typing…")
    answer = await message.reply("He")
    await page.shows(LAST, "He")
    await page.shows(".message:last-child .lead", "hello @Qwen")
    await page.evaluate(f"window.seen = document.querySelector('{LAST} .paragraph')")
    await answer.edit(content="Hello\n```python\nprint(1)\n```")
    assert "(edited)" in await page.shows(LAST, "Hello")
    assert await page.evaluate("document.querySelector('.fence .code-call').textContent") == "print"
    assert await page.evaluate(f"window.seen === document.querySelector('{LAST} .paragraph')")
    assert await page.evaluate("document.querySelectorAll('.message').length") == 2
    assert page.errors == []


async def test_an_edit_leaves_what_is_selected_alone(sandbox: Sandbox, page: Page) -> None:
    sandbox.linus.say(sandbox.general, "select these words")
    growing = sandbox.ada.say(sandbox.general, "one")
    await page.shows(LAST, "one")
    await page.evaluate("getSelection().selectAllChildren(document.querySelector('.message .markdown'))")
    sandbox.ada.edit(growing, "one two")
    await page.shows(LAST, "one two")
    assert await page.evaluate("getSelection().toString().trim()") == "select these words"


async def test_a_slash_command_is_completed_and_run_from_the_box(sandbox: Sandbox, page: Page, log_in: LogIn) -> None:
    client = make_client()
    tree = app_commands.CommandTree(client)

    @tree.command(description="Say it again")
    @app_commands.describe(times="How often")
    async def echo(interaction: discord.Interaction, text: str, times: int = 1) -> None:
        await interaction.response.send_message(" ".join([text] * times), ephemeral=True)

    @tree.command(description="Take a while")
    async def think(interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await page.shows(".thinking", "Qwen is thinking…")
        await interaction.followup.send("42")

    await log_in(sandbox, client)
    await tree.sync()
    await page.evaluate("document.querySelector('#box').focus()")
    await page.type("/")
    await page.until("document.querySelectorAll('.suggestion').length === 2")
    await page.press("Enter")
    assert await page.evaluate("document.querySelector('#box').value") == "/echo text:"
    await page.type("so it is times:2")
    await page.press("Enter")
    await page.shows(LAST, "so it is so it is")
    await page.shows(".message:last-child .lead", "Ada used /echo")
    await page.shows(".note", "Only you can see this")

    await send(page, "/think")
    await page.shows(LAST, "42")
    await send(page, "/echo")
    await page.shows(".notice.problem", "needs text")
    assert page.errors == []


async def test_a_command_that_nobody_answers_says_so(
    start_sandbox: StartSandbox, open_page: Open, log_in: LogIn
) -> None:
    sandbox = await start_sandbox(Limits(interaction_deadline=0.2))
    client = make_client()
    tree = app_commands.CommandTree(client)

    @tree.command(description="Say nothing")
    async def sulk(interaction: discord.Interaction) -> None: ...

    await log_in(sandbox, client)
    await tree.sync()
    page = await open_page(sandbox.url)
    await page.type("/su")
    await page.shows(".suggestion", "/sulk")
    await page.press("Tab")
    await page.press("Enter")
    await page.shows(".failure", "The application did not respond")


async def test_one_can_write_as_somebody_else(sandbox: Sandbox, page: Page) -> None:
    await send(page, "I am Ada")
    await page.click(".person:last-child:enabled")
    await send(page, "and I am Linus")
    await sandbox.until(lambda: len(sandbox.messages(sandbox.general)) == 2)
    authors = [message.author for message in sandbox.messages(sandbox.general)]
    assert authors == [sandbox.ada.user, sandbox.linus.user]
    await page.shows(".message .author", "Linus")


async def test_a_message_the_bot_will_not_read_gets_a_hint(sandbox: Sandbox, page: Page) -> None:
    await send(page, "is anybody there?")
    await page.shows(".notice.hint", "Qwen answers when mentioned")
    await page.click(".channel-list > ul:last-child .channel")
    await page.shows(".intro", "direct messages with Qwen")
    await send(page, "and here?")
    await sandbox.until(lambda: sandbox.messages(sandbox.ada.dm_channel))
    assert await page.evaluate("document.querySelector('.notice').textContent") == ""


async def test_what_is_said_elsewhere_is_marked_until_it_is_read(sandbox: Sandbox, page: Page) -> None:
    sandbox.linus.say(sandbox.code, f"look, {sandbox.ada.user.mention}")
    await page.shows(".channel.unread .channel-name", "code")
    await page.shows(".channel.unread .count", "1")
    await page.click(".channel.unread")
    await page.shows(".message.for-me", "look, @Ada")
    await page.until("!document.querySelector('.channel.unread')")


async def test_replying_and_threads_start_at_a_message(sandbox: Sandbox, page: Page) -> None:
    said = sandbox.linus.say(sandbox.general, "What about lunch?")
    await page.shows(LAST, "lunch")
    await page.click(".message [aria-label=Reply]", over=".message")
    await page.shows(".mode", "Replying to Linus")
    await page.press("Escape")
    await page.until("document.querySelector('.mode').hidden")
    await page.click(".message [aria-label=Reply]", over=".message")
    await page.type("Soon")
    await page.press("Enter", shift=True)
    await page.type("but not now")
    await page.press("Enter")
    (answer,) = await sandbox.until(lambda: sandbox.messages(sandbox.general, by=sandbox.ada))
    assert (answer.content, answer.type) == ("Soon\nbut not now", 19)
    await page.shows(".message .lead", "What about lunch?")

    message = f".message[data-id='{said.id}']"
    await page.click(f"{message} [aria-label='Create thread']", over=message)
    await page.until("document.activeElement.closest('dialog')")
    await page.press("Enter")
    await page.shows(".threads .channel[aria-current]", "What about lunch?")
    await page.shows(LAST, "What about lunch?")


async def test_a_refusal_stands_beside_the_message_until_it_is_tried_again(sandbox: Sandbox, page: Page) -> None:
    body = {"message": "You are being rate limited.", "retry_after": 1.2, "global": False}
    sandbox.faults.next("POST", "/channels/*/messages", status=429, body=body)
    await send(page, "too fast")
    await page.shows(".failure", "You are going too fast. Try again in 2 s.")
    await page.click(".failure .link:first-of-type")
    await sandbox.until(lambda: sandbox.messages(sandbox.general))
    await page.until("!document.querySelector('.failed, .waiting')")
    await page.shows(LAST, "too fast")


async def test_a_cut_line_is_taken_up_where_it_was(sandbox: Sandbox, open_page: Open) -> None:
    async with Relay(sandbox.port) as relay:
        page = await open_page(f"http://127.0.0.1:{relay.port}/")
        await relay.cut()
        await page.until("!document.querySelector('.banner').hidden")
        sandbox.linus.say(sandbox.general, "said meanwhile")
        await relay.mend()
        await page.shows(LAST, "said meanwhile")
        await page.until("document.querySelector('.banner').hidden")
        assert "resume" in sandbox.journal.connections


async def test_the_bots_presence_is_seen(sandbox: Sandbox, page: Page, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    await client.change_presence(status=discord.Status.idle, activity=discord.CustomActivity("Loading the model"))
    await page.shows(".bot-line", "Qwen: Idle — Loading the model")
    await page.shows(".member .activity", "Loading the model")
