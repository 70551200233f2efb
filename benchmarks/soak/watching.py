"""Reads the sandbox's journal as it grows: when answers could be seen, and what became of the bot's requests."""

from collections import Counter
from collections.abc import Iterator
from typing import TypeVar

from benchmarks.soak.questions import SAID, Questions
from bot.core.draft import CURSOR
from bot.sandbox import Sandbox

T = TypeVar("T")


class Watching:
    """`look` has to be called before the journal forgets: some times a minute."""

    def __init__(self, sandbox: Sandbox, questions: Questions) -> None:
        self._sandbox = sandbox
        self._questions = questions
        self._last: dict[int, object] = {}
        self.statuses: Counter[int] = Counter()
        self.refused: Counter[str] = Counter()

    def look(self) -> None:
        """Note what is new."""
        for revision in self._news(self._sandbox.journal.revisions):
            if revision.message.author is self._sandbox.bot and revision.kind != "delete":
                self._shown(revision.content, revision.time)
        for request in self._news(self._sandbox.journal.requests):
            self.statuses[request.status] += 1
            if request.status in (400, 401, 403, 404, 429):
                where = "/".join("*" if part.isdigit() or len(part) > 30 else part for part in request.path.split("/"))
                said = request.answer.get("message", "") if isinstance(request.answer, dict) else ""
                self.refused[f"{request.method} {where} {request.status} {said}".strip()] += 1

    def _news(self, notes: list[T]) -> Iterator[T]:
        """What was noted since the last time; the journal drops its beginning now and then."""
        last, begins = self._last.get(id(notes)), len(notes)
        while begins and notes[begins - 1] is not last:
            begins -= 1
        if notes:
            self._last[id(notes)] = notes[-1]
        return iter(notes[begins:])

    def _shown(self, content: str, time: float) -> None:
        for number, word in SAID.findall(content):
            question = self._questions.all.get(int(number))
            if question is None:
                continue
            question.seen = question.seen or time
            is_last = int(word) + 1 == min(question.words, self._questions.longest)
            if is_last and CURSOR not in content:
                question.whole = question.whole or time
