"""What people and models write, as the page shows it: as Discord does, and never as HTML."""

from bot.sandbox import Sandbox

from .browser import Page
from .conftest import send

LAST = ".message:last-child .markdown"


async def test_html_stays_text(sandbox: Sandbox, page: Page) -> None:
    markup = '<img src=x onerror="window.run = 1"> <b>b</b> [x](javascript:window.run=1) ||<script>run=1</script>||'
    await send(page, markup)
    assert (await page.shows(LAST, "onerror")).startswith("<img src=x")
    assert await page.evaluate("document.querySelectorAll('.log img, .log b, .log script, .log a').length") == 0
    assert await page.evaluate("window.run === undefined")


async def test_markdown_reads_as_in_discord(sandbox: Sandbox, page: Page) -> None:
    def line(html: str) -> str:
        return f'<div class="paragraph">{html}</div>'

    readings = {
        "**a** *b* __c__ ~~d~~": line("<strong>a</strong> <em>b</em> <u>c</u> <s>d</s>"),
        "snake_case_name 2 * 3 * 4": line("snake_case_name 2 * 3 * 4"),
        "`**a**` \\*b\\*": line('<code class="inline-code">**a**</code> *b*'),
        "# T\nt": '<h3 class="heading heading-1">T</h3>' + line("t"),
        "- a\n  1. b": '<ul><li>a<ol start="1"><li>b</li></ol></li></ul>',
        "> a\nb": f"<blockquote>{line('a')}</blockquote>{line('b')}",
        "-# small": '<small class="subtext">small</small>',
        "```\n**open**": line("```\n<strong>open</strong>"),
        "a\n# T": line("a") + '<h3 class="heading heading-1">T</h3>',
    }
    for written in readings:
        sandbox.linus.say(sandbox.general, written)
    await page.until(f"document.querySelectorAll('.message').length === {len(readings)}")
    shown = await page.evaluate("[...document.querySelectorAll('.message .markdown')].map(e => e.innerHTML)")
    assert shown == list(readings.values())


async def test_code_in_a_list_is_code(sandbox: Sandbox, page: Page) -> None:
    sandbox.linus.say(sandbox.general, "1. Do:\n   ```sh\n   if a\n     - b\n   ```\n2. Then\n   that")
    await page.shows(LAST, "Then")
    shown = "(selector) => [...document.querySelectorAll(selector)].map(e => e.textContent)"
    assert await page.evaluate(f"({shown})('.message li code')") == ["if a\n  - b"]
    assert await page.evaluate(f"({shown})('.message ol > li')") == ["Do:if a\n  - bCopy", "Then\nthat"]


async def test_an_empty_line_is_seen_before_a_block_as_after_it(sandbox: Sandbox, page: Page) -> None:
    for written in ("a\n- b", "a\n\n- b"):
        sandbox.linus.say(sandbox.general, written)
    await page.until("document.querySelectorAll('.message').length === 2")
    close, apart = await page.evaluate("[...document.querySelectorAll('.markdown')].map(e => e.offsetHeight)")
    assert apart - close == 22
