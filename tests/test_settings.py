"""What the operator writes, and what the bot makes of it or says about it."""

import re
import tomllib
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.settings import Settings, SettingsError, load
from bot.settings.engines import ENGINES
from bot.settings.values import SECRETS

REPOSITORY = Path(__file__).parents[1]


def write(root: Path, *, toml: str = "", env: str = "") -> None:
    (root / "config").mkdir()
    (root / "config/bot.toml").write_text(toml, encoding="utf-8")
    (root / ".env").write_text(env, encoding="utf-8")


def mistakes(root: Path, environ: dict[str, str] | None = None, **options: object) -> list[str]:
    """The lines of the message, without its heading."""
    with pytest.raises(SettingsError) as caught:
        load(root=root, environ=environ or {}, **options)
    return [line.removeprefix("  - ") for line in str(caught.value).splitlines()[1:]]


def test_without_any_file_every_setting_has_its_default(tmp_path):
    assert load(root=tmp_path, environ={}) == Settings()


def test_the_environment_wins_over_env_file_and_that_over_toml(tmp_path):
    write(
        tmp_path,
        toml='model = "toml"\nmax_new_tokens = 1\nqueue_per_person = 1',
        env="BOT_MAX_NEW_TOKENS=2\nBOT_QUEUE_PER_PERSON=2",
    )
    settings = load(root=tmp_path, environ={"BOT_QUEUE_PER_PERSON": "3"})
    assert (settings.model, settings.max_new_tokens, settings.queue_per_person) == ("toml", 2, 3)


def test_overrides_win_over_everything_and_none_leaves_a_setting_alone(tmp_path):
    environ = {"BOT_MODEL": "from-environment", "BOT_DTYPE": "float16", "DISCORD_TOKEN": "real"}
    overrides = {"model": "demo", "dtype": None, "discord_token": "demo-token"}
    settings = load(root=tmp_path, environ=environ, overrides=overrides)
    assert (settings.model, settings.dtype) == ("demo", "float16")
    assert settings.discord_token.get_secret_value() == "demo-token"


def test_an_empty_variable_is_an_unset_one(tmp_path):
    write(tmp_path, toml="top_k = 7", env="BOT_TOP_P=\nDISCORD_TOKEN=")
    settings = load(root=tmp_path, environ={"BOT_TOP_K": "", "BOT_TEMPERATURE": ""})
    assert (settings.top_k, settings.top_p, settings.temperature, settings.discord_token) == (7, None, None, None)


def test_the_variables_of_other_programs_are_left_alone(tmp_path):
    write(tmp_path, env="HF_TOKEN=hf_secret\nMODEL=x")
    assert load(root=tmp_path, environ={"HOME": "/root", "LOG_LEVEL": "loud", "DISCORD_WEBHOOK": "x"}) == Settings()


@pytest.mark.parametrize("written", ["debug", "DEBUG", "Debug"])
def test_the_log_level_is_read_in_either_case(tmp_path, written):
    assert load(root=tmp_path, environ={"BOT_LOG_LEVEL": written}).log_level == "DEBUG"


def test_an_env_file_may_begin_with_a_byte_order_mark(tmp_path):
    (tmp_path / ".env").write_bytes("\ufeffDISCORD_TOKEN=abc\n".encode())
    assert load(root=tmp_path, environ={}).discord_token.get_secret_value() == "abc"


def test_the_toml_file_may_begin_with_a_byte_order_mark(tmp_path):
    write(tmp_path, toml='\ufeffmodel = "mine"\n')
    assert load(root=tmp_path, environ={}).model == "mine"


def test_a_wrong_value_is_shown_as_it_was_written(tmp_path):
    [mistake] = mistakes(tmp_path, {"BOT_ENGINE": "“auto”"})
    assert "“auto”" in mistake


def test_settings_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        Settings().model = "another"


def test_no_secret_shows_in_the_repr_of_settings(tmp_path):
    environ = {"DISCORD_TOKEN": "hunter2", "BOT_DATABASE_URL": "postgresql+asyncpg://bot:hunter2@host/bot"}
    settings = load(root=tmp_path, environ=environ)
    assert "hunter2" not in repr(settings) + str(settings)


def test_the_names_of_the_queue_of_earlier_bots_are_no_settings_any_more(tmp_path):
    write(tmp_path, toml="queue_length = 5", env="BOT_ANSWERS_PER_CHANNEL=2")
    assert mistakes(tmp_path) == [
        "queue_length in config/bot.toml (line 1) is not a setting",
        "BOT_ANSWERS_PER_CHANNEL in .env is not a setting, did you mean BOT_ANSWERS_PER_DAY?",
    ]


