"""An answer of llama.cpp comes again, token for token, where its prompt is read in the passes in which it was read."""

from dataclasses import replace

from bot.core.chat import Options, Turn
from bot.core.passes import Pass, tokens

from ..replaying import conversation, told, told_again
from .engines import opened

SAMPLED = Options(max_new_tokens=10, temperature=1.0)


async def test_an_engine_that_was_started_anew_says_all_of_a_conversation_again(demo_gguf):
    async with opened(demo_gguf) as before:
        answers = await conversation(before, channel=1, options=SAMPLED)
    async with opened(demo_gguf) as after:
        assert await told_again(after, answers) == len(answers)


async def test_each_pass_is_read_anew_and_no_other(demo_gguf):
    async with opened(demo_gguf) as engine:
        *_, (prompt, options, text, usage) = await conversation(engine, channel=1, options=SAMPLED)
        assert tokens(usage.passes) == usage.read == await engine.count(prompt)
        assert any(each.read > each.kept for each in usage.passes)
        assert any(each.times > 5 for each in usage.passes)
        again = replace(options, passes=usage.passes)
        text_again, usage_again = await told(engine, prompt, again, channel=1)
        assert (text_again, usage_again.reused, usage_again.passes) == (text, 0, usage.passes)
        # The next turn begins with what was read so, and is told to have been.
        later = [*prompt, Turn("assistant", text), Turn("user", "Thank you.")]
        _, usage_later = await told(engine, later, options, channel=1)
        assert usage_later.reused >= usage.read
        assert usage_later.passes[: len(usage.passes)] == usage.passes


async def test_those_of_another_prompt_are_not_taken(demo_gguf):
    async with opened(demo_gguf) as engine:
        prompt = [Turn("user", "hello")]
        whole = await engine.count(prompt)
        _, usage = await told(engine, prompt, replace(SAMPLED, passes=(Pass(1, 1, whole + 1),)))
        assert usage.passes == (Pass(whole, whole),)
