"""Whoever typed a command that failed is told, though Discord fails just then."""

import asyncio

import pytest

from bot.core.errors import BotError
from bot.platforms.discord.commands.report import TRIES, report
from tests.conftest import english
from tests.platforms.discord.commands.typed import wiring_of
from tests.platforms.discord.fakes import refusal
from tests.platforms.discord.recording import RecordingConversation, RecordingInteraction

pytestmark = pytest.mark.hurrying
TOLD = ("edit", {"content": english(BotError.notice)})


async def deferred(failure):
    interaction = RecordingInteraction(failure=failure)
    await interaction.response.defer()
    return interaction


async def test_a_moments_failure_is_waited_out_so_that_nothing_thinks_for_ever():
    interaction = await deferred(refusal(429, html=True))
    reporting = asyncio.create_task(report(interaction, refusal(429, html=True), wiring_of(RecordingConversation())))
    await asyncio.sleep(0.1)
    interaction.failure = None
    await reporting
    assert interaction.told[1:] == [TOLD, TOLD]


@pytest.mark.parametrize(("failure", "tries"), [(refusal(404, 10062), 1), (refusal(503), TRIES)])
async def test_it_is_not_tried_in_vain_or_for_ever(failure, tries):
    interaction = await deferred(failure)
    await report(interaction, failure, wiring_of(RecordingConversation()))
    assert interaction.told[1:] == [TOLD] * tries
