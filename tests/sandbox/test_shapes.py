"""Answers hold every key that Discord's description of its API (github.com/discord/discord-api-spec) requires."""

import json
from typing import Any

import aiohttp
import discord
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.verbs.components.reading import walk

from .clients import Api
from .conftest import BotThat, MakeApi

USER = "id username avatar discriminator public_flags flags global_name primary_guild banner"
MEMBER = "avatar banner communication_disabled_until flags joined_at nick pending premium_since roles user mute deaf"
MESSAGE = (
    "type content mentions mention_roles attachments embeds timestamp edited_timestamp flags components id channel_id "
    "author pinned mention_everyone tts"
)
GUILD = (
    "id name icon description home_header splash discovery_splash features banner owner_id application_id region "
    "afk_channel_id afk_timeout system_channel_id system_channel_flags widget_enabled widget_channel_id "
    "verification_level roles default_message_notifications mfa_level explicit_content_filter max_presences "
    "max_members max_stage_video_channel_users max_video_channel_users vanity_url_code premium_tier "
    "premium_subscription_count preferred_locale rules_channel_id safety_alerts_channel_id public_updates_channel_id "
    "premium_progress_bar_enabled nsfw nsfw_level emojis stickers incidents_data"
)
APPLICATION = (
    "id name icon description type verify_key flags flags_new redirect_uris interactions_endpoint_url "
    "role_connections_verification_url owner approximate_guild_count approximate_user_install_count "
    "approximate_user_authorization_count explicit_content_filter team eligible_oauth2_scopes"
)
COMMAND = "id application_id version default_member_permissions type name description"
CHANNEL = "id type flags guild_id name position"
ROLE = "id name permissions position color colors hoist managed mentionable icon unicode_emoji flags"

ROW = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Again", "custom_id": "again"}]}


@pytest.fixture
def bot(sandbox: Sandbox, api: MakeApi) -> Api:
    return api(sandbox, sandbox.bot)


def lacking(shape: dict[str, Any], keys: str) -> set[str]:
    return set(keys.split()) - shape.keys()


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("/users/@me", USER + " mfa_enabled locale"),
        ("/users/{ada}", USER),
        ("/oauth2/applications/@me", APPLICATION),
        ("/guilds/{guild}", GUILD),
        ("/guilds/{guild}/members/{ada}", MEMBER),
        ("/guilds/{guild}/threads/active", "threads members has_more"),
        ("/channels/{general}", CHANNEL),
    ],
)
async def test_one_thing_has_all_its_keys(sandbox: Sandbox, bot: Api, path: str, keys: str) -> None:
    ids = {"guild": sandbox.guild.id, "ada": sandbox.ada.user.id, "general": sandbox.general.id}
    answer = await bot("GET", path.format(**ids))
    assert (answer.status, lacking(answer.body, keys)) == (200, set())


async def test_so_have_those_of_a_list_and_those_within_others(sandbox: Sandbox, bot: Api) -> None:
    members = await bot("GET", f"/guilds/{sandbox.guild.id}/members?limit=10")
    roles = await bot("GET", f"/guilds/{sandbox.guild.id}/roles")
    assert [lacking(member, MEMBER) | lacking(member["user"], USER) for member in members.body] == [set()] * 4
    assert [lacking(role, ROLE) for role in roles.body] == [set()] * 3


async def test_messages_have_them_with_their_embeds_and_components(sandbox: Sandbox, bot: Api) -> None:
    path = f"/channels/{sandbox.general.id}/messages"
    body = {"content": "hi", "embeds": [{"title": "t"}], "components": [ROW]}
    sent = await bot("POST", path, body)
    edited = await bot("PATCH", f"{path}/{sent.body['id']}", body | {"content": "ho"})
    (listed,) = (await bot("GET", path)).body
    for shape in (sent.body, edited.body, listed):
        assert lacking(shape, MESSAGE) | lacking(shape["author"], USER) == set()
        assert shape["embeds"] == [{"type": "rich", "title": "t"}]
        assert shape["components"] == [{**ROW, "id": 1, "components": [{**ROW["components"][0], "id": 2}]}]


