"""An engine for the tests that need nothing of it but that it answers."""

import pytest

from .engines import endless, opened


@pytest.fixture
async def tiny_engine(tiny):
    """An engine, and its model to put hooks on."""
    async with opened(endless(tiny)) as pair:
        yield pair
