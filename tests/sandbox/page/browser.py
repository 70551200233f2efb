"""Drives a real Chromium through its DevTools protocol, as a person would: it clicks, types and looks."""

import asyncio
import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Self

import aiohttp

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--window-size=1280,800",
)
_LISTENING = "DevTools listening on "
_KEYS = {"Enter": (13, "\r"), "Tab": (9, ""), "Escape": (27, ""), "ArrowUp": (38, ""), "ArrowDown": (40, "")}
_SHIFT = 8
_COMPOSING = 229
_WATCH = """new Promise(resolve => {
    const look = () => {
        const value = (%s);
        if (value) { observer.disconnect(); resolve(value); }
    };
    const observer = new MutationObserver(look);
    observer.observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
    look();
})"""
# What appears under the mouse has its place from the next frame on; null if it does not appear.
_PLACE = """new Promise(resolve => {
    let frames = 0;
    const look = () => {
        const element = [...document.querySelectorAll(%s)].at(-1);
        element.scrollIntoView({block: "nearest"});
        const box = element.getBoundingClientRect();
        if (box.width) resolve({x: box.x + box.width / 2, y: box.y + box.height / 2});
        else if (++frames > 30) resolve(null);
        else requestAnimationFrame(look);
    };
    look();
})"""
# What stands under the mouse can move away before the button is down, as when a picture above has come. A press
# beside its goal is kept from the page, and `aim.end()` says whether there was one. What a press takes away at
# once, as a menu, need not be there for the click that ends it.
_AIM = """(() => {
    const goal = [...document.querySelectorAll(%s)].at(-1);
    const kinds = ["pointerdown", "mousedown", "pointerup", "mouseup", "click"];
    let hasMissed = false;
    const guard = event => {
        const decides = event.type === "pointerdown" || (event.type === "click" && goal?.isConnected);
        if (decides && !goal?.contains(event.target)) hasMissed = true;
        if (!hasMissed) return;
        event.stopImmediatePropagation();
        event.preventDefault();
    };
    for (const kind of kinds) addEventListener(kind, guard, true);
    window.aim = {end() {
        for (const kind of kinds) removeEventListener(kind, guard, true);
        return !hasMissed;
    }};
})()"""
# Only a failure takes as long, on the slowest machine, too.
_PATIENCE = 60.0


