"""What remembers what was asked and answered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.core.chat import Finish, Part, Usage
from bot.core.notices import Notice
from bot.core.record import Exchange, Holdings, Incoming, LeftOut, Outcome, Recipe, Summary, Unsummed


class Record(Protocol):
    """
    Remembers what was asked and answered. Every method raises `HistoryError`.

    Each is one transaction: it happens whole or not at all, whoever else writes at the same time, and whether or not
    whoever awaits it is cancelled meanwhile. An id that is not there, any more, is no error: somebody else may just
    have taken it out. None is given twice.
    """

    async def ask(self, incoming: Incoming, /) -> Exchange | None:
        """
        Save a question, with a version of its answer in the state "queued" that is chosen.

        `None` where a question with that `message` is there already.
        """
        ...

    async def begin(self, question: int, /, *, keep: int = 5) -> Exchange | None:
        """
        Add such a version of the answer to a question that is there; `None` where it is gone.

        Of the versions that were there before, the oldest go until `keep` are left with the new one.
        """
        ...

    async def write(self, answer: int, recipe: Recipe, /) -> None:
        """
        The engine begins, or with an answer that ended before: goes on. The state is "writing" from here on.

        What is there of it stays. How and when it ended before is told no more, and its messages are not settled.
        """
        ...

    async def grow(
        self, answer: int, parts: Sequence[Part], /, *, thought: str = "", pages: Sequence[int] | None = None
    ) -> None:
        """All that was said, and thought, so far; and as `place` has them, the `pages`, where they are others now."""
        ...

    async def place(self, answer: int, pages: Sequence[int], /) -> None:
        """
        The messages in which the answer stands, in their order, each of them once.

        A message shows one version: where it stood for another one, it does so no more.
        """
        ...

    async def end(
        self,
        answer: int,
        outcome: Outcome,
        /,
        *,
        finish: Finish | None = None,
        reason: Notice | None = None,
        notes: Sequence[Notice] = (),
        usage: Usage | None = None,
    ) -> None:
        """Nobody writes on the answer any more."""
        ...

    async def settle(self, answer: int, /, *, controls: bool, pages: Sequence[int] | None = None) -> None:
        """
        The answer's messages read as they shall; as `place` has them, the `pages`, where they may be others now.

        `controls` says whether something can be pressed there.
        """
        ...

    async def unsettle(self, answer: int, /) -> Exchange | None:
        """The answer's messages have to be brought up to date again. Returns it as it stands."""
        ...

    async def choose(self, answer: int, /, *, step: int = 0) -> Exchange | None:
        """
        Make the version `step` after this one the one that is remembered, and return it; `None` where there is none.

        All messages in which versions of its question stand are its own from here on. They have to be brought up to
        date, unless it was the chosen one before.
        """
        ...

    async def revise(self, question: int, incoming: Incoming, /) -> None:
        """
        The question now reads so, and was asked by this author.

        Its id, when and where it was asked, in what language that is spoken of, and its answers stay; of its earlier
        messages, those that are told of. Of other people's words, none comes that was not there.
        """
        ...

    async def join(self, question: int, incoming: Incoming, /) -> None:
        """
        The question goes on in a later message, and reads as `incoming` from here on, whose `earlier` it was until now.

        All else stays. Where that message belongs to a question already, or is none, nothing happens.
        """
        ...

    async def withdraw(self, question: int, /, *, again: bool = False) -> None:
        """Take the question out, with all versions of its answer; as if it never `was_asked`, if it may be `again`."""
        ...

    async def recent(self, channel: int, /) -> list[Exchange]:
        """
        What the model may still be shown of the channel, oldest first: with the chosen versions in any state,
        without what was thought, and with the `MOST_RECALLED` newest pictures (`bot/core/sight.py`).
        """
        ...

    async def exchange(self, answer: int, /) -> Exchange | None:
        """The question that this version answers, with this version."""
        ...

    async def behind(self, message: int, /) -> Exchange | None:
        """The exchange one of whose question's messages, or of its chosen answer's pages, this message is."""
        ...

    async def was_asked(self, message: int, /) -> bool:
        """
        Whether the message is one of a question's, or was, until it was taken out in whatever way.

        That much is known for a day after it was asked: what was taken back shall not be taken for what was missed.
        """
        ...

    async def unsettled(self) -> list[Exchange]:
        """What does not read as it should, or is not known to, oldest answer first: chosen ones in any state."""
        ...

    async def controlled(self, before: datetime, /, *, channel: int | None = None) -> list[Exchange]:
        """
        The chosen, settled answers that ended before then and have controls, the first to end first: all there are, or
        those of a channel.
        """
        ...

    async def direct_channels(self, since: datetime, /) -> list[int]:
        """The channels on no server in which something was asked since then, the one that was asked in last first."""
        ...

    async def leave_out(self, channel: int, through: int, /) -> bool:
        """
        Show the model no more of the channel up to the question with the id `through`.

        True the first time since `forget` that something is left out by it.
        """
        ...

    async def left_out(self, channel: int, /) -> LeftOut:
        """What is still on record of what was left out of the channel."""
        ...

    async def summary(self, channel: int, /) -> Summary | None:
        """
        The summary there is of what was left out of the channel.

        It goes with anything that it sums up: when a question of it is withdrawn, expires or reads otherwise, when one
        of its answers is written anew or another version is chosen, with whoever asked in the channel or was quoted
        there, and with the channel.
        """
        ...

    async def unsummed(self, channel: int, /) -> Unsummed:
        """What a new summary is made of: of what was left out since the last one, no more than the newest 200."""
        ...

    async def sum_up(self, channel: int, text: str, made_of: Unsummed, /, *, title: str = "") -> bool:
        """
        Keep a summary of `made_of` in the place of the last one: of all that `unsummed` told, or the oldest part of it.

        False where there is nothing in that, or it is not so any more.
        """
        ...

    async def of_person(self, person: int, /, *, channel: int | None = None) -> list[Exchange]:
        """
        What the person asked and was answered, everywhere or in a channel, oldest first: with chosen versions.

        As in all lists but `recent`, no picture is shown.
        """
        ...

    async def held_of(self, person: int, /) -> Holdings:
        """How much of what the person asked, was answered, and is quoted with by others, is kept."""
        ...

    async def forget_person(self, person: int, /) -> Holdings:
        """
        Drop what the person asked and was answered, and what other people's questions took from their messages, or from
        such answers: quotes, files, linked and forwarded messages. Copies, too. Returns how much that was.
        """
        ...

    async def expire(self, before: datetime, /) -> Holdings:
        """Drop what was asked before then, but for what is being answered anew. Returns how much that was."""
        ...

    async def forget(self, channel: int, /, *, threads: bool = False) -> frozenset[int]:
        """
        Drop everything said in the channel, and with `threads` in those that belong to it.

        Returns where anything was said of that.
        """
        ...

    async def forget_server(self, server: int, /) -> frozenset[int]:
        """
        Drop everything said in the server, but what is not settled: the bot may come back and have to end it.

        Returns the channels in which anything was said there.
        """
        ...
