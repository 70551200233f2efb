"""What holds in a place, of all that is set around it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.chat import Options
from bot.core.errors import OutOfBounds
from bot.core.profile import Overrides, Persona, Profile, Scope, resolve, scopes
from tests.core.talking import said

DEFAULTS = Profile(system_prompt="be kind", options=Options(max_new_tokens=100, top_k=20))
PIRATE = Persona("pirate", "A pirate", Overrides(system_prompt="Arr.", greeting="Ahoy!", temperature=1.2))
TUTOR = Persona("tutor", "A tutor", Overrides(system_prompt="Explain."))
PERSONAS = {persona.name: persona for persona in (PIRATE, TUTOR)}


def resolved(*overrides):
    return resolve(DEFAULTS, overrides, PERSONAS)


def test_without_overrides_the_defaults_hold():
    assert resolved() == resolved(Overrides(), Overrides()) == DEFAULTS


def test_the_nearest_wins_field_by_field():
    wide = Overrides(temperature=0.5, trigger="all", max_new_tokens=50)
    near = Overrides(temperature=0.0, trigger="never", opens_threads=False)
    assert resolved(wide, near) == replace(
        DEFAULTS, options=Options(max_new_tokens=50, temperature=0.0, top_k=20), trigger="never"
    )


def test_a_persona_brings_its_prompt_its_greeting_and_its_sampling():
    assert resolved(Overrides(persona="pirate")) == Profile(
        system_prompt="Arr.",
        greeting="Ahoy!",
        persona="pirate",
        options=Options(max_new_tokens=100, top_k=20, temperature=1.2),
    )


def test_what_is_set_beside_a_persona_comes_before_what_it_brings_and_that_before_what_is_wider():
    assert resolved(Overrides(temperature=0.1), Overrides(persona="pirate")).options.temperature == 1.2
    assert resolved(Overrides(persona="pirate", temperature=0.1)).options.temperature == 0.1


def test_another_persona_takes_nothing_of_the_wider_ones_words():
    found = resolved(Overrides(persona="pirate"), Overrides(persona="tutor"))
    assert (found.persona, found.system_prompt, found.greeting) == ("tutor", "Explain.", None)


def test_an_own_prompt_is_nobodys():
    for overrides in ([Overrides(persona="pirate"), Overrides(system_prompt="Mine.")],
                      [Overrides(persona="pirate", system_prompt="Mine.")]):  # fmt: skip
        found = resolved(*overrides)
        assert (found.persona, found.system_prompt, found.greeting) == (None, "Mine.", None)


def test_a_persona_that_is_there_no_more_changes_nothing():
    assert resolved(Overrides(persona="pirate"), Overrides(persona="gone")) == resolved(Overrides(persona="pirate"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_new_tokens": 0},
        {"max_new_tokens": 10**19},
        {"temperature": -0.1},
        {"temperature": 2.1},
        {"temperature": float("nan")},
        {"top_p": 0.0},
        {"top_p": 1.1},
        {"top_k": -1},
        {"repetition_penalty": 0.0},
        {"repetition_penalty": 2.1},
        {"trigger": "sometimes"},
        {"thinking": "maybe"},
        {"announce": "maybe"},
        {"language": "it"},
        {"language": "zh"},
        {"system_prompt": " \n"},
    ],
)
def test_what_can_hold_nowhere_is_refused_by_name(wrong):
    with pytest.raises(OutOfBounds) as caught:
        Overrides(**wrong, display=False)
    assert caught.value.names == tuple(wrong)
    assert next(iter(wrong)).replace("_", " ") in caught.value.notice.arguments["names"]


def test_what_can_just_hold_is_not_refused():
    Overrides(max_new_tokens=1, temperature=0.0, top_p=1.0, top_k=0, repetition_penalty=2.0, language="zh-CN")


def test_a_message_is_in_its_server_its_category_its_channel_and_its_thread():
    thread = said(channel=4, parent=3, category=2, server=1)
    assert scopes(thread) == (Scope("server", 1), Scope("category", 2), Scope("channel", 3), Scope("channel", 4))
    assert [(scope.parent, scope.server) for scope in scopes(thread)] == [(None, 1), (None, 1), (None, 1), (3, 1)]
    assert scopes(said(channel=4)) == (Scope("channel", 4),)


@given(st.lists(st.builds(Overrides, temperature=st.none() | st.floats(0, 2), top_k=st.none() | st.integers(0, 9))))
def test_each_field_is_that_of_the_nearest_place_that_sets_it(overrides):
    found = resolved(*overrides)
    for name in ("temperature", "top_k"):
        nearest = [getattr(each, name) for each in overrides if getattr(each, name) is not None]
        assert getattr(found.options, name) == (nearest[-1] if nearest else getattr(DEFAULTS.options, name))
