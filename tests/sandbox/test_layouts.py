"""Components of the second version: laid out as the bot says, and refused where Discord refuses them."""

import io

import discord
import pytest

from bot.sandbox import Sandbox

from .clients import Api
from .conftest import LogIn, MakeApi


class Panel(discord.ui.LayoutView):
    """A bit of everything."""

    def __init__(self) -> None:
        super().__init__()
        button = discord.ui.Button(label="Change", custom_id="change")
        button.callback = self.change
        box = discord.ui.Container(accent_colour=0x5865F2)
        box.add_item(discord.ui.Section("# Settings", "of this channel", accessory=button))
        box.add_item(discord.ui.Separator(spacing=discord.SeparatorSpacing.large))
        box.add_item(discord.ui.MediaGallery(discord.MediaGalleryItem("attachment://a.png", description="a picture")))
        row = discord.ui.ActionRow()
        row.add_item(discord.ui.UserSelect(custom_id="who"))
        box.add_item(row)
        self.add_item(box)
        self.add_item(discord.ui.File("attachment://a.png"))

    async def change(self, interaction: discord.Interaction) -> None:
        changed = discord.ui.LayoutView()
        changed.add_item(discord.ui.TextDisplay("changed"))
        await interaction.response.edit_message(view=changed, attachments=[])


async def test_a_layout_is_sent_and_changed(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    file = discord.File(io.BytesIO(b"x"), "a.png")
    sent = await client.get_channel(sandbox.general.id).send(view=Panel(), file=file)
    box, shown = sent.components
    assert (box.accent_colour.value, [type(each).__name__ for each in box.children]) == (
        0x5865F2,
        ["SectionComponent", "SeparatorComponent", "MediaGalleryComponent", "ActionRow"],
    )
    assert box.children[2].items[0].media.url == sent.attachments[0].url == shown.media.url
    assert (shown.name, shown.size, box.children[1].visible) == ("a.png", 1, True)
    message = sandbox.general.messages[sent.id]
    sandbox.ada.click(message, "change")
    await sandbox.until(lambda: message.components[0]["type"] == 10)
    assert message.components[0]["content"] == "changed"


@pytest.fixture
def bot(sandbox: Sandbox, api: MakeApi) -> Api:
    return api(sandbox, sandbox.bot)


TEXT = {"type": 10, "content": "x"}
V2 = 1 << 15


@pytest.mark.parametrize(
    "body",
    [
        {"components": [TEXT]},
        {"components": [TEXT], "content": "x", "flags": V2},
        {"components": [TEXT], "embeds": [{"title": "x"}], "flags": V2},
        {"components": [{"type": 10, "content": "x" * 2001}, {"type": 10, "content": "x" * 2000}], "flags": V2},
        {"components": [TEXT] * 41, "flags": V2},
        {"components": [{"type": 17, "components": [TEXT] * 20}, {"type": 17, "components": [TEXT] * 19}], "flags": V2},
        {"components": [{"type": 17, "components": [{"type": 17, "components": [TEXT]}]}], "flags": V2},
        {"components": [{"type": 9, "components": [TEXT]}], "flags": V2},
        {"components": [{"type": 9, "components": [TEXT], "accessory": TEXT}], "flags": V2},
        {"components": [{"type": 14, "spacing": 3}], "flags": V2},
        {"components": [{"type": 13, "file": {"url": "https://example.com/a"}}], "flags": V2},
        {"components": [{"type": 12, "items": []}], "flags": V2},
        {"components": [TEXT | {"text": "x"}], "flags": V2},
        {"components": [{"type": 18, "label": "x", "component": TEXT}], "flags": V2},
    ],
)
async def test_what_discord_refuses_is_refused(sandbox: Sandbox, bot: Api, body: dict) -> None:
    answer = await bot("POST", f"/channels/{sandbox.general.id}/messages", body)
    assert answer.code == 50035


async def test_a_message_turns_to_the_second_version_only_whole_and_never_back(sandbox: Sandbox, bot: Api) -> None:
    path = f"/channels/{sandbox.general.id}/messages"
    key = (await bot("POST", path, {"content": "x"})).body["id"]
    turned = {"components": [TEXT], "flags": V2}
    assert (await bot("PATCH", f"{path}/{key}", turned)).code == 50035
    assert (await bot("PATCH", f"{path}/{key}", turned | {"content": None})).body["flags"] & V2
    assert (await bot("PATCH", f"{path}/{key}", {"content": "x"})).code == 50035
    assert (await bot("PATCH", f"{path}/{key}", {"components": [TEXT | {"content": "y"}]})).body["flags"] & V2
    assert (await bot("PATCH", f"{path}/{key}", {"components": []})).code == 50006
