"""Makes text of tokens as they come, each character as soon as it is complete."""

from collections.abc import Collection, Iterable
from typing import Protocol

_INCOMPLETE = "\N{REPLACEMENT CHARACTER}"
# A character has at most four bytes, so up to three single-byte tokens may wait for its last one. Where a vocabulary
# falls back to bytes, the four of the character before them decode as incomplete, too, until then.
_MAY_BE_COMPLETED = 7
# More tokens than any character has. Of a longer run that makes no character, only the last ones are decoded again.
_LOOKED_AT = 16


class Decoder(Protocol):
    """What makes text of ids; `tokenizers.Tokenizer` does."""

    def decode(self, ids: list[int], skip_special_tokens: bool = True) -> str:
        """The text of `ids`."""
        ...


class Detokenizer:
    """
    Decodes one answer token by token.

    The pieces together are exactly what `decoder` makes of all ids at once, but that a vocabulary
    which falls back to bytes takes back no character that was complete when it came. Decoding a token
    costs the same however long the answer is: each is decoded beside those of the piece before it, which is all
    that its text depends on, as where a leading space is dropped. Only a character of several tokens waits until the
    last of them is there.
    """

    def __init__(self, decoder: Decoder, *, skipped: Collection[int] = ()) -> None:
        """`skipped` are tokens that are no text, beside those which `decoder` itself takes for none."""
        self._decoder = decoder
        self._skipped = skipped
        # The tokens of the last piece, those that came after it, and how many characters of both were handed out.
        self._before: list[int] = []
        self._newest: list[int] = []
        self._handed_out = 0

    def put(self, ids: Iterable[int]) -> str:
        """The text that is complete with `ids`; often nothing."""
        return "".join([self._put(id_) for id_ in ids if id_ not in self._skipped])

    def rest(self) -> str:
        """What is incomplete to the end, as U+FFFD."""
        return self._hand_out(self._decode(self._before + self._newest))

    def _put(self, id_: int) -> str:
        self._newest.append(id_)
        text = self._decode(self._before + self._newest)
        complete = text.rstrip(_INCOMPLETE)
        if len(text) - len(complete) > _MAY_BE_COMPLETED:
            complete = text[:-_MAY_BE_COMPLETED]
        piece = self._hand_out(complete)
        if piece and complete == text:
            self._before, self._newest = self._newest, []
            self._handed_out = len(self._decode(self._before))
        elif len(self._newest) > 2 * _LOOKED_AT:
            self._look_at_fewer()
        return piece

    def _look_at_fewer(self) -> None:
        """Drop tokens that can no longer become part of a character."""
        known = self._decode(self._before)
        text = self._decode(self._before + self._newest[-_LOOKED_AT:])
        if text.rstrip(_INCOMPLETE) == known:
            self._newest = self._newest[-_LOOKED_AT:]
            self._handed_out = max(len(known), len(text) - _MAY_BE_COMPLETED)

    def _hand_out(self, text: str) -> str:
        piece = text[self._handed_out :]
        self._handed_out = max(self._handed_out, len(text))
        return piece

    def _decode(self, ids: list[int]) -> str:
        return self._decoder.decode(ids, skip_special_tokens=True)
