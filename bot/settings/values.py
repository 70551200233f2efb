"""Every setting with its type, its default and what is accepted."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self, get_args

from pydantic import BeforeValidator, Field, PrivateAttr, SecretStr, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.settings.budgets import ROLE_BUDGETS, Limit, RoleBudgets
from bot.settings.engines import Attention, Dtype, EngineName, Quantization, listed, why_not
from bot.settings.ids import IDS, Ids
from bot.settings.numbers import Number, RepetitionPenalty, Temperature, TopK, TopP, Whole
from bot.settings.persona import PersonaFile

TOKEN_VARIABLE = "DISCORD_TOKEN"
PREFIX = "BOT_"


def _capitals(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


Language = Literal["auto", "de", "en", "es", "fr", "ja", "zh-CN"]
"""What the bot itself speaks where nothing else is set: the languages of `bot/languages`, or each place's own."""


class Settings(BaseSettings):
    """
    Every setting with its default. What each one does is told in `config/bot.toml`.

    A field's `description` says what is accepted; a mistake's message quotes it. Built directly, this class reads no
    file and no variable: that is the work of `load`, which has to know where each value came from.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        validate_by_name=True,
    )

    discord_token: SecretStr | None = Field(
        None, validation_alias=TOKEN_VARIABLE, repr=False, description="the token of the bot"
    )
    discord_api_url: str | None = Field(
        None,
        pattern=r"^https?://\S*[^\s/]$",
        description="an address that starts with http:// or https://, no / at its end",
    )
    discord_gateway_url: str | None = Field(
        None, pattern=r"^wss?://\S+$", description="an address that starts with ws:// or wss://"
    )

    model: str = Field(
        "Qwen/Qwen2-7B-Instruct",
        min_length=1,
        description="a name on the Hugging Face hub, a folder with a checkpoint, a GGUF file, demo or smollm2",
    )
    engine: EngineName = Field("auto", description=listed(get_args(EngineName)))
    attention: Attention = Field("sdpa", description=listed(get_args(Attention)))
    dtype: Dtype = Field("auto", description=listed(get_args(Dtype)))
    device_map: str = Field("auto", min_length=1, description="auto, or a device such as cuda:0 or cpu")
    quantization: Quantization = Field("none", description=listed(get_args(Quantization)))
    draft_model: str | None = Field(None, min_length=1, description="a name on the Hugging Face hub, or a folder")

    openai_base_url: str = Field(
        "http://127.0.0.1:8000/v1",
        pattern=r"^https?://\S+$",
        description="an address that starts with http:// or https://",
    )
    openai_api_key: SecretStr | None = Field(None, repr=False, description="the key the server asks for")
    openai_context_tokens: Whole | None = Field(None, ge=2, description="a whole number, 2 or more")
    kv_cache_gib: Number | None = Field(None, ge=0, description="a number, 0 or more")

    system_prompt: str = Field("You are a helpful assistant.", min_length=1, description="a text that is not empty")
    max_new_tokens: Whole = Field(512, ge=1, description="a whole number, 1 or more, less than context_tokens")
    context_tokens: Whole = Field(8192, ge=2, description="a whole number, 2 or more, greater than max_new_tokens")
    temperature: Temperature = None
    top_p: TopP = None
    top_k: TopK = None
    repetition_penalty: RepetitionPenalty = None
    thinking: Literal["off", "on", "auto"] = Field("off", description="off, on or auto")
    max_thinking_tokens: Whole = Field(1024, ge=1, description="a whole number, 1 or more")

    database_url: str = Field(
        "sqlite:///data/history.db",
        min_length=1,
        repr=False,  # The address of a database server holds its password.
        description="an address such as sqlite:///data/history.db",
    )
    attachment_mib: Number = Field(8, gt=0, le=500, description="a number of MiB above 0, at most 500")
    queue_per_person: Whole = Field(5, ge=0, description="a whole number, 0 or more")
    queue_per_channel: Whole = Field(20, ge=0, description="a whole number, 0 or more")
    queue_per_server: Whole = Field(100, ge=0, description="a whole number, 0 or more")
    pause_seconds: Number = Field(5, ge=0, le=60, description="a number of seconds from 0 to 60")
    answer_versions: Whole = Field(5, ge=1, le=25, description="a whole number from 1 to 25")
    buttons_minutes: Number = Field(30, ge=0, le=525_600, description="a number of minutes, 0 or more")
    delete_answers: bool = Field(True, description="true or false")
    catch_up_minutes: Number = Field(5, ge=0, le=1_440, description="a number of minutes from 0 to 1440")
    stall_seconds: Number = Field(300, ge=0, le=86_400, description="a number of seconds from 0 to 86400")
    grace_seconds: Number = Field(10, ge=0, le=600, description="a number of seconds from 0 to 600")
    answers_per_hour: Limit = 0
    answers_per_day: Limit = 0
    tokens_per_hour: Limit = 0
    tokens_per_day: Limit = 0
    role_budgets: RoleBudgets = Field(None, description=ROLE_BUDGETS)
    allowed_users: Ids = Field(frozenset(), description=IDS)
    allowed_roles: Ids = Field(frozenset(), description=IDS)
    allowed_channels: Ids = Field(frozenset(), description=IDS)
    allowed_servers: Ids = Field(frozenset(), description=IDS)
    denied_users: Ids = Field(frozenset(), description=IDS)
    denied_roles: Ids = Field(frozenset(), description=IDS)
    denied_channels: Ids = Field(frozenset(), description=IDS)
    denied_servers: Ids = Field(frozenset(), description=IDS)
    retention_days: Whole = Field(0, ge=0, le=36_500, description="a whole number of days, 0 or more")
    direct_messages: bool = Field(True, description="true or false")
    language: Language = Field("auto", description=listed(get_args(Language)))
    max_pages: Whole = Field(4, ge=1, description="a whole number, 1 or more")
    display: bool = Field(True, description="true or false")
    links: Literal["open", "written"] = Field("open", description="open or written")
    mention_author: bool = Field(False, description="true or false")
    announce: Literal["off", "long", "always"] = Field("long", description="off, long or always")
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_capitals)] = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR"
    )
    monitoring_port: Whole = Field(0, ge=0, le=65535, description="a port from 1 to 65535, or 0 for none")

    # Files of their own say who the bot can be: see `bot/settings/personas.py`.
    _personas: tuple[PersonaFile, ...] = PrivateAttr(())

    @property
    def personas(self) -> tuple[PersonaFile, ...]:
        """Who the bot can be, by name."""
        return self._personas

    def with_personas(self, personas: Iterable[PersonaFile]) -> Self:
        """These settings, and who the bot can be."""
        settings = self.model_copy()
        settings._personas = tuple(personas)
        return settings

    @field_validator("discord_gateway_url")
    @classmethod
    def _addresses_come_in_pairs(cls, gateway: str | None, info: ValidationInfo) -> str | None:
        if "discord_api_url" in info.data and (gateway is None) != (info.data["discord_api_url"] is None):
            raise PydanticCustomError(
                "pair",
                "set both discord_api_url and discord_gateway_url: with only one, the real Discord would get the token",
                {"discord_api_url": True, "discord_gateway_url": True},
            )
        return gateway

    @field_validator("quantization", "draft_model")
    @classmethod
    def _the_engine_can_follow_it(cls, value: str | None, info: ValidationInfo) -> str | None:
        name = str(info.field_name)
        # An engine that is wrong itself is missing here.
        if value == cls.model_fields[name].default or "engine" not in info.data:
            return value
        if reason := why_not(name, info.data["engine"]):
            raise PydanticCustomError("pair", "{reason}", {"reason": reason, name: True})
        return value

    @field_validator("context_tokens")
    @classmethod
    def _the_answer_leaves_room_for_the_question(cls, context_tokens: int, info: ValidationInfo) -> int:
        answer = info.data.get("max_new_tokens", 0)
        if answer >= context_tokens:
            raise PydanticCustomError(
                "pair",
                "max_new_tokens ({max_new_tokens}) has to be less than context_tokens ({context_tokens})",
                {"max_new_tokens": answer, "context_tokens": context_tokens},
            )
        return context_tokens

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


SECRETS = {name for name, field in Settings.model_fields.items() if SecretStr in get_args(field.annotation)}
VARIABLES = {
    name: TOKEN_VARIABLE if name == "discord_token" else f"{PREFIX}{name}".upper() for name in Settings.model_fields
}
