"""What is said to somebody of whom the locale is known."""

import pytest

from bot.core import notices
from bot.core.notices import Notice
from bot.languages.sentences import nearest, sentence

FSI, PDI = "\u2068", "\u2069"


@pytest.mark.parametrize("locale", [None, "", "en-US", "en_GB", "tlh", "pt-BR", "x", "de--", "☃"])
def test_who_speaks_none_of_the_languages_is_spoken_to_in_english(locale):
    assert sentence(notices.STOPPED, locale) == "⏹ Stopped."


def test_plurals_and_numbers_are_the_languages():
    assert sentence(notices.waiting(1), "en-US") == "⏳ 1 message comes before yours in this channel."
    assert sentence(notices.waiting(1234), "en-US") == "⏳ 1,234 messages come before yours in this channel."


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ada", "Ada"),
        ("中村", "中村"),
        ("محمد (1)", f"{FSI}محمد (1){PDI}"),
        ("ab\u202egnp.exe", "abgnp.exe"),
        (f"שלום{PDI}\u202e!", f"{FSI}שלום!{PDI}"),
    ],
)
def test_a_name_of_any_direction_leaves_the_sentence_around_it_its_own(name, shown):
    assert sentence(notices.not_theirs(name), "en") == f"Only {shown} or a moderator can do that here."


def test_a_key_of_another_time_is_said_itself_and_logged(caplog):
    assert sentence(Notice("of-yore"), "en") == "of-yore"
    assert "of-yore" in caplog.text


def test_what_does_not_fit_its_words_is_said_as_well_as_can_be_and_logged(caplog):
    assert "before yours" in sentence(Notice("waiting"), "en")
    assert "ahead" in caplog.text


def test_an_exact_tag_is_nearest():
    assert nearest("en") == nearest("en-GB") == nearest("EN_us") == "en"
