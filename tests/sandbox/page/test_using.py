"""What the bot offers, in a real browser: menus, forms, what could be typed next, private answers, and languages."""

import discord
import pytest
from discord import app_commands

from bot.sandbox import Sandbox

from ..conftest import LogIn, make_client
from ..test_choosing import Form, Menus
from ..test_files import png
from ..test_layouts import Panel
from .browser import Page
from .conftest import send

LAST = ".message:last-child"
DROP = """(() => {
    const dropped = new DataTransfer();
    for (const name of ["a.txt", "b.txt"]) dropped.items.add(new File([name], name, {type: "text/plain"}));
    const event = new DragEvent("drop", {dataTransfer: dropped, bubbles: true, cancelable: true});
    document.querySelector("#box").dispatchEvent(event);
})()"""

# Gives a file to `input`, or whatever is done with `files`.
FILES = """(() => {
    const files = new DataTransfer();
    files.items.add(new File(["a.txt"], "a.txt", {type: "text/plain"}));
    %s;
    if (typeof input === "undefined") return;
    input.files = files.files;
    input.dispatchEvent(new Event("change"));
})()"""
WAYS = {
    "chosen": "const input = document.querySelector('#files')",
    "pasted": """document.querySelector("#box").dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: files, bubbles: true, cancelable: true}))""",
}


class Report(discord.ui.Modal, title="A report"):
    """What the other form does not have."""

    text = discord.ui.Label(
        text="What happened", component=discord.ui.TextInput(style=discord.TextStyle.paragraph, default="as it was")
    )
    again = discord.ui.Label(text="Again", component=discord.ui.Checkbox())
    files = discord.ui.Label(text="Files", component=discord.ui.FileUpload(max_values=2))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        (file,) = self.files.component.values
        told = f"{self.text.component.value!r} {self.again.component.value} {file.filename}"
        await interaction.response.send_message(told.replace("'", ""))


