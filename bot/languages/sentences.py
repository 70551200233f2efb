"""Says a notice in a language."""

import logging
import unicodedata
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import MAX_PART_LENGTH
from fluent.runtime.types import FluentType

from bot.core.notices import Argument, Notice

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
ENGLISH = "en"
LANGUAGES = tuple(sorted(file.stem for file in HERE.glob("*.ftl")))
"""The tags of the languages that the bot speaks."""

# Marks the beginning and the end of text whose direction is its own (UAX #9).
_ISOLATE, _END = "\u2068", "\u2069"
# Letters and numbers that are written from right to left, and marks that would turn what stands around them.
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_MARKS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def sentence(notice: Notice, locale: str | None, /) -> str:
    """
    The words of `notice` for somebody whose locale that is, with numbers as they are written there.

    A locale of a language that the bot does not speak, or none, is English. A key that is not known any more, as an old
    record may hold one, is said itself.
    """
    bundle = _bundle(locale or ENGLISH)
    if not bundle.has_message(notice.key):
        log.error("there are no words for %s", notice.key)
        return notice.key
    pattern = bundle.get_message(notice.key).value
    assert pattern is not None, "a message that has no attributes"
    text, errors = bundle.format_pattern(pattern, {name: _given(each) for name, each in notice.arguments.items()})
    for error in errors:
        log.error("%s is not said well in %s: %s", notice.key, locale, error)
    return str(text)


def nearest(locale: str, /) -> str:
    """
    The tag of the language that is spoken to a locale: of its own region, or else of another one.

    So traditional Chinese is answered in the simplified one, which Unicode's table of languages that can stand in for
    each other has nearer to it than English (CLDR, languageMatching).
    """
    tag = locale.replace("_", "-").lower()
    found = [language for language in LANGUAGES if language.lower() == tag]
    found += [language for language in LANGUAGES if _base(language) == _base(tag)]
    return next(iter(found), ENGLISH)


@lru_cache(maxsize=64)
def _bundle(locale: str) -> FluentBundle:
    language = nearest(locale)
    # Fluent's own marks would stand around numbers and the names of settings, too, and be copied with them.
    bundle = FluentBundle([_numbers_of(locale, language)], use_isolating=False)
    bundle.add_resource(FluentResource((HERE / f"{language}.ftl").read_text("utf-8")))
    return bundle


def _numbers_of(locale: str, language: str) -> str:
    """The locale that numbers are written by: the one asked for, where it is one of the language."""
    try:
        Locale.parse(locale.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return language
    return locale if _base(locale) == _base(language) else language


def _base(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()


def _given(value: Argument) -> Argument | FluentType:
    """An argument as Fluent takes it: a text of any length, whose direction leaves the sentence around it its own."""
    if not isinstance(value, str):
        return value
    text = "".join(letter for letter in value if unicodedata.bidirectional(letter) not in _MARKS)
    if any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text):
        text = f"{_ISOLATE}{text}{_END}"
    return _Long(text) if len(text) > MAX_PART_LENGTH else text


class _Long(FluentType):
    """A text that fluent.runtime 0.4.0 would refuse for its length."""

    def __init__(self, text: str) -> None:
        self._text = text

    def format(self, locale: Locale) -> str:
        """The text as it stands."""
        return self._text
