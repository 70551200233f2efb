"""How batching chooses the next token of each request: by settings of its own, as `generate` would by them."""

import torch
from transformers import (
    GenerationConfig,
    LogitsProcessorList,
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)
from transformers.generation.continuous_batching.cb_logits_processors import (
    ContinuousBatchingLogitsProcessorList,
    ContinuousBatchingTemperatureLogitsWarper,
    ContinuousBatchingTopKLogitsWarper,
    ContinuousBatchingTopPLogitsWarper,
)

from bot.core.errors import StartError
from bot.engines.batched.choosing import Chance, TopK, TopP
from bot.engines.batched.penalty import RepetitionPenalty

Sampling = dict[str, float | int | bool]

# Settings of a generation_config that choose or refuse tokens or end answers, and that batching does not know.
# With each, the values beside None that switch it off.
_UNKNOWN: dict[str, tuple[object, ...]] = {
    "bad_words_ids": ([],),
    "begin_suppress_tokens": ([],),
    "constraints": ([],),
    "dola_layers": (),
    "encoder_no_repeat_ngram_size": (0,),
    "encoder_repetition_penalty": (1,),
    "epsilon_cutoff": (0,),
    "eta_cutoff": (0,),
    "exponential_decay_length_penalty": (),
    "force_words_ids": ([],),
    "forced_bos_token_id": (),
    "forced_eos_token_id": (),
    "guidance_scale": (1,),
    "max_time": (),
    "min_length": (0,),
    "min_new_tokens": (0,),
    "min_p": (0,),
    "no_repeat_ngram_size": (0,),
    "penalty_alpha": (0,),
    "sequence_bias": ({}, []),
    "stop_strings": ([], ""),
    "suppress_tokens": ([],),
    "top_h": (1,),
    "typical_p": (1,),
    "watermarking_config": (),
}


def refuse_what_would_be_dropped(name: str, config: GenerationConfig) -> None:
    """Raise `StartError` for a checkpoint that generates by settings batching would pass over in silence."""
    values = {setting: getattr(config, setting, None) for setting in _UNKNOWN}
    dropped = [setting for setting, value in values.items() if value is not None and value not in _UNKNOWN[setting]]
    if dropped:
        raise StartError(
            f"{name} generates by {', '.join(dropped)}, which transformers' batching does not know. "
            'Set `engine` to "generate".'
        )


def sampling(config: GenerationConfig, *, vocabulary: int) -> Sampling:
    """
    What the processors are told of a request that is to be answered as `generate` would by `config`.

    Raises `ValueError` where `generate` would, too.
    """
    # What `generate` takes where the checkpoint says nothing.
    default = config._get_default_generation_params()

    def value(name: str) -> float:
        chosen = getattr(config, name)
        return float(default[name] if chosen is None else chosen)

    told: Sampling = {"repetition_penalty": RepetitionPenaltyLogitsProcessor(value("repetition_penalty")).penalty}
    if value("do_sample"):
        told["do_sample"] = True
        told["temperature"] = TemperatureLogitsWarper(value("temperature")).temperature
        told["top_p"] = TopPLogitsWarper(value("top_p")).top_p
        if top_k := int(value("top_k")):
            told["top_k"] = min(TopKLogitsWarper(top_k).top_k, vocabulary)
    return told


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
        Chance(),
    ]
    made = ContinuousBatchingLogitsProcessorList(LogitsProcessorList(chain))
    made.tensors_required = len(chain)
    return made
