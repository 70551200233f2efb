"""What is said to somebody of whom the locale is known."""

import pytest

from bot.core import notices
from bot.core.notices import Notice
from bot.languages.sentences import nearest, sentence

FSI, PDI = "\u2068", "\u2069"


@pytest.mark.parametrize("locale", [None, "", "en-US", "en_GB", "tlh", "pt-BR", "x", "en--", "☃"])
def test_who_speaks_none_of_the_languages_is_spoken_to_in_english(locale):
    assert sentence(notices.STOPPED, locale) == "⏹ Stopped."


@pytest.mark.parametrize(
    ("locale", "ahead", "said"),
    [
        ("en-US", 1, "⏳ 1 answer before yours."),
        ("en-US", 1234, "⏳ 1,234 answers before yours."),
        ("de", 1, "⏳ Vor deiner ist noch 1 Antwort dran."),
        ("de", 1234, "⏳ Vor deiner sind noch 1.234 Antworten dran."),
        ("de-CH", 1234, "⏳ Vor deiner sind noch 1’234 Antworten dran."),
        ("fr", 0, "⏳ 0 réponse passe avant la tienne."),
        ("fr", 2, "⏳ 2 réponses passent avant la tienne."),
        ("fr", 12345, "⏳ 12\u202f345 réponses passent avant la tienne."),
        ("es-ES", 1, "⏳ 1 respuesta va antes que la tuya."),
        ("es-ES", 12345, "⏳ 12.345 respuestas van antes que la tuya."),
        ("es-419", 12345, "⏳ 12,345 respuestas van antes que la tuya."),
        ("zh-CN", 1, "⏳ 你前面还有 1 个回答。"),
        ("zh-TW", 1234, "⏳ 你前面还有 1,234 个回答。"),
        ("ja", 2, "⏳ あなたの前に回答が 2 件あります。"),
    ],
)
def test_plurals_and_numbers_are_those_of_the_language_and_its_region(locale, ahead, said):
    assert sentence(notices.waiting(ahead), locale) == said


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


@pytest.mark.parametrize("length", [2499, 2500, 2501, 100_000])
def test_a_text_of_any_length_is_said(length, caplog):
    assert sentence(notices.verbatim("x" * length), "de") == "x" * length
    assert not caplog.records


def test_a_key_of_another_time_is_said_itself_and_logged(caplog):
    assert sentence(Notice("of-yore"), "en") == "of-yore"
    assert "of-yore" in caplog.text


def test_what_does_not_fit_its_words_is_said_as_well_as_can_be_and_logged(caplog):
    assert "before yours" in sentence(Notice("waiting"), "en")
    assert "ahead" in caplog.text


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        *(("en", "en"), ("en-GB", "en"), ("EN_us", "en"), ("en_US_POSIX", "en"), ("de_AT", "de"), ("fr-CA", "fr")),
        *(("es-ES", "es"), ("es-419", "es"), ("zh-CN", "zh-CN"), ("zh_Hans_SG", "zh-CN"), ("ja", "ja")),
        # Traditional Chinese has the simplified one nearer to it than English.
        *(("zh-TW", "zh-CN"), ("zh-HK", "zh-CN")),
        *(("pt-BR", "en"), ("deu", "en"), ("", "en")),
    ],
)
def test_a_region_is_spoken_to_in_its_language(locale, language):
    assert nearest(locale) == language
