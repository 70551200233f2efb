"""What language the terminal is in."""

import re
from collections.abc import Mapping

# What messages are said in, the first that is set: POSIX, 8.2. Python itself may set LC_CTYPE (PEP 538), which is not.
_NAMES = ("LC_ALL", "LC_MESSAGES", "LANG")


def locale_of_terminal(environment: Mapping[str, str]) -> str | None:
    """The locale that the environment names, without an encoding; `None` where it names none."""
    named = next(filter(None, map(environment.get, _NAMES)), None)
    return named and re.split("[.@]", named)[0]
