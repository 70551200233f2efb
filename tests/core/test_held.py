"""Where what holds in a place comes from."""

from dataclasses import fields

from bot.core.chat import Options
from bot.core.held import FIELDS, Held, held
from bot.core.profile import Overrides, Persona, Profile, Scope, resolve

SERVER, CATEGORY, CHANNEL = Scope("server", 1), Scope("category", 2), Scope("channel", 3)
DEFAULTS = Profile(system_prompt="be kind", options=Options(max_new_tokens=100, temperature=0.5))
PIRATE = Persona("pirate", "A pirate", Overrides(system_prompt="Arr.", temperature=1.0, greeting="Ahoy!"))


def of(*around):
    return held(DEFAULTS, around, {"pirate": PIRATE})


def test_what_is_set_nowhere_is_as_the_operator_wants_it():
    found = of((SERVER, Overrides()), (CHANNEL, Overrides()))
    assert found["temperature"] == Held(0.5)
    assert found["system_prompt"] == Held("be kind")
    assert found["persona"] == Held(None)
    assert set(found) == set(FIELDS) == {each.name for each in fields(Overrides)}


def test_the_nearest_place_is_named_for_which_it_is_set():
    found = of(
        (SERVER, Overrides(trigger="all")), (CATEGORY, Overrides(trigger="never")), (CHANNEL, Overrides(top_k=3))
    )
    assert found["trigger"] == Held("never", CATEGORY)
    assert found["top_k"] == Held(3, CHANNEL)


def test_what_is_set_to_what_would_hold_anyway_is_set_there_all_the_same():
    assert of((CHANNEL, Overrides(temperature=0.5)))["temperature"] == Held(0.5, CHANNEL)


def test_what_a_persona_brings_along_comes_from_where_it_was_chosen():
    found = of((SERVER, Overrides(persona="pirate")), (CHANNEL, Overrides(temperature=0.0)))
    assert found["persona"] == Held("pirate", SERVER)
    assert found["system_prompt"] == Held("Arr.", SERVER)
    assert found["greeting"] == Held("Ahoy!", SERVER)
    assert found["temperature"] == Held(0.0, CHANNEL)


def test_a_prompt_of_its_own_takes_the_persona_from_a_place():
    found = of((SERVER, Overrides(persona="pirate")), (CHANNEL, Overrides(system_prompt="Be brief.")))
    assert found["persona"] == Held(None, CHANNEL)
    assert found["system_prompt"] == Held("Be brief.", CHANNEL)


def test_it_says_what_is_resolved():
    around = [(SERVER, Overrides(persona="pirate", language="de")), (CHANNEL, Overrides(top_p=0.5, announce="off"))]
    profile = resolve(DEFAULTS, [each for _, each in around], {"pirate": PIRATE})
    for name, value in of(*around).items():
        assert value.value == getattr(profile, name, None) or getattr(profile.options, name, None) == value.value