@contextmanager
def chromium(binary: str, profile: Path) -> Iterator[str]:
    """Run a browser with an empty profile and give the address of its DevTools."""
    command = [binary, *_FLAGS, f"--user-data-dir={profile}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr is not None
        line = next(line for line in process.stderr if line.startswith(_LISTENING))
        # A pipe that nobody empties would stop the browser one day.
        drain = threading.Thread(target=process.stderr.read)
        drain.start()
        try:
            yield line.removeprefix(_LISTENING).strip()
        finally:
            process.terminate()
            drain.join()


class Page:
    """A tab in a browser profile of its own. `errors` are what its console complained about."""

    def __init__(self, devtools: aiohttp.ClientWebSocketResponse) -> None:
        self.errors: list[str] = []
        self._devtools = devtools
        self._numbers = count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._session: str | None = None
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, http: aiohttp.ClientSession, devtools_url: str, url: str) -> Self:
        """Open the address in a new tab."""
        page = cls(await http.ws_connect(devtools_url, max_msg_size=0))
        context = await page._call("Target.createBrowserContext", disposeOnDetach=True)
        target = await page._call("Target.createTarget", url="about:blank", **context)
        attached = await page._call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        page._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            await page._call(f"{domain}.enable")
        await page._call("Emulation.setFocusEmulationEnabled", enabled=True)
        await page._call("Page.navigate", url=url)
        return page

    async def close(self) -> None:
        await self._devtools.close()
        await self._reader

    async def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression, awaited if it is a promise."""
        answer = await self._call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise AssertionError(_complaint(answer["exceptionDetails"]))
        return answer["result"].get("value")

    async def until(self, expression: str, *, within: float = _PATIENCE) -> Any:
        """The first true value of the expression, looked at whenever the document changes."""
        try:
            async with asyncio.timeout(within):
                return await self.evaluate(_WATCH % expression)
        except TimeoutError:
            text = await self.evaluate("document.body.innerText")
            raise TimeoutError(f"not so within {within} s: {expression}\n{text}\n{self.errors}") from None

    async def shows(self, selector: str, text: str = "") -> str:
        """Wait for an element with the text, and give the whole of its text, which must not be empty."""
        found = f"[...document.querySelectorAll({json.dumps(selector)})]"
        shown: str = await self.until(
            f"{found}.map(e => e.textContent).findLast(t => t.includes({json.dumps(text)})) || ''"
        )
        return shown

    async def click(self, selector: str, *, over: str | None = None) -> None:
        """Click the last element that the selector finds, wherever it is scrolled to, until it is hit."""
        has_hit = False
        async with asyncio.timeout(_PATIENCE):
            while not has_hit:
                place = await self.point_at(selector, over=over)
                await self.evaluate(_AIM % json.dumps(selector))
                for kind in ("mousePressed", "mouseReleased"):
                    await self._call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **place)
                has_hit = await self.evaluate("aim.end()")

    async def point_at(self, selector: str, *, over: str | None = None) -> dict[str, float]:
        """
        Move the mouse over the last element that the selector finds, and give the place.

        For one that shows only while the mouse is `over` another: the page can move that away under
        the mouse, so it is pointed at again until both are where they should be.
        """
        place: dict[str, float] | None = None
        async with asyncio.timeout(_PATIENCE):
            while place is None:
                if over is not None:
                    await self.point_at(over)
                await self.until(f"document.querySelector({json.dumps(selector)})")
                place = await self.evaluate(_PLACE % json.dumps(selector))
        await self._call("Input.dispatchMouseEvent", type="mouseMoved", **place)
        return place

    async def look_from(self, *, width: int = 1280, height: int = 800, scheme: str = "dark") -> None:
        """Be a window of that size, of somebody who likes pages dark or light, and at rest."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        await self._call("Emulation.setDeviceMetricsOverride", **metrics)
        likes = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
        features = [{"name": name, "value": value} for name, value in likes.items()]
        await self._call("Emulation.setEmulatedMedia", features=features)
        await self.settle()

    async def settle(self) -> None:
        """Let the page draw what was changed, and hear of it where it is scrolled."""
        await self.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    async def type(self, text: str) -> None:
        """Type into what has the focus."""
        await self._call("Input.insertText", text=text)

    async def compose(self, text: str) -> None:
        """Be in the middle of writing with an input method."""
        await self._call("Input.imeSetComposition", text=text, selectionStart=len(text), selectionEnd=len(text))

    async def press(self, key: str, *, shift: bool = False, composing: bool = False) -> None:
        """Press a key; with `composing` it bears the code of one that an input method takes for itself."""
        code, text = (_COMPOSING, "") if composing else _KEYS[key]
        event = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": _SHIFT if shift else 0}
        await self._call("Input.dispatchKeyEvent", type="keyDown", text=text, **event)
        await self._call("Input.dispatchKeyEvent", type="keyUp", **event)

    async def _call(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        session = {"sessionId": self._session} if self._session else {}
        await self._devtools.send_json({"id": number, "method": method, "params": params, **session})
        return await answer

    async def _read(self) -> None:
        async for frame in self._devtools:
            message = frame.json()
            if "id" in message:
                self._settle(self._answers.pop(message["id"]), message)
            elif message["method"] == "Runtime.exceptionThrown":
                self.errors.append(_complaint(message["params"]["exceptionDetails"]))
            elif message["method"] == "Runtime.consoleAPICalled" and message["params"]["type"] in ("error", "warning"):
                self.errors.append(str(message["params"]["args"]))
            elif message["method"] == "Log.entryAdded" and message["params"]["entry"]["level"] in ("error", "warning"):
                self.errors.append(message["params"]["entry"]["text"])

    def _settle(self, answer: asyncio.Future[Any], message: dict[str, Any]) -> None:
        if answer.cancelled():
            return
        if "error" in message:
            answer.set_exception(AssertionError(message["error"]["message"]))
        else:
            answer.set_result(message["result"])


def _complaint(details: dict[str, Any]) -> str:
    return str(details.get("exception", {}).get("description") or details["text"])
