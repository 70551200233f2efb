"""What the operator is told where Discord does not let the bot in."""

from types import SimpleNamespace

import aiohttp
import discord
import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.core.errors import StartError
from bot.platforms.discord import session
from tests.platforms.discord.fakes import refusal


class Failing:
    """Stands for a `discord.Client` that cannot start."""

    def __init__(self, error):
        self.error = error

    async def start(self, token):
        assert token == "secret"
        if self.error:
            raise self.error


class Client:
    """Fails as discord.py's does, whose `ws` is not there yet when it looks for its sequence number."""

    ws = None

    def __init__(self, lost):
        self.lost = lost

    async def start(self, token):
        try:
            raise self.lost
        except Exception:
            self.ws.sequence  # noqa: B018


@pytest.fixture
def addresses():
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (discord.ConnectionClosed(SimpleNamespace(close_code=4004), shard_id=None), "the token in DISCORD_TOKEN holds"),
        (discord.LoginFailure("improper token"), "refused the token in DISCORD_TOKEN"),
        (discord.PrivilegedIntentsRequired(None), "“Message Content Intent”"),
        (aiohttp.ClientConnectionError("no route"), "cannot be reached at https://discord.com/api/v10: no route"),
        (discord.GatewayNotFound(), "cannot be reached"),
        (refusal(500), "did not let the bot log in"),
    ],
)
async def test_what_the_operator_can_mend_is_a_sentence_without_the_token(error, told):
    with pytest.raises(StartError, match=told) as failure:
        await session.run(Failing(error), "secret")
    assert "secret" not in str(failure.value)
    assert failure.value.__cause__ is error


@pytest.mark.parametrize("lost", [OSError("refused"), aiohttp.ServerDisconnectedError(), TimeoutError()])
async def test_a_gateway_that_cannot_be_reached_at_first_is_a_sentence_too(lost):
    with pytest.raises(StartError, match=r"cannot be reached at .*: .+\. Check") as failure:
        await session.run(Client(lost), "secret")
    assert failure.value.__cause__.__context__ is lost


async def test_anything_else_is_a_mistake_of_ours():
    with pytest.raises(ZeroDivisionError):
        await session.run(Failing(ZeroDivisionError()), "secret")


async def test_it_returns_when_the_client_is_closed():
    await session.run(Failing(None), "secret")


def test_another_server_is_used_for_all_that_is_asked(addresses):
    session.use_server("http://127.0.0.1:8000/api/v10/", "ws://127.0.0.1:8000/gateway")
    assert Route("GET", "/users/@me").url == "http://127.0.0.1:8000/api/v10/users/@me"
    assert yarl.URL("ws://127.0.0.1:8000/gateway") == DiscordWebSocket.DEFAULT_GATEWAY