def test_all_mistakes_come_in_one_message_each_with_its_place(tmp_path):
    write(
        tmp_path,
        toml='engine = "warp"\nmax_new_tokns = 3\n\ntemperature = true\n',
        env="BOT_TOP_P=nan\nBOT_TOPK=3\n",
    )
    assert mistakes(tmp_path, {"BOT_QUEUE_PER_PERSON": "many", "BOT_MENTION_AUTHOR": "perhaps"}) == [
        "max_new_tokns in config/bot.toml (line 2) is not a setting, did you mean max_new_tokens?",
        "BOT_TOPK in .env is not a setting, did you mean BOT_TOP_K?",
        'engine in config/bot.toml (line 1) is "warp", accepted is auto, generate, batched, gguf or openai',
        "temperature in config/bot.toml (line 4) is true, accepted is a number from 0 to 2",
        'BOT_TOP_P in .env is "nan", accepted is a number above 0, at most 1',
        'BOT_QUEUE_PER_PERSON in the environment is "many", accepted is a whole number, 0 or more',
        'BOT_MENTION_AUTHOR in the environment is "perhaps", accepted is true or false',
    ]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BOT_ENGINE", "warp"),
        ("BOT_ATTENTION", "flash"),
        ("BOT_DTYPE", "int8"),
        ("BOT_MAX_NEW_TOKENS", "0"),
        ("BOT_MAX_NEW_TOKENS", "1.5"),
        ("BOT_CONTEXT_TOKENS", "-1"),
        ("BOT_TEMPERATURE", "-0.1"),
        ("BOT_TEMPERATURE", "2.1"),
        ("BOT_TEMPERATURE", "inf"),
        ("BOT_TOP_P", "0"),
        ("BOT_TOP_P", "1.1"),
        ("BOT_TOP_K", "-1"),
        ("BOT_REPETITION_PENALTY", "0"),
        ("BOT_QUEUE_PER_PERSON", "-1"),
        ("BOT_QUEUE_PER_CHANNEL", "-1"),
        ("BOT_QUEUE_PER_SERVER", "-1"),
        ("BOT_LOG_LEVEL", "loud"),
        ("BOT_MONITORING_PORT", "65536"),
    ],
)
def test_a_value_out_of_range_is_named_with_what_is_accepted(tmp_path, variable, value):
    [mistake] = mistakes(tmp_path, {variable: value})
    accepted = Settings.model_fields[variable.removeprefix("BOT_").lower()].description
    assert mistake == f'{variable} in the environment is "{value}", accepted is {accepted}'


def test_an_answer_as_long_as_the_context_is_refused_naming_both(tmp_path):
    write(tmp_path, toml="context_tokens = 512")
    assert mistakes(tmp_path, {"BOT_MAX_NEW_TOKENS": "512"}) == [
        "BOT_MAX_NEW_TOKENS in the environment and context_tokens in config/bot.toml (line 1): "
        "max_new_tokens (512) has to be less than context_tokens (512)"
    ]


def test_ids_are_a_list_in_a_file_and_have_commas_between_them_in_a_variable(tmp_path):
    write(tmp_path, toml="denied_users = [1, 2]\nallowed_roles = [5]", env="BOT_DENIED_ROLES=3, 4,")
    settings = load(root=tmp_path, environ={"BOT_ALLOWED_ROLES": "6"})
    assert (settings.denied_users, settings.denied_roles, settings.allowed_roles) == ({1, 2}, {3, 4}, {6})


@pytest.mark.parametrize("value", ["[true]", "[1.5]", "[0]", '["Ada"]', "7", "[9223372036854775808]"])
def test_what_is_no_list_of_ids_is_named(tmp_path, value):
    write(tmp_path, toml=f"denied_users = {value}")
    [mistake] = mistakes(tmp_path)
    assert mistake.startswith(f"denied_users in config/bot.toml (line 1) is {value}, accepted is ids of Discord's")


