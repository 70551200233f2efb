"""Why something that somebody wanted is not done."""

from bot.core.notices.notice import Notice

NOT_REPLAYABLE = Notice("not-replayable")
ANOTHER_MODEL = Notice("another-model")
NO_THOUGHT = Notice("no-thought")
LEAVING = Notice("leaving")
COMPLETE = Notice("complete")
BEING_WRITTEN = Notice("being-written")
NOT_WRITTEN = Notice("not-written")
NO_FURTHER_VERSION = Notice("no-further-version")
NOTHING_HERE = Notice("nothing-here")
NOTHING_THERE = Notice("nothing-there")
NOT_REMEMBERED = Notice("not-remembered")
TAKEN_BACK = Notice("taken-back")
NOTHING_RUNS = Notice("nothing-runs")
NO_WORDS = Notice("no-words")
NO_THREAD = Notice("no-thread")
NOT_FOR_SERVER = Notice("not-for-server")


def not_theirs(name: str) -> Notice:
    """That an answer is not theirs to change, but that of somebody called `name`, where that is known."""
    return Notice("not-theirs", {"name": name}) if name else Notice("not-theirs-nameless")
