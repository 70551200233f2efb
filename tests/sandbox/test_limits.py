"""Rate limits: two buckets a channel, headers that tell the truth, and each kind of 429."""

import asyncio
import time

import aiohttp
import discord
import pytest

from bot.sandbox import Limits, Sandbox, Window

from .clients import Answer, Api
from .conftest import LogIn, MakeApi, StartSandbox


async def edit(api: Api, message: discord.Message | dict, text: str) -> Answer:
    return await api("PATCH", f"/channels/{message['channel_id']}/messages/{message['id']}", {"content": text})


@pytest.fixture
async def quick(start_sandbox: StartSandbox) -> Sandbox:
    """One whose windows a test can wait for."""
    return await start_sandbox(Limits(posts=Window(5, 1.0), patches=Window(5, 1.0)))


async def test_sends_and_edits_of_a_channel_have_two_buckets(sandbox: Sandbox, api: MakeApi) -> None:
    bot = api(sandbox, sandbox.bot)
    path = f"/channels/{sandbox.general.id}/messages"
    posts = [await bot("POST", path, {"content": str(number)}) for number in range(5)]
    patches = [await edit(bot, posts[0].body, f"edit {number}") for number in range(5)]
    for answers in (posts, patches):
        assert [answer.headers["X-RateLimit-Remaining"] for answer in answers] == ["4", "3", "2", "1", "0"]
        assert {answer.headers["X-RateLimit-Limit"] for answer in answers} == {"5"}
    assert len({answer.headers["X-RateLimit-Bucket"] for answer in (*posts, *patches)}) == 2
    elsewhere = await bot("POST", f"/channels/{sandbox.code.id}/messages", {"content": "x"})
    assert elsewhere.headers["X-RateLimit-Remaining"] == "4"
    assert elsewhere.headers["X-RateLimit-Bucket"] == posts[0].headers["X-RateLimit-Bucket"]


@pytest.mark.hurrying
async def test_beyond_the_window_there_is_a_429_that_says_when_to_come_back(quick: Sandbox, api: MakeApi) -> None:
    bot = api(quick, quick.bot)
    path = f"/channels/{quick.general.id}/messages"
    for number in range(5):
        await bot("POST", path, {"content": str(number)})
    refused = await bot("POST", path, {"content": "too much"})
    assert (refused.status, refused.headers["X-RateLimit-Scope"]) == (429, "user")
    assert refused.headers["Via"]
    assert refused.body.keys() == {"message", "retry_after", "global"}
    assert refused.body["global"] is False
    assert 0 < refused.body["retry_after"] <= 1.0
    assert refused.headers["Retry-After"] == "1"  # whole seconds, rounded up; the body is exact
    assert "X-RateLimit-Global" not in refused.headers
    assert [message.content for message in quick.messages(quick.general)] == ["0", "1", "2", "3", "4"]
    await asyncio.sleep(refused.body["retry_after"])
    assert (await bot("POST", path, {"content": "later"})).status == 200


async def test_a_window_begins_with_its_first_request_and_ends_when_it_said(quick: Sandbox, api: MakeApi) -> None:
    bot = api(quick, quick.bot)
    path = f"/channels/{quick.general.id}/messages"
    first = await bot("POST", path, {"content": "a"})
    await asyncio.sleep(0.2)
    second = await bot("POST", path, {"content": "b"})
    passed = float(first.headers["X-RateLimit-Reset-After"]) - float(second.headers["X-RateLimit-Reset-After"])
    assert 0.15 < passed < 1.0
    assert abs(float(first.headers["X-RateLimit-Reset"]) - float(second.headers["X-RateLimit-Reset"])) < 0.1
    assert abs(float(first.headers["X-RateLimit-Reset"]) - time.time()) < 1.0
    await asyncio.sleep(float(second.headers["X-RateLimit-Reset-After"]))
    assert (await bot("POST", path, {"content": "c"})).headers["X-RateLimit-Remaining"] == "4"


async def test_everybody_has_buckets_of_their_own(sandbox: Sandbox, api: MakeApi) -> None:
    path = f"/channels/{sandbox.general.id}/messages"
    for who in (sandbox.bot, sandbox.ada.user):
        assert (await api(sandbox, who)("POST", path, {"content": "x"})).headers["X-RateLimit-Remaining"] == "4"


