"""What `model.generate` is given to hand over its tokens, and to be stopped."""

from collections.abc import Callable
from typing import Any

import torch
from transformers import StoppingCriteria
from transformers.generation.streamers import BaseStreamer


class TokenStreamer(BaseStreamer):
    """
    Hands the ids of each step to `put`, without those of the prompt.

    `generate` says that an answer ended only where it did not fail, so nobody need wait for that.
    """

    def __init__(self, put: Callable[[list[int]], None]) -> None:
        self._put = put
        self._is_prompt = True

    def put(self, value: torch.Tensor) -> None:
        """Take the newest tokens; the first time, that is the whole prompt."""
        if self._is_prompt:
            self._is_prompt = False
            return
        self._put(value.flatten().tolist())

    def end(self) -> None:
        """Do nothing: whoever called `generate` knows when it returns."""


class StopWhen(StoppingCriteria):
    """Ends `generate` after the token during which `asked` came true."""

    def __init__(self, asked: Callable[[], bool]) -> None:
        self._asked = asked

    def __call__(self, input_ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:
        """Whether to stop, once for each row of the batch."""
        return torch.full((input_ids.shape[0],), self._asked(), dtype=torch.bool, device=input_ids.device)
