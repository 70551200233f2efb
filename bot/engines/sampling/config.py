"""A checkpoint's generation settings, made those of one streamed answer."""

import copy
from collections.abc import Sequence

from transformers import GenerationConfig, PreTrainedTokenizerFast

from bot.core.chat import Finish, Options
from bot.engines.text.encoding import ChatEncoder


def eos_ids(config: GenerationConfig) -> list[int]:
    """The tokens that end an answer."""
    if config.eos_token_id is None:
        return []
    return config.eos_token_id if isinstance(config.eos_token_id, list) else [config.eos_token_id]


def generation_config(checkpoint: GenerationConfig, options: Options, *, max_new_tokens: int) -> GenerationConfig:
    """The checkpoint's own settings, with those of `options` that are given in their place."""
    config = copy.deepcopy(checkpoint)
    config.max_new_tokens = max_new_tokens
    if options.repetition_penalty is not None:
        config.repetition_penalty = options.repetition_penalty
    if options.temperature == 0:
        make_greedy(config)
        return config
    chosen = {"temperature": options.temperature, "top_p": options.top_p, "top_k": options.top_k}
    for name, value in chosen.items():
        if value is not None:
            setattr(config, name, value)
            config.do_sample = True
    return config


def make_greedy(config: GenerationConfig) -> None:
    """Make decoding greedy."""
    # The library's defaults, not None: `generate` fills None from the checkpoint, and warns of what greedy
    # decoding does not use.
    config.do_sample, config.temperature, config.top_p, config.top_k, config.min_p = False, 1.0, 1.0, 50, None


def make_streamable(config: GenerationConfig, tokenizer: PreTrainedTokenizerFast) -> None:
    """Make a checkpoint's generation settings those of one streamed answer, which ends where its turn does."""
    config.max_length = config.max_new_tokens = None
    config.num_beams = config.num_return_sequences = 1
    config.return_dict_in_generate = False
    if config.eos_token_id is None:
        config.eos_token_id = tokenizer.eos_token_id
    end_of_turn = ChatEncoder(tokenizer).end_of_turn
    # Some checkpoints name only the end of a text, which a chat model does not write.
    if end_of_turn is not None and end_of_turn not in eos_ids(config):
        config.eos_token_id = [*eos_ids(config), end_of_turn]
    if config.pad_token_id is None:
        config.pad_token_id = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id


def finish_reason(made: Sequence[int], *, eos: Sequence[int], is_full: bool, is_looping: bool) -> Finish:
    """Why an answer of the ids `made` ended."""
    if made and made[-1] in eos:
        return "stop"
    if is_looping:
        return "loop"
    return "length" if is_full else "stop"
