"""Draws tokens in a batch, for each request by its own seed."""

import random
from typing import Any

import torch
from transformers.generation.continuous_batching.cb_logits_processors import ContinuousBatchingLogitsProcessor

_32_BITS = 0xFFFFFFFF


class GumbelNoise(ContinuousBatchingLogitsProcessor):
    """
    Adds Gumbel noise to the scores of the requests that are sampled; batching then takes the highest score.

    The highest of scores with such noise falls on each token as often as their softmax says, so greedy
    requests can be in the same batch. The noise depends on the request's `seed`, on the position and on the token
    alone, not on who else is in the batch. To draw from the softmax, as batching would for all requests alike,
    is much slower on a processor.
    """

    supported_kwargs = {"do_sample": bool, "seed": int}  # noqa: RUF012 - as the base class has it
    ignored_kwargs = ()

    def fill_defaults(self, int32_tensor: torch.Tensor) -> None:
        """Make all requests greedy."""
        int32_tensor.zero_()

    def prepare_tensor_args(self, requests_with_new_token: list[Any]) -> torch.Tensor:
        """The key of the noise for each request; 0 for a greedy one."""
        return torch.tensor([_key(request.state) for request in requests_with_new_token], dtype=torch.int32)

    def __call__(self, scores: torch.Tensor, tensor_arg: torch.Tensor) -> torch.Tensor:
        """`scores` [requests, vocabulary] with noise where it was asked for."""
        keys = tensor_arg[: len(scores)].long()
        asked = (keys != 0).unsqueeze(-1)
        if scores.device.type != "cpu":
            # A CUDA graph needs the same shapes every time.
            tokens = torch.arange(scores.shape[-1], device=scores.device)
            return torch.where(asked, scores + gumbel_noise(keys.unsqueeze(-1), tokens).to(scores.dtype), scores)
        if not asked.any():
            return scores
        rows, tokens = (asked & (scores > -torch.inf)).nonzero(as_tuple=True)
        candidates = scores[rows, tokens]
        return scores.index_put((rows, tokens), candidates + gumbel_noise(keys[rows], tokens).to(scores.dtype))


def gumbel_noise(keys: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
    """
    Numbers of the standard Gumbel distribution, each made of its key and token alone (whole numbers of 32 bits).

    On every device they are the same. The bits are mixed twice by `lowbias32`, of Chris Wellons' hash-prospector.
    """
    bits = _mixed(_mixed(tokens & _32_BITS) ^ keys)
    uniform = (bits.double() + 0.5) / 2**32
    return -(-uniform.log()).log()


def _mixed(bits: torch.Tensor) -> torch.Tensor:
    bits = (bits ^ (bits >> 16)) * 0x7FEB352D & _32_BITS
    bits = (bits ^ (bits >> 15)) * 0x846CA68B & _32_BITS
    return bits ^ (bits >> 16)


def _key(state: Any) -> int:
    asked = state.logit_processor_kwargs
    if not asked.get("do_sample", False):
        return 0
    # The position counts from the beginning of the prompt, so it stays the same when the request leaves the cache
    # and comes back.
    position = len(state.initial_tokens) + len(state.generated_tokens)
    return random.Random(asked["seed"] << 32 | position).randint(1, 2**31 - 1)
