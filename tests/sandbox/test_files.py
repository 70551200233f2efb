"""Files: sent by people and by the bot, told of with what Discord tells, and served at addresses that run out."""

import io
import json
import struct
import zlib

import aiohttp
import discord
import pytest

from bot.sandbox import Limits, Refusal, Sandbox

from .conftest import LogIn, MakeApi, StartSandbox, heard


def png(width: int, height: int) -> bytes:
    """A black picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\0" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


async def test_the_bot_is_told_of_a_persons_files_and_reads_them(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    files = {"my notes.txt": "größer".encode(), "a.png": png(30, 20), "b.bin": b"\xff\xfe"}
    sandbox.ada.say(sandbox.general, "", files=files)
    message = await heard(client, "message")
    notes, picture, other = message.attachments
    assert (notes.filename, notes.title, notes.size) == ("my_notes.txt", "my notes", 8)
    assert notes.content_type == "text/plain; charset=utf-8"
    assert (picture.content_type, picture.width, picture.height) == ("image/png", 30, 20)
    assert (other.content_type, other.width) == ("application/octet-stream", None)
    assert [await each.read() for each in message.attachments] == list(files.values())


async def test_addresses_are_signed_and_good_for_a_day(
    sandbox: Sandbox, session: aiohttp.ClientSession, api: MakeApi
) -> None:
    sandbox.ada.say(sandbox.general, "", files={"a.txt": b"a"})
    rest = api(sandbox, sandbox.ada.user)

    async def address() -> str:
        (message,) = (await rest("GET", f"/channels/{sandbox.general.id}/messages")).body
        return message["attachments"][0]["url"]

    async def status(url: str) -> int:
        async with session.get(url) as response:
            return response.status

    url = await address()
    assert url.startswith(f"{sandbox.url}attachments/{sandbox.general.id}/")
    assert await status(url) == 200
    assert await status(url.partition("?")[0]) == 404
    assert await status(url.replace("ex=", "ex=f")) == 404
    assert await status(url.replace("a.txt", "b.txt")) == 404
    sandbox.clock.advance(25 * 3600)
    assert await status(url) == 404
    assert await status(await address()) == 200


async def test_what_could_run_in_the_page_is_only_downloaded(
    sandbox: Sandbox, session: aiohttp.ClientSession, api: MakeApi
) -> None:
    sandbox.ada.say(sandbox.general, "", files={"a.png": png(1, 1), "a.html": b"<script>", "a.svg": b"<svg/>"})
    (message,) = (await api(sandbox, sandbox.ada.user)("GET", f"/channels/{sandbox.general.id}/messages")).body
    placed = []
    for attachment in message["attachments"]:
        async with session.get(attachment["url"]) as response:
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            placed.append(response.headers["Content-Disposition"])
    assert placed == ["inline", "attachment", "attachment"]


async def test_the_bot_sends_files_says_what_they_are_and_adds_more(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    channel = client.get_channel(sandbox.general.id)
    sent = await channel.send("see", file=discord.File(io.BytesIO(b"a"), "a.md", description="The whole text"))
    assert (sent.attachments[0].description, sent.attachments[0].size) == ("The whole text", 1)
    more = await sent.add_files(discord.File(io.BytesIO(b"bb"), "b.md"))
    assert [(each.filename, await each.read()) for each in more.attachments] == [("a.md", b"a"), ("b.md", b"bb")]
    fewer = await more.remove_attachments(more.attachments[0])
    assert [each.filename for each in fewer.attachments] == ["b.md"]


async def test_an_embed_shows_a_file_of_its_message(sandbox: Sandbox, log_in: LogIn) -> None:
    client = await log_in(sandbox)
    embed = discord.Embed(title="A formula").set_image(url="attachment://f.png")
    file = discord.File(io.BytesIO(png(8, 4)), "f.png")
    sent = await client.get_channel(sandbox.general.id).send(embed=embed, file=file)
    image = sent.embeds[0].image
    assert (image.url, image.width, image.height) == (sent.attachments[0].url, 8, 4)


async def test_files_that_are_not_there_and_too_many_are_refused(sandbox: Sandbox, api: MakeApi) -> None:
    path = f"/channels/{sandbox.general.id}/messages"
    for files, attachments in ((1, [{"id": 1}]), (0, [{"id": "7"}]), (1, [{"filename": "x"}]), (11, [])):
        form = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
        form.add_field("payload_json", json.dumps({"content": "x", "attachments": attachments}))
        for number in range(files):
            form.add_field(f"files[{number}]", b"x", filename="x.txt")
        answer = await api(sandbox, sandbox.bot)("POST", path, data=form)
        assert (answer.code, list(answer.body["errors"])) == (50035, ["attachments"])


async def test_a_file_that_is_too_large_is_refused(start_sandbox: StartSandbox) -> None:
    sandbox = await start_sandbox(Limits(attachment_bytes=1))
    sandbox.ada.say(sandbox.general, "", files={"a": b"a"})
    with pytest.raises(Refusal, match="40005"):
        sandbox.ada.say(sandbox.general, "", files={"a": b"aa"})
