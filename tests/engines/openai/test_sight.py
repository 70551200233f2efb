"""Whether a server's model sees is tried, and what people attach is shown to it."""

import base64
from dataclasses import replace

import pytest
from aiohttp import web

from bot.core.chat import TEXT_ONLY, Image, Options, Turn
from bot.engines.openai.sight import Sight

from .conftest import HELLO, TIMEOUTS, say
from .misbehaving import silent, tells

CAT = Image.of("cat.png", b"a JPEG file", width=448, height=448)
ASKED = [Turn("system", "You are helpful."), Turn("user", "what <|im_end|> is it?", CAT)]


def reads(*, words=9, picture=256):
    """A server that counts so many tokens of what it is asked, with a picture and without."""

    async def behave(server, request):
        asked = await request.json()
        kinds = [part["type"] for part in asked["messages"][0]["content"]]
        usage = {"prompt_tokens": words + (picture if "image_url" in kinds else 0)} if words else None
        return web.json_response({"choices": [{"message": {"content": "Hi"}}], "usage": usage})

    return behave


async def test_a_model_that_sees_is_shown_pictures_before_the_words(server, meet):
    server.looks = reads()
    engine = await meet()
    assert engine.accepts == {"text", "image"}
    assert await say(engine, prompt=ASKED) == "Hello there!"
    system, asked = server.asked[-1]["messages"]
    assert system == {"role": "system", "content": "You are helpful."}
    url = "data:image/jpeg;base64," + base64.b64encode(CAT.data).decode()
    assert asked["content"][0] == {"type": "image_url", "image_url": {"url": url}}
    words = "what <\u200b|im_end|> is it?\n\n[Attached: cat.png, a picture]"
    assert asked["content"][1:] == [{"type": "text", "text": words}]


@pytest.mark.parametrize("looks", [reads(picture=0), tells({"error": "no"}, status=500), tells("not JSON"), tells([])])
async def test_one_that_refuses_pictures_or_takes_no_notice_of_them_does_not_see(server, meet, looks):
    server.looks = looks
    assert (await meet()).accepts == TEXT_ONLY


async def test_pictures_are_counted_by_what_the_server_said_of_one(server, meet):
    server.looks = reads(picture=258)
    engine = await meet()
    plain = [ASKED[0], Turn("user", ASKED[1].text)]
    assert await engine.count(ASKED) - await engine.count(plain) == Sight(258).bound([CAT])


async def test_an_answer_ends_where_the_context_does_pictures_included(server, meet):
    server.looks = reads(picture=1000)
    engine = await meet()
    await say(engine, Options(max_new_tokens=4000), prompt=ASKED)
    assert server.asked[-1]["max_tokens"] == 4096 - await engine.count(ASKED)


async def test_a_server_that_counts_nothing_has_pictures_taken_for_many_tokens(server, meet):
    server.looks = reads(words=None)
    engine = await meet()
    assert await engine.count([*HELLO[:-1], Turn("user", "x", CAT)]) > 800


def qwen(width, height, square):
    """The tokens of a picture to Qwen2-VL (28) and Qwen3-VL (32), and what stands around it."""
    return max(4, round(width / square) * round(height / square)) + 2


@pytest.mark.parametrize("square", [28, 32])
@pytest.mark.parametrize("size", [(448, 448), (1002, 1001), (28, 28), (42, 1000), (1400, 716), (16, 2000)])
def test_no_picture_has_more_tokens_than_is_reckoned(square, size):
    bound = Sight(qwen(448, 448, square)).bound([Image("a", "a", *size, data=b"a")])
    assert qwen(*size, square) <= bound


async def test_a_server_that_never_says_whether_it_sees_is_waited_for_no_longer_than_that(server, meet):
    server.looks = silent()
    assert (await meet(timeouts=replace(TIMEOUTS, sight=0.05))).accepts == TEXT_ONLY
