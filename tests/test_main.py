"""The command line as an operator meets it."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest

from benchmarks.processor import WEAKENING
from bot.demo import MODEL_PATH
from bot.sandbox import Intent, Sandbox

ROOT = Path(__file__).parent.parent
# What the processor is to be taken for holds for the program, too; settings do not.
KEPT = {name: os.environ[name] for name in ("PATH", "OMP_NUM_THREADS", *WEAKENING) if name in os.environ}
QUIET = KEPT | {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", "NO_COLOR": "1"}
# The model that is there soonest, for tests that are not about what it says.
SOON = {"BOT_MODEL": "smollm2", "BOT_ENGINE": "gguf", "BOT_MAX_NEW_TOKENS": "8"}


def bot(*words, cwd, env=None, text=None):
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=cwd,
        env=QUIET | {"HOME": str(cwd)} | (env or {}),
        input=text,
        capture_output=True,
        text=True,
    )


async def bot_beside(*words, cwd, env):
    """The same, while this process goes on serving a sandbox."""
    return await asyncio.to_thread(bot, *words, cwd=cwd, env=env)


def on(sandbox, **more):
    place = {"BOT_DISCORD_API_URL": sandbox.api_url, "BOT_DISCORD_GATEWAY_URL": sandbox.gateway_url}
    return SOON | place | {"DISCORD_TOKEN": sandbox.bot_token} | more


def assert_a_sentence(done, *words):
    """It ended as an operator's mistake does: code 1, no traceback, and these words."""
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert all(word in done.stderr for word in words), done.stderr


def test_every_wrong_setting_is_named_at_once(tmp_path):
    done = bot(cwd=tmp_path, env={"BOT_TOP_P": "7", "BOT_MODLE": "x"})
    assert_a_sentence(done, "3 mistakes", "BOT_TOP_P", "BOT_MODLE", "BOT_MODEL", "DISCORD_TOKEN is missing")


SLOW = {"aiohttp", "discord", "huggingface_hub", "openai", "sqlalchemy", "torch", "transformers"}


@pytest.mark.parametrize(
    ("words", "env", "code", "spared"),
    [
        (["--help"], {}, 0, SLOW | {"bot.app", "bot.settings"}),
        (["demo", "--help"], {}, 0, SLOW | {"bot.app", "bot.settings"}),
        (["check", "--help"], {}, 0, SLOW | {"bot.app", "bot.settings"}),
        (["check"], {"BOT_TOP_P": "7"}, 1, SLOW | {"bot.app"}),
        ([], {"BOT_TOP_P": "7"}, 1, SLOW | {"bot.app"}),
        (["chat", "hi", "--model", "nowhere.gguf"], {}, 1, SLOW | {"bot.engines.gguf.opening", "xllamacpp"}),
        (["demo", "--no-browser", "--model", "a/b/c"], {}, 1, SLOW),
        ([], {"DISCORD_TOKEN": "x"}, 1, SLOW),
    ],
    ids=["help", *["help of a command"] * 2, *["a wrong setting"] * 2, *["a model that cannot be"] * 3],
)
def test_help_and_mistakes_wait_for_no_import_that_they_do_not_need(tmp_path, words, env, code, spared):
    env = {"BOT_MODEL": "./nowhere", "PYTHONPROFILEIMPORTTIME": "1"} | env
    done = bot(*words, cwd=tmp_path, env=env)
    assert done.returncode == code, done.stderr
    imported = set(re.findall(r"^import time:.*\| +(\S+)$", done.stderr, re.MULTILINE))
    assert "typer" in imported
    assert not imported & spared


def test_a_check_names_every_wrong_setting_by_itself(tmp_path):
    done = bot("check", "--json", cwd=tmp_path, env={"BOT_TOP_P": "7", "BOT_MODLE": "x"})
    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert not told["ok"]
    assert [each["check"] for each in told["findings"]] == ["settings", "settings"]


async def test_a_check_ends_with_0_where_all_is_well_and_with_1_where_not(tmp_path):
    async with Sandbox() as sandbox:
        done = await bot_beside("check", "--quick", cwd=tmp_path, env=on(sandbox))
        assert done.returncode == 0, done.stdout + done.stderr
        assert "ok   token: Discord knows it" in done.stdout
        done = await bot_beside(
            "check", "--quick", "--json", cwd=tmp_path, env=on(sandbox, DISCORD_TOKEN="wrong-token")
        )
    assert done.returncode == 1, done.stdout + done.stderr
    assert [each["check"] for each in json.loads(done.stdout)["findings"] if not each["ok"]] == ["token"]
    assert "wrong-token" not in done.stdout + done.stderr


