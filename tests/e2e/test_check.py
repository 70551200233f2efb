"""`bot check` against the loopback Discord: each line of the account, green and red, and that nothing is changed."""

import json

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot import checkup
from bot.sandbox import Intent, Permission, Sandbox
from bot.settings import Settings
from tests.conftest import ScriptedEngine


@pytest.fixture
def addresses():
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


async def findings(sandbox, folder, *, quick=True, **chosen):
    """What is found, by the name of the check."""
    settings = {
        "discord_token": sandbox.bot_token,
        "discord_api_url": sandbox.api_url,
        "discord_gateway_url": sandbox.gateway_url,
        "database_url": f"sqlite:///{folder / 'history.db'}",
        "model": "demo",
        "engine": "generate",
    }
    found = []
    await checkup.check(Settings(**settings | chosen), quick=quick, tell=found.append)
    return {each.check: each for each in found}


async def test_all_is_well_before_the_first_start_and_nothing_is_changed(sandbox, tmp_path):
    found = await findings(sandbox, tmp_path, quick=False)
    assert all(each.is_well for each in found.values()), found
    assert list(found) == [
        *("token", "intent", "permissions", "commands", "database", "disk", "model", "kind", "memory", "answer")
    ]
    assert str(sandbox.bot.id) in found["permissions"].said
    assert not found["commands"].figures["in_sync"]
    assert found["answer"].figures["tokens"] == 10
    assert found["answer"].figures["tokens_per_second"] > 0
    json.dumps([dict(each.figures) for each in found.values()])
    assert {request.method for request in sandbox.journal.requests} == {"GET"}
    assert sandbox.journal.connections == []
    assert list(tmp_path.iterdir()) == []


async def test_commands_are_in_sync_once_the_bot_was_there(sandbox, start_bot, tmp_path):
    async with start_bot(ScriptedEngine("hello")):
        found = await findings(sandbox, tmp_path)
    assert found["commands"].figures["in_sync"]


async def test_what_a_server_does_not_let_the_bot_do_is_named(sandbox, tmp_path):
    for role in (sandbox.guild.roles[sandbox.guild.id], *sandbox.guild.members[sandbox.bot.id].roles):
        role.permissions &= ~(Permission.ATTACH_FILES | Permission.CREATE_PUBLIC_THREADS)
    found = (await findings(sandbox, tmp_path))["permissions"]
    assert not found.is_well
    assert found.figures["lacking"] == {sandbox.guild.name: ["Create Public Threads", "Attach Files"]}


async def test_an_intent_that_is_off_is_found_without_a_connection(addresses, tmp_path):
    async with Sandbox(privileged_intents=int(Intent.GUILD_MEMBERS)) as sandbox:
        found = await findings(sandbox, tmp_path)
    assert not found["intent"].is_well
    assert found["token"].is_well


@pytest.mark.parametrize(
    ("chosen", "check", "words"),
    [
        ({"discord_token": "wrong"}, "token", "refused the token"),
        ({"discord_token": None}, "token", "missing"),
        ({"database_url": "postgres://x"}, "database", "SQLite"),
        ({"model": "./nowhere"}, "model", "nowhere"),
        ({"device_map": "cuda:99"}, "memory", "cuda:99"),
        ({"attention": "flash_attention_2"}, "kind", "flash-attn"),
        ({"engine": "openai", "openai_base_url": "http://127.0.0.1:9/v1"}, "model", "127.0.0.1:9"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value,
)
async def test_one_thing_that_is_wrong_leaves_the_others_well(sandbox, tmp_path, chosen, check, words):
    found = await findings(sandbox, tmp_path, **chosen)
    assert [name for name, each in found.items() if not each.is_well] == [check]
    assert words in found[check].said
    assert found[check].remedy
