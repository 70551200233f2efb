"""Keeps from a model that knows English only what is in another language: it would answer with nonsense."""

import re
import tomllib
import unicodedata
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from pathlib import Path

from bot.core import notices
from bot.core.chat import Options, Piece, Turn
from bot.core.errors import EngineError
from bot.core.ports import Engine

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_CODE = re.compile(r"```.*?(?:```|$)|`[^`]*`|https?://\S+", re.DOTALL)
_WORDS = tomllib.loads(Path(__file__).with_name("little_words.toml").read_text("utf-8"))
_ENGLISH, _OTHER = (frozenset(_WORDS[language].split()) for language in ("english", "other"))


class NotUnderstood(EngineError):
    """What was asked is in a language that the model does not know."""

    notice = notices.ENGLISH_ONLY


class EnglishOnly:
    """An engine that is asked in English only: for all else it raises `NotUnderstood`, at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.name, self.model, self.slots = engine.name, engine.model, engine.slots
        self.context_length, self.accepts = engine.context_length, engine.accepts

    async def count(self, prompt: Sequence[Turn], /) -> int:
        """As the engine counts."""
        return await self._engine.count(prompt)

    async def stream(
        self, prompt: Sequence[Turn], options: Options, /, *, channel: int = 0
    ) -> AsyncGenerator[Piece, None]:
        """As the engine answers. Raises `NotUnderstood`."""
        asked = next(turn.text for turn in reversed(prompt) if turn.role == "user")
        if not is_english(asked):
            raise NotUnderstood(f"asked in another language: {asked:.40}")
        async with aclosing(self._engine.stream(prompt, options, channel=channel)) as pieces:
            async for piece in pieces:
                yield piece

    async def forget(self, channel: int, /) -> None:
        """As the engine forgets."""
        await self._engine.forget(channel)

    async def renew(self) -> None:
        """As the engine is renewed."""
        await self._engine.renew()

    async def close(self) -> None:
        """Close the engine."""
        await self._engine.close()


def is_english(text: str) -> bool:
    """
    Whether `text` may be English: what says nothing of its language is, such as a name, a number or a program.

    It is told by its script and by its little words, so a few words without any may be of any language.
    """
    text = _CODE.sub(" ", text)
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    if latin < 0.7 * len(letters):
        return False
    words = [word.lower() for word in _WORD.findall(text)]
    english = sum(word in _ENGLISH for word in words)
    other = sum(word in _OTHER for word in words) + ("¿" in text or "¡" in text)
    return other <= english
