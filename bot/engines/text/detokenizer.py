"""What `model.generate` is given to make one answer: how to choose tokens, where text goes, when to stop."""

import copy
from collections.abc import Callable, Collection
from typing import Any

import torch
from transformers import (
    GenerationConfig,
    PreTrainedTokenizerBase,
    PreTrainedTokenizerFast,
    StoppingCriteria,
    TextIteratorStreamer,
)

from bot.core.chat import Options
from bot.engines.text.encoding import ChatEncoder

_INCOMPLETE = "\N{REPLACEMENT CHARACTER}"


class TextStreamer(TextIteratorStreamer):
    """
    Hands each piece of text to `send` as soon as its characters are complete.

    The pieces together are exactly what the tokenizer makes of all ids at once. This is
    a TextIteratorStreamer with another idea of "complete": transformers' own waits for a
    space or a Chinese character, so Thai or Japanese comes line by line, and begins anew
    after each line, which loses indentation with tokenizers that drop a leading space.
    Only a character of several tokens waits until the last of them is there; what is no
    whole character when `generate` ends comes as U+FFFD, and does not come if it fails.
    """

    # Enough tokens before the newest for their text not to depend on what came earlier.
    _KEPT = 16

    def __init__(
        self, tokenizer: PreTrainedTokenizerBase, send: Callable[[str], None], *, ends: Collection[int] = ()
    ) -> None:
        """`ends` are the tokens that end an answer; not every tokenizer knows them for control tokens."""
        super().__init__(tokenizer, skip_prompt=True, skip_special_tokens=True, clean_up_tokenization_spaces=False)
        self._send = send
        self._ends = ends

    def put(self, value: torch.Tensor) -> None:
        """Take the newest tokens; called by `generate`, with the whole prompt the first time."""
        if self.next_tokens_are_prompt:
            self.next_tokens_are_prompt = False
            return
        self.token_cache.extend(id_ for id_ in value.flatten().tolist() if id_ not in self._ends)
        text = self._decode(self.token_cache)
        complete = text.rstrip(_INCOMPLETE)
        if len(complete) > self.print_len:
            self.on_finalized_text(complete[self.print_len :])
            self.print_len = len(complete)
        if complete == text and len(self.token_cache) > 2 * self._KEPT:
            self._forget_oldest()

    def end(self) -> None:
        """Hand on what is still incomplete; called by `generate`, or by whoever else called `put`."""
        super().end()  # type: ignore[no-untyped-call]  # transformers leaves it so

    def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
        """Hand `text` on; called by `put`, and by `end` with what was still incomplete."""
        if text:
            self._send(text)

    def _forget_oldest(self) -> None:
        """Keep the cost of a token the same however long the answer is."""
        kept = self.token_cache[-self._KEPT :]
        text = self._decode(kept)
        if _INCOMPLETE not in text:
            self.token_cache, self.print_len = kept, len(text)

    def _decode(self, ids: list[int]) -> str:
        return str(self.tokenizer.decode(ids, **self.decode_kwargs))


class StopWhen(StoppingCriteria):
    """Ends `generate` after the token during which `asked` came true."""

    def __init__(self, asked: Callable[[], bool]) -> None:
        self._asked = asked

    def __call__(self, input_ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:
        """Whether to stop, once for each row of the batch."""
        return torch.full((input_ids.shape[0],), self._asked(), dtype=torch.bool, device=input_ids.device)


def ends(config: GenerationConfig) -> list[int]:
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
    """Leave nothing to chance."""
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
    if end_of_turn is not None and end_of_turn not in ends(config):
        config.eos_token_id = [*ends(config), end_of_turn]
    if config.pad_token_id is None:
        config.pad_token_id = tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id
