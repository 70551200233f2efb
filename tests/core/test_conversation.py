import asyncio

import pytest

from bot.core.chat import Exchange, Incoming, Options, Piece, Quote, Turn
from bot.core.conversation import CLOSING, FORGOTTEN, LEFT_OUT, LOADING, STOPPED, Conversation
from bot.core.errors import BotError, Busy, EmptyReply, EngineUnavailable, HistoryError, StartError
from bot.stores.memory import MemoryStore
from tests.conftest import RecordingReply, ScriptedEngine

ADA, BOB = 1, 2
HELLO = Incoming(channel=1, user=ADA, author="Ada", text="hello")


def ready(engine):
    future = asyncio.get_running_loop().create_future()
    future.set_result(engine)
    return future


async def until(condition):
    """Let the other tasks run until `condition` holds; the test's time-out is the limit."""
    while not condition():  # noqa: ASYNC110 - what is waited for is a plain value of a fake
        await asyncio.sleep(0.001)


def talk(engine, store=None, **kw):
    store = store or MemoryStore()
    options = {"system_prompt": "be kind", "context_tokens": 500, "options": Options(max_new_tokens=100)} | kw
    return Conversation(engine=ready(engine), store=store, **options), store


def ask(conversation, text="hello", *, channel=1, user=ADA, author="Ada"):
    """An answer under way, and the reply it is written on."""
    reply = RecordingReply()
    task = asyncio.create_task(conversation.answer(Incoming(channel, user, author, text), reply))
    return task, reply


async def test_a_reply_is_shown_and_remembered(reply):
    conversation, store = talk(ScriptedEngine("hi ", "Ada"))
    await conversation.answer(HELLO, reply)
    assert reply.pages == ["hi Ada"]
    assert reply.finished
    assert await store.recent(1) == [Exchange("Ada: hello", "hi Ada")]


async def test_what_the_model_thinks_is_neither_shown_nor_remembered(reply):
    conversation, store = talk(ScriptedEngine(Piece("Ada greets.", kind="thought"), "hi"))
    await conversation.answer(HELLO, reply)
    assert reply.pages == ["hi"]
    assert await store.recent(1) == [Exchange("Ada: hello", "hi")]


async def test_the_prompt_carries_the_channels_own_past(reply):
    engine = ScriptedEngine("ok")
    conversation, _ = talk(engine)
    for channel, text in [(1, "hello"), (2, "elsewhere"), (1, "again")]:
        await ask(conversation, text, channel=channel)[0]
    assert engine.prompts[-1] == [
        Turn("system", "be kind"),
        Turn("user", "Ada: hello"),
        Turn("assistant", "ok"),
        Turn("user", "Ada: again"),
    ]


def test_a_message_reads_as_who_speaks_what_they_point_at_and_what_they_say():
    quote = Quote("Bob", "one\ntwo")
    assert Incoming(1, ADA, None, "hi").as_text() == "hi"
    assert Incoming(1, ADA, "Ada", "why?", quote).as_text() == "Ada, replying to Bob:\n> one\n> two\n\nwhy?"
    assert Incoming(1, ADA, None, "why?", quote).as_text() == "Bob said:\n> one\n> two\n\nwhy?"


@pytest.mark.parametrize(
    ("script", "pages"),
    [
        ((EngineUnavailable("refused"),), [EngineUnavailable.notice]),
        (("half", EngineUnavailable("reset")), [f"half\n-# {EngineUnavailable.notice}"]),
        (("half", ValueError("a bug")), [f"half\n-# {BotError.notice}"]),
        (("  ",), [EmptyReply.notice]),
    ],
)
async def test_a_failed_reply_says_why_and_is_not_remembered(reply, script, pages):
    conversation, store = talk(ScriptedEngine(*script))
    await conversation.answer(HELLO, reply)
    assert reply.pages == pages
    assert await store.recent(1) == []
    engine = ScriptedEngine("fine")
    conversation, _ = talk(engine, store)
    await conversation.answer(HELLO, reply)
    assert reply.pages == ["fine"]


async def test_a_lost_reply_stops_the_engine_quietly():
    engine, reply = ScriptedEngine(*["x "] * 999), RecordingReply(refuses=True)
    conversation, store = talk(engine)
    await conversation.answer(HELLO, reply)
    assert engine.closed_early
    assert await store.recent(1) == []


async def test_a_history_that_cannot_be_read_is_a_sentence(reply):
    class BrokenStore(MemoryStore):
        async def recent(self, channel, /):
            raise HistoryError("disk gone")

    conversation, _ = talk(ScriptedEngine("hi"), BrokenStore())
    await conversation.answer(HELLO, reply)
    assert reply.pages == [HistoryError.notice]


