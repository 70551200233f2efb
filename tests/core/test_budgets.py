"""How much one person may use, and when there is more."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.budgets import DAY, HOUR, Allowance, Budget, Budgets, allowance
from bot.core.chat import Piece, Usage
from bot.core.errors import HistoryError, OverBudget
from bot.core.job import Person
from bot.core.record import Author
from bot.core.spending import Spending
from bot.stores.memory_ledger import MemoryLedger
from tests.conftest import ScriptedEngine, english
from tests.core.talking import ADA, BOB, NOON, Talk

MINUTE = timedelta(minutes=1)
ANA = Person(ADA.id)


def spent(*minutes_and_tokens):
    return [Spending(NOON - minutes * MINUTE, tokens) for minutes, tokens in minutes_and_tokens]


@pytest.mark.parametrize(
    ("budget", "entries", "left", "more_in"),
    [
        (Budget(), [(1, 10**9)], {}, None),
        (Budget(answers_per_hour=2), [], {"answers_per_hour": 2}, None),
        (Budget(answers_per_hour=2), [(50, 1), (70, 1)], {"answers_per_hour": 1}, None),
        (Budget(answers_per_hour=2), [(50, 1), (10, 1)], {"answers_per_hour": 0}, 10),
        (Budget(answers_per_hour=2), [(50, 1), (30, 1), (10, 1)], {"answers_per_hour": 0}, 30),
        (Budget(answers_per_hour=1), [(60, 1)], {"answers_per_hour": 1}, None),
        (Budget(tokens_per_hour=100), [(50, 99)], {"tokens_per_hour": 1}, None),
        (Budget(tokens_per_hour=100), [(50, 30), (20, 500)], {"tokens_per_hour": 0}, 40),
        (Budget(answers_per_day=1, answers_per_hour=1), [(5, 1)], {"answers_per_day": 0, "answers_per_hour": 0}, 1435),
        (Budget(tokens_per_day=9, answers_per_hour=5), [(65, 9)], {"tokens_per_day": 0, "answers_per_hour": 5}, 1375),
    ],
)
def test_what_is_left_and_when_there_is_more(budget, entries, left, more_in):
    found = allowance(budget, spent(*entries), NOON)
    assert found == Allowance(left, None if more_in is None else NOON + more_in * MINUTE)


limits = st.integers(0, 4)
budgets = st.builds(
    Budget, answers_per_hour=limits, answers_per_day=limits, tokens_per_hour=limits, tokens_per_day=limits
)
moments = st.integers(1, 3000).map(lambda minutes: NOON - minutes * MINUTE)
histories = st.lists(st.builds(Spending, moments, st.integers(0, 3)), max_size=8)


@given(budgets, histories)
def test_there_is_more_at_that_moment_and_not_a_second_before(budget, history):
    found = allowance(budget, history, NOON)
    assert (found.more_at is None) == all(found.left.values())
    if found.more_at is not None:
        assert found.more_at > NOON
        assert allowance(budget, history, found.more_at).more_at is None
        assert allowance(budget, history, found.more_at - timedelta(seconds=1)).more_at == found.more_at


@given(budgets, histories, st.integers(0, 3))
def test_spending_more_never_leaves_more(budget, history, tokens):
    before = allowance(budget, history, NOON)
    after = allowance(budget, [*history, Spending(NOON, tokens)], NOON)
    assert all(after.left[name] <= count for name, count in before.left.items())


def test_a_role_has_a_budget_of_its_own_and_of_several_the_most_generous_limits():
    everybody, poets, guests = Budget(answers_per_day=5), Budget(answers_per_day=9, tokens_per_hour=7), Budget()
    found = Budgets(MemoryLedger(), everybody, {1: poets, 2: Budget(answers_per_day=20, tokens_per_hour=3), 3: guests})
    assert found.of(Person(1)) == found.of(Person(1, roles=frozenset({99}))) == everybody
    assert found.of(Person(1, roles=frozenset({1}))) == poets
    assert found.of(Person(1, roles=frozenset({1, 2}))) == Budget(answers_per_day=20, tokens_per_hour=7)
    assert found.of(Person(1, roles=frozenset({1, 3}))) == Budget()


async def test_answers_under_way_count_so_that_nobody_gets_more_by_asking_at_once():
    found = Budgets(MemoryLedger(), Budget(answers_per_hour=2), clock=lambda: NOON)
    begun, refused = [], []

    async def ask():
        try:
            async with found.spending(ANA) as take:
                begun.append(take)
                await asyncio.sleep(0.01)
                take(5)
        except OverBudget as error:
            refused.append(error.more_at)

    await asyncio.gather(*(ask() for _ in range(4)))
    assert (len(begun), refused) == (2, [NOON + HOUR] * 2)


async def test_what_took_nothing_costs_nothing_and_what_failed_on_the_way_what_it_took():
    found = Budgets(MemoryLedger(), Budget(answers_per_day=3, tokens_per_day=100), clock=lambda: NOON)

    async def fail(*tokens):
        async with found.spending(ANA) as take:
            for each in tokens:
                take(each)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert (await found.standing(ANA)).left == {"answers_per_day": 3, "tokens_per_day": 100}
    with pytest.raises(ZeroDivisionError):
        await fail(30, 5)
    assert (await found.standing(ANA)).left == {"answers_per_day": 2, "tokens_per_day": 65}
    assert (await found.standing(Person(BOB.id))).left == {"answers_per_day": 3, "tokens_per_day": 100}


async def test_where_nothing_is_limited_nothing_is_kept():
    class Unwanted(MemoryLedger):
        async def open(self, person, at):
            raise AssertionError

        spent = open

    found = Budgets(Unwanted())
    async with found.spending(ANA) as take:
        take(5)
    assert await found.standing(ANA) == Allowance({})


async def test_a_ledger_that_fails_at_the_end_keeps_nobodys_answer(caplog):
    class Torn(MemoryLedger):
        async def close(self, entry, tokens):
            raise HistoryError("disk gone")

    async with Budgets(Torn(), Budget(answers_per_day=1)).spending(ANA) as take:
        take(1)
    assert "disk gone" in caplog.text


def talk_with(budget, **of_roles):
    ledger = MemoryLedger()
    roles = {int(name[1:]): each for name, each in of_roles.items()}
    talk = Talk(ScriptedEngine(Piece("hi", "length", usage=Usage(40, 30, 7))), budgets=Budgets(ledger, budget, roles))
    return talk, ledger


async def test_who_has_used_up_what_they_may_is_told_when_there_is_more_wherever_they_ask():
    talk, ledger = talk_with(Budget(answers_per_hour=1))
    await talk.answered()
    task, reply = talk.ask(channel=2)
    await task
    [entry] = ledger._entries.values()
    assert reply.pages == [english(OverBudget(entry[1].at + HOUR).notice)]
    assert f"<t:{int((entry[1].at + HOUR).timestamp()) + 1}:R>" in reply.pages[0]
    assert await talk.remembered(2) == []
    other, shown = talk.ask(author=BOB)
    await other
    assert shown.pages[0].startswith("hi")


async def test_an_answer_costs_what_was_read_anew_and_written_and_taking_it_back_gives_nothing_back():
    talk, _ = talk_with(Budget(answers_per_day=9, tokens_per_day=1000))
    found = await talk.answered()
    await talk.conversation.delete(found.answer.id, ANA, talk.take_up)
    await talk.conversation.own_data.forget(ADA.id)
    left = (await talk.conversation.budgets.standing(ANA)).left
    assert left == {"answers_per_day": 8, "tokens_per_day": 1000 - 10 - 7}


async def test_writing_anew_and_going_on_count_for_whoever_wants_it():
    talk, _ = talk_with(Budget(answers_per_day=2))
    found = await talk.answered()
    moderator = Person(3, is_moderator=True)
    await talk.conversation.regenerate(found.answer.id, moderator, talk.take_up)
    again = (await talk.record.recent(1))[-1]
    await talk.conversation.go_on(again.answer.id, moderator, talk.take_up)
    assert (await talk.conversation.budgets.standing(ANA)).left == {"answers_per_day": 1}
    with pytest.raises(OverBudget):
        await talk.conversation.regenerate(again.answer.id, moderator, talk.take_up)


async def test_a_role_is_known_of_whoever_asks():
    talk, _ = talk_with(Budget(answers_per_day=1), r7=Budget())
    for _ in range(3):
        await talk.answered(author=Author(ADA.id, "Ada", frozenset({7})))
    assert len(talk.engine.prompts) == 3
    assert DAY == 24 * HOUR
