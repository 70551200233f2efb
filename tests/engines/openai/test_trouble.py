"""What goes wrong with servers, and what the person, the log and the server get to see of it."""

import asyncio
import logging
import traceback
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.core import notices
from bot.core.chat import Options, Piece
from bot.core.errors import EngineError, EngineExhausted, EngineInterrupted, EngineUnavailable

from ...conftest import english
from .conftest import HELLO, KEY, TIMEOUTS, collect, say
from .misbehaving import (
    DONE,
    ROLE,
    Do,
    answers,
    data,
    echoes_the_key,
    event,
    keeps_alive,
    refuses,
    silent,
    streams,
    tells,
)

FINE = answers("Fine")


async def failing(engine, options=Options(), kind=EngineError):  # noqa: B008
    """The pieces that came, and the error after them."""
    pieces = []
    try:
        async for piece in engine.stream(HELLO, options):
            pieces.append(piece)
    except kind as error:
        return pieces, error
    pytest.fail(f"no error after {pieces}")


BEFORE_THE_FIRST_TOKEN = {
    "429": refuses(429),
    "500": refuses(500),
    "502 with a page": tells("<html>Bad gateway</html>", status=502),
    "503": refuses(503),
    "409": refuses(409),
    "cut at once": streams(Do.CUT),
    "cut after the role": streams(ROLE, Do.CUT),
    "ended after the role": streams(ROLE),
    "ended without an answer": streams(DONE),
    "an error in the stream": streams(ROLE, data({"error": {"message": "out of luck", "code": 500}})),
    "a bare error in the stream": streams(ROLE, data({"error": "out of luck"})),
}


@pytest.mark.parametrize("behaviour", BEFORE_THE_FIRST_TOKEN.values(), ids=BEFORE_THE_FIRST_TOKEN.keys())
async def test_what_fails_before_the_first_token_is_asked_again(server, meet, behaviour):
    server.script = [behaviour, behaviour, FINE]
    assert await say(await meet()) == "Fine"
    assert len(server.asked) == 3


@pytest.mark.parametrize("behaviour", BEFORE_THE_FIRST_TOKEN.values(), ids=BEFORE_THE_FIRST_TOKEN.keys())
async def test_what_fails_for_ever_is_asked_a_few_times(server, meet, behaviour):
    server.script = [behaviour]
    assert (await failing(await meet()))[0] == []
    assert len(server.asked) == 1 + TIMEOUTS.retries


@pytest.mark.parametrize(
    "trouble",
    [
        [Do.CUT],
        [],
        [DONE],
        [data({"error": {"message": "out of luck"}})],
        [b"data: {garbage\n\n"],
        [b"data: \xff\xfe\n\n"],
        [data(42)],
        [data(["x"])],
        [event(finish="abort")],
        [event(finish="content_filter")],
    ],
    ids=["cut", "end", "end mark", "error", "no JSON", "no UTF-8", "number", "list", "aborted", "filtered"],
)
async def test_what_fails_later_is_not_asked_again_and_what_came_was_given(server, meet, trouble):
    server.script = [streams(ROLE, event("Hel"), event("lo"), *trouble), FINE]
    pieces, _ = await failing(await meet())
    assert pieces == [Piece("Hel"), Piece("lo")]
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "thought", [event(None, reasoning_content="Hm."), event("<think>Hm.")], ids=["beside the answer", "in it"]
)
async def test_an_answer_that_fails_in_the_model_s_thoughts_is_not_asked_again(server, meet, thought):
    server.script = [streams(ROLE, thought, Do.CUT), FINE]
    assert [piece.kind for piece in (await failing(await meet()))[0]] == ["thought"]
    assert len(server.asked) == 1


