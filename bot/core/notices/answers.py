"""What stands in the place of an answer, on its buttons and below it, until it is there, after it and instead of it."""

from collections.abc import Sequence

from bot.core.chat import File, Unread
from bot.core.notices.notice import Notice

# Why an answer ended.
STOPPED = Notice("stopped")
FORGOTTEN = Notice("stopped-by-reset")
CLOSING = Notice("stopped-by-restart")
INTERRUPTED = Notice("interrupted")
REFUSED = Notice("stopped-by-refusal")
WITHDRAWN = Notice("stopped-by-deletion")
CUT_OFF = Notice("cut-off")
LOOP = Notice("stopped-by-loop")
NO_ROOM = Notice("stopped-by-length")
OUT_OF_TIME = Notice("stopped-by-deadline")

# What stands where an answer will, or below it.
LOADING = Notice("loading")
THINKS = Notice("thinks")
ANSWERED = Notice("answered")
LEFT_OUT = Notice("left-out")
UNSAVED = Notice("unsaved")
FURTHER = Notice("further-in-file")
IN_FILE = Notice("in-file")
REPLAYED_OTHERWISE = Notice("replayed-otherwise")
REPLAYED_INEXACTLY = Notice("replayed-inexactly")

# Why there is no answer.
FAILED = Notice("failed")
WRITING_FAILED = Notice("writing-failed")
UNAVAILABLE = Notice("unavailable")
MODEL_LOST = Notice("model-lost")
EXHAUSTED = Notice("exhausted")
STALLED = Notice("stalled")
RESTARTING = Notice("restarting")
NOTHING_SAID = Notice("nothing-said")
NO_HISTORY = Notice("no-history")
OVERLOADED = Notice("overloaded")
QUOTA = Notice("quota")
ENGLISH_ONLY = Notice("english-only")

# What was done.
RESET = Notice("reset-done")
UNDONE = Notice("undone")

# What stands on the buttons under an answer: a word, or two.
BUTTON_STOP = Notice("button-stop")
BUTTON_REGENERATE = Notice("button-regenerate")
BUTTON_CONTINUE = Notice("button-continue")
BUTTON_THOUGHT = Notice("button-thought")
BUTTON_DELETE = Notice("button-delete")

# Why nothing of a file was read.
_UNREAD: dict[Unread, str] = {
    "archive": "file-archive",
    "image": "file-image",
    "media": "file-media",
    "binary": "file-binary",
    "document": "file-document",
    "picture": "file-picture",
    "damaged": "file-damaged",
    "large": "file-large",
    "unreachable": "file-unreachable",
    "many": "file-many",
}


def about_files(files: Sequence[File]) -> tuple[Notice, ...]:
    """What is said of files that were not read, or not to their end."""
    return tuple(about_file(file) for file in files if file.unread or file.is_cut)


def about_file(file: File) -> Notice:
    """Why nothing of it was read, or that not all was."""
    if file.unread:
        return Notice(_UNREAD[file.unread], {"name": file.name})
    return Notice("file-cut", {"name": file.name, "read": len(file.content), "length": file.length})


def verbatim(text: str) -> Notice:
    """A sentence that was put on record as it stands, when no language was told from another."""
    return Notice("verbatim", {"text": text})


def waiting(ahead: int) -> Notice:
    """What somebody is told while `ahead` answers come first."""
    return Notice("waiting", {"ahead": ahead})


def thinks_for(seconds: int) -> Notice:
    """That the model thinks before it answers, and for how long it has."""
    return Notice("thinks-for", {"seconds": seconds})


def waiting_about(ahead: int, seconds: float) -> Notice:
    """The same where it is known about how long that takes, and told no more exactly than it is known."""
    rounded = max(1, round(seconds / 5)) * 5
    if rounded < 60:
        return Notice("waiting-seconds", {"ahead": ahead, "seconds": rounded})
    return Notice("waiting-minutes", {"ahead": ahead, "minutes": round(seconds / 60)})


def busy_person(waiting: int) -> Notice:
    """Why a message is not taken where so many of the same person wait."""
    return Notice("busy-person", {"waiting": waiting})


def busy_channel(waiting: int) -> Notice:
    """Why a message is not taken where so many wait in the channel."""
    return Notice("busy-channel", {"waiting": waiting})


def busy_server(waiting: int) -> Notice:
    """Why a message is not taken where so many wait on the server."""
    return Notice("busy-server", {"waiting": waiting})


def cut_off_at(tokens: int) -> Notice:
    """That an answer has become as long as it may."""
    return Notice("cut-off-at", {"tokens": tokens})


def too_long(tokens: int, budget: int) -> Notice:
    """That a message needs `tokens` tokens of `budget`."""
    return Notice("too-long", {"tokens": tokens, "budget": budget})


def setting_refused(setting: str) -> Notice:
    """That the model's server does not take one of the bot's settings."""
    return Notice("setting-refused", {"setting": setting})