def test_budgets_of_roles_are_a_table_in_a_file_and_json_in_a_variable(tmp_path):
    write(tmp_path, toml="role_budgets = { 7 = { answers_per_day = 3 }, 8 = {} }")
    found = load(root=tmp_path, environ={}).role_budgets
    assert (found[7].answers_per_day, found[7].tokens_per_day, found[8].answers_per_day) == (3, 0, 0)
    found = load(root=tmp_path, environ={"BOT_ROLE_BUDGETS": '{"9": {"tokens_per_hour": 5}}'}).role_budgets
    assert (list(found), found[9].tokens_per_hour) == ([9], 5)


@pytest.mark.parametrize(
    "value", ["7", "{", '{"x": {}}', '{"7": {"answers": 3}}', '{"7": {"answers_per_day": -1}}', "[]"]
)
def test_what_are_no_budgets_of_roles_is_named(tmp_path, value):
    [mistake] = mistakes(tmp_path, {"BOT_ROLE_BUDGETS": value})
    assert mistake.startswith("BOT_ROLE_BUDGETS in the environment is ")
    assert "accepted is limits by the id of a role" in mistake


@pytest.mark.parametrize("value", ["Ada", "1;2", "-1", "1,,x"])
def test_what_are_no_ids_with_commas_is_named(tmp_path, value):
    [mistake] = mistakes(tmp_path, {"BOT_DENIED_USERS": value})
    assert mistake.startswith(f'BOT_DENIED_USERS in the environment is "{value}", accepted is ids of Discord\'s')


@pytest.mark.parametrize(
    ("variable", "value", "able"),
    [
        ("BOT_QUANTIZATION", "int8", ["generate", "auto"]),
        ("BOT_DRAFT_MODEL", "small", ["generate", "auto"]),
    ],
)
def test_what_an_engine_cannot_do_is_refused_with_those_that_can(tmp_path, variable, value, able):
    for engine in able:
        assert load(root=tmp_path, environ={"BOT_ENGINE": engine, variable: value}).engine == engine
    named = " or ".join(able)
    for engine in ENGINES.keys() - {*able}:
        [mistake] = mistakes(tmp_path, {"BOT_ENGINE": engine, variable: value})
        assert mistake.startswith(f"{variable} in the environment: ")
        assert mistake.endswith(ENGINES[engine].instead.get(variable.removeprefix("BOT_").lower(), f"engine = {named}"))


def test_a_gguf_file_cannot_be_quantized_and_another_one_is_suggested(tmp_path):
    [mistake] = mistakes(tmp_path, {"BOT_ENGINE": "gguf", "BOT_QUANTIZATION": "int8"})
    assert mistake.startswith("BOT_QUANTIZATION in the environment: a GGUF file is as precise as it was made")
    assert "-GGUF:Q8_0" in mistake


@pytest.mark.parametrize(
    ("alone", "value"),
    [("BOT_DISCORD_API_URL", "http://127.0.0.1:1/api/v10"), ("BOT_DISCORD_GATEWAY_URL", "ws://127.0.0.1:1")],
)
def test_one_discord_address_without_the_other_is_refused(tmp_path, alone, value):
    [mistake] = mistakes(tmp_path, {alone: value})
    assert mistake.startswith(f"{alone} in the environment: set both")


def test_both_discord_addresses_are_accepted(tmp_path):
    api, gateway = "http://127.0.0.1:1/api/v10", "ws://127.0.0.1:1/"
    settings = load(root=tmp_path, environ={"BOT_DISCORD_API_URL": api, "BOT_DISCORD_GATEWAY_URL": gateway})
    assert (settings.discord_api_url, settings.discord_gateway_url) == (api, gateway)


def test_a_discord_address_without_its_prefix_is_not_passed_over(tmp_path):
    environ = {"DISCORD_API_URL": "http://127.0.0.1:1", "DISCORD_GATEWAY_URL": "ws://127.0.0.1:1"}
    assert mistakes(tmp_path, environ) == [
        "DISCORD_API_URL in the environment is not a setting, did you mean BOT_DISCORD_API_URL?",
        "DISCORD_GATEWAY_URL in the environment is not a setting, did you mean BOT_DISCORD_GATEWAY_URL?",
    ]


@pytest.mark.parametrize("key", ["discord_token", "DISCORD_TOKEN"])
def test_the_token_in_toml_is_called_a_secret_and_not_repeated(tmp_path, key):
    write(tmp_path, toml=f'{key} = "hunter2"')
    [mistake] = mistakes(tmp_path)
    assert mistake == f"{key} in config/bot.toml (line 1) is a secret: it belongs into .env, as DISCORD_TOKEN"


