"""Messages over REST: what is refused and in which words, what an edit keeps, whom a message pings."""

import time
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Limits, Permission, Refusal, Sandbox, Window
from bot.sandbox.state.snowflakes import time_of

from .clients import Api
from .conftest import Connect, LogIn, MakeApi, StartSandbox


@pytest.fixture
async def sandbox(start_sandbox: StartSandbox) -> Sandbox:
    """One in which many requests can be made at once."""
    return await start_sandbox(Limits(posts=Window(1000, 5.0)))


@pytest.fixture
def bot(sandbox: Sandbox, api: MakeApi) -> Api:
    return api(sandbox, sandbox.bot)


@pytest.fixture
def ada(sandbox: Sandbox, api: MakeApi) -> Api:
    return api(sandbox, sandbox.ada.user)


@pytest.fixture
def path(sandbox: Sandbox) -> str:
    return f"/channels/{sandbox.general.id}/messages"


async def test_content_is_trimmed_and_may_have_2000_code_points(bot: Api, path: str) -> None:
    assert (await bot("POST", path, {"content": "\n  hi \t"})).body["content"] == "hi"
    assert (await bot("POST", path, {"content": "🦜" * 2000})).status == 200


async def test_2001_code_points_are_a_nested_50035(bot: Api, path: str) -> None:
    refused = await bot("POST", path, {"content": "x" * 2001})
    assert refused.status == 400
    assert refused.body == {
        "message": "Invalid Form Body",
        "code": 50035,
        "errors": {
            "content": {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 2000 or fewer in length."}]}
        },
    }


@pytest.mark.parametrize("content", ["", "  \n ", None])
async def test_nothing_but_space_is_50006(bot: Api, path: str, content: Any) -> None:
    refused = await bot("POST", path, {"content": content})
    assert (refused.status, refused.body) == (400, {"message": "Cannot send an empty message", "code": 50006})


async def test_an_edit_cannot_empty_a_message(bot: Api, path: str) -> None:
    sent = (await bot("POST", path, {"content": "hi"})).body
    assert (await bot("PATCH", f"{path}/{sent['id']}", {"content": " "})).code == 50006
    assert (await bot("GET", f"{path}/{sent['id']}")).body["content"] == "hi"


async def test_malformed_bodies_are_refused(bot: Api, path: str) -> None:
    headers = {"Content-Type": "application/json"}
    bad = await bot("POST", path, headers=bot.headers | headers, data=b'{"content": ')
    assert (bad.status, bad.code) == (400, 50109)
    for body, field in (
        ({"content": 5}, "content"),
        ({"content": "x", "flags": "many"}, "flags"),
        ({"content": "x", "tts": "yes"}, "tts"),
        ({"content": "x", "embeds": "none"}, "embeds"),
        ({"content": "x", "embeds": [{"description": "y" * 4097}]}, "embeds"),
        ({"content": "x", "embeds": [{"title": "y" * 257}]}, "embeds"),
        ({"content": "x", "embeds": [{"footer": {"text": "y" * 2049}}]}, "embeds"),
        ({"content": "x", "embeds": [{"fields": [{"name": "y", "value": "z" * 1025}]}]}, "embeds"),
        ({"content": "x", "embeds": [{"fields": [{"name": "y", "value": "z"}] * 26}]}, "embeds"),
        ({"content": "x", "embeds": [{"description": "y" * 4000, "footer": {"text": "z" * 2001}}]}, "embeds"),
        ({"content": "x", "nonce": "n" * 26}, "nonce"),
        ({"content": "x", "allowed_mentions": {"parse": ["nobody"]}}, "allowed_mentions"),
        ({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, "allowed_mentions"),
        ({"content": "x", "message_reference": {"message_id": "seven"}}, "message_reference"),
    ):
        refused = await bot("POST", f"{path}", body)
        assert (refused.status, refused.code, list(refused.body["errors"])) == (400, 50035, [field])


async def test_what_is_not_there_has_a_code_of_its_own(sandbox: Sandbox, bot: Api, path: str) -> None:
    assert (await bot("GET", f"{path}/1")).code == 10008
    assert (await bot("PATCH", f"{path}/1", {"content": "x"})).code == 10008
    assert (await bot("DELETE", f"{path}/1")).code == 10008
    assert (await bot("POST", "/channels/1/messages", {"content": "x"})).code == 10003
    assert (await bot("GET", "/guilds/1")).code == 10004
    assert (await bot("GET", "/users/1")).code == 10013
    assert (await bot("GET", f"/guilds/{sandbox.guild.id}/members/1")).code == 10013
    assert (await bot("GET", "/channels/general/messages")).code == 50035
    assert (await bot("GET", "/nowhere")).body == {"message": "404: Not Found", "code": 0}


async def test_a_message_of_somebody_else_cannot_be_edited(sandbox: Sandbox, bot: Api, path: str) -> None:
    said = sandbox.ada.say(sandbox.general, "mine")
    refused = await bot("PATCH", f"{path}/{said.id}", {"content": "yours"})
    assert (refused.status, refused.code) == (403, 50005)
    assert said.content == "mine"


async def test_deleting_what_others_wrote_needs_a_permission(sandbox: Sandbox, bot: Api, ada: Api, path: str) -> None:
    said = sandbox.linus.say(sandbox.general, "hello")
    assert (await bot("DELETE", f"{path}/{said.id}")).code == 50013
    assert (await ada("DELETE", f"{path}/{said.id}")).status == 204
    direct = sandbox.linus.dm("hello")
    assert (await bot("DELETE", f"/channels/{direct.channel.id}/messages/{direct.id}")).code == 50003


async def test_a_channel_one_cannot_see_is_50001_and_one_cannot_write_in_50013(
    sandbox: Sandbox, bot: Api, path: str
) -> None:
    sandbox.permit(sandbox.general, sandbox.bot, deny=Permission.SEND_MESSAGES)
    assert (await bot("POST", path, {"content": "x"})).code == 50013
    assert (await bot("POST", f"/channels/{sandbox.general.id}/typing")).code == 50013
    sandbox.permit(sandbox.general, sandbox.bot, deny=Permission.VIEW_CHANNEL)
    refused = await bot("POST", path, {"content": "x"})
    assert (refused.status, refused.code) == (403, 50001)
    assert (await bot("GET", path)).code == 50001


async def test_without_history_there_is_nothing_to_read_or_reply_to(sandbox: Sandbox, bot: Api, path: str) -> None:
    said = sandbox.ada.say(sandbox.general, "hello")
    sandbox.permit(sandbox.general, sandbox.bot, deny=Permission.READ_MESSAGE_HISTORY)
    assert (await bot("GET", path)).body == []
    reply = {"content": "hi", "message_reference": {"message_id": said.id}}
    assert (await bot("POST", path, reply)).code == 160002


async def test_nor_to_react_to(sandbox: Sandbox, bot: Api, path: str) -> None:
    said = sandbox.ada.say(sandbox.general, "hello")
    sandbox.linus.react(said, "👍")
    sandbox.permit(sandbox.general, sandbox.bot, deny=Permission.READ_MESSAGE_HISTORY)
    assert (await bot("PUT", f"{path}/{said.id}/reactions/👍/@me")).code == 50013


async def test_a_person_may_take_no_direct_messages(sandbox: Sandbox, bot: Api) -> None:
    sandbox.ada.user.accepts_dms = False
    refused = await bot("POST", f"/channels/{sandbox.ada.dm_channel.id}/messages", {"content": "x"})
    assert (refused.status, refused.code) == (403, 50007)


async def test_a_reply_to_a_deleted_message_is_refused_unless_that_is_allowed(
    sandbox: Sandbox, bot: Api, path: str
) -> None:
    said = sandbox.ada.say(sandbox.general, "hello")
    reply: dict[str, Any] = {"content": "hi", "message_reference": {"message_id": said.id}}
    answered = (await bot("POST", path, reply)).body
    assert (answered["type"], answered["referenced_message"]["content"]) == (19, "hello")
    sandbox.ada.delete(said)
    assert (await bot("GET", f"{path}/{answered['id']}")).body["referenced_message"] is None
    refused = await bot("POST", path, reply)
    assert (refused.code, refused.body["errors"]["message_reference"]["_errors"][0]["code"]) == (
        50035,
        "REPLIES_UNKNOWN_MESSAGE",
    )
    reply["message_reference"]["fail_if_not_exists"] = False
    sent = (await bot("POST", path, reply)).body
    assert (sent["type"], "message_reference" in sent) == (0, False)


async def test_what_discord_wrote_itself_cannot_be_replied_to(sandbox: Sandbox, bot: Api, path: str) -> None:
    sandbox.ada.thread(sandbox.general, "aside")
    (announcement,) = sandbox.messages(sandbox.general)
    refused = await bot("POST", path, {"content": "hi", "message_reference": {"message_id": announcement.id}})
    assert (refused.code, refused.body["errors"]["message_reference"]["_errors"][0]["code"]) == (
        50035,
        "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE",
    )


async def test_an_edit_keeps_what_it_does_not_speak_of(bot: Api, path: str) -> None:
    embed = {"type": "rich", "title": "t", "description": "d"}
    sent = (await bot("POST", path, {"content": "hi", "embeds": [embed]})).body
    assert sent["edited_timestamp"] is None
    edited = (await bot("PATCH", f"{path}/{sent['id']}", {"content": "ho", "tts": False, "flags": 0})).body
    assert (edited["content"], edited["embeds"]) == ("ho", [embed])
    assert edited["edited_timestamp"] > sent["timestamp"]
    emptied = (await bot("PATCH", f"{path}/{sent['id']}", {"embeds": []})).body
    assert (emptied["content"], emptied["embeds"]) == ("ho", [])


async def test_a_nonce_is_echoed_and_makes_one_message(sandbox: Sandbox, bot: Api, path: str, connect: Connect) -> None:
    wire = await connect(sandbox)
    await wire.identify(sandbox.ada.user)
    body = {"content": "once", "nonce": "17", "enforce_nonce": True}
    first, second = await bot("POST", path, body), await bot("POST", path, body)
    assert (first.body["nonce"], second.body["id"]) == ("17", first.body["id"])
    assert (await wire.event("MESSAGE_CREATE"))["nonce"] == "17"
    assert len(sandbox.messages(sandbox.general)) == 1
    loose = await bot("POST", path, body | {"enforce_nonce": False})
    assert loose.body["id"] != first.body["id"]


async def test_a_nonce_said_again_with_another_text_gives_back_the_first(sandbox: Sandbox, bot: Api, path: str) -> None:
    first = await bot("POST", path, {"content": "one", "nonce": "17", "enforce_nonce": True})
    again = await bot("POST", path, {"content": "one two", "nonce": "17", "enforce_nonce": True})
    assert (again.status, again.body) == (200, first.body)
    assert [message.content for message in sandbox.messages(sandbox.general)] == ["one"]
    sandbox.clock.advance(301)
    later = await bot("POST", path, {"content": "one two", "nonce": "17", "enforce_nonce": True})
    assert (later.body["content"], later.body["id"] != first.body["id"]) == ("one two", True)


async def test_mentions_are_those_that_the_sender_allows(sandbox: Sandbox, bot: Api, path: str) -> None:
    ada, linus = sandbox.ada.user, sandbox.linus.user
    text = f"{ada.mention} and <@!{linus.id}>, not `{sandbox.mention}` nor <@5>"

    async def pinged(**more: Any) -> list[str]:
        return [user["username"] for user in (await bot("POST", path, {"content": text} | more)).body["mentions"]]

    assert await pinged() == ["ada", "linus"]
    assert await pinged(allowed_mentions={"parse": []}) == []
    assert await pinged(allowed_mentions={"parse": [], "users": [str(linus.id)]}) == ["linus"]


async def test_a_reply_pings_its_author_unless_told_not_to(sandbox: Sandbox, bot: Api, path: str) -> None:
    said = sandbox.ada.say(sandbox.general, "hello")
    reply = {"content": "hi", "message_reference": {"message_id": str(said.id)}}
    silent = reply | {"allowed_mentions": {"parse": ["users"], "replied_user": False}}
    assert [user["username"] for user in (await bot("POST", path, reply)).body["mentions"]] == ["ada"]
    assert (await bot("POST", path, silent)).body["mentions"] == []


async def test_an_edit_reads_the_mentions_anew(sandbox: Sandbox, bot: Api, path: str) -> None:
    mention = sandbox.ada.user.mention
    sent = (await bot("POST", path, {"content": mention, "allowed_mentions": {"parse": []}})).body
    assert sent["mentions"] == []
    edited = (await bot("PATCH", f"{path}/{sent['id']}", {"content": f"{mention}!"})).body
    assert len(edited["mentions"]) == 1
    assert (await bot("PATCH", f"{path}/{sent['id']}", {"content": "nobody"})).body["mentions"] == []


async def test_only_who_may_can_ping_everyone(sandbox: Sandbox, bot: Api, ada: Api, path: str) -> None:
    assert not (await bot("POST", path, {"content": "@everyone"})).body["mention_everyone"]
    assert (await ada("POST", path, {"content": "@everyone"})).body["mention_everyone"]


async def test_history_comes_in_pages_newest_first(sandbox: Sandbox, bot: Api, path: str) -> None:
    said = [sandbox.ada.say(sandbox.general, str(number)) for number in range(7)]

    async def page(query: str) -> str:
        return "".join(message["content"] for message in (await bot("GET", f"{path}?{query}")).body)

    assert await page("") == "6543210"
    assert await page("limit=3") == "654"
    assert await page(f"limit=2&before={said[3].id}") == "21"
    assert await page(f"limit=2&after={said[3].id}") == "54"
    assert await page(f"limit=3&around={said[3].id}") == "432"
    assert (await bot("GET", f"{path}?limit=101")).code == 50035


async def test_ids_carry_the_time_and_only_grow(sandbox: Sandbox) -> None:
    before = time.time()
    ids = [sandbox.ada.say(sandbox.general, "x").id for _ in range(100)]
    assert ids == sorted(set(ids))
    assert all(before - 0.01 <= time_of(key).timestamp() <= time.time() + 0.1 for key in ids)


async def test_files_are_kept_and_served(sandbox: Sandbox, bot: Api, path: str, session: Any) -> None:
    def form() -> aiohttp.FormData:
        data = aiohttp.FormData(quote_fields=False)
        data.add_field("payload_json", '{"content": "see", "attachments": [{"id": 0, "filename": "a.txt"}]}')
        data.add_field("files[0]", b"some text", filename="a.txt", content_type="text/plain")
        return data

    sent = (await bot("POST", path, data=form())).body
    (file,) = sent["attachments"]
    assert (file["filename"], file["size"]) == ("a.txt", 9)
    async with session.get(file["url"]) as response:
        assert await response.read() == b"some text"
    kept = (await bot("PATCH", f"{path}/{sent['id']}", {"content": "saw"})).body
    assert len(kept["attachments"]) == 1
    assert (await bot("PATCH", f"{path}/{sent['id']}", {"attachments": []})).body["attachments"] == []


async def test_too_large_a_file_is_refused(start_sandbox: StartSandbox, api: MakeApi) -> None:
    sandbox = await start_sandbox(Limits(attachment_bytes=10))
    data = aiohttp.FormData(quote_fields=False)
    data.add_field("files[0]", b"more than ten bytes", filename="a.txt")
    refused = await api(sandbox, sandbox.bot)("POST", f"/channels/{sandbox.general.id}/messages", data=data)
    assert (refused.status, refused.code) == (413, 40005)


async def test_a_body_that_is_too_large_or_no_form_is_the_clients_mistake(
    start_sandbox: StartSandbox, api: MakeApi
) -> None:
    sandbox = await start_sandbox(Limits(attachment_bytes=10))
    bot, path = api(sandbox, sandbox.bot), f"/channels/{sandbox.general.id}/messages"
    refused = await bot("POST", path, {"content": "x" * 1000})
    assert (refused.status, refused.code) == (413, 40005)
    for kind in ("multipart/form-data", "multipart/form-data; boundary=b"):
        refused = await bot("POST", path, headers=bot.headers | {"Content-Type": kind}, data=b"no form")
        assert (refused.status, refused.code) == (400, 50109)


async def test_bulk_delete_has_its_conditions(sandbox: Sandbox, bot: Api, path: str) -> None:
    said = [str(sandbox.ada.say(sandbox.general, "x").id) for _ in range(3)]
    assert (await bot("POST", f"{path}/bulk-delete", {"messages": said})).code == 50013
    sandbox.permit(sandbox.general, sandbox.bot, allow=Permission.MANAGE_MESSAGES)
    assert (await bot("POST", f"{path}/bulk-delete", {"messages": said[:1]})).code == 50016
    assert (await bot("POST", f"{path}/bulk-delete", {"messages": [*said, "4194304"]})).code == 50034
    assert (await bot("POST", f"{path}/bulk-delete", {"messages": said})).status == 204
    assert sandbox.messages(sandbox.general) == []


async def test_a_forward_says_what_was_said_then_and_only_to_who_could_read_it(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    said = sandbox.ada.say(sandbox.code, "look at this", files={"a.txt": b"text"})
    sandbox.linus.forward(said, sandbox.general)
    passed_on = await client.wait_for("message", check=lambda message: message.message_snapshots, timeout=60)
    sandbox.ada.edit(said, "never mind")
    sandbox.ada.delete(said)
    (snapshot,) = passed_on.message_snapshots
    assert (passed_on.content, snapshot.content) == ("", "look at this")
    assert await snapshot.attachments[0].read() == b"text"
    secret = sandbox.ada.say(sandbox.random, "secret")
    sandbox.permit(sandbox.random, sandbox.linus.user, deny=Permission.VIEW_CHANNEL)
    with pytest.raises(Refusal, match="50001"):
        sandbox.linus.forward(secret, sandbox.general)


async def test_stickers_are_those_of_the_guild(sandbox: Sandbox, bot: Api, path: str) -> None:
    wave = sandbox.add_sticker("wave")
    assert (await bot("POST", path, {"sticker_ids": [str(wave.id)]})).body["sticker_items"][0]["name"] == "wave"
    assert (await bot("POST", path, {"sticker_ids": ["1"]})).code == 10060
    assert (await bot("POST", path, {"sticker_ids": [str(wave.id)] * 4})).code == 50035


@pytest.mark.parametrize(
    "poll",
    [
        {"question": {"text": "x"}, "answers": []},
        {"question": {"text": "x"}, "answers": [{"poll_media": {"text": "x" * 56}}]},
        {"question": {"text": "x" * 301}, "answers": [{"poll_media": {"text": "x"}}]},
        {"question": {"text": "x"}, "answers": [{"poll_media": {"text": "x"}}], "duration": 769},
        {"answers": [{"poll_media": {"text": "x"}}]},
    ],
)
async def test_a_poll_that_asks_nothing_or_too_much_is_refused(bot: Api, path: str, poll: Any) -> None:
    assert (await bot("POST", path, {"poll": poll})).code == 50035
