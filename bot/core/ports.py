"""
The sockets of the conversation core.

An adapter fits by shape: it imports nothing from here and inherits nothing.
"""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from bot.core.access import Entry, Kind
from bot.core.chat import Finish, Modality, Options, Part, Piece, Turn, Usage
from bot.core.controls import Controls
from bot.core.notices import Notice
from bot.core.profile import Overrides, Scope
from bot.core.record import Exchange, Holdings, Incoming, LeftOut, Outcome, Recipe, Summary, Unsummed
from bot.core.spending import Spending
from bot.core.uploads import Upload


class Engine(Protocol):
    """Turns a prompt into text."""

    @property
    def name(self) -> str:
        """What the engine is called in the settings."""
        ...

    @property
    def model(self) -> str:
        """What people are told of the model it runs: its name, and of a path the last part."""
        ...

    @property
    def slots(self) -> int:
        """How many answers it writes at once. More are not asked for; if they are, some wait."""
        ...

    @property
    def context_length(self) -> int:
        """The most tokens, prompt and answer together, the model can attend to."""
        ...

    @property
    def accepts(self) -> frozenset[Modality]:
        """What it can be shown. Where that is but text, no turn has `images`."""
        ...

    async def count(self, prompt: Sequence[Turn], /) -> int:
        """
        The number of tokens of `prompt` as the model will read it, template and pictures included.

        Exact where the engine has the tokenizer; a bound that errs only upwards where it has not.
        """
        ...

    def stream(self, prompt: Sequence[Turn], options: Options, /, *, channel: int = 0) -> AsyncGenerator[Piece, None]:
        """
        Yield the answer piece by piece. Closing the generator stops the model at its next token.

        A prompt that ends in a turn of the assistant is gone on with from its very last token.

        `channel` names the conversation, for an engine that keeps something of it between its
        turns. Raises `EngineError`, after every piece that was made before it went wrong.
        """
        ...

    async def forget(self, channel: int, /) -> None:
        """Drop what is kept of the conversation in `channel`."""
        ...

    async def renew(self) -> None:
        """
        Be able to answer again after an answer that fell silent, and was closed. Raises `EngineLost` where only another
        process can.
        """
        ...

    async def close(self) -> None:
        """End every answer, and give back threads and connections."""
        ...


class Record(Protocol):
    """
    Remembers what was asked and answered. Every method raises `HistoryError`.

    Each is one transaction: it happens whole or not at all, whoever else writes at the same time, and whether or not
    whoever awaits it is cancelled meanwhile. An id that is not
    there, any more, is no error: somebody else may just have taken it out. None is given twice.
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


class ProfileStore(Protocol):
    """
    Keeps what is set for places. Every method raises `HistoryError`, and is one transaction, as a `Record`'s are.
    """

    async def overrides(self, scopes: Sequence[Scope], /) -> Mapping[Scope, Overrides]:
        """What is set for these; a place for which nothing is set may be missing."""
        ...

    async def change(self, scope: Scope, change: Callable[[Overrides], Overrides], /) -> Overrides:
        """
        Set for the place what `change` makes of what is set there, and return that.

        Whoever changes the same place at the same time comes before or after. What `change` raises is raised, and
        nothing is changed.
        """
        ...

    async def forget(self, channel: int, /) -> None:
        """Drop what is set for a channel or a category of this number, and for the threads that belong to it."""
        ...

    async def forget_server(self, server: int, /) -> None:
        """Drop what is set for the server, and for all that is in it."""
        ...


class AccessBook(Protocol):
    """Remembers whom the administrators of servers let in and keep out. Every method raises `HistoryError`."""

    async def entries(self, server: int, /) -> list[Entry]:
        """What was entered on a server, oldest first."""
        ...

    async def enter(self, server: int, entry: Entry, /) -> None:
        """Enter it there, in the place of what was entered of the same thing before."""
        ...

    async def strike(self, server: int, kind: Kind, id: int, /) -> bool:
        """Take out what was entered of it there; False where nothing was."""
        ...


class Ledger(Protocol):
    """Remembers what people spent of their budgets. Every method raises `HistoryError`."""

    async def spent(self, person: int, since: datetime, /) -> list[Spending]:
        """What the person spent since then, on answers under way as far as they are counted."""
        ...

    async def open(self, person: int, at: datetime, /) -> int:
        """Enter an answer that begins, and drop what is more than a day older; returns the entry's id."""
        ...

    async def close(self, entry: int, tokens: int, /) -> None:
        """Enter what it took; an answer that took nothing is struck out."""
        ...


class Reply(Protocol):
    """
    One visible answer, made of pages of limited length, written in Discord's Markdown.

    It is shown, finished and shown again as often as is wanted; fewer pages than before take the last messages away.
    """

    @property
    def page_limit(self) -> int:
        """The most code points one page may have."""
        ...

    @property
    def most_pages(self) -> int | None:
        """How many pages the platform takes, where that is limited: an answer ends before it has more."""
        ...

    @property
    def closes_at(self) -> float | None:
        """The event loop's time at which an answer has to be over, where nothing can be shown for long after it."""
        ...

    @property
    def heading(self) -> str:
        """What stands above the answer, on lines of its own; often nothing."""
        ...

    @property
    def messages(self) -> Sequence[int]:
        """The platform's numbers of the messages it stands in, in their order, as far as they are sent."""
        ...

    @property
    def edits(self) -> int:
        """How many requests have shown it so far, each sent, edited or took away one message."""
        ...

    def typing(self) -> AbstractAsyncContextManager[None]:
        """Show, inside the block, that an answer is being prepared."""
        ...

    def show(self, pages: Sequence[str], /, controls: Controls | None = None) -> None:
        """
        Ask for the answer to read `pages` and return at once; only the newest wish counts.

        `controls` stand below the last page. Raises `PlatformError` once the platform has refused an earlier wish for
        good.
        """
        ...

    async def finish(
        self, pages: Sequence[str], /, controls: Controls | None = None, uploads: Sequence[Upload] = ()
    ) -> None:
        """
        Return when the answer reads `pages`, however long the platform cannot be reached.

        `uploads` stand below the last page until the answer is shown or finished anew. Raises `FilesRefused` where
        no file may stand there, and the answer can be finished without one; `PlatformError` if it never reads so.
        """
        ...

    async def announce(self, text: str, person: int, /) -> None:
        """Tell that person, as far as the platform can, that the answer is there; nobody else is disturbed."""
        ...


class Painter(Protocol):
    """Makes pictures of what a platform draws in no other way."""

    async def paint(self, formulas: Sequence[str], /) -> bytes | None:
        """A PNG of LaTeX formulas, given without delimiters, one below the other; `None` where none can be drawn."""
        ...


class Words(Protocol):
    """Knows the words for what the bot itself says."""

    def __call__(self, notice: Notice, locale: str | None, /) -> str:
        """The sentence for somebody whose locale that is (BCP 47), in English where there is none in their language."""
        ...
