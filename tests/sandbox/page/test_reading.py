"""Reading in the page while something goes on: what is read stays where it is, the end is followed by who is there."""

from typing import Any

from bot.sandbox import Sandbox

from .browser import Page

LAST = ".message:last-child .markdown"
END = "(({scrollHeight, scrollTop, clientHeight}) => scrollHeight - scrollTop - clientHeight)"


async def scroll(page: Page, how: str) -> None:
    await page.evaluate(f"(scroller => {{ {how} }})(document.querySelector('.scroller'))")
    await page.settle()


async def place(page: Page, message: Any) -> float:
    """How far down the window a message begins."""
    await page.settle()
    selector = f".message[data-id='{message.id}']"
    top: float = await page.evaluate(f'document.querySelector("{selector}").getBoundingClientRect().top')
    return top


async def from_end(page: Page) -> float:
    """How much of the channel lies below what is seen."""
    await page.settle()
    left: float = await page.evaluate(f"{END}(document.querySelector('.scroller'))")
    return left


async def test_what_is_read_stays_where_it_is_whatever_grows_or_goes_above(sandbox: Sandbox, page: Page) -> None:
    said = [sandbox.linus.say(sandbox.general, f"message {number}") for number in range(60)]
    await page.shows(LAST, "message 59")
    await scroll(page, "scroller.scrollTop = scroller.scrollHeight / 2")
    before = await place(page, said[40])
    sandbox.linus.edit(said[0], "grown\n" * 20)
    await page.shows(".message:first-child .markdown", "grown")
    assert abs(await place(page, said[40]) - before) < 1
    sandbox.linus.delete(said[0], said[3])
    await page.until("document.querySelectorAll('.message').length === 58")
    assert abs(await place(page, said[40]) - before) < 1


async def test_one_line_up_is_enough_to_be_left_in_peace(sandbox: Sandbox, page: Page) -> None:
    for number in range(60):
        sandbox.linus.say(sandbox.general, f"message {number}")
    growing = sandbox.ada.say(sandbox.general, "growing")
    await page.shows(LAST, "growing")
    assert await from_end(page) < 1
    await scroll(page, "scroller.scrollTop -= 30")
    before = await place(page, growing)
    sandbox.ada.edit(growing, "growing\n" * 3 + "more")
    await page.shows(LAST, "more")
    assert await place(page, growing) == before

    await scroll(page, "scroller.scrollTop += 60")
    sandbox.ada.edit(growing, "growing\n" * 30 + "most")
    await page.shows(LAST, "most")
    assert await from_end(page) < 1


async def test_older_messages_come_until_they_fill_the_view(sandbox: Sandbox, page: Page) -> None:
    for number in range(70):
        sandbox.linus.say(sandbox.code, f"message {number}")
    await page.shows(".channel.unread", "code")
    await page.evaluate("location.reload()")
    await page.look_from(height=3000)
    await page.shows(".intro", "#general")
    await page.click(".channel-list > ul:first-of-type > li:nth-child(2) > .channel")
    await page.shows(".intro", "#code")
    assert await page.evaluate("document.querySelectorAll('.message').length") == 70


async def test_code_that_grows_leaves_the_button_under_the_finger(sandbox: Sandbox, page: Page) -> None:
    growing = sandbox.linus.say(sandbox.general, "```python\nprint(1)\n```")
    await page.shows(".fence code", "print")
    await page.evaluate("document.querySelector('.copy').focus()")
    sandbox.linus.edit(growing, "```python\nprint(1)\nprint('2')\n```")
    await page.shows(".fence .code-string", "'2'")
    assert await page.evaluate("document.activeElement.className") == "copy"
    assert await page.evaluate("document.querySelectorAll('.fence .code-call').length") == 2


async def test_the_name_of_an_unknown_channel_leads_nowhere(sandbox: Sandbox, page: Page) -> None:
    sandbox.linus.say(sandbox.random, "see <#12345>")
    await page.click(".channel-list > ul:first-of-type > li:nth-child(3) > .channel")
    await page.click(".message .pill")
    await page.until(f"location.hash === '#{sandbox.random.id}'")
    await page.shows(".channel[aria-current]", "random")


async def test_channels_stand_under_their_category(sandbox: Sandbox, page: Page) -> None:
    work = sandbox.add_category("Work")
    sandbox.move_channel(sandbox.code, work)
    groups = """[...document.querySelectorAll('.channel-list > .caption')].map(title =>
        `${title.textContent}: ${[...title.nextSibling.querySelectorAll('.channel-name')].map(e => e.textContent)}`
    ).join('; ')"""
    await page.until(f"{groups} === 'Text channels: general,random; Work: code; Direct messages: Qwen'")
    sandbox.delete_channel(work)
    await page.until(f"{groups} === 'Text channels: general,code,random; Direct messages: Qwen'")


async def test_a_role_that_is_given_counts_at_once(sandbox: Sandbox, page: Page) -> None:
    ranks = "[...document.querySelectorAll('.person .activity')].map(e => e.textContent).join()"
    await page.until(f"{ranks} === 'Administrator,Moderator,Member'")
    sandbox.give_role(sandbox.moderators, sandbox.linus)
    await page.until(f"{ranks} === 'Administrator,Moderator,Moderator'")
    sandbox.take_role(sandbox.moderators, sandbox.grace)
    await page.until(f"{ranks} === 'Administrator,Member,Moderator'")
