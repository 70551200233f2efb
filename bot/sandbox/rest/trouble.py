"""Has a request go wrong as a fault says, on the wire."""

import socket
import struct
from typing import Any

from aiohttp import web

from bot.sandbox.errors import RateLimited
from bot.sandbox.faults import Fault
from bot.sandbox.rest.outcome import Outcome, refused

_LINGER_NOT = struct.pack("ii", 1, 0)


def spoiled(fault: Fault, truth: Outcome, *, bucket: dict[str, str]) -> Outcome:
    """What stands in the place of the truth. `bucket` are the headers of the request's bucket when it is used up."""
    if fault.silent or fault.status is None:
        return Outcome(status=0)
    if fault.status == 429:
        mine = bucket if fault.scope in ("user", "shared") else {}
        refusal = RateLimited(fault.retry_after, scope=fault.scope, via=fault.via)
        outcome = refused(refusal, truth.headers or mine)
    else:
        outcome = Outcome(fault.status, _body(fault, truth), dict(truth.headers))
    if fault.body is not None:
        outcome.answer = fault.body
    outcome.headers |= fault.headers
    return outcome


async def deliver(request: web.Request, outcome: Outcome, fault: Fault) -> web.StreamResponse:
    """Answer, or do not, as the fault has it."""
    response = outcome.response()
    if fault.silent:
        await fault.lifted()
        if request.transport is not None:
            request.transport.abort()
    elif fault.reset:
        if fault.status is not None:
            return await _torn(request, response)
        _reset(request)
    return response


def _body(fault: Fault, truth: Outcome) -> Any:
    """An error says that it was arranged; a success is the true one, where there is one."""
    assert fault.status is not None
    return {"message": f"{fault.status}: made to fail", "code": 0} if fault.status >= 400 else truth.answer


async def _torn(request: web.Request, whole: web.Response) -> web.StreamResponse:
    """Send half of the answer, then reset the connection."""
    body = bytes(whole.body) if isinstance(whole.body, bytes | bytearray) else b""
    begun = web.StreamResponse(status=whole.status, headers=whole.headers)
    begun.content_length = len(body) + 1
    await begun.prepare(request)
    await begun.write(body[: len(body) // 2])
    _reset(request)
    return begun


def _reset(request: web.Request) -> None:
    """End the connection with RST, which the other side reads as "reset by peer"."""
    transport = request.transport
    if transport is None:
        return
    connection = transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
    transport.abort()
