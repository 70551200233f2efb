"""
What of the choice of a token batching does not have, or has in a form that is slow without a GPU.

Each follows one of `generate`'s own: the distribution is the same, ties included. On a
processor only the candidates are looked at; `generate` sorts the whole vocabulary, which takes
longer than a small model does where that has 151,936 tokens, as Qwen2's has.
"""

from typing import Any

import torch
from transformers.generation.continuous_batching.cb_logits_processors import (
    ContinuousBatchingLogitsProcessor,
    ContinuousBatchingTopKLogitsWarper,
    ContinuousBatchingTopPLogitsWarper,
)


class TopK(ContinuousBatchingTopKLogitsWarper):
    """Leaves each request its `top_k` most likely tokens, and those as likely as the last of them."""

    def __call__(self, scores: torch.Tensor, tensor_arg: torch.Tensor) -> torch.Tensor:
        """`scores` [requests, vocabulary] with all others refused."""
        limits = tensor_arg[: len(scores)].long()
        limited = limits < scores.shape[-1]
        if not limited.any():
            return scores
        best = scores.topk(int(limits[limited].max())).values
        least = best.gather(-1, limits.clamp(max=best.shape[-1]).unsqueeze(-1) - 1)
        return scores.masked_fill(limited.unsqueeze(-1) & (scores < least), self.filter_value)


class TopP(ContinuousBatchingTopPLogitsWarper):
    """Leaves each request the fewest most likely tokens that together reach `top_p`."""

    def __call__(self, scores: torch.Tensor, tensor_arg: torch.Tensor) -> torch.Tensor:
        """`scores` [requests, vocabulary] with all others refused."""
        shares = tensor_arg[: len(scores)].view(torch.float32).unsqueeze(-1)
        if (shares >= 1).all():
            return scores
        candidates = int((scores > self.filter_value).sum(-1).max())
        best, tokens = scores.topk(candidates)
        likely = best.softmax(-1)
        refused = (likely.cumsum(-1) - likely >= shares) & (shares < 1)
        refused[:, : self.min_tokens_to_keep] = False
        return scores.scatter(-1, tokens, best.masked_fill(refused, self.filter_value))


class Chance(ContinuousBatchingLogitsProcessor):
    """
    Lets chance decide for the requests that ask for it, where batching then takes the highest score.

    The highest of scores to which Gumbel noise was added falls on each token as often as their
    softmax says, so requests that want the highest score itself can be in the same batch. To draw
    from the softmax, as batching would for all requests alike, is much slower on a processor.
    """

    supported_kwargs = {"do_sample": bool}  # noqa: RUF012 - as the base class has it
    ignored_kwargs = ()

    def fill_defaults(self, int32_tensor: torch.Tensor) -> None:
        """Leave nothing to chance."""
        int32_tensor.zero_()

    def prepare_tensor_args(self, requests_with_new_token: list[Any]) -> torch.Tensor:
        """Whether chance decides, for each request."""
        asked = [request.state.logit_processor_kwargs.get("do_sample", False) for request in requests_with_new_token]
        return torch.tensor(asked, dtype=torch.int32)

    def __call__(self, scores: torch.Tensor, tensor_arg: torch.Tensor) -> torch.Tensor:
        """`scores` [requests, vocabulary] with noise where it was asked for."""
        asked = tensor_arg[: len(scores)].bool().unsqueeze(-1)
        if scores.device.type != "cpu":
            # The same shapes every time, as what is recorded in a CUDA graph must have.
            return torch.where(asked, scores + _noise(torch.empty_like(scores)), scores)
        if not asked.any():
            return scores
        places = (asked & (scores > -torch.inf)).nonzero(as_tuple=True)
        candidates = scores[places]
        return scores.index_put(places, candidates + _noise(torch.empty_like(candidates)))


def _noise(like: torch.Tensor) -> torch.Tensor:
    """As many independent numbers of the standard Gumbel distribution."""
    return -like.exponential_().log_()
