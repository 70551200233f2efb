"""A conversation over a scripted engine and a record in memory, and people who talk with it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

from bot.core.chat import Options, Text
from bot.core.conversation import Conversation
from bot.core.job import Person
from bot.core.profile import Profile
from bot.core.profiles import Profiles
from bot.core.record import Author, Exchange, Incoming
from bot.languages.sentences import sentence
from bot.stores.memory import MemoryRecord
from bot.stores.memory_profiles import MemoryProfiles
from tests.conftest import Board, RecordingReply

ADA, BOB = Author(1, "Ada"), Author(2, "Bob")
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
MODERATOR = Person(3, is_moderator=True)


def said(text="hello", *, author=ADA, channel=1, message=None, **more):
    """A message to the bot."""
    return Incoming(channel=channel, author=author, parts=(Text(text),), message=message, **{"at": NOON} | more)


def ready(engine):
    future = asyncio.get_running_loop().create_future()
    future.set_result(engine)
    return future


async def until(condition):
    """Let the other tasks run until `condition` holds; the test's time-out is the limit."""
    while not condition():  # noqa: ASYNC110 - what is waited for is a plain value of a fake
        await asyncio.sleep(0.001)


class Talk:
    """The conversation, its record, and the messages that people see."""

    def __init__(self, engine, record=None, *, personas=(), **options):
        self.engine = engine
        self.record = record or MemoryRecord()
        self.board = Board()
        self.replies: list[RecordingReply] = []
        self.reopened: list[RecordingReply] = []
        prompt, how = options.pop("system_prompt", "be kind"), options.pop("options", Options(max_new_tokens=100))
        self.profiles = Profiles(
            MemoryProfiles(), defaults=Profile(system_prompt=prompt, options=how), personas=personas
        )
        chosen = {"profiles": self.profiles, "context_tokens": 500, "record_interval": 0.0}
        awaited = engine if isinstance(engine, asyncio.Future) else ready(engine)
        self.conversation = Conversation(engine=awaited, record=self.record, words=sentence, **chosen | options)

    def ask(self, text="hello", **more):
        """An answer under way, and the reply it is written on."""
        reply = RecordingReply(board=self.board)
        self.replies.append(reply)
        incoming = text if isinstance(text, Incoming) else said(text, **more)
        return asyncio.create_task(self.conversation.answer(incoming, reply)), reply

    async def answered(self, text="hello", **more) -> Exchange:
        """The exchange after a question was answered."""
        incoming = text if isinstance(text, Incoming) else said(text, **more)
        task, _ = self.ask(incoming)
        await task
        return (await self.record.recent(incoming.channel))[-1]

    @asynccontextmanager
    async def take_up(self, exchange: Exchange) -> AsyncIterator[RecordingReply]:
        """The messages of the exchange's answer, as the platform opens them again."""
        reply = RecordingReply(board=self.board, messages=exchange.answer.pages)
        self.reopened.append(reply)
        yield reply

    async def remembered(self, channel=1):
        """Questions and chosen answers, as texts."""
        return [
            (exchange.question.asked.turn().text, exchange.answer.text)
            for exchange in await self.record.recent(channel)
        ]

    @property
    def seen(self):
        """All messages of the bot, oldest first."""
        return list(self.board.texts.values())


def edited(incoming, text):
    """The message after its author changed it."""
    return replace(incoming, parts=(Text(text),))
