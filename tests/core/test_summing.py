"""What is left out is summed up once nobody wants anything of the model, and what is taken back is in no summary."""

import asyncio
from dataclasses import replace

import pytest

from bot.core.chat import Piece
from bot.core.errors import EngineError
from bot.core.job import Person
from bot.core.profile import Scope
from bot.core.summing import AT_ONCE
from bot.core.window import told
from tests.conftest import ScriptedEngine
from tests.core.talking import ADA, BOB, NOON, Talk, edited, said, until

ANSWER = "a" * 60
MINUTES = "Letters\nAda asked for q."
SUMMARY = "Ada asked for q."
CONTEXT = 1000


class Keeper(ScriptedEngine):
    """Answers with many letters, and sums up by `minutes`, a script of its own."""

    def __init__(self, *minutes, slots=1):
        super().__init__(ANSWER, slots=slots)
        self.minutes, self.summed_up = minutes, []

    async def stream(self, prompt, options, /, *, channel=0):
        is_summary = prompt[0].text.startswith("You keep the minutes")
        if is_summary:
            self.summed_up.append((list(prompt), options, channel))
        self.script = self.minutes if is_summary else (ANSWER,)
        async for piece in super().stream(prompt, options, channel=channel):
            yield piece

    def read(self, text, *, since=0):
        """Whether any summary since the first so many was made of it."""
        return any(text in turn.text for prompt, *_ in self.summed_up[since:] for turn in prompt)


async def want(talk, is_wanted=True):
    await talk.profiles.change(Scope("channel", 1), lambda it: replace(it, summary=is_wanted))


async def summing(*minutes, slots=1, length=30, quiet=0.0):
    """Somebody has talked in a channel that wants summaries, until something was left out."""
    talk = Talk(Keeper(*minutes, slots=slots), quiet=quiet, context_tokens=CONTEXT)
    await want(talk)
    number = 0
    while not (await talk.record.left_out(1)).questions:
        number += 1
        await talk.answered(f"question {number} " + "q" * length, message=number)
    return talk


async def kept(talk):
    """The summary, once there is one."""
    while not (found := await talk.record.summary(1)):  # noqa: ASYNC110 - a plain value of a fake
        await asyncio.sleep(0.001)
    return found


async def settled(talk):
    """All that was left out is summed up, if anything is left of it."""
    while (await talk.record.unsummed(1)).exchanges:  # noqa: ASYNC110 - as above
        await asyncio.sleep(0.001)


