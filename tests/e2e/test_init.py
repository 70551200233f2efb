"""`bot init` against the loopback Discord: what is asked until it is right, and what it leaves behind."""

import asyncio
import stat

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from dotenv import dotenv_values

from bot import init
from bot.core.errors import StartError
from bot.settings import Settings, load


@pytest.fixture(autouse=True)
def addresses():
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


class Operator:
    """Types one answer after another; `""` takes what is proposed."""

    def __init__(self, *answers):
        self.answers, self.asked, self.told = list(answers), [], []

    def ask(self, words, *, default, hidden):
        self.asked.append((words, hidden))
        return self.answers.pop(0) or default

    async def begin(self, sandbox, file, **chosen):
        settings = Settings(discord_api_url=sandbox.api_url, discord_gateway_url=sandbox.gateway_url, **chosen)
        # The sandbox answers meanwhile.
        await asyncio.to_thread(init.init, settings, file, ask=self.ask, tell=self.told.append)


async def test_what_is_wrong_is_asked_for_again_and_what_is_right_is_written(sandbox, tmp_path):
    operator = Operator("wrong", f" {sandbox.bot_token} ", "no/such/name", "Qwen/Qwen2-0.5B-Instruct")
    await operator.begin(sandbox, tmp_path / ".env")
    assert [hidden for _, hidden in operator.asked] == [True, True, False, False]
    said = [(each.check, each.is_well) for each in operator.told if each.check != "fits"]
    assert said == [
        *(("token", False), ("token", True), ("intent", True), ("model", False)),
        *(("settings", True), ("permissions", True)),
    ]
    assert f"client_id={sandbox.bot.id}" in operator.told[-1].figures["address"]
    settings = load(root=tmp_path, environ={}, needs_token=True)
    assert settings.discord_token.get_secret_value() == sandbox.bot_token
    assert settings.model == "Qwen/Qwen2-0.5B-Instruct"


async def test_what_stands_in_the_file_stays_and_a_token_that_is_there_is_kept(sandbox, tmp_path):
    file = tmp_path / ".env"
    file.write_text(f"# mine\nHF_TOKEN=abc\nDISCORD_TOKEN={sandbox.bot_token}\n")
    file.chmod(0o644)
    await Operator("", "demo").begin(sandbox, file, discord_token=sandbox.bot_token)
    assert file.read_text().startswith("# mine\nHF_TOKEN=abc\nDISCORD_TOKEN=")
    values = {"HF_TOKEN": "abc", "DISCORD_TOKEN": sandbox.bot_token, "BOT_MODEL": "demo"}
    assert dotenv_values(file) == values
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_a_new_file_has_what_the_example_explains(sandbox, tmp_path):
    (tmp_path / ".env.example").write_text("# Never share it.\nDISCORD_TOKEN=\n")
    await Operator(sandbox.bot_token, "demo").begin(sandbox, tmp_path / ".env")
    assert (tmp_path / ".env").read_text().startswith("# Never share it.\nDISCORD_TOKEN=")
    assert dotenv_values(tmp_path / ".env") == {"DISCORD_TOKEN": sandbox.bot_token, "BOT_MODEL": "demo"}


async def test_a_file_that_cannot_be_written_is_said(sandbox, tmp_path):
    with pytest.raises(StartError, match=r"nowhere/\.env cannot be written: No such file"):
        await Operator(sandbox.bot_token, "demo").begin(sandbox, tmp_path / "nowhere" / ".env")
