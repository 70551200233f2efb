"""
Top-k and top-p for a batch on a processor, where batching's own are slow.

Each follows one of `generate`'s own: the distribution is the same, ties included. Only the
candidates are looked at; `generate` sorts the whole vocabulary, which takes longer than a small
model does where that has 151,936 tokens, as Qwen2's has.
"""

import torch
from transformers.generation.continuous_batching.cb_logits_processors import (
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