async def test_typing_is_shown_until_the_first_text(reply):
    go_on, rest = asyncio.Event(), asyncio.Event()
    engine = ScriptedEngine(go_on, "text", rest)
    conversation, _ = talk(engine)
    task = asyncio.create_task(conversation.answer(HELLO, reply))
    await engine.started.wait()
    assert reply.is_typing
    engine.started.clear()
    go_on.set()
    await engine.started.wait()
    assert not reply.is_typing
    rest.set()
    await task


async def test_typing_ends_before_the_first_text_is_shown():
    class TypingReply(RecordingReply):
        def show(self, pages, /, controls=None):
            assert not self.is_typing
            super().show(pages, controls)

    reply = TypingReply()
    conversation, _ = talk(ScriptedEngine(" ", "text"))
    await conversation.answer(HELLO, reply)
    assert reply.pages == ["text"]


async def test_an_answer_that_reached_its_length_says_so(reply):
    conversation, store = talk(ScriptedEngine("and so", Piece(" on", "length")))
    await conversation.answer(HELLO, reply)
    assert reply.pages == ["and so on\n-# Cut off at 100 tokens. Say “go on” to hear more."]
    assert await store.recent(1) == [Exchange("Ada: hello", "and so on")]


async def test_a_message_too_long_by_itself_is_refused_with_both_numbers(reply):
    conversation, _ = talk(ScriptedEngine("hi"))
    await conversation.answer(Incoming(1, ADA, None, "x" * 1000), reply)
    assert "1,007" in reply.pages[0]
    assert "400" in reply.pages[0]


async def test_leaving_out_the_oldest_part_is_said_once_and_remembered():
    engine = ScriptedEngine("a" * 60)
    conversation, store = talk(engine)
    said = []
    for _ in range(12):
        task, reply = ask(conversation, "q" * 40)
        await task
        said.append(LEFT_OUT in reply.pages[-1])
    assert said.count(True) == 1
    assert len(await store.recent(1)) < 12


async def test_two_answers_at_once_leave_out_the_oldest_part_once(reply):
    conversation, store = talk(ScriptedEngine("a" * 60))
    while len(await store.recent(1)) < 4:
        await ask(conversation, "q" * 40)[0]
    go_on = asyncio.Event()
    engine = ScriptedEngine(go_on, "ok")
    conversation, _ = talk(engine, store, context_tokens=480, at_once=2)
    both = [ask(conversation, "q" * 40), ask(conversation, "q" * 40, user=BOB)]
    await until(lambda: len(engine.prompts) == 2)
    go_on.set()
    await asyncio.gather(*(task for task, _ in both))
    assert [LEFT_OUT in shown.pages[-1] for _, shown in both].count(True) == 1
    shown_to_both = [turn.text for turn in engine.prompts[0][1:-1]]
    kept = [turn.text for exchange in await store.recent(1) for turn in exchange.turns()]
    assert kept[: len(shown_to_both)] == shown_to_both != []


async def test_the_models_own_context_bounds_the_prompt(reply):
    conversation, _ = talk(ScriptedEngine("hi", context_length=150))
    await conversation.answer(Incoming(1, ADA, None, "x" * 60), reply)
    assert "I can read 50 at once" in reply.pages[0]


class TestWaiting:
    async def test_one_answer_at_a_time_per_channel(self):
        go_on = asyncio.Event()
        engine = ScriptedEngine(go_on, "done")
        conversation, _ = talk(engine)
        tasks = [ask(conversation, text) for text in ("one", "two")]
        await engine.started.wait()
        assert len(engine.prompts) == 1
        go_on.set()
        for task, reply in tasks:
            await task
            assert reply.pages == ["done"]
        assert [turn.text for turn in engine.prompts[1]] == ["be kind", "Ada: one", "done", "Ada: two"]

    async def test_channels_are_answered_side_by_side(self):
        go_on = asyncio.Event()
        engine = ScriptedEngine(go_on, "done")
        conversation, _ = talk(engine)
        tasks = [ask(conversation, channel=channel) for channel in (1, 2, 3)]
        await until(lambda: len(engine.prompts) == 3)
        go_on.set()
        await asyncio.gather(*(task for task, _ in tasks))

    async def test_whoever_waits_is_told_how_many_come_first(self):
        go_on = asyncio.Event()
        engine = ScriptedEngine(go_on, "done")
        conversation, _ = talk(engine, patience=0.01)
        first, _ = ask(conversation)
        second, reply = ask(conversation, user=BOB, author="Bob")
        await until(lambda: reply.wishes)
        assert "1 message comes before yours" in reply.pages[0]
        go_on.set()
        await asyncio.gather(first, second)
        assert reply.pages == ["done"]

    async def test_too_many_waiting_are_turned_away(self):
        go_on = asyncio.Event()
        conversation, _ = talk(ScriptedEngine(go_on, "done"), waiting=1)
        tasks = [ask(conversation) for _ in range(3)]
        await tasks[2][0]
        assert tasks[2][1].pages == [Busy.notice]
        go_on.set()
        await asyncio.gather(*(task for task, _ in tasks))

    async def test_a_message_sent_while_the_model_loads_is_answered_when_it_is_ready(self, reply):
        engine = asyncio.get_running_loop().create_future()
        conversation = Conversation(
            engine=engine, store=MemoryStore(), system_prompt="", context_tokens=500, options=Options()
        )
        task, reply = ask(conversation)
        await until(lambda: reply.wishes)
        assert reply.pages == [LOADING]
        engine.set_result(ScriptedEngine("hi", context_length=10_000))
        await task

    async def test_a_model_that_does_not_load_is_a_sentence(self, reply):
        engine = asyncio.get_running_loop().create_future()
        engine.set_exception(StartError("no such model"))
        conversation = Conversation(
            engine=engine, store=MemoryStore(), system_prompt="", context_tokens=500, options=Options()
        )
        await conversation.answer(HELLO, reply)
        assert reply.pages == [EngineUnavailable.notice]


