"""Tests of the platforms wait for nothing."""

from tests.hurrying import HurryingLoop


def pytest_asyncio_loop_factories(config, item):
    return {"hurrying": HurryingLoop}
