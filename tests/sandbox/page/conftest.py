"""A browser for all tests of the page, and tabs in it."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import aiohttp
import pytest

from bot.sandbox import Sandbox

from .browser import Page, chromium

Open = Callable[..., Awaitable[Page]]


@pytest.fixture(scope="session")
def devtools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if binary is None:
        pytest.skip("no chromium on this machine")
    with chromium(binary, tmp_path_factory.mktemp("profile")) as address:
        yield address


@pytest.fixture
async def open_page(devtools: str, session: aiohttp.ClientSession) -> AsyncIterator[Open]:
    """Open an address in a tab of its own and wait until one can write there."""
    pages: list[Page] = []

    async def open_it(address: str) -> Page:
        pages.append(await Page.open(session, devtools, address))
        await pages[-1].until("document.querySelector('#box[placeholder]') && document.querySelector('.intro')")
        return pages[-1]

    yield open_it
    for page in pages:
        await page.close()


@pytest.fixture
async def page(sandbox: Sandbox, open_page: Open) -> Page:
    return await open_page(sandbox.url)


async def send(page: Page, text: str) -> None:
    """Type into the box, leave what it offers alone, and press Enter."""
    await page.evaluate("document.querySelector('#box').focus()")
    await page.type(text)
    await page.press("Escape")
    await page.press("Enter")
