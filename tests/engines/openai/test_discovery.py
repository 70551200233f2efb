"""Meeting a server: what it has to tell, and the sentences for when it cannot be used."""

import socket
import subprocess
import sys
from dataclasses import replace

import pytest

from bot.core.errors import StartError
from bot.engines.openai import OpenAIEngine

from .conftest import KEY, TIMEOUTS, collect
from .misbehaving import Do, answers, echoes_the_key, lists, refuses, silent, streams, tells

COMPLETION = tells({"choices": [{"index": 0, "message": {"role": "assistant", "content": "Hello"}}]})


async def refusal(meet, *args, **given):
    with pytest.raises(StartError) as raised:
        await meet(*args, **given)
    return str(raised.value)


@pytest.mark.parametrize(
    "entry",
    [{"max_model_len": 2048}, {"context_length": 2048}, {"meta": {"n_ctx": 2048, "n_ctx_train": 32768}}],
    ids=["vLLM", "OpenRouter", "llama.cpp"],
)
async def test_the_context_is_as_long_as_the_server_says(server, meet, entry):
    server.other["/v1/models"] = lists({"id": "large", "max_model_len": 9}, {"id": "small"} | entry)
    assert (await meet()).context_length == 2048


async def test_an_older_llama_cpp_is_asked_for_what_its_list_leaves_out(server, meet):
    server.other["/v1/models"] = lists({"id": "small", "owned_by": "llamacpp", "meta": {"n_ctx_train": 32768}})
    server.other["/props"] = tells({"default_generation_settings": {"n_ctx": 2048}})
    assert (await meet()).context_length == 2048


async def test_no_more_is_asked_of_llama_cpp_at_once_than_it_has_slots_for(server, meet):
    entry = {"id": "small", "owned_by": "llamacpp", "meta": {"n_ctx": 2048}}
    server.other["/v1/models"] = lists(entry)
    server.other["/props"] = tells({"total_slots": 4})
    assert (await meet()).slots == 4
    server.other["/v1/models"] = lists(entry | {"owned_by": "somebody"})
    assert (await meet()).slots == 64


async def test_less_of_the_context_may_be_used_but_not_more(server, meet):
    server.other["/v1/models"] = lists({"id": "small", "max_model_len": 2048})
    assert (await meet(context_length=1000)).context_length == 1000
    assert "2,048" in await refusal(meet, context_length=2049)


@pytest.mark.parametrize("entry", [{}, {"max_model_len": None}, {"max_model_len": "long"}, {"meta": None}])
async def test_a_server_that_does_not_say_needs_the_setting(server, meet, entry):
    server.other["/v1/models"] = lists({"id": "small"} | entry)
    assert "`openai_context_tokens`" in await refusal(meet)
    assert (await meet(context_length=1000)).context_length == 1000


async def test_an_address_without_a_path_is_taken_for_the_usual_one(server, meet):
    await meet(address=server.address.removesuffix("/v1"))
    assert server.calls[0] == "/v1/models"


async def test_a_path_is_kept(server, meet):
    server.other["/proxy/v1/models"] = server.other["/v1/models"]
    await meet(address=server.address.replace("/v1", "/proxy/v1/"))
    assert server.calls[0] == "/proxy/v1/models"
    assert "/proxy/tokenize" in server.calls


NO_ADDRESSES = ["", "127.0.0.1:8000", "ftp://127.0.0.1", "http://", "somewhere"]
NO_ADDRESSES += ["http://[::1/v1", "http://127.0.0.1:port/v1", "http://127.0.0.1:80000/v1"]


@pytest.mark.parametrize("address", NO_ADDRESSES)
async def test_what_is_no_address_is_refused_with_an_example(meet, address):
    assert "http://127.0.0.1:8000/v1" in await refusal(meet, address=address)


@pytest.mark.parametrize("key", ["“sk-1”", "sk-1\n"])
async def test_a_key_that_cannot_be_sent_is_told_from_a_server_that_is_not_there(server, meet, key):
    sentence = await refusal(meet, api_key=key)
    assert "`openai_api_key`" in sentence
    assert key not in sentence
    assert server.calls == []


