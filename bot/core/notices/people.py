"""What is said to somebody of their own: whether they are let in, how much they may use, what is kept of them."""

from bot.core.notices.notice import Notice

# What is kept of them.
PERSON_FORGOTTEN = Notice("stopped-by-forgetting")
QUOTE_FORGOTTEN = Notice("stopped-by-forgetting-a-quote")
NOTHING_OF_YOU = Notice("nothing-of-you")
FORGET = Notice("forget")
FORGET_AND_DELETE = Notice("forget-and-delete")
CANCEL = Notice("cancel")
FORGETTING = Notice("forgetting")
NOTHING_FORGOTTEN = Notice("nothing-forgotten")

# Who may use the bot.
DENIED = Notice("denied")
NOBODY_NAMED = Notice("nobody-named")
ON_NO_LIST = Notice("on-no-list")
LISTS_EMPTY = Notice("lists-empty")


def lists_full(most: int) -> Notice:
    """That a server's lists hold no more than that many entries."""
    return Notice("lists-full", {"most": most})


def let_in(names: str) -> Notice:
    """Who and what is let in on a server, as mentions."""
    return Notice("let-in", {"names": names})


def kept_out(names: str) -> Notice:
    """Who and what is kept out of a server, as mentions."""
    return Notice("kept-out", {"names": names})


def taken_off_lists(names: str) -> Notice:
    """What is on neither of a server's lists any more, as mentions."""
    return Notice("taken-off-lists", {"names": names})


def history(count: int, of: int) -> Notice:
    """That a file holds so many of somebody's exchanges, of so many there are."""
    return Notice("history", {"count": count}) if count == of else Notice("history-last", {"count": count, "of": of})


def forget_you(questions: int, answers: int, channels: int) -> Notice:
    """Whether somebody wants that much of theirs forgotten."""
    return Notice("forget-you", {"questions": questions, "answers": answers, "channels": channels})


def forgotten_you(questions: int, answers: int, channels: int) -> Notice:
    """That that much of somebody's is forgotten."""
    return Notice("forgotten-you", {"questions": questions, "answers": answers, "channels": channels})


def words_elsewhere(count: int) -> Notice:
    """That so many questions of others hold words of somebody's."""
    return Notice("words-elsewhere", {"count": count})


def words_gone(count: int) -> Notice:
    """That somebody's words were taken out of so many questions of others."""
    return Notice("words-gone", {"count": count})


def messages_gone(count: int) -> Notice:
    """That so many messages were deleted."""
    return Notice("messages-gone", {"count": count})


def over_budget(moment: str) -> Notice:
    """That somebody has used up what they may, and when there is more, as Discord shows a moment."""
    return Notice("over-budget", {"moment": moment})


def left(name: str, count: int) -> Notice:
    """How much is left to somebody of a limit, such as "answers_per_hour"."""
    return Notice("left", {"limit": name.replace("_", "-"), "count": count})
