"""The buttons under an answer."""

import pytest

from bot.core.controls import Controls
from bot.platforms.discord.controls import view


def rows(controls):
    return [
        [(each.get("label"), each["custom_id"], bool(each.get("disabled"))) for each in row["components"]]
        for row in view(controls).to_components()
    ]


async def test_each_verb_is_a_button_that_says_of_which_answer():
    assert rows(
        Controls(answer=12, verbs={"regenerate": "Regenerate", "continue": "Continue", "delete": "Delete"})
    ) == [
        [
            ("Regenerate", "answer:regenerate:12", False),
            ("Continue", "answer:continue:12", False),
            ("Delete", "answer:delete:12", False),
        ]
    ]


@pytest.mark.parametrize(("version", "older", "newer"), [(1, True, False), (2, False, False), (3, False, True)])
async def test_versions_are_a_row_of_their_own_and_end_where_there_are_no_more(version, older, newer):
    [_, versions] = rows(Controls(answer=12, verbs={"delete": "Delete"}, version=version, versions=3))
    assert versions == [
        ("◀", "answer:older:12", older),
        (f"{version}/3", "answer:shown:12", True),
        ("▶", "answer:newer:12", newer),
    ]


@pytest.mark.parametrize("controls", [None, Controls(answer=12, verbs={})])
async def test_where_nothing_can_be_pressed_there_is_nothing(controls):
    assert view(controls) is None


async def test_nothing_of_it_is_kept_in_memory():
    assert view(Controls(answer=12, verbs={"stop": "Stop"})).is_finished()
