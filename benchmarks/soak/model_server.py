"""A server of the chat-completions protocol, as vLLM's is, that writes so many words a second."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from aiohttp import web

Messages = Sequence[dict[str, str]]
Answer = tuple[Sequence[str], Callable[[], object]]
"""The words of an answer, and what is to be told when the last of them was sent."""

MODEL = "soak"
_HOST = "127.0.0.1"
_CONTEXT = 32_768


@asynccontextmanager
async def serve(answer: Callable[[Messages], Answer], *, rate: float) -> AsyncIterator[str]:
    """Its address, while it runs. Each answer is written at `rate` words a second, however many there are at once."""

    async def completions(request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        words, whole = answer([{**turn, "content": _text(turn["content"])} for turn in asked["messages"]])
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        # Who no longer listens, as the answer was stopped, is told nothing.
        with suppress(ConnectionError):
            await _write(response, words[: asked["max_tokens"]], rate)
            whole()
            reason = "stop" if len(words) <= asked["max_tokens"] else "length"
            await response.write(_event(choices=[{"index": 0, "delta": {}, "finish_reason": reason}]))
            await response.write(b"data: [DONE]\n\n")
        return response

    app = web.Application()
    app.router.add_get("/v1/models", _models)
    app.router.add_post("/tokenize", _tokenize)
    app.router.add_post("/v1/chat/completions", completions)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, _HOST, 0).start()
        yield f"http://{_HOST}:{runner.addresses[0][1]}/v1"
    finally:
        await runner.cleanup()


async def _models(_: web.Request) -> web.Response:
    return web.json_response({"data": [{"id": MODEL, "owned_by": "vllm", "max_model_len": _CONTEXT}]})


async def _tokenize(request: web.Request) -> web.Response:
    """A word is a token."""
    asked = await request.json()
    return web.json_response({"count": sum(len(_text(turn["content"]).split()) + 2 for turn in asked["messages"])})


def _text(content: str | list[dict[str, str]]) -> str:
    """What a turn says, as a text or in parts."""
    return content if isinstance(content, str) else "\n".join(part.get("text", "") for part in content)


async def _write(response: web.StreamResponse, words: Sequence[str], rate: float) -> None:
    loop = asyncio.get_running_loop()
    begun = loop.time()
    for number, word in enumerate(words):
        await asyncio.sleep(max(0.0, begun + (number + 1) / rate - loop.time()))
        await response.write(_event(choices=[{"index": 0, "delta": {"content": f"{word} "}, "finish_reason": None}]))


def _event(**fields: Any) -> bytes:
    whole = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": MODEL, **fields}
    return f"data: {json.dumps(whole)}\n\n".encode()