class TestStopping:
    async def test_what_was_said_stays_is_marked_and_remembered(self):
        engine = ScriptedEngine("so far", asyncio.Event())
        conversation, store = talk(engine)
        task, reply = ask(conversation)
        await engine.started.wait()
        assert conversation.stop(1, BOB) == 1
        await task
        assert reply.pages == [f"so far\n-# {STOPPED}"]
        assert engine.closed_early
        assert await store.recent(1) == [Exchange("Ada: hello", "so far")]

    async def test_somebody_who_waits_stops_only_the_own_message(self):
        go_on = asyncio.Event()
        engine = ScriptedEngine(go_on, "done")
        conversation, _ = talk(engine)
        (first, shown), (second, dropped) = ask(conversation), ask(conversation, user=BOB, author="Bob")
        await engine.started.wait()
        assert conversation.stop(1, BOB) == 1
        await second
        assert dropped.pages == [f"-# {STOPPED}"]
        go_on.set()
        await first
        assert shown.pages == ["done"]

    async def test_nothing_runs_and_nothing_is_stopped(self):
        conversation, _ = talk(ScriptedEngine())
        assert conversation.stop(1, ADA) == 0

    async def test_a_stop_leaves_other_channels_alone(self):
        go_on = asyncio.Event()
        engine = ScriptedEngine(go_on, "done")
        conversation, _ = talk(engine)
        here, elsewhere = ask(conversation, channel=1), ask(conversation, channel=2)
        await until(lambda: len(conversation._answers) == 2)
        await engine.started.wait()
        assert conversation.stop(1, ADA) == 1
        go_on.set()
        await asyncio.gather(here[0], elsewhere[0])
        assert elsewhere[1].pages == ["done"]

    async def test_closing_stops_everything_and_waits_for_the_replies(self):
        engine = ScriptedEngine("so far", asyncio.Event())
        conversation, _ = talk(engine)
        _, reply = ask(conversation)
        await engine.started.wait()
        await conversation.close()
        assert reply.pages == [f"so far\n-# {CLOSING}"]


class TestResetting:
    async def test_the_channels_past_is_forgotten_and_no_others(self, reply):
        engine = ScriptedEngine("hi")
        conversation, store = talk(engine)
        for channel in (1, 2):
            await ask(conversation, channel=channel)[0]
        await conversation.reset(1)
        assert await store.recent(1) == []
        assert len(await store.recent(2)) == 1
        assert engine.forgotten == [1]

    async def test_what_runs_there_is_stopped_and_not_remembered(self):
        engine = ScriptedEngine("so far", asyncio.Event())
        conversation, store = talk(engine)
        (running, shown), (waiting, never) = ask(conversation), ask(conversation)
        await engine.started.wait()
        await conversation.reset(1)
        await asyncio.gather(running, waiting)
        assert shown.pages == [f"so far\n-# {FORGOTTEN}"]
        assert never.pages == [f"-# {FORGOTTEN}"]
        assert await store.recent(1) == []

    async def test_an_answer_just_being_saved_is_forgotten_too(self):
        saving, save = asyncio.Event(), asyncio.Event()

        class SlowStore(MemoryStore):
            async def append(self, channel, exchange, /):
                saving.set()
                await save.wait()
                await super().append(channel, exchange)

        conversation, store = talk(ScriptedEngine("hi"), SlowStore())
        ask(conversation)
        await saving.wait()
        reset = asyncio.create_task(conversation.reset(1))
        after, _ = ask(conversation, "afterwards")
        await asyncio.sleep(0)
        save.set()
        await asyncio.gather(reset, after)
        assert await store.recent(1) == [Exchange("Ada: afterwards", "hi")]
