"""Every language has words for all that the bot says, and for nothing else."""

from typing import get_args

import pytest

from bot.core import profile
from bot.languages.sentences import LANGUAGES, sentence
from bot.settings.values import Language
from tests.languages.catalogue import counted, made_elsewhere, said, told_apart, written

SAID = said()


def test_these_languages_are_spoken():
    assert LANGUAGES == ("de", "en", "es", "fr", "ja", "zh-CN")
    assert get_args(Language) == get_args(profile.Language) == ("auto", *LANGUAGES)


def test_all_notices_are_made_where_they_are_looked_for():
    assert set(made_elsewhere()) == {"stores/columns.py"}  # It reads them from the record.


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_file_has_what_is_said_with_its_arguments_and_no_more(language):
    assert written(language) == {notice.key: frozenset(notice.arguments) for notice in SAID}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_tells_apart_what_english_does(language):
    assert told_apart(language) == told_apart("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_none_is_not_told_as_one(language):
    # In French the plural category "one" is that of none, too.
    for none, one in counted():
        assert sentence(none, language) != sentence(one, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_can_be_said(language, caplog):
    for notice in SAID:
        text = sentence(notice, language)
        assert text.strip() or notice.key == "verbatim"
        assert "\n" not in text
        for name in notice.arguments:
            assert f"${name}" not in text
    assert not caplog.records
