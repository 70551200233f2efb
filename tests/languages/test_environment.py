"""What language a terminal is in, as programs learn it from their environment."""

import pytest

from bot.languages.environment import locale_of_terminal
from bot.languages.sentences import nearest


@pytest.mark.parametrize(
    ("environment", "locale", "language"),
    [
        ({"LANG": "de_DE.UTF-8", "LC_CTYPE": "C.UTF-8"}, "de_DE", "de"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8"}, "fr_FR", "fr"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8", "LC_ALL": "ja_JP.UTF-8"}, "ja_JP", "ja"),
        ({"LC_ALL": "", "LANG": "es_ES@euro"}, "es_ES", "es"),
        ({"LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8"}, "C", "en"),
        ({"LANG": "POSIX"}, "POSIX", "en"),
    ],
)
def test_the_terminal_speaks_as_its_environment_says(environment, locale, language):
    assert locale_of_terminal(environment) == locale
    assert nearest(locale) == language


def test_an_environment_that_says_nothing_names_none():
    assert locale_of_terminal({}) is None
