"""What language the terminal is in."""

from babel import default_locale


def locale_of_terminal() -> str | None:
    """The locale that the environment names, as in LC_ALL or LANG; `None` where it names none."""
    return default_locale(("LC_ALL", "LC_MESSAGES"))
