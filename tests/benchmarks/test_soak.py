"""A soak tells the fate of each question as people see it."""

from random import Random

import pytest

from benchmarks.soak.crowd import Crowd
from benchmarks.soak.questions import Questions
from benchmarks.soak.verdict import judge
from bot.core.draft import CURSOR
from bot.sandbox import Person, Sandbox


class Scene:
    """A sandbox in which the test itself says what the bot does."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.questions = Questions(longest=100)
        self.qwen = Person(sandbox._service, sandbox.bot)

    def ask(self, *, words=3, fate="due"):
        question = self.questions.new(self.sandbox.general, self.sandbox.ada, words=words, kind="mention", at=0.0)
        question.message = self.sandbox.ada.say(self.sandbox.general, question.text)
        question.fate = fate
        return question

    def answer(self, *texts, to, channel=None):
        for text in texts:
            self.qwen.say(channel or self.sandbox.general, text.replace("a.", f"a{to.number}."), reply_to=to.message)

    def verdict(self):
        return judge(self.sandbox, self.questions)


@pytest.fixture
async def scene():
    async with Sandbox() as sandbox:
        yield Scene(sandbox)


async def test_a_whole_answer_may_stand_in_several_messages(scene):
    question = scene.ask()
    scene.answer("a.0 a.1", "a.2", to=question)
    verdict = scene.verdict()
    assert (verdict.whole, verdict.told, verdict.lost, verdict.doubled) == ([1], [], [], [])


@pytest.mark.parametrize("said", [(), ("a.0 a.2",), ("a.0",)])
async def test_what_lacks_a_word_and_says_nothing_of_it_is_lost(scene, said):
    scene.answer(*said, to=scene.ask())
    assert scene.verdict().lost == [1]


@pytest.mark.parametrize("said", ["a.0\n-# ⚠ Interrupted: I was restarted while I was writing this.", "I am busy."])
async def test_a_sentence_tells_that_there_is_no_more(scene, said):
    scene.answer(said, to=scene.ask())
    verdict = scene.verdict()
    assert (verdict.told, verdict.lost) == ([1], [])


async def test_what_was_asked_together_is_told_of_together(scene):
    scene.ask()
    scene.answer("a1.0\n-# ⚠ Interrupted: I was restarted while I was writing this.", to=scene.ask())
    verdict = scene.verdict()
    assert (verdict.told, verdict.lost) == ([1, 2], [])


async def test_what_was_asked_together_may_be_told_of_on_a_later_page(scene):
    scene.ask(words=200)
    scene.answer("a1.0 a1.1", to=scene.ask())
    scene.qwen.say(scene.sandbox.general, "a1.2\n-# Cut off at 3 tokens.")
    verdict = scene.verdict()
    assert (verdict.told, verdict.lost) == ([1, 2], [])


async def test_an_edit_is_due_an_answer_only_where_it_is_of_the_last_question(scene):
    box = scene.sandbox
    crowd = Crowd(
        box, scene.questions, people=[box.ada], channels=[box.general], random=Random(1), is_away=lambda: False
    )
    first, last = scene.ask(), scene.questions.new(box.general, box.ada, words=3, kind="ask", at=0.0)
    crowd.once("edit")
    assert (first.message.content, crowd.acts) == (first.text, {})
    last.fate = "not for the bot"
    crowd.once("edit")
    assert (first.message.content, crowd.acts) == (f"{box.mention} rather {scene.questions.all[3].text}", {"edit": 1})


async def test_an_answer_that_stands_twice_is_doubled(scene):
    scene.answer("a.0 a.1 a.2", "a.0 a.1 a.2", to=scene.ask())
    assert scene.verdict().doubled == [1]


async def test_an_answer_in_another_channel_is_crossed(scene):
    question = scene.ask()
    scene.qwen.say(scene.sandbox.random, "a1.0 a1.1 a1.2")
    verdict = scene.verdict()
    assert (verdict.crossed, question.place) == ([1], scene.sandbox.general)


async def test_what_is_answered_though_nobody_asked_was_overheard(scene):
    scene.answer("a.0", to=scene.ask(fate="not for the bot"))
    assert scene.verdict().overheard == [1]


async def test_what_stands_of_an_answer_to_what_was_taken_back_is_left(scene):
    scene.answer("a.0", to=scene.ask(fate="withdrawn"))
    assert scene.verdict().left == [1]


@pytest.mark.parametrize("said", [f"a.0{CURSOR}", "⏳ 1 answer before yours."])
async def test_what_looks_as_if_it_were_being_written_has_a_cursor(scene, said):
    scene.answer(said, to=scene.ask())
    assert len(scene.verdict().cursors) == 1


async def test_the_model_notices_words_of_another_channel_in_a_prompt(scene):
    here = scene.ask()
    there = scene.questions.new(scene.sandbox.random, scene.sandbox.ada, words=3, kind="mention", at=0.0)
    past = [{"role": "user", "content": there.text}, {"role": "assistant", "content": "a2.0 a2.1 a2.2"}]
    words, answered = scene.questions.answer([*past, {"role": "user", "content": here.text}])
    assert (words, answered, scene.questions.mixed) == (["a1.0", "a1.1", "a1.2"], [here], 1)
    assert scene.questions.answer(past) == ([], [there])
