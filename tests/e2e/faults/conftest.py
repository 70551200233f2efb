"""A bot whose time may pass at once."""

import pytest


@pytest.fixture
def start_bot(start_bot, request):
    """As ever, but where time is hurrying that no heartbeat comes is no reason to connect anew: threads send them."""
    if request.node.get_closest_marker("hurrying") is None:
        return start_bot

    def start(engine, *, as_client=None, **options):
        return start_bot(engine, as_client={"heartbeat_timeout": 1e6} | (as_client or {}), **options)

    return start