class German(app_commands.Translator):
    """Knows one word."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        words = {"persona": "rolle", "name": "wer", "Choose who the bot is": "Wähle, wer der Bot ist"}
        return words.get(string.message) if locale is discord.Locale.german else None


@pytest.fixture
async def bot(sandbox: Sandbox, page: Page, log_in: LogIn) -> discord.Client:
    """A bot with a command of each kind."""
    client = make_client()
    tree = app_commands.CommandTree(client)

    @tree.command(description="Choose who the bot is")
    async def persona(interaction: discord.Interaction, name: str) -> None:
        await interaction.response.send_message(f"I am {name}")

    @persona.autocomplete("name")
    async def names(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        known = {"The careful": "careful", "The blunt": "blunt"}
        return [app_commands.Choice(name=name, value=value) for name, value in known.items() if current in name]

    @tree.command(description="Fill in a form")
    async def form(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Form())

    @tree.context_menu(name="Form about this")
    async def about(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_modal(Form())

    @tree.command(description="Choose in private")
    @app_commands.default_permissions(manage_channels=True)
    async def choose(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("for you", view=Menus(), ephemeral=True)

    @tree.command(description="Report")
    async def report(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Report())

    @tree.command(description="Read a file")
    async def read(interaction: discord.Interaction, file: discord.Attachment) -> None:
        await interaction.response.send_message((await file.read()).decode())

    await log_in(sandbox, client)
    await tree.set_translator(German())
    await tree.sync()
    await page.evaluate("document.querySelector('#box').focus()")
    await page.type("/persona")
    await page.shows(".suggestion", "/persona")
    await page.press("Escape")
    await page.evaluate("document.querySelector('#box').select()")
    return client


async def test_what_the_bot_offers_while_one_types_is_sent_as_it_means_it(page: Page, bot: discord.Client) -> None:
    await page.type("/persona name:")
    await page.shows(".suggestion", "The careful")
    await page.type("blunt")
    await page.until("document.querySelectorAll('.suggestion').length === 1")
    await page.press("Tab")
    await page.press("Enter")
    await page.shows(f"{LAST} .markdown", "I am blunt")


async def test_a_form_is_filled_in_with_the_keyboard(page: Page, bot: discord.Client) -> None:
    await send(page, "/form")
    await page.shows("dialog h2", "A form")
    await page.type("Lin")
    await page.click("dialog .primary")
    await page.shows("dialog .failure", "Tone")
    await page.click("dialog [value=warm]")
    await page.click("dialog [value=long]")
    await page.click("dialog .picked")
    await page.press("ArrowDown")
    await page.press("Enter")
    await page.click("dialog .primary")
    await page.shows(f"{LAST} .markdown", "['Lin', 'warm', ['long'], ['code']]")
    assert "/form" in await page.shows(f"{LAST} .lead")
    await page.until("!document.querySelector('dialog')")
    assert page.errors == []


async def test_what_a_form_of_a_message_s_menu_answers_bears_the_menu_s_name(page: Page, bot: discord.Client) -> None:
    await send(page, "words")
    await page.shows(LAST, "words")
    await page.click(".message [aria-label=More]", over=".message")
    await page.shows(".choices", "Form about this")
    await page.press("Enter")
    await page.shows("dialog h2", "A form")
    await page.type("Lin")
    await page.click("dialog [value=warm]")
    await page.click("dialog .primary")
    assert (await page.shows(f"{LAST} .lead", "used")).endswith("used Form about this")


async def test_a_private_menu_is_chosen_from_and_dismissed(page: Page, bot: discord.Client) -> None:
    await send(page, "/choose")
    await page.shows(f"{LAST} .note", "Only you can see this")
    await page.click("[data-key=persona]")
    await page.click(".picker [data-key=a]")
    await page.click(".picker [data-key=c]")
    await page.click(".picker .primary")
    await page.shows(f"{LAST} .markdown", "a c")
    await page.shows(".picked:not([aria-disabled])", "a, c")
    await page.settle()
    await page.click("[data-key=persona]")
    await page.click(".picker [data-key=a]")
    await page.press("Escape")
    await page.shows(".picked", "a, c")
    await page.settle()
    await page.click("[data-key=who]")
    await page.click(".picker [role=option]:nth-child(2)")
    await page.shows(f"{LAST} .markdown", "Linus")
    await page.settle()
    await page.click(".ephemeral .note .link")
    await page.until("document.querySelectorAll('.ephemeral').length === 1")


async def test_commands_speak_the_persons_language_and_heed_what_they_may(page: Page, bot: discord.Client) -> None:
    await page.type("/")
    await page.shows(".suggestion", "/choose")
    await page.click(".person:last-child:enabled")
    await page.evaluate("""(menu => {
        menu.value = "de";
        menu.dispatchEvent(new Event("change"));
    })(document.querySelector(".language"))""")
    await page.evaluate("document.querySelector('#box').focus()")
    await page.type("/")
    assert "Wähle, wer der Bot ist" in await page.shows(".suggestion", "/rolle")
    assert "/choose" not in await page.evaluate("document.querySelector('.suggestions').textContent")
    await page.evaluate("document.querySelector('#box').select()")
    await send(page, "/rolle wer:<t:1:D>")
    await page.shows(f"{LAST} .markdown", "I am 1. Januar 1970")


async def test_dropped_files_go_with_the_message_and_with_commands(
    sandbox: Sandbox, page: Page, bot: discord.Client
) -> None:
    await page.evaluate(DROP)
    await page.shows(".tray", "a.txt")
    await page.click(".tray [aria-label='Remove b.txt']")
    await send(page, "see this")
    await page.shows(f"{LAST} .file-text", "a.txt")
    (said,) = sandbox.messages(sandbox.general)
    assert [(each.filename, each.data) for each in said.attachments] == [("a.txt", b"a.txt")]
    await page.evaluate(DROP)
    await page.click(".tray [aria-label='Remove a.txt']")
    await send(page, "/read")
    await page.shows(f"{LAST} .markdown", "b.txt")


@pytest.mark.parametrize("way", WAYS)
async def test_files_come_by_a_button_or_are_pasted(sandbox: Sandbox, page: Page, way: str) -> None:
    await page.evaluate(FILES % WAYS[way])
    await page.shows(".tray", "a.txt")
    await page.evaluate("document.querySelector('#box').focus()")
    await page.press("Enter")
    await sandbox.until(lambda: [each.attachments[0].data for each in sandbox.messages(sandbox.general)] == [b"a.txt"])


async def test_a_form_takes_long_texts_marks_and_files(page: Page, bot: discord.Client) -> None:
    await send(page, "/report")
    await page.shows("dialog", "What happened")
    await page.press("Enter")
    await page.type("and more")
    await page.click("dialog [type=checkbox]")
    await page.evaluate(FILES % "const input = document.querySelector('dialog [type=file]')")
    await page.shows(".field-files", "a.txt · 5 bytes")
    await page.click("dialog .primary")
    await page.shows(f"{LAST} .markdown", "as it was\\nand more True a.txt")


async def test_layouts_pictures_and_what_is_passed_on_are_drawn(
    sandbox: Sandbox, page: Page, bot: discord.Client
) -> None:
    said = sandbox.linus.say(sandbox.code, "look at **this**", files={"a.png": png(40, 30)})
    sandbox.ada.forward(said, sandbox.general)
    await page.shows(".forwarded .markdown", "look at this")
    picture = "document.querySelector('.forwarded img')"
    assert await page.evaluate(f"{picture}.decode().then(() => {picture}.naturalWidth)") == 40
    channel = bot.get_channel(sandbox.general.id)
    await channel.send(view=Panel(), file=discord.File(__file__, "a.png"))
    await page.shows(f"{LAST} .container .markdown", "Settings")
    await page.settle()
    await page.click(f"{LAST} [data-key=change]")
    await page.shows(f"{LAST} .markdown", "changed")
    sandbox.linus.say(
        sandbox.general, "", poll={"question": {"text": "Why?"}, "answers": [{"poll_media": {"text": "So"}}]}
    )
    await page.shows(".poll li", "So")
