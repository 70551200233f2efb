"""A click reaches what it is meant for, and nothing else."""

from .browser import Page

RUNAWAY = """(() => {
    const button = document.body.appendChild(document.createElement("button"));
    Object.assign(button, {id: "runaway", textContent: "Go"});
    Object.assign(button.style, {position: "fixed", top: "9px"});
    button.addEventListener("pointerenter", () => button.style.top = "99px", {once: true});
    window.clicks = [];
    document.addEventListener("click", event => clicks.push(event.target.id));
})()"""


async def test_a_click_beside_what_moved_away_is_kept_from_the_page_and_made_again(page: Page) -> None:
    await page.evaluate(RUNAWAY)
    await page.click("#runaway")
    assert await page.evaluate("clicks") == ["runaway"]
