"""Turns a conversation into the token ids the model reads, and lets nobody write a control token."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import get_args

from transformers import PreTrainedTokenizerFast

from bot.core.chat import Thinking, Turn
from bot.engines.text.template import ChatTemplate, Said
from bot.engines.text.vocabulary import FastVocabulary, Vocabulary

END_OF_THOUGHT = "\n</think>\n\n"
"""What a model that thinks writes between its thought and its answer, as Qwen's and DeepSeek's do."""

_TAGS = ("<think>", "</think>")
# A zero-width space: invisible to readers.
_BREAK = "\u200b"
# It cannot go on for ever, whatever a vocabulary calls control tokens.
_MOST_BREAKS = 4
_PRIVATE_USE = (range(0xE000, 0xF900), range(0xF0000, 0xFFFFE), range(0x100000, 0x10FFFE))


class ChatEncoder:
    """
    Encodes conversations for one checkpoint, with its own chat template and vocabulary.

    A picture is what the template has for one, before the words of its turn.

    Two promises, whatever the template and the vocabulary:

    * If no text holds a control token, the ids are those of what the template renders, given
      a conversation it takes (see `ChatTemplate`).
    * The only control tokens among the ids are those the template wrote. What a turn
      says, whoever says it, is encoded as ordinary characters.

    A control token is any token added to the vocabulary beside the learned ones, marked
    as special or not; white space excepted, which some tokenizers (Gemma's) add as text.

    Not for two threads at once: a tokenizer keeps state while it works.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerFast, vocabulary: Vocabulary | None = None) -> None:
        """`tokenizer` has the template; and the vocabulary, unless another is given."""
        self._template = ChatTemplate(tokenizer)
        self._vocabulary = FastVocabulary(tokenizer) if vocabulary is None else vocabulary
        self._control = self._vocabulary.control.keys()
        self._spelled = re.compile("|".join(sorted(map(re.escape, self._vocabulary.control.values()))) or "(?!)")

    def encode(self, prompt: Sequence[Turn], thinking: Thinking = "off") -> list[int]:
        """The ids of `prompt`, up to where the model begins to answer, or to think."""
        ids, prefix = self._encode(prompt, thinking), self._vocabulary.prefix
        return ids if ids[: len(prefix)] == prefix else [*prefix, *ids]

    def longest(self, prompt: Sequence[Turn]) -> list[int]:
        """The same for the way of thinking for which there are the most."""
        return max((self.encode(prompt, thinking) for thinking in self.ways_of_thinking), key=len)

    def _encode(self, prompt: Sequence[Turn], thinking: Thinking) -> list[int]:
        turns = [Said(turn.role, _well_formed(turn.text), len(turn.images)) for turn in prompt]
        if any(self._spelled.search(turn.text) for turn in turns):
            return self._encode_disguised(turns, thinking)
        ids = self._vocabulary.tokenize(self._template.render(turns, thinking))
        # A template that cuts texts up, or a normalizer, could still make a control token of harmless parts.
        blank = [Said(turn.role, "x" if turn.text.strip() else turn.text, turn.images) for turn in turns]
        if self._controls(ids) == self._controls(self._vocabulary.tokenize(self._template.render(blank, thinking))):
            return ids
        return self._encode_disguised(turns, thinking)

    def spell(self, prompt: Sequence[Turn], picture: str, thinking: Thinking = "off") -> str:
        """
        The text of `prompt`, for whoever takes no ids, with the word `picture` for each picture.

        The only control tokens in it are the template's, as what people say is made `harmless`, and each `picture`
        stands for one. Raises `ValueError` where the template would have it otherwise.
        """
        said = [Said(turn.role, picture * len(turn.images) + self.harmless(turn.text, picture)) for turn in prompt]
        text = self._template.render(said, thinking)
        blank = [Said(turn.role, picture * len(turn.images) + ("x" if turn.text.strip() else "")) for turn in prompt]
        controls = self._vocabulary.tokenize(text), self._vocabulary.tokenize(self._template.render(blank, thinking))
        if self._controls(controls[0]) != self._controls(controls[1]):
            raise ValueError("the template makes a control token of what was said")
        if text.count(picture) != sum(len(turn.images) for turn in prompt):
            raise ValueError("the template has not one place for each picture")
        for id_ in self._vocabulary.prefix:
            # Whoever reads the text puts it there, too.
            text = text.removeprefix(self._vocabulary.control.get(id_, ""))
        return text

    def harmless(self, text: str, *others: str) -> str:
        """
        `text` that spells no control token, and none of the `others`: with an invisible space in each.

        The model may see that space, as a reader cannot.
        """
        text = _well_formed(text)
        spelled = re.compile("|".join([*map(re.escape, others), self._spelled.pattern]))
        for _ in range(_MOST_BREAKS):
            if not spelled.search(text):
                break
            text = spelled.sub(lambda found: found[0][0] + _BREAK + found[0][1:] if len(found[0]) > 1 else "", text)
        return text

    def encode_answer(self, text: str) -> list[int]:
        """The ids of the beginning of an answer, as a model may have written it after the ids of its prompt."""
        return self._vocabulary.characters(_well_formed(text), is_first=True)

    @cached_property
    def opens_thought(self) -> frozenset[Thinking]:
        """With which ways of thinking the template itself begins a thought, so that only its end is written."""
        begun = {thinking: self._template.render([Turn("user", "x")], thinking) for thinking in get_args(Thinking)}
        return frozenset(thinking for thinking, text in begun.items() if text.rstrip().endswith("<think>"))

    @property
    def tags(self) -> Mapping[int, str]:
        """The tokens that begin or end a thought, as they are spelled, where each is one."""
        return {id_: text for id_, text in self._vocabulary.control.items() if text in _TAGS}

    @property
    def can_think(self) -> bool:
        """Whether template or vocabulary know of thoughts."""
        return bool(self.tags) or any(tag in self._template.source for tag in _TAGS)

    @cached_property
    def end_of_thought(self) -> list[int]:
        """The ids of `END_OF_THOUGHT`."""
        return self._vocabulary.tokenize(END_OF_THOUGHT)

    @property
    def end_of_turn(self) -> int | None:
        """The control token with which the template ends an answer, if there is one."""
        return next(iter(self._controls(self._vocabulary.tokenize(self._template.after_an_answer()))), None)

    def _encode_disguised(self, turns: Sequence[Said], thinking: Thinking) -> list[int]:
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
        disguised = [Said(turn.role, turn.text.translate(worn), turn.images) for turn in turns]
        rendered = self._template.render(disguised, thinking)
        ids: list[int] = []
        end = 0
        for id_, begin, after in self._vocabulary.control_spans(rendered):
            ids += [*self._vocabulary.characters(rendered[end:begin].translate(taken_off), is_first=not end), id_]
            end = after
        return ids + self._vocabulary.characters(rendered[end:].translate(taken_off), is_first=not end)

    @cached_property
    def ways_of_thinking(self) -> tuple[Thinking, ...]:
        """Those for which prompts differ."""
        return self._template.ways_of_thinking()

    def _controls(self, ids: Sequence[int]) -> list[int]:
        return [id_ for id_ in ids if id_ in self._control]


def _well_formed(text: str) -> str:
    """`text` without lone surrogates, which JSON can carry and no tokenizer can read."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