async def test_every_answer_has_the_headers_refusals_too(sandbox: Sandbox, api: MakeApi) -> None:
    bot = api(sandbox, sandbox.bot)
    for method, path in (("GET", "/users/@me"), ("GET", "/guilds/1"), ("POST", "/channels/1/messages"), ("GET", "/x")):
        answer = await bot(method, path)
        for name in ("Limit", "Remaining", "Reset", "Reset-After", "Bucket"):
            assert f"X-RateLimit-{name}" in answer.headers, (method, path, name)


async def test_the_global_limit_spares_the_answers_to_interactions(start_sandbox: StartSandbox, api: MakeApi) -> None:
    sandbox = await start_sandbox(Limits(global_requests=Window(2, 60.0)))
    bot = api(sandbox, sandbox.bot)
    answers = [await bot("GET", path) for path in ("/users/@me", "/gateway/bot", "/users/@me")]
    assert [answer.status for answer in answers] == [200, 200, 429]
    refused = answers[-1]
    assert refused.body["global"] is True
    assert (refused.headers["X-RateLimit-Global"], refused.headers["X-RateLimit-Scope"]) == ("true", "global")
    assert (await bot("POST", f"/webhooks/{sandbox.bot.id}/none", {"content": "x"})).status == 404
    assert (await api(sandbox, sandbox.ada.user)("GET", "/users/@me")).status == 200


async def test_each_interaction_has_a_bucket_for_its_first_answer(start_sandbox: StartSandbox, api: MakeApi) -> None:
    sandbox = await start_sandbox(Limits(other_requests=Window(1, 60.0)))
    callbacks = [
        await api(sandbox, None)("POST", f"/interactions/1/{token}/callback", {"type": 5}) for token in ("a", "b", "b")
    ]
    assert [answer.status for answer in callbacks] == [404, 404, 429]


async def test_edits_of_old_messages_have_a_limit_within_the_bucket(start_sandbox: StartSandbox, api: MakeApi) -> None:
    sandbox = await start_sandbox(Limits(old_message_age=0.0, old_edits=Window(3, 60.0)))
    bot = api(sandbox, sandbox.bot)
    message = (await bot("POST", f"/channels/{sandbox.general.id}/messages", {"content": "old"})).body
    answers = [await edit(bot, message, str(number)) for number in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert (answers[-1].code, answers[-1].headers["X-RateLimit-Remaining"]) == (30046, "1")


async def test_who_goes_on_being_refused_is_shut_out_without_a_via_header(
    start_sandbox: StartSandbox, api: MakeApi
) -> None:
    sandbox = await start_sandbox(Limits(invalid_requests=Window(3, 60.0)))
    nobody = api(sandbox, None)
    for _ in range(3):
        assert (await nobody("GET", "/users/@me")).status == 401
    refused = await api(sandbox, sandbox.bot)("GET", "/users/@me")
    assert (refused.status, refused.headers.get("Via")) == (429, None)
    assert refused.headers["Content-Type"].startswith("text/html")


@pytest.mark.hurrying
async def test_discord_py_keeps_within_the_limits_by_itself(quick: Sandbox, log_in: LogIn) -> None:
    client = await log_in(quick)
    channel = client.get_channel(quick.general.id)
    message = await channel.send("0")
    loop = asyncio.get_running_loop()
    started = loop.time()
    for number in range(5):
        await message.edit(content=f"edit {number}")
    assert loop.time() - started > 0.8  # the request that takes the last token waits for the window to end
    assert quick.general.messages[message.id].content == "edit 4"
    assert 429 not in [request.status for request in quick.journal.requests]


@pytest.mark.hurrying
async def test_discord_py_comes_back_after_a_429(quick: Sandbox, log_in: LogIn, api: MakeApi) -> None:
    client = await log_in(quick)
    channel, other = client.get_channel(quick.general.id), api(quick, quick.bot)
    for number in range(5):  # a second process with the same token uses the bucket up
        await other("POST", f"/channels/{channel.id}/messages", {"content": str(number)})
    await channel.send("mine")
    assert [message.content for message in quick.messages(quick.general)][-1] == "mine"
    assert 429 in [request.status for request in quick.journal.requests]


async def test_the_headers_can_be_read_before_the_library_sleeps(sandbox: Sandbox, log_in: LogIn) -> None:
    seen: list[tuple[str, str]] = []

    async def note(session: aiohttp.ClientSession, context: object, end: aiohttp.TraceRequestEndParams) -> None:
        seen.append((end.method, end.response.headers.get("X-RateLimit-Remaining", "")))

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(note)
    client = await log_in(sandbox, http_trace=trace)
    await client.get_channel(sandbox.general.id).send("x")
    assert ("POST", "4") in seen
