"""Who is offered to answer, and to whom the choice is left."""

import pytest

from bot.core.profile import Overrides, Persona
from bot.platforms.discord.commands.personas import LONGEST_CHOICE, MOST_CHOICES, choices
from tests.platforms.discord.commands.typed import tree_of
from tests.platforms.discord.recording import RecordingConversation

SPEAK = Overrides(system_prompt="Speak.")
TUTOR, CODER = Persona("tutor", "A patient tutor", SPEAK), Persona("coder", "A coder, not a tutor", SPEAK)


def offered(typed, *personas):
    return [choice.value for choice in choices(typed, personas)]


def test_names_that_begin_so_come_before_names_and_titles_that_hold_it():
    assert offered("", TUTOR, CODER) == ["default", "tutor", "coder"]
    assert offered("tut", CODER, TUTOR) == ["tutor", "coder"]
    assert offered(" NOT a ", CODER, TUTOR) == ["coder"]
    assert offered("def", CODER, TUTOR) == ["default"]
    assert offered("pirate", CODER, TUTOR) == []


def test_as_many_and_as_long_ones_are_offered_as_discord_takes():
    many = [Persona(f"p{number}", "x" * 200, SPEAK) for number in range(30)]
    found = choices("p", many)
    assert len(found) == MOST_CHOICES
    assert {len(choice.name) for choice in found} == {LONGEST_CHOICE}
    assert found[0].value == "p0"


@pytest.mark.parametrize("name", ["persona", "system"])
async def test_they_are_for_those_who_may_manage_channels_unless_discord_is_told_otherwise(name):
    tree = tree_of(RecordingConversation())
    permissions = tree.get_command(name).default_permissions
    assert [each for each, is_needed in permissions if is_needed] == ["manage_channels"]