def test_no_secret_is_repeated_in_a_mistake(tmp_path):
    write(
        tmp_path, toml='tokn = "hunter2"\ndatabase_url = ["hunter2"]', env="DISCORD_TOKEN: hunter2\nBOT_TOKEN=hunter2"
    )
    found = mistakes(tmp_path)
    assert len(found) == 4
    assert "hunter2" not in "".join(found)


def test_a_missing_token_is_one_of_the_mistakes_where_it_is_needed(tmp_path):
    write(tmp_path, toml="queue_per_person = -1")
    token, queue = mistakes(tmp_path, needs_token=True)
    assert token.startswith("DISCORD_TOKEN is missing")
    assert queue.startswith("queue_per_person in config/bot.toml")
    assert load(
        root=tmp_path, environ={"DISCORD_TOKEN": "x", "BOT_QUEUE_PER_PERSON": "1"}, needs_token=True
    ).discord_token


def test_broken_toml_is_a_sentence_with_the_line(tmp_path):
    write(tmp_path, toml='model = "x"\nmax_new_tokens 3\n', env="BOT_TOP_K=x")
    broken, top_k = mistakes(tmp_path)
    assert re.match(r"config/bot\.toml is not valid TOML: .*line 2", broken)
    assert top_k.startswith("BOT_TOP_K in .env")


def test_files_that_are_not_text_are_each_a_sentence(tmp_path):
    write(tmp_path)
    (tmp_path / "config/bot.toml").write_bytes(b'model = "x"\nsystem_prompt = "\xff"\n')
    (tmp_path / ".env").write_bytes(b"BOT_MODEL=\xff\n")
    assert mistakes(tmp_path) == ["config/bot.toml is not UTF-8 text (line 2)", ".env is not UTF-8 text"]


def test_lines_of_the_env_file_that_mean_nothing_are_named(tmp_path):
    write(tmp_path, env="# a comment\n\nBOT_MODEL: x\nBOT_DTYPE\nBOT_TOP_K=3\n")
    assert mistakes(tmp_path) == [".env (line 3) does not read NAME=value", ".env (line 4) does not read NAME=value"]


def test_a_wrong_override_is_said_to_come_from_the_command_line(tmp_path):
    [mistake] = mistakes(tmp_path, overrides={"max_new_tokens": 0})
    assert mistake.startswith("max_new_tokens on the command line is 0, accepted is")


def test_an_error_in_a_weaker_source_does_not_matter_where_a_stronger_one_is_right(tmp_path):
    write(tmp_path, toml="queue_per_person = -1")
    assert load(root=tmp_path, environ={"BOT_QUEUE_PER_PERSON": "2"}).queue_per_person == 2


def described_settings() -> dict[str, str]:
    """What stands in the shipped bot.toml, commented out or not: each line by its setting's name."""
    lines = (REPOSITORY / "config/bot.toml").read_text("utf-8").splitlines()
    found = [re.match(r"(?:# )?([a-z_]+) = ", line) for line in lines]
    return {match[1]: line for match, line in zip(found, lines, strict=True) if match}


def test_the_shipped_toml_says_the_defaults():
    values = tomllib.loads((REPOSITORY / "config/bot.toml").read_text("utf-8"))
    defaults = {name: about.default for name, about in Settings.model_fields.items() if about.default is not None}
    # TOML knows no sets.
    assert values == {name: list(value) if isinstance(value, frozenset) else value for name, value in defaults.items()}


def test_the_shipped_toml_describes_every_setting_but_secrets_and_names_its_variable():
    shown = described_settings()
    assert shown.keys() == Settings.model_fields.keys() - SECRETS
    text = (REPOSITORY / "config/bot.toml").read_text("utf-8")
    assert [name for name in shown if f"BOT_{name.upper()}" not in text] == []


def test_the_values_shown_in_commented_lines_are_accepted(tmp_path):
    shown = [line.removeprefix("# ") for line in described_settings().values()]
    write(tmp_path, toml="\n".join(shown))
    assert load(root=tmp_path, environ={}).discord_gateway_url is not None


def test_every_variable_in_the_env_example_is_a_setting(tmp_path):
    text = (REPOSITORY / ".env.example").read_text("utf-8")
    write(tmp_path, env=re.sub(r"^# (BOT_)", r"\1", text, flags=re.MULTILINE))
    assert len(dotenv_values(tmp_path / ".env")) > 3
    assert load(root=tmp_path, environ={}) != Settings()
