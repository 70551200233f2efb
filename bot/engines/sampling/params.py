"""How tokens are chosen where it is not `generate` that chooses: by the same settings, or not at all."""

from collections.abc import Collection

from transformers import (
    GenerationConfig,
    MinPLogitsWarper,
    RepetitionPenaltyLogitsProcessor,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

from bot.engines.unsupported import Unsupported

Sampling = dict[str, float | int | bool]

# Settings of a generation_config that only `generate` knows: they choose tokens, refuse them or end answers.
# Beside each stand the values, other than None, that switch it off.
_ONLY_GENERATE: dict[str, tuple[object, ...]] = {
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


def only_generate_knows(config: GenerationConfig) -> list[str]:
    """The settings of `config` that are switched on and only `generate` knows."""
    off = {setting: (None, *values) for setting, values in _ONLY_GENERATE.items()}
    return [setting for setting, values in off.items() if getattr(config, setting, None) not in values]


def refuse_what_would_be_dropped(
    name: str, config: GenerationConfig, *, by: str, known: Collection[str] = frozenset()
) -> None:
    """Raise `Unsupported` for a checkpoint that generates by settings which `by`, but for `known`, would pass over."""
    dropped = [setting for setting in only_generate_knows(config) if setting not in known]
    if dropped:
        raise Unsupported(f"{name} generates by {', '.join(dropped)}, which {by} does not know.")


def sampling(config: GenerationConfig, *, vocabulary: int) -> Sampling:
    """
    What is told of a request that is to be answered as `generate` would by `config`.

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
        if config.min_p:
            told["min_p"] = MinPLogitsWarper(config.min_p).min_p
    return told
