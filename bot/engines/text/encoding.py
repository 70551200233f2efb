"""Turns a conversation into the token ids the model reads, and lets nobody write a control token."""

import json
import re
from collections.abc import Sequence
from itertools import chain
from typing import Any

from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast

from bot.core.chat import Turn
from bot.engines.text.template import ChatTemplate

_PRIVATE_USE = (range(0xE000, 0xF900), range(0xF0000, 0xFFFFE), range(0x100000, 0x10FFFE))


class ChatEncoder:
    """
    Encodes conversations for one checkpoint, with its own chat template and tokenizer.

    Two promises, whatever the template and the tokenizer:

    * If no text holds a control token, the ids are those of `apply_chat_template`, given
      a conversation its template takes (see `ChatTemplate`).
    * The only control tokens among the ids are those the template wrote. What a turn
      says, whoever says it, is encoded as ordinary characters.

    A control token is any token added to the vocabulary beside the learned ones, marked
    as special or not; white space excepted, which some tokenizers (Gemma's) add as text.

    Not for two threads at once: a tokenizer keeps state while it works.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerFast) -> None:
        self._tokenizer = tokenizer
        self._template = ChatTemplate(tokenizer)
        self._inner_pre_tokenizer = _without_first_space(tokenizer.backend_tokenizer)
        added = {id_: str(token) for id_, token in tokenizer.added_tokens_decoder.items()}
        self._control = frozenset(id_ for id_, token in added.items() if not token.isspace())
        spelled = sorted(re.escape(added[id_]) for id_ in self._control)
        self._spelled = re.compile("|".join(spelled) or "(?!)")

    def encode(self, prompt: Sequence[Turn]) -> list[int]:
        """The ids of `prompt`, up to where the model begins to answer."""
        turns = [Turn(turn.role, _well_formed(turn.text)) for turn in prompt]
        if any(self._spelled.search(turn.text) for turn in turns):
            return self._encode_disguised(turns)
        ids = self._tokenize(self._template.render(turns))
        # A template that cuts texts up, or a normalizer, could still make a control token of harmless parts.
        blank = [Turn(turn.role, "x" if turn.text.strip() else turn.text) for turn in turns]
        if self._controls(ids) == self._controls(self._tokenize(self._template.render(blank))):
            return ids
        return self._encode_disguised(turns)

    @property
    def opens_thought(self) -> bool:
        """Whether the template itself begins every answer with a thought, so that only its end is written."""
        return self._template.render([Turn("user", "x")]).rstrip().endswith("<think>")

    @property
    def end_of_turn(self) -> int | None:
        """The control token with which the template ends an answer, if there is one."""
        return next(iter(self._controls(self._tokenize(self._template.after_an_answer()))), None)

    def _encode_disguised(self, turns: Sequence[Turn]) -> list[int]:
        """
        Encode texts in which control tokens are spelled out.

        The template is given the texts with every character changed for a meaningless
        one, white space excepted, as templates trim it. So all control tokens of what
        it renders are its own; they are kept, and the stretches between them are given
        their characters back and are encoded where no control token is known.
        """
        characters = sorted({c for turn in turns for c in turn.text if not c.isspace()})
        disguise = dict(zip(characters, map(chr, chain(*_PRIVATE_USE)), strict=False))
        worn = str.maketrans(disguise)
        taken_off = str.maketrans({mask: c for c, mask in disguise.items()})
        rendered = self._template.render([Turn(turn.role, turn.text.translate(worn)) for turn in turns])
        ids: list[int] = []
        end = 0
        for id_, begin, after in self._control_spans(rendered):
            ids += [*self._encode_characters(rendered[end:begin].translate(taken_off), is_first=not end), id_]
            end = after
        return ids + self._encode_characters(rendered[end:].translate(taken_off), is_first=not end)

    def _control_spans(self, rendered: str) -> list[tuple[int, int, int]]:
        """Each control token of `rendered`: its id, where it begins, where it ends."""
        encoded = self._tokenizer(rendered, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        spans = zip(encoded["input_ids"], encoded["offset_mapping"], strict=True)
        return [(id_, begin, end) for id_, (begin, end) in spans if id_ in self._control]

    def _encode_characters(self, text: str, *, is_first: bool) -> list[int]:
        """The ids of `text`, the beginning of a prompt or not, as they would be if there were no added tokens."""
        ids = self._without_added_tokens(text, is_first=is_first)
        if self._control.isdisjoint(ids):
            return ids
        # Some vocabularies have learned a control token as a word, too: then character by character.
        single = [self._without_added_tokens(c, is_first=is_first and n == 0) for n, c in enumerate(text)]
        return [id_ for ids in single for id_ in ids if id_ not in self._control]

    def _without_added_tokens(self, text: str, *, is_first: bool) -> list[int]:
        backend = self._tokenizer.backend_tokenizer
        if backend.normalizer is not None:
            text = backend.normalizer.normalize_str(text)
        words = [text]
        splits = backend.pre_tokenizer if is_first else self._inner_pre_tokenizer
        if splits is not None:
            words = [word for word, _ in splits.pre_tokenize_str(text)]
        return [token.id for word in words for token in backend.model.tokenize(word)]

    def _tokenize(self, rendered: str) -> list[int]:
        # Templates write their own beginning-of-text token: the tokenizer must not add a second one.
        ids: list[int] = self._tokenizer(rendered, add_special_tokens=False, verbose=False)["input_ids"]
        return ids

    def _controls(self, ids: Sequence[int]) -> list[int]:
        return [id_ for id_ in ids if id_ in self._control]


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


def _well_formed(text: str) -> str:
    """`text` without lone surrogates, which JSON can carry and no tokenizer can read."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
