"""Messages, and answers to them, as the tests of records make them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.core.chat import Options, Usage
from bot.core.passes import Pass
from bot.core.ports import Record
from bot.core.record import Answer, Author, Exchange, Incoming, Question, Quote, Recipe, words

HERE, THERE = 2**63 - 1, 1128000000000000001
ADA = Author(2**63 - 1, "Ada")
RECIPE = Recipe("Qwen/Qwen2-0.5B-Instruct", "batched", Options(max_new_tokens=64, temperature=0.7, seed=2**31 - 1))
USAGE = Usage(read=40, reused=30, written=7, passes=(Pass(20, 18), Pass(1, 1, 12), Pass(10, 10)))


class Clock:
    """A clock that goes on by a second each time it is looked at."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 1, 12, microsecond=7, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


def incoming(
    text: str = "hello",
    *,
    channel: int = HERE,
    author: Author = ADA,
    quote: Quote | None = None,
    message: int | None = None,
    parent: int | None = None,
    category: int | None = None,
    server: int | None = None,
) -> Incoming:
    return Incoming(
        channel=channel,
        author=author,
        parts=words(text),
        quote=quote,
        message=message,
        parent=parent,
        category=category,
        server=server,
        language="pt-BR",
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )


async def begin(record: Record, asked: Incoming | None = None) -> Answer:
    """A question, and an answer to it that waits."""
    asked_now = await record.ask(asked or incoming())
    assert asked_now
    return asked_now.answer


async def begin_again(record: Record, question: int, *, keep: int = 5) -> Answer:
    begun = await record.begin(question, keep=keep)
    assert begun
    return begun.answer


async def answer(
    record: Record, asked: Incoming | None = None, *, text: str = "hi", pages: Sequence[int] = ()
) -> Answer:
    """A question, and an answer to it from its beginning to its end."""
    begun = await begin(record, asked)
    await record.write(begun.id, RECIPE)
    await record.grow(begun.id, words(text), thought="hm")
    await record.place(begun.id, pages)
    await record.end(begun.id, "done", finish="stop", usage=USAGE)
    return await read(record, begun.id)


async def read(record: Record, answer: int) -> Answer:
    """The answer as it is now."""
    return (await exchange(record, answer)).answer


async def exchange(record: Record, answer: int) -> Exchange:
    found = await record.exchange(answer)
    assert found
    return found


async def fill(record: Record, channel: int, count: int) -> list[Question]:
    """Exchanges in a channel."""
    answers = [
        await answer(record, incoming(f"question {n}", channel=channel), text=f"answer {n}") for n in range(count)
    ]
    return [(await exchange(record, each.id)).question for each in answers]


async def asked_in(record: Record, channel: int) -> list[str]:
    """The texts of the questions that are still shown."""
    return [each.question.asked.text for each in await record.recent(channel)]


async def versions(record: Record, answer: int) -> list[Exchange]:
    """All versions from the oldest to this one, which is chosen then; each as it was told when it was chosen."""
    found = [await record.choose(answer)]
    while earlier := await record.choose(found[0].answer.id, step=-1):
        found.insert(0, earlier)
    await record.choose(answer)
    return found
