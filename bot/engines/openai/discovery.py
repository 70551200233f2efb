"""Finds out at the start what a server is and can do, or says why it cannot be used."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.errors import StartError
from bot.engines.openai.counting import Counter, find_counter
from bot.engines.openai.dialect import KNOWN, Dialect
from bot.engines.openai.failures import Failure
from bot.engines.openai.server import Server

log = logging.getLogger(__name__)

Entry = Mapping[str, Any]

# What a model's entry in the list calls its limit: vLLM and SGLang, OpenRouter, Groq, Mistral.
_LIMITS = ("max_model_len", "context_length", "context_window", "max_context_length")


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """
    What an engine has to know of its server. Without a `counter` it does not count tokens for us, without `slots` it
    does not say how many answers it writes at once.
    """

    context_length: int
    counter: Counter | None
    dialect: Dialect
    slots: int | None = None


async def discover(server: Server, *, context_length: int | None) -> ServerInfo:
    """
    Make sure that the server is there and can answer with its model, and learn what it tells.

    `context_length` is taken where it is given. Raises `StartError`.
    """
    listed = await _listed(server)
    entry = next((entry for entry in listed if server.model in (entry.get("id"), *_aliases(entry))), None)
    if entry is None:
        await _probe(server, [str(entry.get("id")) for entry in listed])
    props = await _props(server) if any(each.get("owned_by") == "llamacpp" for each in listed) else {}
    limit = _limit(entry or {}, props)
    counter = await find_counter(server)
    if counter is None:
        log.warning(
            "%s counts no tokens for us, so histories are measured by their bytes and cut earlier than they "
            "need to be. vLLM and llama.cpp's server count.",
            server.address,
        )
    owners = {str(entry.get("owned_by")) for entry in listed}
    dialect = next((KNOWN[owner] for owner in owners if owner in KNOWN), Dialect())
    return ServerInfo(_chosen(server, context_length, limit), counter, dialect, _positive(props.get("total_slots")))


async def _listed(server: Server) -> Sequence[Entry]:
    """The server's models; none where it keeps no list, as some proxies do not."""
    try:
        answered = await server.get(f"{server.base}/models")
    except Exception as raised:
        failure = server.understand(raised)
        if failure.status is None or failure.status in (401, 403):
            raise StartError(_refused(server, failure)) from None
        log.info("No list of models: %s", failure.error)
        return []
    entries = answered.get("data") if isinstance(answered, dict) else None
    if not isinstance(entries, list):
        raise StartError(_another_protocol(server))
    return [entry for entry in entries if isinstance(entry, dict)]


def _aliases(entry: Entry) -> Sequence[str]:
    aliases = entry.get("aliases")
    return aliases if isinstance(aliases, list) else []


async def _probe(server: Server, names: Sequence[str]) -> None:
    """Ask a model for a token: servers can have models that they do not list (`transformers serve` has)."""
    hello = [{"role": "user", "content": "Hello"}]
    try:
        asked = {"model": server.model, "messages": hello, "max_tokens": 1}
        answered = await server.post(f"{server.base}/chat/completions", asked)
    except Exception as raised:
        failure = server.understand(raised)
        if failure.status in (None, 401, 403):
            raise StartError(_refused(server, failure)) from None
        if failure.status == 404 and not names:
            raise StartError(_another_protocol(server)) from None
        remedy = f"one of {', '.join(names)}" if names else "the name that the server was started with"
        raise StartError(f'"{server.model}" cannot be used: {failure.error}. Set `model` to {remedy}.') from None
    if not isinstance(answered, dict) or not answered.get("choices"):
        raise StartError(_another_protocol(server))


def _refused(server: Server, failure: Failure) -> str:
    if failure.status in (401, 403):
        return f"{failure.error}. Set `openai_api_key` to a key that it accepts."
    return f"{failure.error}. Start the server, or correct `openai_base_url`."


def _another_protocol(server: Server) -> str:
    return (
        f"What answers at {server.address} does not speak the chat-completions protocol there. "
        "Correct `openai_base_url`; it often ends with /v1."
    )


def _limit(entry: Entry, props: Entry) -> int | None:
    """The tokens that the server says the model reads at once, prompt and answer together."""
    meta, defaults = entry.get("meta"), props.get("default_generation_settings")
    # Not llama.cpp's n_ctx_train, which is what the model could read if the server gave it the memory.
    said = [entry.get(name) for name in _LIMITS] + [meta.get("n_ctx") if isinstance(meta, dict) else None]
    # What older servers of llama.cpp tell only elsewhere.
    said.append(defaults.get("n_ctx") if isinstance(defaults, dict) else None)
    return next(filter(None, map(_positive, said)), None)


def _positive(said: object) -> int | None:
    return said if isinstance(said, int) and said > 0 else None


async def _props(server: Server) -> Entry:
    """What llama.cpp's server tells of itself."""
    try:
        told = await server.get(f"{server.root}/props")
    except Exception as raised:
        log.info("No properties: %s", server.understand(raised).error)
        return {}
    return told if isinstance(told, dict) else {}


def _chosen(server: Server, wanted: int | None, limit: int | None) -> int:
    if wanted is None and limit is None:
        raise StartError(
            f"{server.address} does not say how many tokens {server.model} reads. "
            "Set `openai_context_tokens` to what the server was started with."
        )
    if wanted is not None and limit is not None and wanted > limit:
        raise StartError(
            f"{server.model} reads {limit:,} tokens on {server.address}. Set `openai_context_tokens` to at most that."
        )
    return wanted or limit or 0
