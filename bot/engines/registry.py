"""How each engine is opened, by its name in the settings. Importing this imports none of them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.core.ports import Engine
from bot.engines.checkpoint.background import LoadOptions
from bot.settings.engines import Attention, Dtype, EngineName, Quantization


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptions:
    """
    What an engine is opened with; each takes of it what it can follow (`bot/settings/engines.py`).

    `model` and `draft` are names on the hub, folders, or GGUF files; for a server, `model` is what it calls its
    own, of which `server_context_tokens` are told where it does not tell them itself. `context_tokens` is the most
    that a conversation may take. `measurements` is the file that remembers how fast the engines were here.
    """

    model: str
    dtype: Dtype = "auto"
    device_map: str = "auto"
    attention: Attention | None = None
    quantization: Quantization = "none"
    draft: str | None = None
    kv_cache_bytes: int | None = None
    context_tokens: int | None = None
    measurements: Path | None = None
    server: str = ""
    server_key: str | None = None
    server_context_tokens: int | None = None

    def for_loading(self) -> LoadOptions:
        """What of it is about bringing a checkpoint into memory."""
        return {
            "dtype": self.dtype,
            "device_map": self.device_map,
            "attention": self.attention,
            "quantization": self.quantization,
            "draft": self.draft,
        }


async def _auto(options: ModelOptions) -> Engine:
    from bot.engines import auto
    from bot.engines.gguf import is_gguf

    if is_gguf(options.model):
        return await _gguf(options)
    return await auto.load(
        options.model,
        kv_cache_bytes=options.kv_cache_bytes,
        measurements=options.measurements,
        **options.for_loading(),
    )


async def _generate(options: ModelOptions) -> Engine:
    from bot.engines.generate import GenerateEngine

    return await GenerateEngine.load(options.model, kv_cache_bytes=options.kv_cache_bytes, **options.for_loading())


async def _batched(options: ModelOptions) -> Engine:
    from bot.engines.batched import BatchedEngine

    return await BatchedEngine.load(options.model, kv_cache_bytes=options.kv_cache_bytes, **options.for_loading())


async def _gguf(options: ModelOptions) -> Engine:
    from bot.engines.gguf import GgufEngine

    return await GgufEngine.load(
        options.model,
        dtype=options.dtype,
        device_map=options.device_map,
        quantization=options.quantization,
        draft=options.draft,
        context_tokens=options.context_tokens,
        kv_cache_bytes=options.kv_cache_bytes,
    )


async def _openai(options: ModelOptions) -> Engine:
    from bot.engines.openai import OpenAIEngine

    return await OpenAIEngine.open(
        options.server,
        options.model,
        api_key=options.server_key,
        context_length=options.server_context_tokens,
    )


OPEN: Mapping[EngineName, Callable[[ModelOptions], Awaitable[Engine]]] = {
    "auto": _auto,
    "generate": _generate,
    "batched": _batched,
    "gguf": _gguf,
    "openai": _openai,
}
"""Each raises `StartError`."""