REFUSALS = [
    (refuses(401, "who are you"), EngineUnavailable, "who are you"),
    (refuses(403, "not you"), EngineUnavailable, "not you"),
    (refuses(404, "The model `small` does not exist."), EngineUnavailable, "does not exist"),
    (
        refuses(400, "This model's maximum context length is 10 tokens. Reduce max_tokens."),
        EngineExhausted,
        "10 tokens",
    ),
    (refuses(400, "the request exceeds the available context size"), EngineExhausted, "context size"),
    (refuses(400, "The input (99 tokens) is longer than the model's context length"), EngineExhausted, "99 tokens"),
    (refuses(413, "too large"), EngineExhausted, "too large"),
    (refuses(402, "no credit"), EngineExhausted, "no credit"),
    (refuses(405, "not that way"), EngineUnavailable, "not that way"),
    (tells({"error": {"message": "pay", "code": "insufficient_quota"}}, status=429), EngineExhausted, "pay"),
    (refuses(400, "roles must alternate"), EngineError, "roles must alternate"),
    (tells({"detail": "what is that"}, status=422), EngineError, "what is that"),
    (tells({"detail": [{"msg": "strange"}]}, status=422), EngineError, "strange"),
    (tells("<html>A shop</html>"), EngineUnavailable, "text/html"),
    (tells({"choices": [{"message": {"content": "at once"}}]}), EngineUnavailable, "application/json"),
]


@pytest.mark.parametrize(("behaviour", "kind", "said"), REFUSALS, ids=[said for *_, said in REFUSALS])
async def test_a_refusal_is_not_asked_again_and_its_words_are_in_the_log(server, meet, behaviour, kind, said):
    server.script = [behaviour]
    _, error = await failing(await meet())
    assert type(error) is kind
    assert said in str(error)
    assert server.address in str(error)
    assert said not in english(error.notice)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("field", "setting"), [("top_k", "top_k"), ("max_tokens", "max_new_tokens"), ("temperature", "temperature")]
)
@pytest.mark.parametrize("status", [400, 422])
async def test_a_setting_that_is_refused_is_named_to_the_person_too(server, meet, status, field, setting):
    server.script = [refuses(status, f"Unexpected fields: {{'{field}'}}")]
    _, error = await failing(await meet(), Options(top_k=3, temperature=1))
    assert f"`{setting}`" in str(error)
    assert error.notice == notices.setting_refused(setting)


async def test_a_setting_that_was_not_sent_is_not_blamed(server, meet):
    server.script = [refuses(400, "top_k is not the problem")]
    _, error = await failing(await meet())
    assert error.notice == EngineError.notice


@pytest.mark.parametrize("words", ["slow down", "Too many tokens, please wait before trying again."])
async def test_too_many_requests_are_told_from_too_long_a_prompt(server, meet, words):
    server.script = [refuses(429, words)]
    _, error = await failing(await meet(), kind=EngineExhausted)
    assert error.notice == notices.OVERLOADED
    assert len(server.asked) == 1 + TIMEOUTS.retries


@pytest.mark.parametrize(("status", "code"), [(402, None), (429, "insufficient_quota")])
async def test_a_quota_that_is_used_up_is_told_to_the_person(server, meet, status, code):
    server.script = [tells({"error": {"message": "pay", "code": code}}, status=status)]
    _, error = await failing(await meet(), kind=EngineExhausted)
    assert error.notice == notices.QUOTA


@pytest.mark.parametrize("status", [429, 503])
async def test_a_server_is_given_the_time_it_asks_for(server, meet, status):
    server.script = [refuses(status, Retry_After="0.3"), FINE]
    engine, begun = await meet(), asyncio.get_running_loop().time()
    assert await say(engine) == "Fine"
    assert asyncio.get_running_loop().time() - begun >= 0.3


@pytest.mark.parametrize("is_date", [False, True])
async def test_nobody_waits_for_a_server_that_asks_for_too_much_time(server, meet, is_date):
    in_an_hour = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    server.script = [refuses(429, Retry_After=in_an_hour if is_date else "3600"), FINE]
    await failing(await meet(), kind=EngineExhausted)
    assert len(server.asked) == 1


@pytest.mark.parametrize("later", ["soon", "Wed, 21 Oct 2015 07:28:00 GMT", "-5", "nan"])
async def test_a_time_that_makes_no_sense_is_no_time(server, meet, later):
    server.script = [refuses(429, Retry_After=later), FINE]
    assert await say(await meet()) == "Fine"