def test_wrong_usage_ends_with_2(tmp_path):
    assert bot("demoo", cwd=tmp_path).returncode == 2
    assert bot("demo", "--port", "many", cwd=tmp_path).returncode == 2


def test_a_database_that_cannot_be_opened(tmp_path):
    (tmp_path / "folder").mkdir()
    env = {"DISCORD_TOKEN": "x", "BOT_DATABASE_URL": "sqlite:///folder", "BOT_MODEL": "demo"}
    assert_a_sentence(bot(cwd=tmp_path, env=env), "history file", "folder")


def test_a_model_that_is_not_there(tmp_path):
    assert_a_sentence(bot("chat", "hi", "--model", "./nowhere", cwd=tmp_path), "nowhere")


def test_a_port_in_use(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert_a_sentence(bot("demo", "--port", port, "--no-browser", cwd=tmp_path), port, "--port")


def test_a_discord_that_cannot_be_reached(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    env = SOON | {
        "DISCORD_TOKEN": "x",
        "BOT_DISCORD_API_URL": f"http://127.0.0.1:{port}/api/v10",
        "BOT_DISCORD_GATEWAY_URL": f"ws://127.0.0.1:{port}/",
    }
    assert_a_sentence(bot(cwd=tmp_path, env=env), "cannot be reached", str(port))


async def test_a_token_that_discord_refuses(tmp_path):
    async with Sandbox() as sandbox:
        done = await bot_beside(cwd=tmp_path, env=on(sandbox, DISCORD_TOKEN="wrong-token"))
    assert_a_sentence(done, "refused the token", "DISCORD_TOKEN")
    assert "wrong-token" not in done.stderr


async def test_a_token_that_was_reset_while_the_bot_was_online(tmp_path):
    async with Sandbox() as sandbox:
        ending = asyncio.create_task(bot_beside(cwd=tmp_path, env=on(sandbox)))
        await sandbox.until(lambda: "identify" in sandbox.journal.connections)
        sandbox.drop_gateway(4004)
        assert_a_sentence(await ending, "4004", "DISCORD_TOKEN")


async def test_a_privileged_intent_that_is_not_switched_on(tmp_path):
    async with Sandbox(privileged_intents=int(Intent.GUILD_MEMBERS)) as sandbox:
        done = await bot_beside(cwd=tmp_path, env=on(sandbox))
    assert_a_sentence(done, "Message Content Intent", "Switch")


async def test_a_model_without_room_for_the_answer(tmp_path):
    async with Sandbox() as sandbox:
        env = on(sandbox, BOT_MAX_NEW_TOKENS="1000000", BOT_CONTEXT_TOKENS="2000000")
        done = await bot_beside(cwd=tmp_path, env=env)
    assert_a_sentence(done, "max_new_tokens", "1000000")


@pytest.fixture(scope="module")
def hello(tmp_path_factory):
    """What came of one question to the demo model, with the settings as they are by default."""
    cwd = tmp_path_factory.mktemp("hello")
    return bot("chat", "Hello!", "--model", "demo", cwd=cwd, env={"BOT_TEMPERATURE": "0"})


def test_one_question_is_answered_and_nothing_else_is_printed(hello):
    assert hello.returncode == 0, hello.stderr
    assert hello.stdout.strip()
    assert "▌" not in hello.stdout
    assert hello.stderr == ""


@pytest.mark.parametrize("engine", ["generate", "batched"])
def test_each_engine_over_torch_answers_as_the_one_that_is_chosen_and_lets_the_command_end(tmp_path, hello, engine):
    env = {"BOT_TEMPERATURE": "0", "BOT_ENGINE": engine}
    done = bot("chat", "Hello!", "--model", "demo", cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    assert done.stdout == hello.stdout


def test_llama_cpp_answers_with_the_demo_s_gguf_file(tmp_path):
    asked = ("chat", "What is the capital of France?", "--model", "smollm2")
    done = bot(*asked, cwd=tmp_path, env={"BOT_TEMPERATURE": "0", "BOT_ENGINE": "gguf"})
    assert done.returncode == 0, done.stderr
    assert done.stdout == "The capital of France is Paris.\n"
    assert done.stderr == ""


def test_a_pipe_is_a_conversation(tmp_path):
    lines = "Hello!\nMy name is Grace.\nWhat is my name?\n"
    done = bot(
        "chat", "--no-stream", cwd=tmp_path, env={"BOT_TEMPERATURE": "0", "BOT_MODEL": str(MODEL_PATH)}, text=lines
    )
    assert done.returncode == 0, done.stderr
    assert "Grace" in done.stdout.splitlines()[-1]


@pytest.mark.parametrize("words", [("chat", "-"), ("chat",)], ids=["question", "lines"])
def test_bytes_that_are_no_text_do_not_end_the_program(tmp_path, words):
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=tmp_path,
        env=QUIET | SOON | {"HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8:strict"},
        input=b"caf\xe9\n",
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert done.stderr == b""


def test_a_closed_input_is_one_where_nothing_is_typed(tmp_path):
    closed = f"exec {sys.executable} -m bot chat <&-"
    env = QUIET | SOON | {"HOME": str(tmp_path)}
    done = subprocess.run(closed, shell=True, cwd=tmp_path, env=env, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_what_the_output_cannot_show_does_not_end_the_program(tmp_path):
    env = {"PYTHONIOENCODING": "ascii:strict", "BOT_TEMPERATURE": "0"}
    done = bot("chat", "你好", "--model", "demo", cwd=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    assert "?" in done.stdout


def test_variables_of_libraries_come_from_an_env_file_with_a_byte_order_mark_too(tmp_path):
    (tmp_path / ".env").write_text("\ufeffSSL_CERT_FILE=/nowhere.pem\n", encoding="utf-8")
    assert_a_sentence(bot("chat", "hi", cwd=tmp_path, env={"BOT_ENGINE": "openai"}), "SSL_CERT_FILE")


def in_a_terminal(*words, cwd, typed, keyboard=True):
    """What a terminal has shown when the command ends; `typed` comes from its keyboard, or else from a pipe."""
    screen, terminal = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        cwd=cwd,
        env=QUIET | SOON | {"HOME": str(cwd), "TERM": "xterm"},
        stdin=terminal if keyboard else subprocess.PIPE,
        stdout=terminal,
        stderr=subprocess.DEVNULL,
    )
    os.close(terminal)
    with process, os.fdopen(screen, "r+b", buffering=0) as screen:
        try:
            if not keyboard:
                process.stdin.write(typed)
                process.stdin.close()
            prompt, shown = "›".encode(), b""
            while more := _read(screen):
                if keyboard and prompt not in shown and prompt in shown + more:
                    screen.write(typed)
                shown += more
            assert process.wait() == 0
        finally:
            process.kill()
    return shown.decode()


def _read(screen):
    try:
        return screen.read(4096)
    except OSError:  # How Linux says that nobody shows anything on it any more.
        return b""


needs_terminals = pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no such terminals")


@needs_terminals
def test_a_line_can_be_edited_before_it_is_sent(tmp_path):
    to_its_beginning = b"\x01"
    typed = b"elp" + to_its_beginning + b"/h\n/quit\n"
    assert "Ctrl-C stops an answer" in in_a_terminal("chat", cwd=tmp_path, typed=typed)


@needs_terminals
def test_a_terminal_prompts_only_who_can_type(tmp_path):
    shown = in_a_terminal("chat", cwd=tmp_path, typed=b"Hello!\n", keyboard=False)
    assert shown.strip()
    assert "›" not in shown


async def test_the_demo_answers_and_tidies_up_when_it_is_told_to_end(tmp_path):
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--port", "0"),
        cwd=tmp_path,
        # Who has set the bot up for a server still sees the demo: it is not asked for a model called "demo".
        env=QUIET | {"HOME": str(tmp_path), "TMPDIR": str(tmp_path), "BOT_ENGINE": "openai"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        line = (await process.stdout.readline()).decode()
        address = re.search(r"http://127\.0\.0\.1:\d+", line)[0]
        answer = await _talk(address, "Hello!")
        assert answer.strip()
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    assert b"Traceback" not in errors
    assert list(tmp_path.glob("bot-demo-*")) == []


async def _talk(address: str, text: str) -> str:
    """What the bot answers in a direct message, once it has said all."""
    async with aiohttp.ClientSession(base_url=address) as http:
        [ada, *_] = await (await http.get("/sandbox/people")).json()
        async with http.ws_connect("/?v=10&encoding=json") as gateway:
            await gateway.send_json({"op": 2, "d": {"token": ada["token"], "properties": {}, "intents": 0}})
            while (event := await gateway.receive_json())["t"] != "READY":
                pass
            channel = event["d"]["private_channels"][0]["id"]
            path, headers = f"/api/v10/channels/{channel}/messages", {"Authorization": ada["token"]}
            async with http.post(path, json={"content": text}, headers=headers) as sent:
                assert sent.status == 200
            while True:
                event = await gateway.receive_json()
                message = event["d"] if event["t"] in ("MESSAGE_CREATE", "MESSAGE_UPDATE") else {}
                said = message.get("content", "")
                if message.get("author", {}).get("bot") and "▌" not in said and not said.startswith("⏳"):
                    return said


@pytest.mark.parametrize("file", ["README.md", ".ci/run"])
def test_the_test_command_is_the_documented_one(file):
    assert "pip install uv && uv run pytest" in (ROOT / file).read_text()
