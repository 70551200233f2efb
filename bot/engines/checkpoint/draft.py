"""Fits a small model to guess ahead for a larger one."""

from typing import Any, cast

import torch
from transformers import GenerationConfig, PreTrainedModel, PreTrainedTokenizerFast

from bot.core.errors import StartError

# A stop takes effect between two rounds, and a round is this many steps of the draft and one of the model.
_GUESSES = 8


def speaks_the_same(name: str, tokenizer: PreTrainedTokenizerFast, draft: str, other: PreTrainedTokenizerFast) -> None:
    """Refuse a draft whose tokens mean something else. Control tokens that only one of the two has do no harm."""
    learned, others = (tokens.backend_tokenizer.get_vocab(with_added_tokens=False) for tokens in (tokenizer, other))
    added, more = tokenizer.added_tokens_decoder, other.added_tokens_decoder
    if learned != others or any(str(added[id_]) != str(more[id_]) for id_ in added.keys() & more.keys()):
        raise StartError(
            f"{draft} cannot be the draft model of {name}: they do not have the same tokens. "
            "Set `draft_model` to a small model of the same family."
        )


def fit(name: str, model: PreTrainedModel, draft: PreTrainedModel) -> PreTrainedModel:
    """
    Make `draft` guess for `model`.

    It only guesses, so its own generation settings have no part in what is said. Families pad
    their vocabularies to different lengths (Qwen2-7B's has 128 ids more than Qwen2-0.5B's),
    and the library takes them for the same only if the lengths are.
    """
    unfit = [each for each in (model, draft) if each._is_stateful]
    if unfit or model.generation_config.cache_implementation is not None:
        raise StartError(f"{name} cannot be used with a draft model. Do not set `draft_model`.")
    ours, its = model.config.get_text_config().vocab_size, draft.config.get_text_config().vocab_size
    if its != ours:
        draft.resize_token_embeddings(ours, mean_resizing=False)
        _silence(cast(Any, draft).get_output_embeddings(), beyond=its)
    draft.generation_config = cast(Any, GenerationConfig)(
        num_assistant_tokens=_GUESSES, num_assistant_tokens_schedule="constant"
    )
    return draft


def _silence(output: Any, *, beyond: int) -> None:
    """Make ids the draft never had as unlikely as weights can."""
    with torch.no_grad():
        output.weight[beyond:] = 0
