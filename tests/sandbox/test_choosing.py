"""Menus to choose from, and forms of all kinds: filled in as people do, checked as Discord does, and answered."""

from typing import Any

import discord
import pytest
from discord import app_commands

from bot.sandbox import Limits, Refusal, Sandbox, Window

from .clients import Api
from .conftest import BotThat, LogIn, MakeApi, StartSandbox, make_client


class Menus(discord.ui.View):
    """One menu of each kind."""

    @discord.ui.select(
        custom_id="persona", max_values=2, options=[discord.SelectOption(label=name, value=name) for name in "abc"]
    )
    async def persona(self, interaction: discord.Interaction, select: discord.ui.Select) -> None:
        await interaction.response.send_message(" ".join(select.values), ephemeral=True)

    @discord.ui.select(cls=discord.ui.UserSelect, custom_id="who")
    async def who(self, interaction: discord.Interaction, select: discord.ui.UserSelect) -> None:
        await interaction.response.send_message(select.values[0].display_name)

    @discord.ui.select(cls=discord.ui.RoleSelect, custom_id="role")
    async def role(self, interaction: discord.Interaction, select: discord.ui.RoleSelect) -> None:
        await interaction.response.send_message(select.values[0].name)

    @discord.ui.select(cls=discord.ui.ChannelSelect, custom_id="where")
    async def where(self, interaction: discord.Interaction, select: discord.ui.ChannelSelect) -> None:
        await interaction.response.send_message(select.values[0].name)


async def test_menus_name_values_people_roles_and_channels(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    sent = await client.get_channel(sandbox.general.id).send("choose", view=Menus())
    message = sandbox.general.messages[sent.id]
    for menu, value, shown in (
        ("persona", ["c", "a"], "c a"),
        ("who", [str(sandbox.linus.user.id)], "Linus"),
        ("role", [str(sandbox.moderators.id)], "Moderators"),
        ("where", [str(sandbox.code.id)], "code"),
    ):
        used = sandbox.ada.click(message, menu, values=value)
        await sandbox.until(lambda used=used: used.response)
        assert used.response.content == shown
    for menu, value in (("persona", ["d"]), ("persona", ["a", "a"]), ("persona", []), ("persona", list("abc"))):
        with pytest.raises(Refusal, match="50035"):
            sandbox.ada.click(message, menu, values=value)


class Form(discord.ui.Modal, title="A form"):
    """One field of each kind."""

    about = discord.ui.TextDisplay("Fill in:")
    name = discord.ui.Label(text="Name", component=discord.ui.TextInput(custom_id="name", min_length=2, max_length=5))
    tone = discord.ui.Label(
        text="Tone",
        component=discord.ui.RadioGroup(
            custom_id="tone", options=[discord.RadioGroupOption(label=each, value=each) for each in ("dry", "warm")]
        ),
    )
    words = discord.ui.Label(
        text="Words",
        component=discord.ui.CheckboxGroup(
            custom_id="words",
            required=False,
            min_values=0,
            options=[discord.CheckboxGroupOption(label=each, value=each) for each in ("few", "long")],
        ),
    )
    where = discord.ui.Label(text="Where", component=discord.ui.ChannelSelect(custom_id="where", required=False))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        chosen = [channel.name for channel in self.where.component.values]
        said = [self.name.component.value, self.tone.component.value, self.words.component.values, chosen]
        await interaction.response.send_message(repr(said))


@pytest.fixture
async def shown(sandbox: Sandbox, bot_that: BotThat) -> Any:
    """The form, as a command shows it to Ada."""

    async def answer(interaction: discord.Interaction, prompt: str) -> None:
        await interaction.response.send_modal(Form())

    await bot_that(sandbox, answer)
    used = sandbox.ada.command(sandbox.general, "ask", prompt="x")
    await sandbox.until(lambda: used.modal)
    return used


async def test_a_form_of_all_kinds_is_filled_in(sandbox: Sandbox, shown: Any) -> None:
    sent = sandbox.ada.fill_in(shown, name="Lin", tone="dry", words=["few", "long"], where=[str(sandbox.code.id)])
    await sandbox.until(lambda: sent.response)
    assert sent.response.content == "['Lin', 'dry', ['few', 'long'], ['code']]"


async def test_what_need_not_be_filled_in_is_left_empty(sandbox: Sandbox, shown: Any) -> None:
    sent = sandbox.ada.fill_in(shown, {"name": "Lin", "tone": "warm"})
    await sandbox.until(lambda: sent.response)
    assert sent.response.content == "['Lin', 'warm', [], []]"


@pytest.mark.parametrize(
    "answers",
    [
        {"tone": "dry"},
        {"name": "Lin"},
        {"name": "L", "tone": "dry"},
        {"name": "Linus!", "tone": "dry"},
        {"name": "Lin", "tone": "sour"},
        {"name": "Lin", "tone": "dry", "words": ["many"]},
        {"name": "Lin", "tone": "dry", "other": "x"},
    ],
)
async def test_a_form_that_is_not_filled_in_as_it_has_to_be_is_not_sent(
    sandbox: Sandbox, shown: Any, answers: dict[str, Any]
) -> None:
    with pytest.raises(Refusal, match="50035"):
        sandbox.ada.fill_in(shown, answers)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "x" * 46},
        {"components": []},
        {"components": [{"type": 10, "content": "x"}] * 6},
        {"components": [{"type": 2, "style": 1, "custom_id": "x"}]},
        {"components": [{"type": 18, "label": "x"}]},
        {"components": [{"type": 18, "label": "x" * 46, "component": {"type": 4, "style": 1, "custom_id": "a"}}]},
        {"components": [{"type": 18, "label": "x", "component": {"type": 21, "custom_id": "a", "options": []}}]},
        {"custom_id": ""},
        {"color": 1},
    ],
)
async def test_a_form_that_discord_would_not_show_is_refused(
    sandbox: Sandbox, bot_that: BotThat, api: MakeApi, change: dict[str, Any]
) -> None:
    async def answer(interaction: discord.Interaction, prompt: str) -> None: ...

    await bot_that(sandbox, answer)
    used = sandbox.ada.command(sandbox.general, "ask", prompt="x")
    data = {"title": "x", "custom_id": "x", "components": [{"type": 10, "content": "x"}]}
    path = f"/interactions/{used.id}/{used.token}/callback"
    assert (await api(sandbox, None)("POST", path, {"type": 9, "data": data | change})).code == 50035
    assert (await api(sandbox, None)("POST", path, {"type": 9, "data": data})).status == 204