async def test_the_summary_stands_before_the_first_message_that_is_shown():
    talk = await summing(MINUTES)
    found = await kept(talk)
    assert (found.text, found.title) == (SUMMARY, "Letters")
    [(prompt, options, _)] = talk.engine.summed_up
    assert prompt[1].text.startswith("Ada: question 1 ")
    assert (options.max_new_tokens, options.temperature) == (CONTEXT // 8, 0.0)
    assert await talk.record.unsummed(1) == replace(await talk.record.unsummed(1), summary=found, exchanges=())
    await talk.answered("and now?")
    system, first, *_ = talk.engine.prompts[-1]
    assert system.text == "be kind"
    assert (first.role, first.text.startswith(f"{told(found)}\n\nAda: question ")) == ("user", True)
    assert not any("question 1 " in turn.text for turn in talk.engine.prompts[-1])


async def test_it_takes_nothing_from_what_the_engine_keeps_of_the_channel_and_leaves_nothing_there():
    talk = await summing(MINUTES)
    await kept(talk)
    assert [channel for *_, channel in talk.engine.summed_up] == [0]
    assert talk.engine.forgotten == [0]


async def test_the_next_one_is_made_of_the_last_one_and_of_what_was_left_out_since():
    talk = await summing(MINUTES)
    first = await kept(talk)
    while await talk.record.summary(1) == first:
        await talk.answered("more " + "q" * 30)
        await settled(talk)
    [_, (prompt, *_)] = talk.engine.summed_up
    assert prompt[1].text.startswith(f"[Summed up before]\n{SUMMARY}\n\n")
    assert not talk.engine.read("question 1 ", since=1)


async def test_more_than_can_be_read_at_once_is_summed_up_in_turns():
    talk = await summing(MINUTES, length=200)
    left = (await talk.record.left_out(1)).questions
    await settled(talk)
    assert len(talk.engine.summed_up) == left > 1
    for number, (prompt, *_) in enumerate(talk.engine.summed_up, start=1):
        assert [f"question {each} " in prompt[1].text for each in range(1, left + 1)].index(True) == number - 1
        assert await talk.engine.count(prompt) <= min(AT_ONCE, CONTEXT - CONTEXT // 8)


async def test_of_a_message_that_is_too_long_for_it_the_beginning_is_summed_up():
    talk = await summing(MINUTES, length=700)
    await settled(talk)
    assert talk.engine.read("Ada: question 1 qqq")
    assert not talk.engine.read("q" * 700)


async def test_what_was_not_answered_is_in_none():
    talk = Talk(Keeper(MINUTES), quiet=0.0, context_tokens=CONTEXT)
    await want(talk)
    lost = await talk.record.ask(said("never mind", message=99))
    await talk.record.end(lost.answer.id, "failed")
    while not (await talk.record.left_out(1)).questions:
        await talk.answered("q" * 40)
    await settled(talk)
    assert not talk.engine.read("never mind")


async def test_where_it_is_off_nothing_is_summed_up_and_nothing_else_is_shown():
    talk = Talk(Keeper(MINUTES), quiet=0.0, context_tokens=CONTEXT)
    plain = Talk(ScriptedEngine(ANSWER), context_tokens=CONTEXT)
    for each in (talk, plain):
        while not (await each.record.left_out(1)).questions:
            await each.answered("q" * 30)
    assert await talk.record.sum_up(1, SUMMARY, await talk.record.unsummed(1))
    for each in (talk, plain):
        await each.answered("and now?")
    assert talk.engine.summed_up == []
    assert talk.engine.prompts == plain.engine.prompts
    assert talk.seen == plain.seen


async def test_once_it_is_switched_off_none_is_begun():
    go_on = asyncio.Event()
    talk = await summing(go_on, MINUTES)
    await talk.engine.started.wait()
    await want(talk, False)
    go_on.set()
    for channel in (2, 1, 2):
        await talk.answered("and now?", channel=channel)
    assert len(talk.engine.summed_up) == 1
    assert await talk.record.summary(1) is None


async def test_none_is_begun_before_the_channel_is_quiet():
    talk = await summing(MINUTES, quiet=3600)
    other = await summing(MINUTES)
    await kept(other)
    assert talk.engine.summed_up == []
    await talk.conversation.close()


@pytest.mark.parametrize("channel", [1, 2])
async def test_a_question_anywhere_ends_it_and_is_answered_first(channel):
    go_on = asyncio.Event()
    talk = await summing(go_on, MINUTES, slots=2)
    await talk.engine.started.wait()
    exchange = await talk.answered("and now?", channel=channel)
    assert exchange.answer.state == "done"
    assert talk.engine.closed_early
    assert await talk.record.summary(1) is None
    go_on.set()
    assert (await kept(talk)).text == SUMMARY


TAKE_BACK = {
    "withdrawn": lambda talk: talk.conversation.withdraw([1], talk.take_up),
    "forgotten": lambda talk: talk.conversation.own_data.forget(ADA.id),
    "reset": lambda talk: talk.conversation.reset(1),
    "expired": lambda talk: talk.conversation.own_data.expire(NOON.replace(year=2027)),
    "edited": lambda talk: talk.conversation.revise(edited(said(message=1), "in other words"), talk.take_up),
    "gone": lambda talk: talk.conversation.vanish(1),
}


@pytest.mark.parametrize("take_back", TAKE_BACK.values(), ids=TAKE_BACK)
async def test_what_is_taken_back_is_in_no_summary(take_back):
    talk = await summing(MINUTES)
    before = await kept(talk)
    await take_back(talk)
    made = len(talk.engine.summed_up)
    await want(talk)
    await talk.answered("x", author=BOB)
    await settled(talk)
    assert (await talk.record.summary(1) is None) or len(talk.engine.summed_up) > 1
    assert before.text not in talk.engine.prompts[-1][-1].text
    assert not talk.engine.read("question 1 ", since=max(made, 1))


@pytest.mark.parametrize("take_back", TAKE_BACK.values(), ids=TAKE_BACK)
async def test_what_is_taken_back_meanwhile_is_in_no_summary(take_back):
    go_on = asyncio.Event()
    talk = await summing(go_on, MINUTES)
    await talk.engine.started.wait()
    await take_back(talk)
    made = len(talk.engine.summed_up)
    go_on.set()
    await want(talk)
    await talk.answered("x", author=BOB)
    await settled(talk)
    assert not talk.engine.read("question 1 ", since=made)
    assert (await talk.record.summary(1) is None) or len(talk.engine.summed_up) > made


async def test_after_an_edit_it_is_made_anew_of_the_new_words():
    talk = await summing(MINUTES)
    await kept(talk)
    await talk.conversation.revise(edited(said(message=1), "in other words"), talk.take_up)
    await kept(talk)
    prompt, *_ = talk.engine.summed_up[-1]
    assert prompt[1].text.startswith("Ada: in other words\n")


async def test_an_answer_in_it_that_is_written_anew_takes_it_back():
    talk = await summing(MINUTES)
    await kept(talk)
    first = await talk.record.behind(1)
    await talk.conversation.regenerate(first.answer.id, Person(ADA.id), talk.take_up)
    await kept(talk)
    assert len(talk.engine.summed_up) == 2


async def test_one_for_which_there_is_no_room_is_not_shown():
    talk = await summing("x" * 890)
    found = await kept(talk)
    await talk.answered("and now?")
    assert found.text not in "".join(turn.text for turn in talk.engine.prompts[-1])
    assert talk.seen[-1].startswith(ANSWER)


@pytest.mark.parametrize(
    "minutes",
    [EngineError("lost"), "  ", ValueError("a mistake of ours"), Piece(MINUTES, "loop")],
    ids=["error", "blank", "mistake", "loop"],
)
async def test_one_that_fails_changes_nothing(minutes):
    talk = await summing(minutes)
    await until(lambda: talk.engine.summed_up)
    await talk.answered("and now?")
    assert await talk.record.summary(1) is None
    assert talk.seen[-1].startswith(ANSWER)


async def test_the_end_of_the_bot_ends_it():
    talk = await summing(asyncio.Event())
    await talk.engine.started.wait()
    await talk.conversation.close()
    assert talk.engine.closed_early
    assert await talk.record.summary(1) is None