@pytest.mark.parametrize(
    ("variable", "value"), [("ALL_PROXY", "strange://127.0.0.1:1"), ("SSL_CERT_FILE", "/nowhere.pem")]
)
async def test_an_environment_that_allows_no_connection_is_named(meet, monkeypatch, variable, value):
    monkeypatch.setenv(variable, value)
    assert variable in await refusal(meet)


async def test_a_server_that_is_not_there_is_named(meet):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    sentence = await refusal(meet, address=address)
    assert address in sentence
    assert "Start the server" in sentence


async def test_a_server_that_says_nothing_is_not_waited_for(server, meet):
    server.other["/v1/models"] = silent()
    sentence = await refusal(meet, timeouts=replace(TIMEOUTS, first_token=1.5))
    assert "1.5 seconds" in sentence
    await server.left.wait()


async def test_a_model_that_is_not_there_names_those_that_are(server, meet):
    server.other["/v1/models"] = lists({"id": "small"}, {"id": "large"})
    server.script = [refuses(404, "The model `medium` does not exist.")]
    sentence = await refusal(meet, "medium")
    assert '"medium"' in sentence
    assert "does not exist" in sentence
    assert "small, large" in sentence


async def test_a_model_that_is_not_listed_but_answers_is_taken(server, meet):
    server.script = [COMPLETION, answers("Hello")]
    engine = await meet("hidden", context_length=1000)
    assert "".join([piece.text for piece in await collect(engine)]) == "Hello"


async def test_a_model_may_be_called_by_its_other_name(server, meet):
    server.other["/v1/models"] = lists({"id": "small.gguf", "aliases": ["small"], "meta": {"n_ctx": 2048}})
    assert (await meet()).context_length == 2048
    assert server.asked == []


@pytest.mark.parametrize("status", [404, 500])
async def test_a_server_without_a_list_is_asked_for_an_answer(server, meet, status):
    server.other["/v1/models"] = refuses(status)
    server.script = [COMPLETION]
    await meet(context_length=1000)
    assert server.asked[0]["max_tokens"] == 1


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_key_names_the_setting_and_not_the_key(server, meet, status):
    server.other["/v1/models"] = echoes_the_key(status)
    sentence = await refusal(meet)
    assert "`openai_api_key`" in sentence
    assert KEY not in sentence


async def test_a_key_refused_only_for_answers_is_a_refused_key(server, meet):
    server.script = [refuses(401)]
    assert "`openai_api_key`" in await refusal(meet, "hidden")


@pytest.mark.parametrize("models", [tells("<html>A shop</html>"), tells([1]), tells({"data": "none"})])
async def test_something_else_at_the_address_is_told_from_a_server(server, meet, models):
    server.other["/v1/models"] = models
    assert "`openai_base_url`" in await refusal(meet)


async def test_something_else_without_a_list_is_told_from_a_server(server, meet):
    server.other["/v1/models"] = refuses(404)
    server.script = [tells("<html>A shop</html>")]
    assert "`openai_base_url`" in await refusal(meet)
    server.script = [refuses(404)]
    assert "`openai_base_url`" in await refusal(meet)


async def test_a_connection_that_the_server_just_closed_is_made_again(server, meet):
    cut = streams(Do.CUT)
    fine = server.other["/v1/models"]

    async def once(server, request):
        server.other["/v1/models"] = fine
        return await cut(server, request)

    server.other["/v1/models"] = once
    assert (await meet()).context_length == 4096


def test_the_engine_can_be_named_without_its_package_and_says_what_to_install():
    program = """
import asyncio, sys
sys.modules["openai"] = None
from bot.core.errors import StartError
from bot.engines.openai import OpenAIEngine
assert "torch" not in sys.modules
try:
    asyncio.run(OpenAIEngine.open("http://127.0.0.1:9/v1", "small"))
except StartError as error:
    print(error)
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert "uv sync --extra openai" in said


async def test_nothing_stays_open_when_a_start_fails(server):
    server.other["/v1/models"] = refuses(401)
    with pytest.raises(StartError):
        await OpenAIEngine.open(server.address, "small", timeouts=TIMEOUTS)