async def test_components_keep_the_ids_that_they_came_with(sandbox: Sandbox, bot: Api) -> None:
    buttons = [
        {"type": 2, "style": 2, "custom_id": "a", "emoji": {"id": None, "name": "🔁"}},
        {"type": 2, "style": 2, "custom_id": "b", "id": 1, "label": None},
    ]
    body = {"content": "x", "components": [{"type": 1, "components": buttons}]}
    (row,) = (await bot("POST", f"/channels/{sandbox.general.id}/messages", body)).body["components"]
    assert [row["id"], *(button["id"] for button in row["components"])] == [2, 3, 1]
    assert row["components"][0]["emoji"] == {"name": "🔁"}
    assert "label" not in row["components"][1]


async def test_commands_have_them_and_where_they_are_installed(sandbox: Sandbox, bot: Api) -> None:
    body = {"name": "ask", "description": "Ask", "integration_types": None, "contexts": None}
    (command,) = (await bot("PUT", f"/applications/{sandbox.bot.id}/commands", [body])).body
    assert lacking(command, COMMAND) == set()
    assert command["integration_types"] == [0]


COMPONENTS = {
    3: "type id custom_id min_values max_values options",
    9: "type id components accessory",
    11: "type id media description spoiler",
    12: "type id items",
    13: "type id file name size spoiler",
    14: "type id spacing divider",
    17: "type id accent_color components spoiler",
}
PICTURE = {"media": {"url": "attachment://a.png"}}
TEXT = {"type": 10, "content": "x"}
LAYOUT = [
    {"type": 13, "file": PICTURE["media"]},
    {
        "type": 17,
        "components": [
            {"type": 9, "components": [TEXT], "accessory": {"type": 11} | PICTURE},
            {"type": 14},
            {"type": 12, "items": [PICTURE]},
            {"type": 1, "components": [{"type": 3, "custom_id": "s", "options": [{"label": "a", "value": "a"}]}]},
        ],
    },
]
ATTACHMENT = "id filename size url proxy_url"
FORWARDED = "type content mentions mention_roles attachments embeds timestamp edited_timestamp flags components"
POLL = "question answers expiry allow_multiselect layout_type results"


async def test_layouts_have_them(sandbox: Sandbox, bot: Api) -> None:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", json.dumps({"components": LAYOUT, "flags": 1 << 15}))
    form.add_field("files[0]", b"x", filename="a.png")
    sent = (await bot("POST", f"/channels/{sandbox.general.id}/messages", data=form)).body
    assert lacking(sent["attachments"][0], ATTACHMENT) == set()
    parts = walk(sent["components"])
    assert {part["type"] for part in parts} >= COMPONENTS.keys()
    for part in parts:
        assert lacking(part, COMPONENTS.get(part["type"], "type id")) == set(), part
        for item in part.get("items", []):
            assert lacking(item, "media description spoiler") | lacking(item["media"], "id url proxy_url") == set()


async def test_so_have_forwards_polls_and_stickers(sandbox: Sandbox, bot: Api) -> None:
    poll = {"question": {"text": "Why?"}, "answers": [{"poll_media": {"text": "So"}}]}
    said = sandbox.ada.say(sandbox.general, "", poll=poll, stickers=[sandbox.add_sticker("wave")])
    sandbox.ada.forward(said, sandbox.code)
    (asked,) = (await bot("GET", f"/channels/{sandbox.general.id}/messages")).body
    (passed_on,) = (await bot("GET", f"/channels/{sandbox.code.id}/messages")).body
    assert lacking(asked["poll"], POLL) | lacking(asked["sticker_items"][0], "id name format_type") == set()
    assert lacking(passed_on["message_snapshots"][0]["message"], FORWARDED) == set()
    assert (passed_on["message_reference"]["type"], passed_on["flags"] & 1 << 14) == (1, 1 << 14)


