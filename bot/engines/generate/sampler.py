"""Draws a token on a processor, where `generate` takes longer for it than for a layer of the model."""

from typing import cast

import torch
from transformers import GenerationConfig, LogitsProcessor

from bot.engines.sampling.config import make_greedy
from bot.engines.sampling.params import only_generate_knows, sampling

# Settings that refuse tokens by their likelihood, and that are left to `generate`.
_LEFT_TO_GENERATE = frozenset({"epsilon_cutoff", "eta_cutoff", "min_p", "top_h", "typical_p", "watermarking_config"})
# With top_p and without top_k, this many tokens usually reach top_p; if they do not, all are sorted.
_MOST_LIKELY = 1024


class GumbelSampler(LogitsProcessor):
    """
    Leaves one token, each as often as `generate` would draw it by temperature, top_k and top_p.

    `generate` sorts the whole vocabulary for top_p and draws from all of it, 151,936 tokens with Qwen2.
    This looks at the candidates only, and takes the one with the highest score once Gumbel noise was
    added, which falls on each as often as their softmax says.
    """

    def __init__(self, *, temperature: float, top_k: int | None, top_p: float, seed: int | None = None) -> None:
        """With a `seed`, the same scores lead to the same tokens again."""
        self._temperature, self._top_k, self._top_p = temperature, top_k, top_p
        self._generator = None if seed is None else torch.Generator().manual_seed(seed)

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        """`scores` [1, vocabulary] with all tokens refused but the one that was chosen."""
        likely, tokens = self.candidates(scores[0] / self._temperature)
        noise = torch.empty_like(likely).exponential_(generator=self._generator).log_()
        chosen = tokens[(likely - noise).argmax()]
        left = cast(torch.FloatTensor, torch.full_like(scores, -torch.inf))
        left[0, chosen] = 0
        return left

    def candidates(self, scores: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The scores of the tokens that top_k and top_p leave of `scores` [vocabulary], and those tokens."""
        if self._top_k is not None:
            # Ties with the last of them stay, as with `generate`.
            least = scores.topk(self._top_k).values[-1]
            tokens = (scores >= least).nonzero()[:, 0]
        else:
            tokens = (scores > -torch.inf).nonzero()[:, 0]
        likely = scores[tokens]
        if self._top_p >= 1:
            return likely, tokens
        kept = self._nucleus(likely)
        return likely[kept], tokens[kept]

    def _nucleus(self, likely: torch.Tensor) -> torch.Tensor:
        """The places of the fewest highest scores that together reach top_p."""
        total = likely.logsumexp(0)
        for number in (_MOST_LIKELY, len(likely)):
            best = likely.topk(min(number, len(likely)))
            reached = (best.values - total).exp().cumsum(0)
            if number >= len(likely) or reached[-1] >= self._top_p:
                break
        few = int((reached < self._top_p).sum()) + 1
        return best.indices[:few]


def sampler_for(config: GenerationConfig, *, vocabulary: int, seed: int | None = None) -> GumbelSampler | None:
    """
    What draws as `generate` would by `config`, which is changed so that `generate` takes what was chosen.

    `None` where decoding is greedy, and where `generate` has to draw by itself. Raises
    `ValueError` where `generate` would, too.
    """
    if not _LEFT_TO_GENERATE.isdisjoint(only_generate_knows(config)):
        return None
    told = sampling(config, vocabulary=vocabulary)
    if not told.get("do_sample"):
        return None
    make_greedy(config)
    top_k = told.get("top_k")
    return GumbelSampler(
        temperature=told["temperature"],
        top_k=None if top_k is None else int(top_k),
        top_p=float(told["top_p"]),
        seed=seed,
    )
