"""The repetition penalty, as a logits processor of batching's own kind: each request has its own."""

from typing import Any

import torch
from transformers.generation.continuous_batching.cb_logits_processors import ContinuousBatchingLogitsProcessor


class RepetitionPenalty(ContinuousBatchingLogitsProcessor):
    """
    Makes the tokens of a request, prompt and answer, less likely to come again.

    What `RepetitionPenaltyLogitsProcessor` does for one `generate`. Batching hands a processor
    the scores and one number a request, which is here the row of `_said` where the tokens of
    that request are marked. A row belongs to its request for as long as each step has a token
    of it; after a pause it is written anew, so that nobody need say that a request has ended.

    Rows are written by the host while the device rests: not for asynchronous batching.
    """

    supported_kwargs = {"repetition_penalty": float}  # noqa: RUF012 - as the base class has it
    ignored_kwargs = ()

    def __init__(self, *, rows: int, vocabulary: int, device: torch.device) -> None:
        self._said = torch.zeros(rows, vocabulary, dtype=torch.bool, device=device)
        self._penalties = torch.ones(rows, 1, dtype=torch.float32, device=device)
        self._rows: dict[str, int] = {}

    def fill_defaults(self, int32_tensor: torch.Tensor) -> None:
        """Point whatever is no request at some row; what is made of it is thrown away."""
        int32_tensor.zero_()

    def prepare_tensor_args(self, requests_with_new_token: list[Any]) -> torch.Tensor:
        """The row of each request, with the tokens marked that it consists of until now."""
        states = [request.state for request in requests_with_new_token]
        kept = {state.request_id: self._rows[state.request_id] for state in states if state.request_id in self._rows}
        free = iter(set(range(len(self._said))).difference(kept.values()))
        for state in states:
            if state.request_id not in kept:
                kept[state.request_id] = next(free)
                self._begin(kept[state.request_id], state)
        self._rows = kept
        rows = [kept[state.request_id] for state in states]
        newest = [(state.generated_tokens or state.initial_tokens)[-1] for state in states]
        self._said[self._index(rows), self._index(newest)] = True
        return torch.tensor(rows, dtype=torch.int32)

    def __call__(self, scores: torch.Tensor, tensor_arg: torch.Tensor) -> torch.Tensor:
        """`scores` [requests, vocabulary] with those of marked tokens moved away from likely."""
        rows = tensor_arg[: len(scores)]
        penalties = self._penalties[rows]
        if scores.device.type != "cpu":
            # A CUDA graph needs the same shapes every time.
            return torch.where(self._said[rows], _penalized(scores, penalties), scores)
        if (penalties == 1).all():
            return scores
        places = self._said[rows].nonzero(as_tuple=True)
        return scores.index_put(places, _penalized(scores[places], penalties[places[0], 0]))

    def _begin(self, row: int, state: Any) -> None:
        self._said[row] = False
        self._said[row, self._index(state.initial_tokens + state.generated_tokens)] = True
        self._penalties[row] = state.logit_processor_kwargs.get("repetition_penalty", 1.0)

    def _index(self, numbers: list[int]) -> torch.Tensor:
        return torch.tensor(numbers, dtype=torch.long, device=self._said.device)


def _penalized(scores: torch.Tensor, penalties: torch.Tensor) -> torch.Tensor:
    return torch.where(scores < 0, scores * penalties, scores / penalties)
