"""How text becomes the ids of one vocabulary, with its control tokens and without."""

import json
from collections.abc import Mapping
from typing import Any, Protocol

from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast


class Vocabulary(Protocol):
    """
    The tokens of a checkpoint.

    A control token is any token added beside the learned ones, marked as special or not; white
    space excepted, which some vocabularies (Gemma's) add as text.
    """

    @property
    def control(self) -> Mapping[int, str]:
        """The control tokens, by their ids, as they are spelled."""
        ...

    @property
    def prefix(self) -> list[int]:
        """What begins every prompt, where the template does not write it."""
        ...

    def tokenize(self, text: str, /) -> list[int]:
        """The ids of `text`, its control tokens recognised; none is put before the first."""
        ...

    def control_spans(self, text: str, /) -> list[tuple[int, int, int]]:
        """Each control token of `text`: its id, where it begins, where it ends."""
        ...

    def characters(self, text: str, /, *, is_first: bool) -> list[int]:
        """The ids of `text`, the beginning of a prompt or not, as they would be if there were no control tokens."""
        ...


class FastVocabulary:
    """The vocabulary of a tokenizer of the library tokenizers."""

    prefix: list[int] = []  # noqa: RUF012 (nobody adds to it)

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        self._tokenizer = tokenizer
        self._inner_pre_tokenizer = _without_first_space(tokenizer.backend_tokenizer)
        added = {id_: str(token) for id_, token in tokenizer.added_tokens_decoder.items()}
        self.control = {id_: token for id_, token in added.items() if not token.isspace()}

    def tokenize(self, text: str, /) -> list[int]:
        """The ids of `text`, its control tokens recognised."""
        # Templates write their own beginning-of-text token: the tokenizer must not add a second one.
        ids: list[int] = self._tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"]
        return ids

    def control_spans(self, text: str, /) -> list[tuple[int, int, int]]:
        """Each control token of `text`: its id, where it begins, where it ends."""
        encoded = self._tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        spans = zip(encoded["input_ids"], encoded["offset_mapping"], strict=True)
        return [(id_, begin, end) for id_, (begin, end) in spans if id_ in self.control]

    def characters(self, text: str, /, *, is_first: bool) -> list[int]:
        """The ids of `text` as they would be if there were no added tokens."""
        ids = self._without_added_tokens(text, is_first=is_first)
        if self.control.keys().isdisjoint(ids):
            return ids
        # Some vocabularies have learned a control token as a word, too: then character by character.
        single = [self._without_added_tokens(c, is_first=is_first and n == 0) for n, c in enumerate(text)]
        return [id_ for ids in single for id_ in ids if id_ not in self.control]

    def _without_added_tokens(self, text: str, *, is_first: bool) -> list[int]:
        backend = self._tokenizer.backend_tokenizer
        if backend.normalizer is not None:
            text = backend.normalizer.normalize_str(text)
        words = [text]
        splits = backend.pre_tokenizer if is_first else self._inner_pre_tokenizer
        if splits is not None:
            words = [word for word, _ in splits.pre_tokenize_str(text)]
        return [token.id for word in words for token in backend.model.tokenize(word)]


def _without_first_space(backend: Tokenizer) -> Any:
    """What splits text that is not the beginning of a prompt: sentencepiece puts a space before the first word only."""
    if backend.pre_tokenizer is None:
        return None
    described = json.loads(backend.pre_tokenizer.__getstate__())
    for part in described.get("pretokenizers", [described]):
        if part.get("prepend_scheme") == "first":
            part["prepend_scheme"] = "never"
    empty = {"version": "1.0", "added_tokens": [], "model": {"type": "BPE", "vocab": {}, "merges": []}}
    return Tokenizer.from_str(json.dumps(empty | {"pre_tokenizer": described})).pre_tokenizer
