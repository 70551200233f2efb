"""In which passes llama.cpp read what it keeps of conversations, and how it reads a prompt in these again."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence

from bot.core.chat import Options, Usage
from bot.core.passes import Pass, cut
from bot.engines.gguf.hearing import translated
from bot.engines.gguf.port import Chunk
from bot.engines.gguf.request import request
from bot.engines.gguf.server import LlamaServer
from bot.engines.text.output import raise_if_stopped

# Of how many conversations is known how they were read: a few hundred bytes each.
_MOST = 1000
_ONE_TOKEN = Options(temperature=0.0)


class Passes:
    """
    The passes of each conversation, as far as they are this conversation's alone. Any thread may call.

    What is written beside others is computed together with them, which is not told here, and cannot be had again.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[int, tuple[Pass, ...]] = OrderedDict()

    def of(self, channel: int, usage: Usage) -> tuple[Pass, ...]:
        """Those in which the prompt of an answer was read that cost so much; none where that is not known."""
        if usage.read is None or usage.reused is None:
            return ()
        with self._lock:
            reused = cut(self._known.get(channel, ()), usage.reused)
        new = usage.read - usage.reused
        return (*reused, Pass(new, new)) if new else reused

    def keep(self, channel: int, passes: Sequence[Pass], *, written: int) -> None:
        """Note in which the conversation was read, and that so many tokens were written since."""
        with self._lock:
            self._known[channel] = (*passes, Pass(1, 1, written)) if written else tuple(passes)
            self._known.move_to_end(channel)
            while len(self._known) > _MOST:
                self._known.popitem(last=False)

    def forget(self, channel: int) -> None:
        """Drop what is known of one conversation."""
        with self._lock:
            self._known.pop(channel, None)


def read(
    server: LlamaServer, ids: Sequence[int], passes: Sequence[Pass], *, slot: int, stopped: Callable[[], bool]
) -> None:
    """
    Fill `slot` with all of `ids` but the last pass, and nothing else. Raises `EngineError`.

    llama.cpp splits what it has not read yet in the same way each time, and keeps of a slot what the next prompt begins
    with.
    """
    server.erase(slot)
    end = 0
    for width, kept in [(each.read, each.kept) for each in passes for _ in range(each.times)][:-1]:
        raise_if_stopped(stopped)
        end += kept
        # What followed then is not known. Whatever stands there makes the pass as wide, unless it is what comes next.
        other = next((id_ for id_ in ids if id_ != ids[end]), ids[end])
        asked = [*ids[:end], *[other] * (width - kept)]
        _complete(server, asked, slot)


def _complete(server: LlamaServer, ids: Sequence[int], slot: int) -> None:
    errors: list[Chunk] = []

    def heard(chunk: Chunk) -> bool:
        errors.extend([chunk["error"]] if "error" in chunk else [])
        return False

    server.complete(request(ids, _ONE_TOKEN, read=len(ids), limit=1, slot=slot), heard)
    if errors:
        raise translated(errors[0])