@pytest.mark.parametrize(
    "behaviour",
    [silent(), streams(ROLE, Do.HANG), keeps_alive(b": ping\n\n"), keeps_alive(ROLE)],
    ids=["nothing", "a role", "comments", "roles"],
)
async def test_a_server_without_a_first_token_is_left(server, meet, behaviour):
    server.script = [behaviour]
    engine = await meet(timeouts=replace(TIMEOUTS, first_token=1))
    pieces, error = await failing(engine, kind=EngineUnavailable)
    assert pieces == []
    assert "silent" in str(error)
    await server.left.wait()
    assert len(server.asked) == 1


async def test_a_server_that_falls_silent_is_left_and_what_came_was_given(server, meet):
    server.script = [streams(ROLE, event("Hel"), event("lo"), Do.HANG)]
    engine = await meet(timeouts=replace(TIMEOUTS, between_tokens=0.5))
    pieces, error = await failing(engine, kind=EngineInterrupted)
    assert [piece.text for piece in pieces] == ["Hel", "lo"]
    assert "silent" in str(error)
    assert error.notice not in (EngineUnavailable.notice, EngineError.notice)
    await server.left.wait()


async def test_the_first_thought_is_a_first_token(server, meet):
    server.script = [streams(ROLE, event(None, reasoning_content="Hm. "), Do.HANG)]
    engine = await meet(timeouts=replace(TIMEOUTS, first_token=1000, between_tokens=0.1))
    _, error = await failing(engine, kind=EngineInterrupted)
    assert "silent" in str(error)


async def test_the_time_its_reader_takes_is_not_held_against_the_server(server, meet):
    server.script = [answers("Hel", "lo")]
    engine = await meet(timeouts=replace(TIMEOUTS, between_tokens=1))
    pieces = engine.stream(HELLO, Options())
    assert (await anext(pieces)).text == "Hel"
    await asyncio.sleep(1.1)
    assert [piece.text async for piece in pieces] == ["lo", ""]


async def test_an_answer_that_failed_leaves_the_next_one_alone(server, meet):
    server.script = [streams(ROLE, event("Hel"), Do.CUT), FINE]
    engine = await meet()
    await failing(engine)
    assert await say(engine) == "Fine"


async def test_the_key_is_in_no_error_and_no_log(server, meet, caplog):
    caplog.set_level(logging.DEBUG)
    server.script = [echoes_the_key(401), echoes_the_key(503), echoes_the_key(503)]
    engine = await meet(timeouts=replace(TIMEOUTS, retries=1))
    for _ in range(2):
        _, error = await failing(engine, kind=EngineUnavailable)
        assert "Wrong key: Bearer [key]" in str(error)
        assert KEY not in "".join(traceback.format_exception(error))
    assert "Asking again" in caplog.text
    assert KEY not in caplog.text


async def test_no_part_of_the_key_is_left_where_long_words_are_cut(server, meet):
    server.script = [refuses(400, "x" * 495 + KEY)]
    _, error = await failing(await meet())
    assert KEY[:4] not in str(error)


async def test_closing_the_engine_ends_a_wait_to_ask_again(server, meet):
    server.script = [refuses(503)]
    engine = await meet(timeouts=replace(TIMEOUTS, backoff=15))
    waiting = asyncio.create_task(collect(engine))
    await server.begun.wait()
    await engine.close()
    with pytest.raises(EngineUnavailable):
        await waiting
    assert len(server.asked) == 1


@pytest.mark.parametrize("behaviour", [silent(), streams(ROLE, Do.HANG)], ids=["nothing", "a role"])
async def test_closing_the_engine_ends_a_wait_for_the_first_token(server, meet, behaviour):
    server.script = [behaviour]
    engine = await meet()
    waiting = asyncio.create_task(collect(engine))
    await server.begun.wait()
    await engine.close()
    with pytest.raises(EngineUnavailable, match="closed"):
        await waiting
    await server.left.wait()


async def test_an_answer_cancelled_before_its_first_token_closes_its_request(server, meet):
    server.script = [silent()]
    waiting = asyncio.create_task(collect(await meet()))
    await server.begun.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await server.left.wait()
