"""How the page looks and speaks: legible in both schemes, usable in a narrow window and without a mouse."""

import pytest

from bot.sandbox import Sandbox

from ..conftest import MakeApi
from .browser import Page
from .conftest import Open, send

MENU_OPEN = "document.querySelector('.menu').getAttribute('aria-expanded') === 'true'"
# The contrast of each text that is seen with what lies behind it, by WCAG 2's formula; what is under 4.5.
FAINT = """(() => {
    const parts = colour => { const found = colour.match(/[\\d.]+/g).map(Number); return [...found, 1].slice(0, 4); };
    const over = (top, low) => [0, 1, 2].map(i => top[i] * top[3] + low[i] * (1 - top[3]));
    const linear = part => part <= 10.3 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4;
    const light = colour => colour.map(linear).reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
    const hasText = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const isSeen = element => element.checkVisibility({opacityProperty: true})
        && !element.closest("[aria-hidden=true], .spoiler");
    const faint = [];
    for (const element of [...document.body.querySelectorAll("*")].filter(hasText).filter(isSeen)) {
        const line = [];
        for (let one = element; one; one = one.parentElement) line.unshift(getComputedStyle(one));
        const ground = line.reduce((low, style) => over(parts(style.backgroundColor), low), [255, 255, 255]);
        const text = parts(line.at(-1).color);
        text[3] *= line.reduce((all, style) => all * style.opacity, 1);
        const [dark, bright] = [light(ground), light(over(text, ground))].sort((a, b) => a - b);
        const contrast = (bright + 0.05) / (dark + 0.05);
        if (contrast < 4.5) faint.push(`${element.className} “${element.textContent}” ${contrast.toFixed(2)}`);
    }
    return faint;
})()"""

PICTURE = {"url": "https://example.com/a.png"}
EMBED = {"title": "t", "description": "d", "footer": {"text": "f"}, "fields": [{"name": "n", "value": "v"}]} | {
    "thumbnail": PICTURE
}
POLL = {"question": {"text": "Why?"}, "answers": [{"poll_media": {"text": "So"}}]}
OPTIONS = [{"label": "a", "value": "a", "description": "as it is", "default": True}]
MENU = {"type": 1, "components": [{"type": 3, "custom_id": "menu", "options": OPTIONS, "max_values": 1}]}
LAYOUT = [{"type": 17, "components": [{"type": 10, "content": "# A box\n-# small"}, MENU]}]


async def test_the_beginning_of_a_channel_says_what_the_bot_is(open_page: Open) -> None:
    async with Sandbox(about="A small model of 2 < 3 parameters.") as sandbox:
        page = await open_page(sandbox.url)
        assert await page.evaluate("document.querySelector('.intro .about').innerText") == (
            "A small model of 2 < 3 parameters."
        )


async def test_where_nothing_is_said_of_the_bot_there_is_no_empty_box(page: Page) -> None:
    assert not await page.evaluate("document.querySelectorAll('.about').length")


@pytest.mark.parametrize("scheme", ["dark", "light"])
async def test_every_text_stands_out_from_its_ground(sandbox: Sandbox, page: Page, api: MakeApi, scheme: str) -> None:
    bot = api(sandbox, sandbox.bot)
    await page.look_from(scheme=scheme)
    began = sandbox.linus.say(sandbox.general, "```python\n# why\ndef f(x): return 'a' + 1\n```\n-# small <t:1:D>")
    sandbox.linus.thread(sandbox.general, "A thread", message=began)
    sandbox.linus.say(sandbox.general, f"{sandbox.ada.user.mention} `code` <#{sandbox.code.id}> https://example.com")
    sandbox.linus.say(sandbox.code, sandbox.ada.user.mention)
    sandbox.ada.edit(sandbox.ada.say(sandbox.general, "a"), "b")
    sandbox.linus.say(sandbox.general, "", files={"a.txt": b"a\n" * 9}, embeds=[EMBED], poll=POLL)
    sandbox.ada.forward(began, sandbox.general)
    await bot("POST", f"/channels/{sandbox.general.id}/messages", {"components": LAYOUT, "flags": 1 << 15})
    sandbox.faults.next("POST", "/channels/*/messages", status=500)
    await send(page, "this fails")
    await page.shows(".failure")
    await page.shows(".file-text", "a")
    await page.evaluate("document.querySelector('.picked').focus()")
    await page.press("Enter")
    await page.shows(".picker .activity", "as it is")
    assert await page.evaluate(FAINT) == []
    await page.press("Escape")
    await page.evaluate("document.querySelector('#box').focus()")
    await page.type("x" * 2100 + " @")
    await page.shows(".suggestion[aria-selected=true]")
    await page.shows(".channel .count")
    assert await page.evaluate(FAINT) == []
    await page.press("Escape")
    await page.click(".channel-list > ul:last-child .channel")
    await page.shows(".channel[aria-current]", "Qwen")
    await page.until("document.querySelector('.hint kbd')")
    assert await page.evaluate(FAINT) == []


async def test_a_drawer_opens_and_closes_as_one_expects(sandbox: Sandbox, page: Page) -> None:
    await page.look_from(width=390, height=844)
    ways = {
        "the channel that is open": ".channel[aria-current]",
        "beside it": ".chat-header .bot-line",
        "another channel": ".channel-list > ul:first-of-type > li:nth-child(2) > .channel",
    }
    for way, target in ways.items():
        await page.click(".menu")
        assert await page.evaluate(MENU_OPEN), way
        await page.until("document.activeElement.matches('.channel[aria-current]')")
        await page.click(target)
        await page.until(f"!({MENU_OPEN})")
    await page.click(".menu")
    await page.press("Escape")
    await page.until("document.activeElement.matches('.menu')")
    assert not await page.evaluate(MENU_OPEN)

    people = "document.querySelector('.members').checkVisibility()"
    await page.click("[aria-label=Members].icon-button")
    assert await page.evaluate(people)
    await page.press("Escape")
    assert not await page.evaluate(people)


async def test_the_members_beside_the_messages_are_put_away_until_asked_for(sandbox: Sandbox, page: Page) -> None:
    people = "document.querySelector('.members').checkVisibility()"
    button = "[aria-label=Members].icon-button"
    for is_shown in (False, True):
        await page.click(button)
        assert await page.evaluate(people) is is_shown
        expanded = f"document.querySelector('{button}').getAttribute('aria-expanded')"
        assert await page.evaluate(expanded) == str(is_shown).lower()


async def test_the_sign_of_a_failure_stands_beside_its_words(sandbox: Sandbox, page: Page) -> None:
    await page.look_from(width=390, height=844)
    sandbox.faults.next("POST", "/channels/*/messages", status=500)
    await send(page, "this fails")
    await page.shows(".failure")
    first_line, sign = await page.evaluate("""(() => {
        const range = document.createRange();
        range.selectNodeContents(document.querySelector(".failure"));
        const words = [...range.getClientRects()].find(box => box.width > 30);
        return [words.top, document.querySelector(".failure .icon").getBoundingClientRect().bottom];
    })()""")
    assert sign > first_line


async def test_a_lost_line_is_told_of_once(sandbox: Sandbox, page: Page) -> None:
    told = await page.evaluate("""import("/page/view/banner.js").then(({Banner}) => {
        const root = document.createElement("div");
        const banner = new Banner(root);
        banner.show("lost");
        const words = root.firstChild;
        banner.show("lost");
        return root.firstChild === words && words.data.startsWith("Connection lost");
    })""")
    assert told
