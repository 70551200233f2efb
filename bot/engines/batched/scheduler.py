"""The library's scheduler, which also tells how much of a prompt was found in the cache, and takes out of it."""

from collections import deque
from typing import Any

from transformers.generation.continuous_batching.requests import RequestStatus
from transformers.generation.continuous_batching.scheduler import SCHEDULER_MAPPING, FIFOScheduler

from bot.engines.batched.kept_blocks import KeptBlocks

NAME = "fifo_that_tells_reuse"
# How many of the newest requests are kept; far more than are answered at once.
_NOTED = 1024


def request_id(number: object, channel: int) -> str:
    """What a request of a conversation is called, by which that can be told."""
    return f"{number} in {channel}"


def _channel(request: str) -> int:
    return int(request.rpartition(" ")[2])


class TellingScheduler(FIFOScheduler):
    """
    Notes in `reused` the tokens of each request that were found in the cache, by the request's id, and has what is kept
    of a conversation taken out.

    The library tells nobody. Where a version of it finds them elsewhere than transformers 5.23 does, nothing is noted.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._kept = KeptBlocks()
        self._to_forget: deque[int] = deque()
        super().__init__(*args, **kwargs)
        self.reused: dict[str, int] = {}

    def forget(self, channel: int) -> None:
        """
        Have what is kept of the conversation taken out before anything more is looked for, once its requests are over.

        Any thread may call it.
        """
        self._to_forget.append(channel)

    def reset(self) -> None:
        """All requests are over: the library goes on to free what they have."""
        self._kept.note_all(self.cache, _channel)
        super().reset()

    def finish_request(self, request_id: str) -> None:
        """The request has ended."""
        self._kept.note(self.cache, request_id, _channel(request_id))
        super().finish_request(request_id)

    def clear_cancelled_requests(self) -> Any:
        """What the library does before each step, and again and again where there is none to do."""
        with self._cancellation_lock:
            cancelled = list(self._requests_to_cancel)
        for request in cancelled:
            self._kept.note(self.cache, request, _channel(request))
        states = super().clear_cancelled_requests()
        if self._to_forget:
            self._kept.forget(self.cache, [self._to_forget.popleft() for _ in range(len(self._to_forget))])
        return states

    def _infer_request_tokens(self, state: Any, *args: Any) -> list[int]:
        is_new = state.status == RequestStatus.PENDING
        tokens: list[int] = super()._infer_request_tokens(state, *args)
        if is_new:
            self.reused[state.request_id] = state.position_offset
            # A cancelled request may be noted after its entry was removed.
            while len(self.reused) > _NOTED:
                del self.reused[next(iter(self.reused))]
        return tokens


SCHEDULER_MAPPING[NAME] = TellingScheduler
