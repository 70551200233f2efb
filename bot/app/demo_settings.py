"""What the settings are where a demo model answers, and what is said of it."""

from bot.demo import models
from bot.settings import Settings
from bot.settings.engines import ENGINES

# What a setting says of how the operator's model is run is not meant for the demo's.
_OF_ANOTHER_MODEL = ("engine", "attention", "dtype", "device_map", "quantization", "draft_model")

# Nor is what it says of who may use the bot.
_OF_DISCORD = (
    *(f"{verdict}_{kind}" for verdict in ("allowed", "denied") for kind in ("users", "roles", "channels", "servers")),
    "direct_messages",
    *(f"{what}_per_{window}" for what in ("answers", "tokens") for window in ("hour", "day")),
    "role_budgets",
)


def of_the_demo(settings: Settings) -> Settings:
    """The settings without what they say of how to run the operator's model, where a demo model answers instead."""
    model = models.find(settings.model)
    if model is None:
        return settings
    defaults = {name: Settings.model_fields[name].default for name in _OF_ANOTHER_MODEL}
    if settings.engine == "gguf" and model.gguf is not None:
        defaults["engine"] = settings.engine
    return settings.model_copy(update=defaults)


def open_to_all(settings: Settings) -> Settings:
    """The settings without whom the operator lets in on Discord: nobody of the demo has an id of there."""
    return settings.model_copy(update={name: Settings.model_fields[name].default for name in _OF_DISCORD})


def suited(settings: Settings, *, commands: str) -> Settings:
    """The settings with what suits a demo model in place of each default; `commands` says what one can do here."""
    model = demo_model(settings)
    if model is None:
        return settings
    wanted: dict[str, object] = dict(model.sampling)
    if model.about is not None:
        wanted["system_prompt"] = model.about.format(commands=commands)
    defaults = {name: Settings.model_fields[name].default for name in wanted}
    return settings.model_copy(
        update={name: value for name, value in wanted.items() if getattr(settings, name) == defaults[name]}
    )


def speaker(name: str) -> str:
    """What the bot is called in the demo."""
    model = models.find(name)
    return "Qwen" if model is None else model.name.partition("-")[0]


def about(name: str) -> str:
    """What the demo's page says of the model."""
    model = models.find(name)
    if model is None:
        return f"{name} answers here."
    return (
        f"{model.name} answers here, a very small model: {model.size}. It is often wrong. A larger one is a setting "
        f"away: {model.larger}"
    )


def demo_model(settings: Settings) -> models.DemoModel | None:
    """The demo model that answers, if one does; a server may call its own by the same name."""
    return models.find(settings.model) if ENGINES[settings.engine].has_checkpoint else None
