"""Has an engine write an answer again in the passes in which its prompt was read, as after a restart."""

from contextlib import aclosing
from dataclasses import replace

from bot.core.chat import Turn

from .listening import said

CONVERSATION = ["What is a list in Python?", "And a tuple?", "Show me both, please.", "Which one is faster, and why?"]


async def told(engine, prompt, options, *, channel=0):
    """The answer's text, and what it cost."""
    texts = []
    async with aclosing(engine.stream(prompt, options, channel=channel)) as stream:
        async for piece in stream:
            texts.append(piece.text)
    return "".join(texts), piece.usage


async def conversation(engine, *, channel, options):
    """
    All answers of one conversation: prompts, options, texts and what they cost.

    Every second one is the second to its question, so that what is kept is cut back now and then.
    """
    past, answers = [Turn("system", "You are a helpful assistant.")], []
    for number, question in enumerate(CONVERSATION):
        prompt = [*past, Turn("user", question)]
        if number % 2:
            await said(engine, prompt, channel=channel, options=replace(options, max_new_tokens=3))
        seeded = replace(options, seed=1000 * channel + number)
        text, usage = await told(engine, prompt, seeded, channel=channel)
        answers.append((prompt, seeded, text, usage))
        past = [*prompt, Turn("assistant", text)]
    return answers


async def told_again(engine, answers, *, channel=0):
    """How many of `answers` the engine, which knows nothing of them, writes in the same words."""
    again = 0
    for prompt, options, text, usage in answers:
        await engine.forget(channel)
        text_again, usage_again = await told(engine, prompt, replace(options, passes=usage.passes), channel=channel)
        assert usage_again.passes == usage.passes
        again += text_again == text
    return again
