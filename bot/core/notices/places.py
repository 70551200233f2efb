"""What is said of that which differs between places: the panel of settings, personas, instructions."""

from bot.core.notices.notice import Notice

PROMPT_SET = Notice("prompt-set")
PROMPT_CLEARED = Notice("prompt-cleared")
PROMPT_DEFAULT = Notice("prompt-default")
PROMPT_TITLE = Notice("prompt-title")
PROMPT_LABEL = Notice("prompt-label")

# What can be set for a place, by the names of the fields of `Overrides`, and the values that have names of their own.
FIELDS = {
    name: Notice(f"field-{name.replace('_', '-')}")
    for name in (
        *("persona", "system_prompt", "greeting", "trigger", "opens_threads", "language", "thinking", "announce"),
        *(
            "max_thinking_tokens",
            "display",
            "summary",
            "max_new_tokens",
            "temperature",
            "top_p",
            "top_k",
            "repetition_penalty",
        ),
    )
}
VALUES = {
    f"{field} {value}": Notice(f"value-{field.replace('_', '-')}-{value.lower()}")
    for field, values in {
        "trigger": ("mention", "all", "never"),
        "opens_threads": ("true", "false"),
        "language": ("auto", "de", "en", "es", "fr", "ja", "zh-CN"),
        "thinking": ("off", "on", "auto"),
        "announce": ("off", "long", "always"),
        "display": ("true", "false"),
        "summary": ("true", "false"),
    }.items()
    for value in values
}
PANEL_BY_OPERATOR = Notice("panel-by-operator")
PANEL_MODELS_OWN = Notice("panel-models-own")
PANEL_NOBODY = Notice("panel-nobody")
PANEL_NUMBERS = Notice("panel-numbers")
PANEL_RESET = Notice("panel-reset")
FORM_OUTDATED = Notice("form-outdated")
NOT_YOURS_TO_SET = Notice("not-yours-to-set")
COMMAND_WITHDRAWN = Notice("command-withdrawn")


def panel_title(place: str) -> Notice:
    """What the panel is about: a "channel", "thread", "category", "server", or "direct" messages."""
    return Notice("panel-title", {"place": place})


def panel_place(place: str) -> Notice:
    """A kind of place, to be chosen."""
    return Notice("panel-place", {"place": place})


def panel_set_for(place: str) -> Notice:
    """Where a value comes from."""
    return Notice("panel-set-for", {"place": place})


def panel_inherit(field: str) -> Notice:
    """That a field is left to the wider places, or to the operator."""
    return Notice("panel-inherit", {"field": field})


def panel_length(characters: int) -> Notice:
    """How long a text is that is set elsewhere."""
    return Notice("panel-length", {"characters": characters})


def out_of_bounds(names: str) -> Notice:
    """That something cannot be set to the value that was named, by the names of the settings."""
    return Notice("out-of-bounds", {"names": names})


def persona_set(place: str, title: str) -> Notice:
    """Who answers from now on in what kind of place, a "server" or a "channel"."""
    return Notice("persona-set", {"place": place, "title": title})


def persona_unset(place: str) -> Notice:
    """That nobody in particular answers there from now on."""
    return Notice("persona-unset", {"place": place})


def no_persona(name: str, known: str) -> Notice:
    """That nobody is called so, and who is known, separated by commas."""
    return Notice("no-persona", {"name": name, "known": known})


def prompt_own(place: str) -> Notice:
    """That the instructions that hold were written for a "server", "category", "channel", "thread" or "direct" one."""
    return Notice("prompt-own", {"place": place})


def prompt_persona(place: str, title: str) -> Notice:
    """That the instructions that hold are a persona's, who was chosen for what kind of place."""
    return Notice("prompt-persona", {"place": place, "title": title})
