"""Chooses the next token with llama.cpp's samplers, as `generate` would by the same settings."""

import ctypes
import random
from collections.abc import Sequence
from typing import Any

import numpy as np
from transformers import GenerationConfig

from bot.core.errors import EngineError
from bot.engines.llamacpp.library import llama_cpp
from bot.engines.llamacpp.reader import Scores
from bot.engines.sampling.params import Sampling, sampling

KNOWN = frozenset({"min_p"})
"""What is known here of the settings that only `generate` knows otherwise."""

# llama_token_data
_CANDIDATE = np.dtype([("id", np.int32), ("score", np.float32), ("share", np.float32)])
_AT_LEAST = 1


class Choosing:
    """
    The choice of one answer's tokens by `config`, after the prompt `ids`.

    The distribution is `generate`'s, but for one thing: where several tokens are as likely as the
    last of `top_k`, they are not all taken. Raises `EngineError` for settings that `generate` refuses, too.
    """

    def __init__(
        self, config: GenerationConfig, ids: Sequence[int], *, vocabulary: int, seed: int | None = None
    ) -> None:
        self._llama = llama_cpp()
        try:
            told = sampling(config, vocabulary=vocabulary)
        except ValueError as error:
            raise EngineError(f"{error}") from error
        self._penalty = told["repetition_penalty"]
        self._said = np.zeros(vocabulary, dtype=bool)
        self._said[list(ids)] = True
        self._candidates = np.zeros(vocabulary, dtype=_CANDIDATE)
        self._ids = np.arange(vocabulary, dtype=np.int32)
        self._chain = self._build(told, random.getrandbits(32) if seed is None else seed)

    def choose(self, scores: Scores) -> int:
        """The next token, which is taken for said from now on. Raises `EngineError` for scores that are no numbers."""
        # llama.cpp ends the whole process where there is nothing to choose.
        if not np.isfinite(scores.max()):
            raise EngineError("the model computed something that is no number")
        scores = self._penalized(scores)
        token = int(scores.argmax()) if self._chain is None else self._draw(scores)
        self._said[token] = True
        return token

    def close(self) -> None:
        """Give the memory back."""
        if self._chain is not None:
            self._llama.llama_sampler_free(self._chain)
            self._chain = None

    def _penalized(self, scores: Scores) -> Scores:
        """
        `scores` with those of tokens already said moved away from likely.

        llama.cpp's own penalty would look every token of the vocabulary up in a table, for
        milliseconds where that has 151,936 tokens, as Qwen2's has.
        """
        if self._penalty == 1:
            return scores
        places = np.flatnonzero(self._said)
        said = scores[places]
        scores = scores.copy()
        scores[places] = np.where(said < 0, said * self._penalty, said / self._penalty)
        return scores

    def _draw(self, scores: Scores) -> int:
        self._candidates["id"], self._candidates["score"] = self._ids, scores
        data = self._candidates.ctypes.data_as(self._llama.llama_token_data_p)
        array = self._llama.llama_token_data_array(data=data, size=len(scores), selected=-1, sorted=False)
        self._llama.llama_sampler_apply(self._chain, ctypes.byref(array))
        return int(array.data[array.selected].id)

    def _build(self, told: Sampling, seed: int) -> Any:
        """llama.cpp's samplers in `generate`'s order; `None` where the highest score wins."""
        if not told.get("do_sample"):
            return None
        chain = self._llama.llama_sampler_chain_init(self._llama.llama_sampler_chain_default_params())
        add = self._llama.llama_sampler_chain_add
        add(chain, self._llama.llama_sampler_init_temp(told["temperature"]))
        add(chain, self._llama.llama_sampler_init_top_k(int(told.get("top_k", 0))))
        add(chain, self._llama.llama_sampler_init_top_p(told["top_p"], _AT_LEAST))
        add(chain, self._llama.llama_sampler_init_min_p(told.get("min_p", 0), _AT_LEAST))
        add(chain, self._llama.llama_sampler_init_dist(seed))
        return chain
