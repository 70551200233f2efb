"""The panel shows all that can be set, within what Discord takes, in every language."""

import pytest

from bot.core import notices
from bot.core.held import FIELDS, held
from bot.core.profile import Overrides, Persona, Profile, Scope
from bot.languages.sentences import LANGUAGES, sentence
from bot.platforms.discord.panel.entries import CHOICES, ELSEWHERE, NUMBERS
from bot.platforms.discord.panel.layout import INHERIT, Panel, chosen

AROUND = (Scope("server", 1), Scope("category", 2), Scope("channel", 3), Scope("channel", 4, parent=3))
PERSONAS = {f"p{n}": Persona(f"p{n}", "A persona with a rather long title " * 3, Overrides()) for n in range(40)}


def drawn(overrides=Overrides(), *, scope=AROUND[-1], personas=PERSONAS, language="en"):  # noqa: B008 - a frozen value
    return Panel(
        around=AROUND,
        scope=scope,
        is_thread=True,
        held=held(Profile(system_prompt="x" * 3000), [(scope, overrides)], personas),
        set_there=overrides,
        personas=personas,
        say=lambda notice: sentence(notice, language),
    ).view()


def components(view):
    def inside(found):
        for each in found:
            yield each
            yield from inside(each.get("components", []))

    return list(inside(view.to_components()))


def test_everything_that_can_be_set_is_on_it_once():
    assert sorted([*(choice.field for choice in CHOICES), *NUMBERS, *ELSEWHERE]) == sorted(FIELDS)
    assert set(notices.FIELDS) == set(FIELDS)
    assert len(NUMBERS) <= 5  # So many parts has a form.


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scope", AROUND, ids=lambda scope: f"{scope.kind}-{scope.id}")
def test_it_is_as_large_as_discord_takes_it(language, scope):
    found = components(drawn(Overrides(persona="p1", trigger="all"), scope=scope, language=language))
    assert len(found) <= 40
    assert sum(len(each["content"]) for each in found if each["type"] == 10) <= 4000
    ids = [each["custom_id"] for each in found if "custom_id" in each]
    assert len(ids) == len(set(ids))
    assert all(len(each) <= 100 for each in ids)
    for menu in (each for each in found if each["type"] == 3):
        assert 1 <= len(menu["options"]) <= 25
        assert all(1 <= len(option["label"]) <= 100 for option in menu["options"])
        assert sum(option["default"] for option in menu["options"]) <= 1
        assert len({option["value"] for option in menu["options"]}) == len(menu["options"])


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.field)
def test_what_is_chosen_is_what_is_set_and_shown_as_chosen(choice):
    for value in [*list(choice.offered(PERSONAS))[:3], None]:
        view = drawn(Overrides(**{choice.field: value}))
        [menu] = [each for each in components(view) if each.get("custom_id") == f"settings:set:3:{choice.field}"]
        [picked] = [option["value"] for option in menu["options"] if option["default"]]
        assert picked == INHERIT if value is None else picked != INHERIT
        assert chosen(choice, picked, PERSONAS) == value


def test_without_personas_there_is_nobody_to_choose():
    assert not [each for each in components(drawn(personas={})) if each.get("custom_id", "").endswith(":persona")]


def test_there_is_nothing_to_reset_where_nothing_is_set():
    def reset(view):
        return next(each["disabled"] for each in components(view) if each.get("custom_id") == "settings:reset:3:")

    assert reset(drawn())
    assert not reset(drawn(Overrides(top_k=3)))
