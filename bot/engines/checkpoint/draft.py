"""Fits a small model to guess ahead for a larger one."""

from typing import Any, cast

import torch
from transformers import GenerationConfig, PreTrainedModel, PreTrainedTokenizerFast

from bot.core.errors import StartError
from bot.engines.checkpoint import checks

# Tokens that the draft guesses for each step of the model. A stop takes effect only between two such rounds.
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
    is_stateful = model._is_stateful or draft._is_stateful
    if (
        checks.sees(model.config)
        or checks.sees(draft.config)
        or is_stateful
        or model.generation_config.cache_implementation is not None
    ):
        raise StartError(f"{name} cannot be used with a draft model. Do not set `draft_model`.")
    ours, its = model.config.get_text_config().vocab_size, draft.config.get_text_config().vocab_size
    if its != ours:
        draft.resize_token_embeddings(ours, mean_resizing=False)
        _make_unlikely(cast(Any, draft).get_output_embeddings(), beyond=its)
    draft.generation_config = cast(Any, GenerationConfig)(
        num_assistant_tokens=_GUESSES, num_assistant_tokens_schedule="constant"
    )
    return draft


def _make_unlikely(output: Any, *, beyond: int) -> None:
    """Give the ids that the draft never had a score of 0, below those of likely tokens."""
    with torch.no_grad():
        output.weight[beyond:] = 0
