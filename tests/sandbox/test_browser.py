"""What a browser gets: the page's files and no others, the people, and nothing for other sites."""

from importlib import resources
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from yarl import URL

from bot.sandbox import Sandbox

PAGE = Path(str(resources.files("bot.sandbox"))) / "page"


async def test_the_page_and_its_files_are_served(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    async with session.get(sandbox.url) as response:
        assert response.content_type == "text/html"
        assert await response.read() == (PAGE / "index.html").read_bytes()
    scripts = list(PAGE.rglob("*.js"))
    assert scripts
    for file in scripts:
        async with session.get(f"{sandbox.url}page/{file.relative_to(PAGE).as_posix()}") as response:
            assert response.content_type == "text/javascript"
            assert await response.read() == file.read_bytes()


@pytest.mark.parametrize("name", ["../server.py", "..%2fserver.py", "none.js", "view", "%2e%2e/%2e%2e/__init__.py"])
async def test_no_other_file_is(sandbox: Sandbox, session: aiohttp.ClientSession, name: str) -> None:
    async with session.get(URL(f"{sandbox.url}page/{name}", encoded=True)) as response:
        assert response.status == 404


async def test_the_people_one_may_write_as(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    sandbox.add_person("Edsger")
    async with session.get(f"{sandbox.url}sandbox/people") as response:
        people = await response.json()
    assert [each["user"]["global_name"] for each in people] == ["Ada", "Grace", "Linus", "Edsger"]
    headers = {"Authorization": people[0]["token"]}
    async with session.get(f"{sandbox.api_url}/users/@me", headers=headers) as response:
        assert (await response.json())["id"] == str(sandbox.ada.user.id)


async def test_what_the_bot_is(session: aiohttp.ClientSession) -> None:
    async with Sandbox(about="A “small” model.") as sandbox, session.get(f"{sandbox.url}sandbox/about") as response:
        assert await response.json() == "A “small” model."


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
async def test_another_site_gets_nothing(
    sandbox: Sandbox, session: aiohttp.ClientSession, headers: dict[str, Any]
) -> None:
    async with session.get(f"{sandbox.url}sandbox/people", headers=headers) as response:
        assert response.status == 403
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await session.ws_connect(f"{sandbox.gateway_url}?v=10", headers=headers)


async def test_the_pages_own_origin_is_welcome(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    for name in ("127.0.0.1", "localhost"):
        headers = {"Host": f"{name}:{sandbox.port}", "Origin": f"http://{name}:{sandbox.port}"}
        async with session.get(f"{sandbox.url}sandbox/people", headers=headers) as response:
            assert response.status == 200


async def test_only_whoever_may_delete_messages_clears_a_channel(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    said = [sandbox.linus.say(sandbox.general, str(number)) for number in range(3)]
    body = {"channel_id": str(sandbox.general.id), "message_id": str(said[1].id)}

    async def clear(token: str, body: object) -> int:
        async with session.post(f"{sandbox.url}sandbox/clear", json=body, headers={"Authorization": token}) as response:
            return response.status

    linus, ada = sandbox.linus.user.token, sandbox.ada.user.token
    assert [await clear(token, body) for token in ("", linus)] == [401, 403]
    assert [await clear(ada, wrong) for wrong in ([], body | {"message_id": "x"})] == [400, 400]
    assert len(sandbox.messages(sandbox.general)) == 3
    assert await clear(ada, body) == 204
    assert sandbox.messages(sandbox.general) == said[:1]
