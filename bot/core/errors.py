"""
Everything that can go wrong while answering:

* BotError
  x Busy                  a channel already has too many messages waiting
  x Refused               what was pressed or typed is not for this person, or not possible here
  x OutOfBounds           a value that somebody set can hold nowhere
  x TooLong               one message does not fit into the model's window by itself
  x EngineError           the reply could not be generated
    + EngineUnavailable     the engine cannot be loaded or reached
    + EngineInterrupted     the engine was lost in the middle of an answer
    + EngineExhausted       the engine ran out of memory or time
    + EmptyReply            the engine finished without saying anything
  x HistoryError          the conversation could not be read or saved
  x PlatformError         the chat platform refused the reply

`notice` is the sentence the person sees; `str(error)` is for the log.

* StartError              the bot cannot start; its text is the sentence the operator sees
"""

from collections.abc import Sequence


class BotError(Exception):
    """Base of every error the conversation knows how to report."""

    notice = "Something went wrong on my side. Please try again."


class Busy(BotError):
    """A channel already has as many waiting messages as it may have."""

    notice = "I still have several messages to answer here. Please try again in a moment."


class Refused(BotError):
    """What somebody pressed or typed is not for them to do, or not possible here; `notice` says why."""

    def __init__(self, notice: str) -> None:
        super().__init__(notice)
        self.notice = notice


class OutOfBounds(BotError):
    """Something that somebody set has a value that can hold nowhere; `names` says what."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"out of bounds: {', '.join(names)}")
        self.names = tuple(names)
        self.notice = f"That cannot be set so: {', '.join(name.replace('_', ' ') for name in names)}."


class TooLong(BotError):
    """One message does not fit into the model's window, even with no history at all."""

    def __init__(self, tokens: int, budget: int) -> None:
        super().__init__(f"the newest message needs {tokens} tokens of {budget}")
        self.notice = (
            f"That message is too long for me: with the instructions it takes {tokens:,} tokens, and I can read "
            f"{budget:,} at once. Please shorten it or send it in parts."
        )


class EngineError(BotError):
    """The reply could not be generated."""

    notice = "Something went wrong while I was writing. Please try again."


class EngineUnavailable(EngineError):
    """The engine cannot be loaded or reached."""

    notice = "The model isn't available right now. Please try again later."


class EngineInterrupted(EngineError):
    """The engine was lost in the middle of an answer."""

    notice = "I lost the model in the middle of this answer. Please try again in a moment."


class EngineExhausted(EngineError):
    """The engine ran out of memory or time."""

    notice = "That was too much for the model's memory. Try a shorter message, or /reset to start afresh."


class EmptyReply(EngineError):
    """The engine finished without saying anything."""

    notice = "The model had nothing to say to that. Try asking in other words."


class HistoryError(BotError):
    """The conversation could not be read or saved."""

    notice = "I couldn't reach this channel's history. Please try again."


class PlatformError(BotError):
    """The chat platform refused the reply, so there may be nowhere to show a notice."""


class StartError(Exception):
    """The bot cannot start. The text says why, and what the operator can do about it."""
