"""Which messages are for the bot."""

from dataclasses import replace
from itertools import product

import pytest

from bot.core.trigger import Heard, is_for_bot

PLAIN = Heard()
CALLS = Heard(calls_bot=True)
OTHERS = Heard(calls_others=True)
BOTH = Heard(calls_bot=True, calls_others=True)
BLANK_CALL = Heard(calls_bot=True, is_blank=True)
BLANK = Heard(is_blank=True)


@pytest.mark.parametrize(
    ("heard", "mention", "everything", "never"),
    [
        (PLAIN, False, True, False),
        (CALLS, True, True, False),
        (OTHERS, False, False, False),
        (BOTH, True, True, False),
        (BLANK_CALL, True, True, False),
        (BLANK, False, False, False),
        (replace(PLAIN, in_own_thread=True), True, True, False),
        (replace(PLAIN, in_own_thread=True, has_other_bots=True), False, True, False),
        (replace(CALLS, in_own_thread=True, has_other_bots=True), True, True, False),
        (replace(OTHERS, in_own_thread=True), False, False, False),
        (replace(BLANK, in_own_thread=True), False, False, False),
    ],
)
def test_what_is_for_the_bot_on_a_server(heard, mention, everything, never):
    assert [is_for_bot(heard, trigger) for trigger in ("mention", "all", "never")] == [mention, everything, never]


@pytest.mark.parametrize("trigger", ["mention", "all", "never"])
def test_a_direct_message_always_is(trigger):
    for heard, is_blank in product((PLAIN, CALLS, OTHERS), (True, False)):
        assert is_for_bot(replace(heard, is_private=True, is_blank=is_blank), trigger)
