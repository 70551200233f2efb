"""
Whatever is written, pressed or sent in, it is read, or refused in words, and never an error.

More examples than in a run of all tests: `pytest -n 0 --hypothesis-profile=fuzz tests/hostile tests/core/display`.
"""

import re
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
from discord import ui
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.access import Rules
from bot.core.admission import Admission
from bot.core.chat import File
from bot.core.display.shown import Shown
from bot.core.pages import paginate
from bot.core.record import Author, Incoming, words
from bot.core.thread_name import LONGEST, thread_name
from bot.documents import content
from bot.engines.openai.control_tokens import break_up
from bot.engines.text.reasoning import ReasoningParser
from bot.platforms.discord import triggers
from bot.platforms.discord.guard import scene
from bot.platforms.discord.heading import quoted_line
from bot.platforms.discord.panel.presses import TEMPLATE as PANEL
from bot.platforms.discord.presses import TEMPLATE as PRESS
from bot.sandbox.errors import Refusal
from bot.sandbox.limits import Limits
from bot.sandbox.verbs.command_form import read_command
from bot.sandbox.verbs.message_form import read_message
from bot.settings.personas import from_folder
from bot.stores.memory_access import MemoryAccess
from tests.platforms.discord.models import ADA, ME, OTHER_ROLE, OWN_ROLE, World

FOUND = tomllib.loads((Path(__file__).parent / "found.toml").read_text(encoding="utf-8"))["found"]
WORLD = World()
MENTIONS = [f"<@{ME}>", f"<@!{ME}>", f"<@&{OWN_ROLE}>", f"<@{ADA}>", f"<@&{OTHER_ROLE}>", "<@", "<#1>", "<a:b:1>"]
MARKS = ["```", "`", "|", "\n", "[", "](", "https://a.example", "discord.gg/a", "$", "\\", "<", ">", "&", "*", "_", "#"]
characters = st.characters(exclude_categories=["Cs"])
pieces = st.sampled_from([*MENTIONS, *MARKS, " ", "\t", ",", ".", "</think>", "-# "]) | st.text(characters, max_size=5)
texts = st.lists(pieces, max_size=40).map("".join)


def read(text):
    """Everything that reads what people or the model write."""
    asked = triggers.incoming(WORLD.message(text), WORLD.me)
    name = thread_name(Incoming(channel=1, author=Author(1, "Ada"), parts=words(text)))
    assert len(name) <= LONGEST
    assert "\n" not in name
    assert quoted_line(text).count("\n") == 1
    assert f"<@{ME}>" not in asked.text
    for pages in (paginate(text, 1990), shown(text, draws=True), shown(text, draws=False)):
        assert all(page.strip() and len(page) <= 1990 for page in pages)
    assert "<|im_end|>" not in break_up(text)
    parser = ReasoningParser(lambda *_: None, is_open=True)
    parser.put(text)
    parser.end()
    data = text.encode()
    content.known(data)
    assert content.decoded(data) is None or "\x00" not in text
    # What is in a file cannot end it.
    fence = File("a", text, length=len(text)).text.splitlines()[-1]
    assert fence not in text


def shown(text, **how):
    pages = Shown(1990, opens_links=True, **how)
    pages.add(text)
    pages.end()
    return pages.render()


@given(texts)
def test_whatever_is_written_is_read(text):
    read(text)


@pytest.mark.parametrize("found", FOUND, ids=lambda found: found["did"])
def test_what_was_found_once_is_found_no_more(found):
    read(found["text"] * found["times"])


@given(texts)
@example(f"{'a ' * 3}<@{ME}>\t,<@{ME}>x")
def test_a_mention_of_the_bot_goes_as_it_went_by_one_expression(text):
    own = rf"<@!?{ME}>|<@&{OWN_ROLE}>"
    plain = re.sub(rf"^\s*(?:{own})[\s,:]*", "", text)
    plain = re.sub(rf",?[ \t]*(?:{own})(?=[\s.,;:!?]|$)|(?:{own})[ \t]*", "", plain)
    message, bare = WORLD.message(text), WORLD.message(plain)
    # What stood apart may have come together, and then is another mention.
    if not re.search(own, plain):
        assert triggers.incoming(message, WORLD.me).text == triggers.incoming(bare, WORLD.me).text


@given(st.text(st.sampled_from("answer:settngs0123456789placeformhudk_\n "), max_size=60))
def test_an_id_that_the_bot_did_not_give_presses_nothing(custom_id):
    for template in (PRESS, PANEL):
        if match := re.fullmatch(template, custom_id):
            given_to = ui.Button(custom_id=match[0]).custom_id
            assert given_to == custom_id
            assert all(len(value or "") <= 60 for value in match.groupdict().values())


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
OF_MESSAGES = ["content", "embeds", "components", "attachments", "poll", "sticker_ids", "flags", "tts"]
OF_MESSAGES += ["message_reference", "allowed_mentions", "nonce", "enforce_nonce"]
OF_COMMANDS = ["type", "name", "description", "options", "name_localizations", "contexts", "integration_types", "nsfw"]
INNER = ["type", "components", "custom_id", "label", "options", "question", "answers", "fields", "title", "message_id"]


def bodies(names):
    inner = st.dictionaries(st.sampled_from(INNER), values, max_size=4)
    return st.dictionaries(st.sampled_from(names), values | inner | st.lists(inner, max_size=2), max_size=6)


@given(bodies(OF_MESSAGES))
def test_the_sandbox_reads_a_message_or_refuses_it(body):
    with suppress(Refusal):
        read_message(body, Limits())


@given(bodies(OF_COMMANDS))
def test_the_sandbox_reads_a_command_or_refuses_it(body):
    with suppress(Refusal):
        read_command(body)


@given(texts | st.builds("---\n{}\n---\n{}".format, texts, texts))
def test_a_persona_is_read_or_named_as_wrong(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("personas") / "config" / "personas"
    folder.mkdir(parents=True)
    (folder / "somebody.md").write_text(text, encoding="utf-8")
    found = from_folder(folder.parents[1])
    assert found.personas or found.mistakes


@given(
    st.binary(max_size=300) | st.builds(bytes.__add__, st.sampled_from([b"PK\x03\x04", b"%PDF-", b"RIFF"]), st.binary())
)
def test_a_file_is_told_by_what_is_in_it_whatever_that_is(data):
    content.known(data)
    text = content.decoded(data)
    assert text is None or isinstance(text, str)


async def test_who_is_denied_is_so_by_whatever_number_a_role_or_place_has():
    for denied in ("users", "roles", "channels", "servers"):
        message = WORLD.message("hi", member={"roles": [str(OTHER_ROLE)], "joined_at": None, "flags": 0})
        here = scene(message.author, message.channel, WORLD.guild.id)
        numbers = {"users": {here.user}, "roles": here.roles, "channels": here.channels, "servers": {here.server}}
        for number in numbers[denied]:
            rules = Rules(denied=type(Rules().denied)(**{denied: frozenset({number})}))
            assert not await Admission(rules, MemoryAccess()).permits(here)
