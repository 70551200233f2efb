"""Who the bot can be, and what is told of a file that does not say so."""

import re
from pathlib import Path

import pytest

from bot.app.configured import persona_of
from bot.core.profile import Overrides, Persona
from bot.settings import SettingsError, load
from bot.settings.personas import from_folder

REPOSITORY = Path(__file__).parents[1]
WHOLE = """\
---
title: A pirate
greeting: |
  Ahoy!
  Who goes there?
max_new_tokens: 300
temperature: 1.2
top_p: 0.9
top_k: 40
repetition_penalty: 1.1
---

You are a pirate.

---
Arr.
"""


@pytest.fixture
def write(tmp_path):
    folder = tmp_path / "config/personas"
    folder.mkdir(parents=True)

    def write(text, name="pirate.md"):
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return write


def mistakes(root):
    with pytest.raises(SettingsError) as caught:
        load(root=root, environ={})
    return str(caught.value).split("\n  - ")[1:]


def test_all_that_a_file_says_comes_to_the_conversation(write):
    [file] = load(root=write(WHOLE), environ={}).personas
    assert persona_of(file) == Persona(
        "pirate",
        "A pirate",
        Overrides(
            system_prompt="You are a pirate.\n\n---\nArr.",
            greeting="Ahoy!\nWho goes there?",
            max_new_tokens=300,
            temperature=1.2,
            top_p=0.9,
            top_k=40,
            repetition_penalty=1.1,
        ),
    )


def test_a_title_and_a_prompt_are_enough_also_from_windows(write):
    root = write(b"\xef\xbb\xbf---\r\ntitle: Somebody\r\n---\r\nBe somebody.\r\n", "a-1.md")
    write("no persona", "notes.txt")
    [file] = load(root=root, environ={}).personas
    assert (file.name, file.title, file.system_prompt, file.temperature) == ("a-1", "Somebody", "Be somebody.", None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("You are a pirate.", "{} does not begin with a title between two lines of --- (line 1)"),
        ("---\ntitle: A pirate\nArr.", "{} does not begin with a title between two lines of --- (line 1)"),
        ("---\n---\nArr.", "{} does not say title: and what else there is, each in a line of its own (line 2)"),
        (
            "---\n- title\n---\nArr.",
            "{} does not say title: and what else there is, each in a line of its own (line 2)",
        ),
        ("---\n1: x\n---\nArr.", "{} does not say title: and what else there is, each in a line of its own (line 2)"),
        ("---\ntitle: A\n---\n \n", "{} has no system prompt after the second line of ---"),
        ("---\ntop_k: 1\n---\nArr.", "{} has no title: accepted is a text of at most 80 characters"),
        ("---\ntitle: yes\n---\nArr.", "title in {} (line 2) is true, accepted is a text of at most 80 characters"),
        (
            "---\ntitle: A\n\ntemperature: 9\n---\nArr.",
            "temperature in {} (line 4) is 9, accepted is a number from 0 to 2",
        ),
        (
            "---\ntitle: A\ntop_k: true\n---\nArr.",
            "top_k in {} (line 3) is true, accepted is a whole number, 0 or more",
        ),
        (
            "---\ntitle: A\ntemprature: 1\n---\nArr.",
            "temprature in {} (line 3) is nothing that a persona has, did you mean temperature?",
        ),
        ("---\ntitle: A\nname: B\n---\nArr.", "name in {} (line 3) is nothing that a persona has"),
    ],
)
def test_what_is_wrong_is_told_with_its_file_and_line(write, text, told):
    assert mistakes(write(text)) == [told.format("config/personas/pirate.md")]


def test_what_is_no_yaml_is_told_with_its_line(write):
    [told] = mistakes(write("---\ntitle: A\ngreeting: [\n---\nArr."))
    assert re.fullmatch(r"config/personas/pirate\.md is not valid YAML: .* \(line [34]\)", told)


def test_what_is_no_text_is_told_with_its_line(write):
    assert mistakes(write(b"---\ntitle: \xff\n---\nArr.")) == ["config/personas/pirate.md is not UTF-8 text (line 2)"]


@pytest.mark.parametrize("name", ["Pirate", "a pirate", "default", "-a", "a" * 33])
def test_a_name_that_cannot_be_typed_is_refused(write, name):
    [told] = mistakes(write("---\ntitle: A\n---\nArr.", f"{name}.md"))
    assert told.startswith(f"config/personas/{name}.md cannot be typed: ")


def test_every_mistake_is_told_at_once_with_those_of_the_settings(write):
    root = write("---\ntitle: A\ntop_p: 2\n---\nArr.")
    write("Arr.", "parrot.md")
    (root / "config/bot.toml").write_text('engine = "warp"', "utf-8")
    assert len(mistakes(root)) == 3


def test_five_come_with_the_project_and_with_a_wheel_for_whoever_has_no_such_folder(tmp_path):
    names = ["assistant", "coder", "language-partner", "storyteller", "tutor"]
    for found in (from_folder(REPOSITORY), from_folder(tmp_path, bundled=REPOSITORY / "config/personas")):
        assert (found.mistakes, [persona.name for persona in found.personas]) == ([], names)
    assert all(persona.greeting for persona in found.personas)
    # They fit into what `/system set` shows, to be changed there.
    assert all(len(persona.system_prompt) <= 4000 for persona in found.personas)
    assert '"config/personas" = "bot/personas"' in (REPOSITORY / "pyproject.toml").read_text("utf-8")


def test_a_folder_of_ones_own_is_the_only_one(write):
    root = write("---\ntitle: A\n---\nArr.")
    assert [persona.name for persona in from_folder(root, bundled=REPOSITORY / "config/personas").personas] == [
        "pirate"
    ]
