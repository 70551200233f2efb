"""Listens to an engine."""

from contextlib import aclosing

from bot.core.chat import Options

GREEDY = Options(temperature=0, max_new_tokens=12)


async def said(engine, prompt, *, channel=0, options=GREEDY, pieces=None):
    """The answer's text, all of it or, as after a stop, of its first `pieces`."""
    texts = []
    async with aclosing(engine.stream(prompt, options, channel=channel)) as stream:
        async for piece in stream:
            texts.append(piece.text)
            if len(texts) == pieces:
                break
    return "".join(texts)
