"""What is tried again, and when."""

import aiohttp
import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.discord.failures import FIRST_WAIT, LONGEST_WAIT, ODD_TRIES, Retries
from bot.platforms.discord.too_many_requests import TooManyRequests, bearable
from tests.platforms.discord.fakes import refusal

DOWN = aiohttp.ClientOSError(104, "reset")


@given(st.floats(0, 1, exclude_max=True), st.integers(1, 2000))
def test_waits_grow_to_a_bound_and_never_to_nothing(jitter, failures):
    retries = Retries(jitter=lambda: jitter)
    waits = [retries.wait_after(DOWN) for _ in range(failures)]
    assert waits == sorted(waits)
    assert FIRST_WAIT / 2 <= waits[0] <= FIRST_WAIT
    assert waits[-1] <= LONGEST_WAIT


def test_those_who_failed_together_do_not_come_back_together():
    assert Retries(jitter=lambda: 0.0).wait_after(DOWN) != Retries(jitter=lambda: 0.9).wait_after(DOWN)


def test_a_success_begins_the_waits_anew():
    retries = Retries(jitter=lambda: 0.0)
    for _ in range(5):
        retries.wait_after(DOWN)
    retries.succeeded()
    assert retries.wait_after(DOWN) == FIRST_WAIT


def test_only_errors_that_nobody_foresaw_are_counted():
    retries = Retries()
    for _ in range(100):
        assert retries.wait_after(DOWN) is not None
    waits = [retries.wait_after(ValueError("odd")) for _ in range(ODD_TRIES)]
    assert waits[-1] is None
    assert None not in waits[:-1]


@pytest.mark.parametrize(
    ("error", "least"),
    [
        (discord.RateLimited(77.0), 77.0),
        (refusal(429, retry_after=12), 12.0),
        (refusal(429, retry_after="soon"), 0.0),
        (refusal(429), 0.0),
    ],
)
def test_the_wait_that_discord_names_is_kept(error, least):
    wait = Retries(jitter=lambda: 0.0).wait_after(error)
    assert wait == max(least, FIRST_WAIT)


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_discord_refuses_in_json_what_stands_before_it_in_html(status):
    assert Retries().wait_after(refusal(status)) is None
    assert Retries().wait_after(refusal(status, html=True)) is not None


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_time_out_too_many_requests_and_a_servers_error_pass(status):
    assert Retries().wait_after(refusal(status)) is not None


@pytest.mark.parametrize(
    ("told", "kept"),
    [(12, 12.0), ("12", 12.0), (1e9, 3600.0), (float("inf"), 3600.0), (10**400, 0.0), (float("nan"), 0.0), (-5, 0.0)]
    + [(said, 0.0) for said in (None, "soon", [1])],
)
def test_a_wait_that_makes_no_sense_is_none_and_none_is_longer_than_an_hour(told, kept):
    assert bearable(told) == kept
    assert Retries(jitter=lambda: 0.0).wait_after(TooManyRequests(bearable(told))) == max(kept, FIRST_WAIT)
