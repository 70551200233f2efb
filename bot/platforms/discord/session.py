"""Connects to Discord, or to a server that speaks like it, and puts what goes wrong into sentences."""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.core.errors import StartError

PORTAL = "https://discord.com/developers/applications"

# What no further try mends: https://discord.com/developers/docs/topics/opcodes-and-status-codes, “Gateway Close Event
# Codes”. Code 4014 is an error of its own in discord.py, and all others make it connect again.
CLOSED = {
    4004: "the token in DISCORD_TOKEN holds no longer. Reset it, unless somebody just did, under your application's "
    f"“Bot” page at {PORTAL}, and put the new one into .env.",
    4011: "the bot is on so many servers (2,500 or more) that Discord wants it to use several connections, which it "
    "cannot. Take it from some servers.",
}


def use_server(api_url: str, gateway_url: str) -> None:
    """
    Make discord.py in this process talk to another server than Discord's.

    `api_url` ends in the API's version, as in "http://127.0.0.1:8000/api/v10"; `gateway_url` is
    where the websocket is. The library has no setting for either but these class attributes.
    """
    Route.BASE = api_url.rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


async def run(client: discord.Client, token: str) -> None:
    """Stay connected until the client is closed. Raises `StartError` for what the operator can mend."""
    with translated():
        await client.start(token)


@contextmanager
def translated() -> Iterator[None]:
    """Turn what keeps a client from Discord into a `StartError`."""
    try:
        yield
    except discord.LoginFailure as error:
        raise StartError(
            "Discord refused the token in DISCORD_TOKEN. Copy it again, or reset it, under your "
            f"application's “Bot” page at {PORTAL}, and put it into .env."
        ) from error
    except discord.PrivilegedIntentsRequired as error:
        raise StartError(
            "Discord does not let this bot read messages yet. Switch on “Message Content Intent” under your "
            f"application's “Bot” page, “Privileged Gateway Intents”, at {PORTAL}, and start again."
        ) from error
    except discord.ConnectionClosed as error:
        why = CLOSED.get(error.code, "it does not understand this version of the bot. Install a newer one.")
        raise StartError(f"Discord ended the connection for good (code {error.code}): {why}") from error
    except (aiohttp.ClientConnectionError, discord.GatewayNotFound) as error:
        raise _unreachable(error) from error
    except AttributeError as error:
        # discord.py 2.7.1 itself fails where its first connection to the gateway does (`self.ws` in client.py).
        if not isinstance(failure := error.__context__, OSError | aiohttp.ClientError | TimeoutError):
            raise
        raise _unreachable(failure) from error
    except discord.HTTPException as error:
        raise StartError(f"Discord did not let the bot log in: {error}") from error


def _unreachable(error: Exception) -> StartError:
    why = str(error) or type(error).__name__
    return StartError(f"Discord cannot be reached at {Route.BASE}: {why}. Check this machine's network connection.")
