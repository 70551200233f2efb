"""What the bot itself says, beside its answers. The sentences of failures stand with their errors."""

from bot.core.record import Answer

STOPPED = "⏹ Stopped."
FORGOTTEN = "⏹ Stopped: the conversation was reset."
CLOSING = "⏹ Stopped: I am being restarted. Please ask again in a moment."
LEAVING = "I am being restarted. Please try again in a moment."
INTERRUPTED = "⚠ Interrupted: I was restarted while I was writing this."
REFUSED = "⏹ Stopped: I could not write on here."
WITHDRAWN = "⏹ Stopped: the question was deleted."
LOOP = "🔁 Stopped: I had begun to say the same over and over again."
LOADING = "⏳ The model is still loading. I will answer as soon as it is ready."
LEFT_OUT = "Our conversation has grown long: from now on its oldest part is left out. /reset starts afresh."
UNSAVED = "⚠ I could not save this, so I may not remember it."

# What a command did.
RESET = "🧹 Forgotten. We start afresh here."
UNDONE = "↩ Taken back: I have forgotten the last question and my answer to it."
NOTHING_RUNS = "Nothing is being written here."

# Why something is not done.
COMPLETE = "That answer is complete: there is nothing to continue."
BEING_WRITTEN = "That answer is being written right now."
NOT_WRITTEN = "That answer is not being written any more."
NO_FURTHER_VERSION = "There is no further version of that answer."
NOTHING_HERE = "There is no answer of mine here that I remember."
NOTHING_THERE = "I do not remember an answer of mine there."
NOT_REMEMBERED = "I do not remember that answer any more."
TAKEN_BACK = "That question was taken back."


def waiting(ahead: int) -> str:
    """What somebody is told while `ahead` messages come first."""
    others = "1 message comes" if ahead == 1 else f"{ahead} messages come"
    return f"⏳ {others} before yours in this channel."


def ending(answer: Answer) -> tuple[str, ...]:
    """What stands in small print below an answer that has ended: why there is no more of it."""
    if answer.reason:
        return (answer.reason,)
    if answer.finish == "loop":
        return (LOOP,)
    if answer.finish == "length":
        most = answer.recipe.options.max_new_tokens if answer.recipe else 0
        return (f"Cut off at {most} tokens." if most else "Cut off here.",)
    return ()