class Everything(discord.ui.View):
    @discord.ui.button(label="Form", custom_id="form")
    async def form(self, interaction: discord.Interaction, button: discord.ui.Button) -> None:
        await interaction.response.send_modal(Form())

    @discord.ui.button(label="Say", custom_id="say")
    async def say(self, interaction: discord.Interaction, button: discord.ui.Button) -> None:
        await interaction.response.send_message("first")
        await interaction.followup.send("second")


class Form(discord.ui.Modal, title="A form"):
    text = discord.ui.TextInput(label="Text", custom_id="text")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("thank you")


async def test_an_answer_tells_what_it_answers(sandbox: Sandbox, bot_that: BotThat) -> None:
    await bot_that(sandbox, lambda interaction, prompt: interaction.response.send_message(prompt, view=Everything()))
    asked = sandbox.ada.command(sandbox.general, "ask", prompt="x")
    await sandbox.until(lambda: asked.answered)
    said, opened = (sandbox.ada.click(asked.response, button) for button in ("say", "form"))
    await sandbox.until(lambda: said.followups and opened.modal)
    sent = sandbox.ada.fill_in(opened, text="a story")
    await sandbox.until(lambda: sent.answered)
    pressed = str(asked.response.id)
    assert asked.response.interaction["name"] == "ask"
    assert said.response.interaction["interacted_message_id"] == pressed
    assert said.followups[0].interaction["original_response_message_id"] == str(said.response.id)
    assert sent.response.interaction["triggering_interaction_metadata"]["id"] == str(opened.id)
    assert sent.response.interaction["triggering_interaction_metadata"]["interacted_message_id"] == pressed


async def test_the_resource_of_a_callback_is_what_it_made(sandbox: Sandbox, bot_that: BotThat) -> None:
    async def answer(interaction: discord.Interaction, prompt: str) -> None:
        if prompt == "later":
            await interaction.response.defer(thinking=True)
        else:
            await interaction.response.send_message(prompt)

    await bot_that(sandbox, answer)
    told = {}
    for prompt in ("now", "later"):
        asked = sandbox.ada.command(sandbox.general, "ask", prompt=prompt)
        path = f"/interactions/{asked.id}/{asked.token}/callback"
        (request,) = await sandbox.until(
            lambda path=path: [each for each in sandbox.journal.requests if each.path == path]
        )
        told[prompt] = request.answer
    assert told["now"]["resource"]["type"] == 4
    assert lacking(told["now"]["resource"]["message"], MESSAGE) == set()
    assert told["later"].keys() == {"interaction"}
    assert told["later"]["interaction"]["response_message_loading"] is True


@pytest.mark.parametrize(
    ("components", "field"),
    [
        ([{"type": 1, "components": []}], "components.0.components"),
        ([{"type": 1, "components": [{"type": 2, "style": 1, "custom_id": str(n)} for n in range(6)]}], "components.0"),
        ([ROW, ROW], "components.1.components.0.custom_id"),
        ([{"type": 1, "components": [{"type": 2, "style": 1, "label": "x"}]}], "components.0.components.0.custom_id"),
        ([{"type": 1, "components": [{"type": 2, "style": 7, "custom_id": "x"}]}], "components.0.components.0.style"),
        ([{"type": 1, "components": [{"type": 2, "style": 5, "label": "x"}]}], "components.0.components.0.url"),
        (
            [{"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "x" * 101}]}],
            "components.0.components.0.custom_id",
        ),
        (
            [{"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "x", "label": "x" * 81}]}],
            "components.0.components.0.label",
        ),
        ([ROW | {"components": [ROW["components"][0] | {"custom_id": str(n)}]} for n in range(6)], "components"),
    ],
)
async def test_what_cannot_be_shown_is_refused(sandbox: Sandbox, bot: Api, components: Any, field: str) -> None:
    path = f"/channels/{sandbox.general.id}/messages"
    refused = await bot("POST", path, {"content": "x", "components": components})
    assert (refused.status, refused.code) == (400, 50035)
    errors = refused.body["errors"]
    for step in field.split("."):
        errors = errors[step]
