"""The vocabulary of a GGUF file, as llama.cpp itself reads it."""

import re
from collections.abc import Callable

from bot.engines.gguf.model_file import ModelFile
from bot.engines.gguf.server import LlamaServer

# In no vocabulary's merges, so that what follows is encoded as if nothing stood before it.
_MARK = "\ue000"


class LlamaVocabulary:
    """
    Encodes text with llama.cpp's own tokenizer, whatever kind it is, for `ChatEncoder`.

    llama.cpp can be told not to recognise control tokens, but takes those that were added as text,
    as <think> often was, for what they spell in any case: text that spells one is encoded in parts.
    Any thread may use it.
    """

    def __init__(self, server: LlamaServer, file: ModelFile) -> None:
        self._server = server
        added = {id_: token for id_, token in file.added_tokens.items() if token and not token.isspace()}
        self.control = added | _overlooked(server, file, added)
        # The longest first, as llama.cpp looks for them.
        spelled = sorted(self.control.values(), key=len, reverse=True)
        self._spelled = re.compile("|".join(map(re.escape, spelled)) or "(?!)")
        # The token that begins every text, where the file says that there is one.
        self.prefix = server.tokenize("", parse_special=True, add_special=True)[:1]
        self._ids = {token: id_ for id_, token in self.control.items()}

    def tokenize(self, text: str, /) -> list[int]:
        """The ids of `text`, its control tokens recognised."""
        return self._server.tokenize(text, parse_special=True)

    def control_spans(self, text: str, /) -> list[tuple[int, int, int]]:
        """Each control token of `text`: its id, where it begins, where it ends."""
        return [(self._ids[found[0]], *found.span()) for found in self._spelled.finditer(text)]

    def characters(self, text: str, /, *, is_first: bool) -> list[int]:
        """
        The ids of `text` as they would be if there were no control tokens.

        Nothing depends on `is_first`: where sentencepiece puts a space, llama.cpp puts one
        after each control token.
        """
        ids = self._server.tokenize(text, parse_special=False) if text else []
        if self.control.keys().isdisjoint(ids):
            return ids
        first, *others = _taken_apart(text, self._spelled)
        ids = self._server.tokenize(first, parse_special=False)
        for part in others:
            ids += self._without_space_before(part)
        # A single character may be a control token, too: it is nothing anybody has to be able to say.
        return [id_ for id_ in ids if id_ not in self.control]

    def _without_space_before(self, text: str) -> list[int]:
        """The ids of `text` where it stands in the middle of other text."""
        mark = self._server.tokenize(_MARK, parse_special=False)
        marked = self._server.tokenize(_MARK + text, parse_special=False)
        if marked[: len(mark)] == mark:
            return marked[len(mark) :]
        return self._server.tokenize(text, parse_special=False)


def _taken_apart(text: str, spelled: re.Pattern[str]) -> list[str]:
    """`text` in parts none of which spells a control token."""
    parts = []
    while found := spelled.search(text):
        cut = found.start() + 1
        parts.append(text[:cut])
        text = text[cut:]
    return [*parts, text]


def _overlooked(server: LlamaServer, file: ModelFile, added: dict[int, str]) -> dict[int, str]:
    """The tokens that llama.cpp takes for control tokens though the file says otherwise, as some files do in error."""
    looks_so: Callable[[str], object] = re.compile(r"[<\[｜].*[>\]｜]", re.DOTALL).fullmatch
    asked = {id_: token for id_, token in enumerate(file.tokens) if id_ not in added and looks_so(token)}
    text = "\n".join(asked.values())
    found = {*server.tokenize(text, parse_special=True)} - {*server.tokenize(text, parse_special=False)}
    return {id_: token for id_, token in asked.items() if id_ in found}
