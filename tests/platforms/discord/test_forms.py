"""Which forms nobody waits for any more."""

from types import SimpleNamespace

import discord
import pytest

from bot.platforms.discord.forms import Form, is_outdated

CLIENT = SimpleNamespace(forms="now")
SENT_IN = discord.InteractionType.modal_submit


def sent(custom_id, kind=SENT_IN):
    return SimpleNamespace(client=CLIENT, type=kind, data=custom_id and {"custom_id": custom_id})


async def test_one_that_this_client_opened_is_waited_for_and_that_of_another_is_not():
    form = Form(SimpleNamespace(client=CLIENT), "Title")
    assert form.title == "Title"
    assert not is_outdated(sent(form.custom_id))
    other = Form(SimpleNamespace(client=SimpleNamespace(forms="before")), "Title")
    assert is_outdated(sent(other.custom_id))


async def test_no_two_forms_are_the_same():
    ids = {Form(SimpleNamespace(client=CLIENT), "Title").custom_id for _ in range(100)}
    assert len(ids) == 100
    assert max(map(len, ids)) <= 100


@pytest.mark.parametrize("custom_id", ["answer:stop:1", "forms:before:1", None])
def test_what_is_no_form_of_the_bots_is_left_alone(custom_id):
    assert not is_outdated(sent(custom_id))


def test_what_is_pressed_is_none():
    assert not is_outdated(sent("form:before:1", discord.InteractionType.component))
