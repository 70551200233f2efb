"""Writing in the page: drafts, edits, long texts, and input methods."""

import aiohttp

from bot.sandbox import Limits, Sandbox

from ..conftest import StartSandbox
from .browser import Page
from .conftest import send

LAST = ".message:last-child .markdown"
ANSWERED = """new Promise(done => {
    const isIt = ({name}) => name.endsWith("/messages/ID");
    new PerformanceObserver(list => list.getEntries().some(isIt) && done()).observe({type: "resource", buffered: true});
})"""
TEXT = "document.querySelector('#box').value"
# Whether the letters of the line of that number are seen from top to bottom, however high they are in this font.
SEES_LINE = """(number => {
    const text = document.querySelector(".mirror").firstChild;
    const start = text.data.split("\\n").slice(0, number).reduce((sum, line) => sum + line.length + 1, 0);
    const letter = document.createRange();
    letter.setStart(text, start);
    letter.setEnd(text, start + 1);
    const {top, bottom} = letter.getBoundingClientRect();
    const view = document.querySelector(".field-scroller").getBoundingClientRect();
    return view.top <= top && bottom <= view.bottom;
})(%d)"""


async def edit_last(page: Page) -> None:
    await page.click(".message:last-child [aria-label=Edit]", over=".message:last-child")
    await page.shows(".mode", "Editing your message")


async def test_what_is_typed_before_the_gateway_has_greeted_stays(
    start_sandbox: StartSandbox, session: aiohttp.ClientSession, devtools: str
) -> None:
    sandbox = await start_sandbox(Limits(event_delay=1.0))
    page = await Page.open(session, devtools, sandbox.url)
    try:
        await page.until("document.querySelector('#box')")
        await page.evaluate("document.querySelector('#box').focus()")
        await page.type("ear")
        await page.until("document.querySelector('.send')")
        await page.type("ly")
        await page.press("Enter")
        assert not await page.evaluate("document.querySelector('#box').placeholder")
        await page.shows(".notice", "Connecting")
        await page.until("document.querySelector('#box[placeholder]') && document.querySelector('.intro')")
        assert await page.evaluate(TEXT) == "early"
        await page.press("Enter")
        await page.shows(LAST, "early")
        assert page.errors == []
    finally:
        await page.close()


async def test_a_new_login_leaves_the_box_alone(sandbox: Sandbox, page: Page) -> None:
    said = sandbox.ada.say(sandbox.general, "said")
    await page.shows(LAST, "said")
    await edit_last(page)
    await page.type(" bet")
    sandbox.invalidate(user=sandbox.ada.user)
    await sandbox.until(lambda: sandbox.journal.connections.count("identify") == 3)
    await page.until("document.querySelector('.banner').hidden")
    await page.type("ter")
    await page.press("Enter")
    await sandbox.until(lambda: said.content == "said better")


async def test_a_draft_outlives_an_edit_and_a_visit_elsewhere(sandbox: Sandbox, page: Page) -> None:
    said = sandbox.ada.say(sandbox.general, "said")
    await page.shows(LAST, "said")
    await page.type("a draft")
    await edit_last(page)
    assert await page.evaluate(TEXT) == "said"
    await page.type(" better")
    await page.press("Enter")
    await page.shows(LAST, "said better")
    await page.until(f"{TEXT} === 'a draft'")
    assert said.content == "said better"

    await edit_last(page)
    await page.click(".channel-list > ul:first-of-type > li:nth-child(2) > .channel")
    await page.until("document.querySelector('#box').placeholder === 'Message #code'")
    assert await page.evaluate(TEXT) == ""
    await page.click(".channel-list > ul:first-of-type > li:nth-child(1) > .channel")
    await page.until(f"{TEXT} === 'a draft'")


async def test_an_edit_that_comes_back_late_leaves_the_next_channels_box_alone(sandbox: Sandbox, page: Page) -> None:
    said = sandbox.ada.say(sandbox.general, "said")
    await page.shows(LAST, "said")
    sandbox.faults.next("PATCH", "/channels/*/messages/*", delay=0.3)
    await edit_last(page)
    await page.type(" better")
    await page.press("Enter")
    await page.click(".channel-list > ul:first-of-type > li:nth-child(2) > .channel")
    await page.until("document.querySelector('#box').placeholder === 'Message #code'")
    await page.type("meanwhile")
    await page.evaluate(ANSWERED.replace("ID", str(said.id)))
    await page.settle()
    assert said.content == "said better"
    assert await page.evaluate(TEXT) == "meanwhile"


async def test_an_edit_into_a_slash_stays_an_edit(sandbox: Sandbox, page: Page) -> None:
    said = sandbox.ada.say(sandbox.general, "said")
    await page.shows(LAST, "said")
    await edit_last(page)
    await page.evaluate("document.querySelector('#box').select()")
    await page.type("/shrug")
    await page.press("Enter")
    await sandbox.until(lambda: said.content == "/shrug")


async def test_a_text_too_long_for_a_message_stays_in_the_box(sandbox: Sandbox, page: Page) -> None:
    await send(page, "x" * 2001)
    await page.shows(".notice.problem", "at most 2000 characters. This one has 2001")
    assert await page.evaluate(f"{TEXT}.length") == 2001
    assert sandbox.messages(sandbox.general) == []


async def test_a_long_text_shows_where_it_is_written(sandbox: Sandbox, page: Page) -> None:
    await page.type("line\n" * 60 + "end")
    await page.settle()
    assert await page.evaluate(SEES_LINE % 60)
    assert not await page.evaluate(SEES_LINE % 1)
    await page.evaluate("document.querySelector('#box').setSelectionRange(0, 0)")
    await page.type("start\n")
    await page.settle()
    assert await page.evaluate(SEES_LINE % 1)
    assert not await page.evaluate(SEES_LINE % 61)


async def test_keys_that_an_input_method_takes_do_nothing_else(sandbox: Sandbox, page: Page) -> None:
    sandbox.linus.say(sandbox.general, "said")
    await page.shows(LAST, "said")
    await page.click(".message [aria-label=Reply]", over=".message")
    await page.shows(".mode", "Replying to Linus")
    await page.compose("にほ")
    await page.press("Enter", composing=True)
    await page.press("Escape", composing=True)
    await page.type("日本")
    # Safari tells of the end of a composition first, and of the key that ended it then.
    await page.press("Enter", composing=True)
    assert await page.evaluate(TEXT) == "日本"
    assert await page.evaluate("document.querySelector('.mode').hidden") is False
    await page.press("Enter")
    await page.shows(LAST, "日本")
    assert [message.content for message in sandbox.messages(sandbox.general)] == ["said", "日本"]


async def test_a_list_that_closed_is_not_announced_as_open(sandbox: Sandbox, page: Page) -> None:
    await page.type("@")
    await page.until("document.querySelector('#box').getAttribute('aria-expanded') === 'true'")
    await page.evaluate("document.querySelector('#box').blur()")
    assert await page.evaluate("document.querySelector('#box').getAttribute('aria-expanded')") == "false"
    assert not await page.evaluate("document.querySelector('#box').hasAttribute('aria-activedescendant')")
