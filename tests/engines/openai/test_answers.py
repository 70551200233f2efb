"""Answers of a server that does its work, in all the ways that servers put them."""

from contextlib import aclosing

import pytest

from bot.core.chat import Options, Piece, Turn, Usage

from .conftest import HELLO, KEY, collect, say
from .misbehaving import DONE, ROLE, STOP, Do, answers, data, event, lists, refuses, streams

HEARD = [Piece("Hello"), Piece("", "stop")]

THE_SAME = {
    "without a role": streams(event("Hello"), STOP, DONE),
    "without an end mark": streams(ROLE, event("Hello"), STOP),
    "empty deltas": streams(ROLE, event(""), event(None), event("Hello"), event(""), STOP, DONE),
    "no delta at all": streams(data({"choices": [{"index": 0, "delta": None}]}), event("Hello"), STOP, DONE),
    "only usage": streams(data({"choices": [], "usage": {"total_tokens": 9}}), event("Hello"), STOP, DONE),
    "usage at the end": streams(event("Hello"), STOP, data({"choices": [], "usage": {"total_tokens": 9}}), DONE),
    "no choices": streams(data({"id": "x", "choices": None}), data({"id": "x"}), event("Hello"), STOP, DONE),
    "comments": streams(b": ping\n\n", event("Hello"), b":\n\n", b": ping\n\n", STOP, DONE),
    "lines of no meaning": streams(b"nonsense\nfoo: bar\n\n", event("Hello"), STOP, DONE),
    "an end with text": streams(ROLE, event("Hello", finish="stop"), DONE),
    "another word for the end": streams(event("Hello"), event(finish="eos"), DONE),
    "another kind of content": streams(event("Hello"), STOP, DONE, content_type="text/plain"),
    "CRLF": streams(event("Hello").replace(b"\n", b"\r\n"), STOP.replace(b"\n", b"\r\n"), DONE),
    "in single bytes": streams(*(bytes([byte]) for byte in event("Hello") + STOP + DONE)),
    "a connection left open": streams(event("Hello"), STOP, Do.HANG),
    "a connection cut after the end": streams(event("Hello"), STOP, Do.CUT),
}


@pytest.mark.parametrize("behaviour", THE_SAME.values(), ids=THE_SAME.keys())
async def test_servers_put_the_same_answer_in_many_ways(server, meet, behaviour):
    server.script = [behaviour]
    assert await collect(await meet()) == HEARD


THINKING = {
    "as vLLM": streams(event(None, reasoning_content="Hm."), event("Hello"), STOP, DONE),
    "as Ollama": streams(event("", reasoning="Hm."), event("Hello"), STOP, DONE),
    "in the answer": streams(event("<think>\nHm. </th"), event("ink>\n\nHello"), STOP, DONE),
}


@pytest.mark.parametrize("behaviour", THINKING.values(), ids=THINKING.keys())
async def test_what_the_model_thinks_is_told_as_such(server, meet, behaviour):
    server.script = [behaviour]
    assert await collect(await meet()) == [Piece("Hm.", kind="thought"), *HEARD]


USED = {"prompt_tokens": 9, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": 4}}
COSTS = {
    "behind the end": (streams(event("Hello"), STOP, data({"choices": [], "usage": USED}), DONE), Usage(9, 4, 1)),
    "with each piece": (
        streams(
            data({"choices": [{"index": 0, "delta": {"content": "Hello"}}], "usage": USED | {"completion_tokens": 0}}),
            data({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], "usage": USED}),
            DONE,
        ),
        Usage(9, 4, 1),
    ),
    "in part": (streams(event("Hello"), STOP, data({"choices": [], "usage": {"prompt_tokens": 9}}), DONE), Usage(9)),
    "not at all": (streams(event("Hello"), STOP, DONE), None),
    "after the connection was cut": (streams(event("Hello"), STOP, Do.CUT), None),
}


@pytest.mark.parametrize(("behaviour", "usage"), COSTS.values(), ids=COSTS.keys())
async def test_what_the_answer_cost_is_told_where_the_server_tells_it(server, meet, behaviour, usage):
    server.script = [behaviour]
    assert (await collect(await meet()))[-1] == Piece("", "stop", usage=usage)
    assert server.asked[0]["stream_options"] == {"include_usage": True}


@pytest.mark.parametrize("field", ["seed", "stream_options"])
async def test_a_field_that_the_server_does_not_know_is_left_out_from_then_on(server, meet, field):
    server.script = [refuses(400, f"Unexpected fields in the request: {field}"), answers("Hello")]
    engine = await meet()
    assert await say(engine, Options(seed=7)) == "Hello"
    assert await say(engine, Options(seed=7)) == "Hello"
    assert [field in asked for asked in server.asked] == [True, False, False]


async def test_the_seed_is_sent(server, meet):
    await say(await meet(), Options(seed=7))
    assert server.asked[0]["seed"] == 7


CONTINUED = {
    "vllm": {"continue_final_message": True, "add_generation_prompt": False},
    "sglang": {"continue_final_message": True},
    "llamacpp": {},
}


@pytest.mark.parametrize(("owner", "fields"), CONTINUED.items(), ids=CONTINUED.keys())
async def test_an_answer_is_gone_on_with_in_the_way_of_the_server(server, meet, owner, fields):
    server.other["/v1/models"] = lists({"id": "small", "owned_by": owner, "max_model_len": 4096})
    server.script = [answers("<think> is a tag")]
    assert await say(await meet(), prompt=[*HELLO, Turn("assistant", "Look:")]) == "<think> is a tag"
    assert server.asked[0]["messages"][-1] == {"role": "assistant", "content": "Look:"}
    assert {name: value for name, value in server.asked[0].items() if "final" in name or "add" in name} == fields


