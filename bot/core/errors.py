"""
Everything that can go wrong while answering:

* BotError
  x OverBudget            somebody has used up what they may
  x Refused               what was pressed or typed is not for this person, or not possible here
    + Busy                  too many messages of a person, or in a channel or a server, wait already
  x OutOfBounds           a value that somebody set can hold nowhere
  x TooLong               one message does not fit into the model's window by itself
  x EngineError           the reply could not be generated
    + EngineUnavailable     the engine cannot be loaded or reached
    + EngineInterrupted     the engine was lost in the middle of an answer
    + EngineExhausted       the engine ran out of memory or time
    + EngineStalled         the engine has fallen silent, and may never say anything again
    + EngineLost            nothing but a new process will answer again
    + EmptyReply            the engine finished without saying anything
  x HistoryError          the conversation could not be read or saved
  x PlatformError         the chat platform refused the reply
    + FilesRefused          it takes the reply, but no file

`notice` is what the person is told; `str(error)` is for the log.

* StartError              the bot cannot start, or go on; its text is the sentence the operator sees
  x RestartNeeded         it cannot go on, but a new process could
"""

import math
from collections.abc import Sequence
from datetime import datetime

from bot.core import notices
from bot.core.notices import Notice


class BotError(Exception):
    """Base of every error the conversation knows how to report."""

    notice = notices.FAILED


class OverBudget(BotError):
    """Somebody has used up what they may; `more_at` says from when on there is more."""

    def __init__(self, more_at: datetime) -> None:
        super().__init__(f"over budget until {more_at:%Y-%m-%d %H:%M}")
        self.more_at = more_at
        # Discord shows it in the reader's own time zone and language.
        self.notice = notices.over_budget(f"<t:{math.ceil(more_at.timestamp())}:R>")


class Refused(BotError):
    """What somebody pressed or typed is not for them to do, or not possible here; `notice` says why."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(str(notice))
        self.notice = notice


class Busy(Refused):
    """As many messages of a person, or in a channel or a server, wait already as may; `notice` says which."""


class OutOfBounds(BotError):
    """Something that somebody set has a value that can hold nowhere; `names` says what."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"out of bounds: {', '.join(names)}")
        self.names = tuple(names)
        self.notice = notices.out_of_bounds(", ".join(name.replace("_", " ") for name in names))


class TooLong(BotError):
    """One message does not fit into the model's window, even with no history at all."""

    def __init__(self, tokens: int, budget: int) -> None:
        super().__init__(f"the newest message needs {tokens} tokens of {budget}")
        self.notice = notices.too_long(tokens, budget)


class EngineError(BotError):
    """The reply could not be generated."""

    notice = notices.WRITING_FAILED


class EngineUnavailable(EngineError):
    """The engine cannot be loaded or reached."""

    notice = notices.UNAVAILABLE


class EngineInterrupted(EngineError):
    """The engine was lost in the middle of an answer."""

    notice = notices.MODEL_LOST


class EngineExhausted(EngineError):
    """The engine ran out of memory or time."""

    notice = notices.EXHAUSTED


class EngineStalled(EngineError):
    """The engine has fallen silent, and may never say anything again."""

    notice = notices.STALLED


class EngineLost(EngineError):
    """Nothing in this process will answer again: what the engine is made of is broken, or hangs for good."""

    notice = notices.RESTARTING


class EmptyReply(EngineError):
    """The engine finished without saying anything."""

    notice = notices.NOTHING_SAID


class HistoryError(BotError):
    """The conversation could not be read or saved."""

    notice = notices.NO_HISTORY


class PlatformError(BotError):
    """The chat platform refused the reply, so there may be nowhere to show a notice."""


class FilesRefused(PlatformError):
    """The bot may send no files there."""


class StartError(Exception):
    """The bot cannot start, or go on. The text says why, and what the operator can do about it."""


class RestartNeeded(StartError):
    """The bot cannot go on, but another process of it could: whatever supervises it should start one."""
