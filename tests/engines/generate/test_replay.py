"""An answer comes again, token for token, where its prompt is read in the passes in which it was read."""

from dataclasses import replace

import torch

from bot.core.chat import Options, Turn
from bot.core.passes import Pass
from bot.demo import MODEL_PATH as DEMO
from bot.engines.checkpoint.loading import load
from bot.engines.generate import GenerateEngine

from ..replaying import conversation, told, told_again
from ..steps import Steps


async def test_an_engine_that_was_started_anew_says_all_of_a_conversation_again():
    before = await GenerateEngine.load(str(DEMO))
    answers = await conversation(before, channel=1, options=Options(max_new_tokens=10, temperature=1.0))
    await before.close()
    after = await GenerateEngine.load(str(DEMO))
    assert await told_again(after, answers) == len(answers)
    await after.close()


async def test_what_is_computed_of_a_prompt_is_the_same_to_the_last_bit():
    checkpoint = load(str(DEMO))
    engine = await GenerateEngine.of(checkpoint)
    caches = []
    checkpoint.model.register_forward_hook(
        lambda _model, _args, batch, _output: caches.append(batch["past_key_values"]), with_kwargs=True
    )

    def keys(length):
        return [layer.keys[:, :, :length].clone() for layer in caches[-1].layers]

    *_, (prompt, options, text, usage) = await conversation(engine, channel=1, options=Options(max_new_tokens=12))
    before = keys(usage.read)
    await engine.forget(1)
    assert (await told(engine, prompt, replace(options, passes=usage.passes), channel=1))[0] == text
    assert all(map(torch.equal, before, keys(usage.read)))
    await engine.close()


async def test_the_passes_are_as_wide_as_before_also_those_that_were_cut(tiny):
    checkpoint = load(str(tiny))
    checkpoint.model.generation_config.eos_token_id = None
    engine = await GenerateEngine.of(checkpoint)
    steps = Steps(checkpoint.model)
    answers = await conversation(engine, channel=1, options=Options(max_new_tokens=6))
    read = [each.read for each in answers[-1][3].passes for _ in range(each.times)]
    assert any(each.read > each.kept for each in answers[-1][3].passes)
    steps.tokens.clear()
    await told_again(engine, answers[-1:])
    assert steps.tokens[: len(read)] == read
    await engine.close()


async def test_those_of_another_prompt_are_not_taken(tiny):
    engine = await GenerateEngine.load(str(tiny))
    prompt = [Turn("user", "hello")]
    whole = await engine.count(prompt)
    _, usage = await told(engine, prompt, Options(max_new_tokens=2, passes=(Pass(1, 1, whole + 1),)))
    assert usage.passes == (Pass(whole, whole),)
    await engine.close()
