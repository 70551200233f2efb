"""Each message is answered as it is set for the place where it was asked."""

from dataclasses import replace

from bot.core.chat import Options, Piece
from bot.core.job import Person
from bot.core.profile import Overrides, Persona, Scope
from tests.conftest import ScriptedEngine
from tests.core.talking import ADA, Talk

PIRATE = Persona("pirate", "A pirate", Overrides(system_prompt="Arr.", temperature=1.2))
CHANNEL, CATEGORY, SERVER = Scope("channel", 1, server=9), Scope("category", 5, server=9), Scope("server", 9, server=9)


async def test_what_is_set_for_a_channel_holds_there_and_nowhere_else():
    talk = Talk(ScriptedEngine("ok"), personas=[PIRATE])
    await talk.profiles.change(CHANNEL, lambda it: replace(it, persona="pirate", max_new_tokens=7))
    await talk.answered(channel=1)
    await talk.answered(channel=2)
    assert [prompt[0].text for prompt in talk.engine.prompts] == ["Arr.", "be kind"]
    how = [(options.temperature, options.max_new_tokens) for options in talk.engine.options]
    assert how == [(1.2, 7), (None, 100)]


async def test_a_thread_is_answered_as_its_channel_its_category_and_its_server_say():
    talk = Talk(ScriptedEngine("ok"), personas=[PIRATE])
    await talk.profiles.change(SERVER, lambda it: replace(it, system_prompt="Server.", top_k=3))
    await talk.profiles.change(CATEGORY, lambda it: replace(it, system_prompt="Category."))
    await talk.answered(channel=2, parent=1, category=5, server=9)
    await talk.profiles.change(CHANNEL, lambda it: replace(it, system_prompt="Channel."))
    await talk.answered(channel=2, parent=1, category=5, server=9)
    assert [prompt[0].text for prompt in talk.engine.prompts] == ["Category.", "Channel."]
    assert [options.top_k for options in talk.engine.options] == [3, 3]


async def test_an_answers_recipe_says_who_answered_and_how():
    talk = Talk(ScriptedEngine("ok"), personas=[PIRATE])
    await talk.profiles.change(CHANNEL, lambda it: replace(it, persona="pirate"))
    made = (await talk.answered()).answer.recipe
    assert (made.persona, made.options) == ("pirate", talk.engine.options[0])
    assert (await talk.answered(channel=2)).answer.recipe.persona is None


async def test_an_answer_written_anew_follows_what_is_set_by_then():
    talk = Talk(ScriptedEngine("ok"), personas=[PIRATE])
    exchange = await talk.answered(category=5, server=9)
    await talk.profiles.change(CATEGORY, lambda it: replace(it, persona="pirate"))
    await talk.conversation.regenerate(exchange.answer.id, Person(ADA.id), talk.take_up)
    assert [prompt[0].text for prompt in talk.engine.prompts] == ["be kind", "Arr."]


async def test_an_answer_that_would_leave_no_room_to_read_is_bounded():
    talk = Talk(ScriptedEngine(Piece("ok", "stop")), context_tokens=500)
    await talk.profiles.change(CHANNEL, lambda it: replace(it, max_new_tokens=10_000))
    await talk.answered()
    assert talk.engine.options[0].max_new_tokens == 250


async def test_the_operator_may_want_answers_longer_than_half_the_room():
    talk = Talk(ScriptedEngine("ok"), context_tokens=500, options=Options(max_new_tokens=400))
    await talk.answered()
    assert talk.engine.options[0].max_new_tokens == 400


async def test_what_was_set_goes_with_the_channel_and_the_server():
    talk = Talk(ScriptedEngine("ok"))
    for scope in (CHANNEL, CATEGORY):
        await talk.profiles.change(scope, lambda it: replace(it, system_prompt="Mine."))
    await talk.conversation.vanish(1)
    assert await talk.profiles.overrides(CHANNEL) == Overrides()
    await talk.conversation.leave(9)
    assert await talk.profiles.overrides(CATEGORY) == Overrides()
