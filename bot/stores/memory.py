"""Keeps a record until the process ends: for `bot chat`, and to say what every other record has to do."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Any

from bot.core import borrowed
from bot.core.chat import Finish, Part, Source, Usage
from bot.core.notices import Notice
from bot.core.record import (
    TAKEN_BACK_FOR,
    Answer,
    Earlier,
    Exchange,
    Holdings,
    Incoming,
    LeftOut,
    Outcome,
    Question,
    Recipe,
    Summary,
    Unsummed,
    now,
)
from bot.core.sight import MOST_RECALLED, data_of, filled, newest, with_data


@dataclass(slots=True)
class _Front:
    """Up to which question a channel's past is left out, and what the channel belongs to."""

    through: int
    parent: int | None
    server: int | None
    summary: Summary | None = None


class MemoryRecord:
    """The record that the others are compared with."""

    def __init__(self, *, clock: Callable[[], datetime] = now) -> None:
        self._clock = clock
        self._questions: dict[int, Question] = {}
        self._taken_back: dict[int, datetime] = {}
        self._answers: dict[int, Answer] = {}  # Without their pages, which `_pages` knows.
        self._chosen: dict[int, int] = {}
        self._pages: dict[int, tuple[int, int]] = {}  # By message: the answer, and which of its pages it is.
        self._fronts: dict[int, _Front] = {}
        self._question_ids = count(1)
        self._answer_ids = count(1)

    async def ask(self, incoming: Incoming, /) -> Exchange | None:
        if self._asked_in(incoming.message):
            return None
        question = Question(next(self._question_ids), _with_known(incoming))
        self._questions[question.id] = question
        return await self.begin(question.id)

    async def begin(self, question: int, /, *, keep: int = 5) -> Exchange | None:
        if question not in self._questions:
            return None
        earlier = self._versions(question)
        answer = Answer(id=next(self._answer_ids), question=question, version=earlier[-1].version + 1 if earlier else 1)
        self._answers[answer.id] = answer
        self._choose(answer)
        for old in earlier[: max(0, len(earlier) + 1 - keep)]:
            self._delete(old)
        return self._exchange(answer.id)

    async def write(self, answer: int, recipe: Recipe, /) -> None:
        self._update(
            answer,
            state="writing",
            recipe=recipe,
            begun_at=self._clock(),
            ended_at=None,
            finish=None,
            reason=None,
            notes=(),
            usage=None,
            is_settled=False,
        )

    async def grow(
        self, answer: int, parts: Sequence[Part], /, *, thought: str = "", pages: Sequence[int] | None = None
    ) -> None:
        self._update(answer, parts=tuple(parts), thought=thought)
        if pages is not None:
            await self.place(answer, pages)

    async def place(self, answer: int, pages: Sequence[int], /) -> None:
        if answer in self._answers:
            self._pages = {message: page for message, page in self._pages.items() if page[0] != answer}
            self._pages.update({message: (answer, number) for number, message in enumerate(pages)})

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
        ended = {"finish": finish, "reason": reason, "notes": tuple(notes), "usage": usage}
        self._update(answer, state=outcome, ended_at=self._clock(), **ended)

    async def settle(self, answer: int, /, *, controls: bool, pages: Sequence[int] | None = None) -> None:
        if pages is not None:
            await self.place(answer, pages)
        self._update(answer, is_settled=True, has_controls=controls)

    async def unsettle(self, answer: int, /) -> Exchange | None:
        self._update(answer, is_settled=False)
        if answer in self._answers:
            self._drop_summary(self._answers[answer].question)
        return await self.exchange(answer)

    async def choose(self, answer: int, /, *, step: int = 0) -> Exchange | None:
        if answer not in self._answers:
            return None
        versions = self._versions(self._answers[answer].question)
        at = versions.index(self._answers[answer]) + step
        if not 0 <= at < len(versions):
            return None
        self._choose(versions[at])
        return self._exchange(versions[at].id)

    async def revise(self, question: int, incoming: Incoming, /) -> None:
        if question in self._questions:
            self._reword(question, borrowed.no_more_than(incoming, self._questions[question].asked))

    async def join(self, question: int, incoming: Incoming, /) -> None:
        if question in self._questions and incoming.message is not None and not self._asked_in(incoming.message):
            asked = self._questions[question].asked
            if asked.message is not None:
                asked = replace(asked, earlier=(*asked.earlier, Earlier(asked.message, asked.parts)))
            self._questions[question] = Question(question, replace(asked, message=incoming.message))
            self._reword(question, incoming)

    async def withdraw(self, question: int, /, *, again: bool = False) -> None:
        self._drop_summary(question)
        if (gone := self._questions.pop(question, None)) and not again:
            self._taken_back |= dict.fromkeys(_messages(gone.asked), gone.asked.at)
            self._taken_back = {each: at for each, at in self._taken_back.items() if at > now() - TAKEN_BACK_FOR}
        self._chosen.pop(question, None)
        for answer in self._versions(question):
            self._delete(answer)

    async def recent(self, channel: int, /) -> list[Exchange]:
        front = self._fronts.get(channel)
        exchanges = [
            self._exchange(self._chosen[id])
            for id, question in self._questions.items()
            if question.asked.channel == channel and id in self._chosen and not (front and id <= front.through)
        ]
        wanted = newest(exchanges, MOST_RECALLED)
        return [
            with_data(replace(each, answer=replace(each.answer, thought="")), _known(each, wanted[each.question.id]))
            for each in exchanges
        ]

    async def exchange(self, answer: int, /) -> Exchange | None:
        return self._exchange(answer) if answer in self._answers else None

    async def behind(self, message: int, /) -> Exchange | None:
        for question, answer in self._chosen.items():
            page = self._pages.get(message)
            if message in _messages(self._questions[question].asked) or (page and page[0] == answer):
                return self._exchange(answer)
        return None

    async def was_asked(self, message: int, /) -> bool:
        return self._asked_in(message) is not None or message in self._taken_back

    async def unsettled(self) -> list[Exchange]:
        return [
            with_data(self._exchange(answer), {})
            for answer in sorted(self._chosen.values())
            if not self._answers[answer].is_settled
        ]

    async def controlled(self, before: datetime, /, *, channel: int | None = None) -> list[Exchange]:
        chosen = [self._answers[answer] for answer in self._chosen.values()]
        ended = [
            (answer.ended_at, answer.id)
            for answer in chosen
            if answer.is_settled and answer.has_controls and answer.ended_at and answer.ended_at < before
        ]
        found = [with_data(self._exchange(answer), {}) for _, answer in sorted(ended)]
        return [each for each in found if channel in (None, each.question.asked.channel)]

    async def direct_channels(self, since: datetime, /) -> list[int]:
        asked = [question.asked for question in reversed(self._questions.values())]
        return list(dict.fromkeys(each.channel for each in asked if each.server is None and each.at >= since))

    async def leave_out(self, channel: int, through: int, /) -> bool:
        """Where that is no longer shown, nothing changes and the answer is False."""
        going = [each.question for each in await self.recent(channel) if each.question.id <= through]
        if not going:
            return False
        is_first = channel not in self._fronts
        summary = await self.summary(channel)
        self._fronts[channel] = _Front(going[-1].id, going[-1].asked.parent, going[-1].asked.server, summary)
        return is_first

    async def left_out(self, channel: int, /) -> LeftOut:
        front = self._fronts.get(channel)
        gone = [
            self._questions[id].asked.at
            for id in self._chosen
            if front and id <= front.through and self._questions[id].asked.channel == channel
        ]
        return LeftOut(len(gone), max(gone, default=None))

    async def summary(self, channel: int, /) -> Summary | None:
        front = self._fronts.get(channel)
        return front.summary if front else None

    async def unsummed(self, channel: int, /) -> Unsummed:
        front = self._fronts.get(channel)
        if front is None:
            return Unsummed(None, ())
        since = front.summary.through if front.summary else 0
        found = [
            with_data(self._exchange(self._chosen[id]), {})
            for id, question in self._questions.items()
            if question.asked.channel == channel and id in self._chosen and since < id <= front.through
        ]
        return Unsummed(
            front.summary,
            tuple(replace(each, answer=replace(each.answer, thought="", pages=())) for each in found[-200:]),
        )

    async def sum_up(self, channel: int, text: str, made_of: Unsummed, /, *, title: str = "") -> bool:
        if not made_of.exchanges or not (await self.unsummed(channel)).begins_with(made_of):
            return False
        self._fronts[channel].summary = Summary(text, made_of.exchanges[-1].question.id, title)
        return True

    async def of_person(self, person: int, /, *, channel: int | None = None) -> list[Exchange]:
        return [
            with_data(self._exchange(self._chosen[question.id]), {})
            for question in self._of(person)
            if question.id in self._chosen and channel in (None, question.asked.channel)
        ]

    async def held_of(self, person: int, /) -> Holdings:
        quoted_in = tuple(each.asked.channel for each in self._quoting(person))
        return replace(self._holdings(self._of(person)), quoted_in=quoted_in)

    async def forget_person(self, person: int, /) -> Holdings:
        held = await self.held_of(person)
        self._questions.update({each.id: each for each in self._quoting(person)})
        for each in self._of(person):
            await self.withdraw(each.id)
        self._drop_summaries(held.channels.union(held.quoted_in))
        return held

    async def expire(self, before: datetime, /) -> Holdings:
        going = [
            each
            for each in self._questions.values()
            if each.asked.at < before and all(answer.is_ended for answer in self._versions(each.id))
        ]
        held = self._holdings(going)
        for each in going:
            await self.withdraw(each.id)
        self._drop_summaries(held.channels)
        return held

    async def forget(self, channel: int, /, *, threads: bool = False) -> frozenset[int]:
        spoken_in = set()
        for question in list(self._questions.values()):
            if channel == question.asked.channel or (threads and channel == question.asked.parent):
                spoken_in.add(question.asked.channel)
                await self.withdraw(question.id)
        for here, front in list(self._fronts.items()):
            if channel == here or (threads and channel == front.parent):
                del self._fronts[here]
        return frozenset(spoken_in)

    async def forget_server(self, server: int, /) -> frozenset[int]:
        spoken_in = frozenset(each.asked.channel for each in self._questions.values() if each.asked.server == server)
        unsettled = {exchange.question.id for exchange in await self.unsettled()}
        for question in list(self._questions.values()):
            if question.asked.server == server and question.id not in unsettled:
                await self.withdraw(question.id)
        self._fronts = {channel: front for channel, front in self._fronts.items() if front.server != server}
        return spoken_in

    def _drop_summary(self, question: int) -> None:
        """The one that the question is in."""
        found = self._questions.get(question)
        front = self._fronts.get(found.asked.channel) if found else None
        if front and front.summary and question <= front.summary.through:
            front.summary = None

    def _drop_summaries(self, channels: Iterable[int]) -> None:
        for channel in channels:
            if front := self._fronts.get(channel):
                front.summary = None

    def _reword(self, question: int, incoming: Incoming) -> None:
        self._drop_summary(question)
        asked = self._questions[question].asked
        stays = {each.message for each in asked.earlier}
        asked = replace(
            asked,
            earlier=tuple(each for each in incoming.earlier if each.message in stays),
            author=incoming.author,
            parts=incoming.parts,
            quote=incoming.quote,
            is_private=incoming.is_private,
        )
        self._questions[question] = Question(question, _with_known(asked, self._questions[question].asked))

    def _asked_in(self, message: int | None) -> Question | None:
        return next((each for each in self._questions.values() if message in _messages(each.asked)), None)

    def _of(self, person: int) -> list[Question]:
        return [each for each in self._questions.values() if each.asked.author.id == person]

    def _quoting(self, person: int) -> list[Question]:
        """Other people's questions that have words of the person's, or of answers to them: without these."""
        own = self._of(person)
        answers = [answer for each in own for answer in self._versions(each.id)]
        theirs = {page for answer in answers for page in self._whole(answer).pages}
        theirs |= {message for each in own for message in _messages(each.asked)}

        def is_gone(source: Source) -> bool:
            return source.author == person or source.message in theirs

        others = [each for each in self._questions.values() if each.asked.author.id != person]
        return [
            replace(each, asked=borrowed.without(each.asked, is_gone))
            for each in others
            if any(map(is_gone, borrowed.sources(each.asked)))
        ]

    def _holdings(self, held: Sequence[Question]) -> Holdings:
        answers = sum(len(self._versions(each.id)) for each in held)
        return Holdings(len(held), answers, frozenset(each.asked.channel for each in held))

    def _update(self, answer: int, **changes: Any) -> None:
        if answer in self._answers:
            self._answers[answer] = replace(self._answers[answer], **changes)

    def _choose(self, answer: Answer) -> None:
        if self._chosen.get(answer.question) != answer.id:
            self._drop_summary(answer.question)
            self._chosen[answer.question] = answer.id
            self._update(answer.id, is_settled=False)
        for message, (shown, number) in self._pages.items():
            if self._answers[shown].question == answer.question:
                self._pages[message] = (answer.id, number)

    def _delete(self, answer: Answer) -> None:
        del self._answers[answer.id]
        self._pages = {message: page for message, page in self._pages.items() if page[0] != answer.id}

    def _versions(self, question: int) -> list[Answer]:
        return [answer for answer in self._answers.values() if answer.question == question]

    def _exchange(self, answer: int) -> Exchange:
        whole = self._whole(self._answers[answer])
        versions = [each.id for each in self._versions(whole.question)]
        return Exchange(self._questions[whole.question], whole, versions.index(answer) + 1, len(versions))

    def _whole(self, answer: Answer) -> Answer:
        pages = sorted((number, message) for message, (shown, number) in self._pages.items() if shown == answer.id)
        return replace(answer, pages=tuple(message for _, message in pages))


def _with_known(asked: Incoming, before: Incoming | None = None) -> Incoming:
    """The message with the bytes of its pictures wherever they are told once, or were `before`."""
    data = (data_of(before) if before else {}) | {name: data for name, data in data_of(asked).items() if data}
    return asked.with_images(lambda image: filled(image, data))


def _known(exchange: Exchange, wanted: Collection[str]) -> dict[str, bytes]:
    return {digest: data for digest, data in data_of(exchange.question.asked).items() if digest in wanted}


def _messages(asked: Incoming) -> list[int]:
    """All messages that are the question."""
    return [each.message for each in asked.earlier] + ([] if asked.message is None else [asked.message])