async def test_a_server_that_cannot_go_on_is_asked_for_it_in_words(server, meet):
    await say(await meet(), prompt=[*HELLO, Turn("assistant", "Hel")])
    assert [message["role"] for message in server.asked[0]["messages"]][-2:] == ["assistant", "user"]
    assert "go on" in server.asked[0]["messages"][-1]["content"]


async def test_text_arrives_piece_by_piece_as_it_was_sent(server, meet):
    server.script = [answers("你", "好\n", "  ", "🤗", " <b>")]
    assert [piece.text for piece in await collect(await meet())] == ["你", "好\n", "  ", "🤗", " <b>", ""]


async def test_an_answer_of_the_length_allowed_says_so(server, meet):
    server.script = [streams(event("Hello"), event(finish="length"), DONE)]
    assert await collect(await meet()) == [Piece("Hello"), Piece("", "length")]


async def test_a_model_with_nothing_to_say_is_no_error(server, meet):
    server.script = [streams(ROLE, STOP, DONE)]
    assert await collect(await meet()) == [Piece("", "stop")]


async def test_what_only_looked_like_the_start_of_a_thought_is_said(server, meet):
    server.script = [streams(event("<"), event("th"), STOP, DONE)]
    assert await collect(await meet()) == [Piece("<th"), Piece("", "stop")]


async def test_the_conversation_is_sent_with_its_roles(server, meet):
    await say(await meet(), prompt=[*HELLO, Turn("assistant", "Hi."), Turn("user", "Bye.")])
    assert [(message["role"], message["content"]) for message in server.asked[0]["messages"]] == [
        ("system", "You are helpful."),
        ("user", "Hello!"),
        ("assistant", "Hi."),
        ("user", "Bye."),
    ]
    assert server.asked[0]["model"] == "small"


async def test_settings_not_given_are_left_to_the_server(server, meet):
    await say(await meet(), Options(max_new_tokens=7))
    assert set(server.asked[0]) == {"model", "messages", "stream", "stream_options", "max_tokens"}
    assert server.asked[0]["max_tokens"] == 7


@pytest.mark.parametrize(("owner", "penalty"), [("vllm", "repetition_penalty"), ("llamacpp", "repeat_penalty")])
async def test_settings_are_called_what_the_server_calls_them(server, meet, caplog, owner, penalty):
    server.other["/v1/models"] = lists({"id": "small", "owned_by": owner, "max_model_len": 4096})
    options = Options(temperature=0.5, top_p=0.9, top_k=20, repetition_penalty=1.05)
    await say(await meet(), options)
    sent = {"temperature": 0.5, "top_p": 0.9, "top_k": 20, penalty: 1.05}
    assert {name: server.asked[0].get(name) for name in sent} == sent
    assert "ignored" not in caplog.text


@pytest.mark.parametrize(("owner", "everything"), [("vllm", -1), ("sglang", -1), ("llamacpp", 0), ("library", 0)])
async def test_to_take_all_tokens_is_said_as_the_server_understands_it(server, meet, owner, everything):
    server.other["/v1/models"] = lists({"id": "small", "owned_by": owner, "max_model_len": 4096})
    await say(await meet(), Options(top_k=0))
    assert server.asked[0]["top_k"] == everything


async def test_a_setting_that_an_unknown_server_may_ignore_is_in_the_log_once(meet, caplog):
    engine = await meet()
    for _ in range(2):
        await say(engine, Options(top_k=20))
    assert caplog.text.count("`top_k`") == 1
    assert "repetition_penalty" not in caplog.text


async def test_the_key_is_sent_and_no_other(server, meet, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-for-somebody-else")
    seen = []

    async def behave(server, request):
        seen.append(request.headers["Authorization"])
        return await answers("Hello")(server, request)

    server.script = [behave]
    await say(await meet())
    await say(await meet(api_key=None))
    assert seen == [f"Bearer {KEY}", "Bearer none"]


async def test_closing_an_answer_closes_its_request(server, meet):
    server.script = [streams(ROLE, event("Hello"), Do.HANG), answers("Again")]
    engine = await meet()
    async with aclosing(engine.stream(HELLO, Options())) as pieces:
        assert await anext(pieces) == Piece("Hello")
        assert not server.left.is_set()
    await server.left.wait()
    assert await say(engine) == "Again"


async def test_forgetting_a_channel_asks_nothing_of_the_server(server, meet):
    engine = await meet()
    before = list(server.calls)
    await engine.forget(1)
    assert (server.calls, server.asked) == (before, [])


KWARGS = {"off": {"enable_thinking": False}, "on": {"enable_thinking": True}, "auto": None}


@pytest.mark.parametrize("owner", ["vllm", "sglang", "llamacpp"])
@pytest.mark.parametrize(("thinking", "told"), KWARGS.items(), ids=KWARGS.keys())
async def test_whether_the_model_thinks_first_is_told_to_its_template(server, meet, owner, thinking, told):
    server.other["/v1/models"] = lists({"id": "small", "owned_by": owner, "max_model_len": 4096})
    await say(await meet(), Options(thinking=thinking))
    assert server.asked[0].get("chat_template_kwargs") == told


async def test_ollama_is_asked_for_no_thoughts_in_its_own_way(server, meet):
    server.other["/v1/models"] = lists({"id": "small", "owned_by": "library", "max_model_len": 4096})
    await say(await meet(), Options(thinking="off"))
    assert server.asked[0]["reasoning_effort"] == "none"


async def test_that_an_unknown_server_may_not_think_is_in_the_log(meet, caplog):
    await say(await meet(), Options(thinking="on"))
    assert "`thinking`" in caplog.text
