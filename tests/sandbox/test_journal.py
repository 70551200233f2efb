"""The journal tells what happened, and wakes whoever waits for it."""

import asyncio

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.journal import LENGTH, Journal

from .conftest import MakeApi


async def test_every_request_is_noted_with_what_it_said_and_got(sandbox: Sandbox, api: MakeApi) -> None:
    before = asyncio.get_running_loop().time()
    await api(sandbox, sandbox.bot)("POST", f"/channels/{sandbox.general.id}/messages", {"content": "hi"})
    (request,) = sandbox.journal.requests
    assert (request.method, request.path) == ("POST", f"/channels/{sandbox.general.id}/messages")
    assert (request.status, request.by, request.body) == (200, sandbox.bot, {"content": "hi"})
    assert request.answer["content"] == "hi"
    assert before <= request.started <= request.finished


async def test_who_made_a_request_is_known_by_the_token_that_came_with_it(sandbox: Sandbox, api: MakeApi) -> None:
    for who in (sandbox.ada.user, None):
        await api(sandbox, who)("GET", "/users/@me")
    await api(sandbox, None)("POST", "/interactions/1/none/callback", {"type": 5})
    assert [request.by for request in sandbox.journal.requests] == [sandbox.ada.user, None, None]


async def test_every_state_of_a_message_is_noted(sandbox: Sandbox) -> None:
    message = sandbox.ada.say(sandbox.general, "a")
    sandbox.ada.edit(message, "b")
    sandbox.ada.delete(message)
    noted = [(revision.kind, revision.content) for revision in sandbox.journal.revisions]
    assert noted == [("create", "a"), ("edit", "b"), ("delete", "b")]
    assert message.deleted


async def test_who_waits_is_woken_by_what_happens(sandbox: Sandbox) -> None:
    waiting = asyncio.create_task(sandbox.until(lambda: sandbox.messages(sandbox.general)))
    await asyncio.sleep(0)
    message = sandbox.ada.say(sandbox.general, "here")
    assert await waiting == [message]


async def test_who_waits_too_long_is_told_what_happened_instead(sandbox: Sandbox, api: MakeApi) -> None:
    await api(sandbox, sandbox.bot)("GET", "/users/@me")
    with pytest.raises(TimeoutError, match="GET /users/@me 200"):
        await sandbox.until(lambda: False, timeout=0.05)


async def test_a_predicate_that_fails_fails_the_wait(sandbox: Sandbox) -> None:
    waiting = asyncio.create_task(sandbox.until(lambda: sandbox.messages(sandbox.general) and 1 / 0))
    await asyncio.sleep(0)
    sandbox.ada.say(sandbox.general, "here")
    with pytest.raises(ZeroDivisionError):
        await waiting


def test_it_does_not_grow_for_ever() -> None:
    journal = Journal()
    for number in range(LENGTH + 1):
        journal.connection(str(number))
    assert len(journal.connections) <= LENGTH
    assert journal.connections[-1] == str(LENGTH)