async def test_files_are_given_to_commands_and_forms(sandbox: Sandbox, log_in: LogIn) -> None:
    client = make_client()
    tree = app_commands.CommandTree(client)

    class Upload(discord.ui.Modal, title="Files"):
        files = discord.ui.Label(text="Files", component=discord.ui.FileUpload(custom_id="files", max_values=2))

        async def on_submit(self, interaction: discord.Interaction) -> None:
            read = [await file.read() for file in self.files.component.values]
            await interaction.response.send_message(repr(read))

    @tree.command(description="Read")
    async def read(interaction: discord.Interaction, file: discord.Attachment) -> None:
        assert await file.read() == b"some text"
        await interaction.response.send_modal(Upload())

    await log_in(sandbox, client)
    await tree.sync()
    used = sandbox.ada.command(sandbox.general, "read", file=b"some text")
    await sandbox.until(lambda: used.modal)
    sent = sandbox.ada.fill_in(used, files={"a.txt": b"a", "b.txt": b"b"})
    await sandbox.until(lambda: sent.response)
    assert sent.response.content == "[b'a', b'b']"


async def test_no_more_than_25_choices_are_offered(sandbox: Sandbox, log_in: LogIn, api: MakeApi) -> None:
    client = make_client()
    tree = app_commands.CommandTree(client)

    @tree.command(description="Choose")
    async def persona(interaction: discord.Interaction, name: str) -> None: ...

    @persona.autocomplete("name")
    async def names(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=str(number), value=str(number)) for number in range(int(current))]

    await log_in(sandbox, client)
    await tree.sync()
    most = sandbox.ada.autocomplete(sandbox.general, "persona", name="25")
    await sandbox.until(lambda: most.choices)
    assert len(most.choices) == 25
    sandbox.ada.autocomplete(sandbox.general, "persona", name="26")
    await sandbox.until(lambda: [each for each in sandbox.journal.requests if each.status == 400])


async def test_components_that_discord_would_not_show_are_refused(start_sandbox: StartSandbox, api: MakeApi) -> None:
    sandbox = await start_sandbox(Limits(posts=Window(100, 5.0)))
    bot: Api = api(sandbox, sandbox.bot)
    options = [{"label": "a", "value": "a"}]
    select = {"type": 3, "custom_id": "s", "options": options}
    for row in (
        [select | {"options": []}],
        [select | {"options": options * 2}],
        [select | {"options": options * 26}],
        [select | {"min_values": 2}, {}],
        [select | {"placeholder": "x" * 151}],
        [select, select | {"custom_id": "t"}],
        [select | {"colour": 1}],
        [{"type": 4, "custom_id": "x", "style": 1}],
        [{"type": 5, "custom_id": "x", "default_values": [{"id": "1", "type": "role"}]}],
    ):
        body = {"content": "x", "components": [{"type": 1, "components": row}]}
        assert (await bot("POST", f"/channels/{sandbox.general.id}/messages", body)).code == 50035, row
