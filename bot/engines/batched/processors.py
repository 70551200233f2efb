"""The logits processors of a batch, in `generate`'s order."""

import torch
from transformers import LogitsProcessorList, TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper
from transformers.generation.continuous_batching.cb_logits_processors import (
    ContinuousBatchingLogitsProcessorList,
    ContinuousBatchingTemperatureLogitsWarper,
    ContinuousBatchingTopKLogitsWarper,
    ContinuousBatchingTopPLogitsWarper,
)

from bot.engines.batched.gumbel import GumbelNoise
from bot.engines.batched.penalty import RepetitionPenalty
from bot.engines.batched.warpers import TopK, TopP


def processors(*, rows: int, vocabulary: int, device: torch.device) -> ContinuousBatchingLogitsProcessorList:
    """All processors that a request can ask for, in `generate`'s order; without asking, they change nothing."""
    top_k, top_p = (
        (TopK, TopP)
        if device.type == "cpu"
        else (ContinuousBatchingTopKLogitsWarper, ContinuousBatchingTopPLogitsWarper)
    )
    chain = [
        RepetitionPenalty(rows=rows, vocabulary=vocabulary, device=device),
        ContinuousBatchingTemperatureLogitsWarper(TemperatureLogitsWarper(1.0)),
        top_k(TopKLogitsWarper(vocabulary)),
        top_p(TopPLogitsWarper(1.0)),
        GumbelNoise(),
    ]
    made = ContinuousBatchingLogitsProcessorList(LogitsProcessorList(chain))
    made.tensors_required = len(chain)
    return made
