"""Opens engines over checkpoints that say much, and listens to them."""

import asyncio
from contextlib import asynccontextmanager

import torch

from bot.core.chat import Options, Turn
from bot.engines.batched import BatchedEngine
from bot.engines.checkpoint.loading import load

LONG = Options(temperature=0, max_new_tokens=60)
QUESTIONS = ["Hello", "How are you?", "你好", "def add(a, b):", "a b c", "1 2 3", "Is it?", "The user asked"]
PROMPTS = [[Turn("user", text)] for text in QUESTIONS]


def endless(folder):
    """A checkpoint that says something else to everybody, and ends only where it must."""
    checkpoint = load(str(folder))
    checkpoint.model.generation_config.eos_token_id = None
    torch.manual_seed(0)
    for weights in checkpoint.model.parameters():
        # Norms that let through what they get: else the last token alone decides on the next.
        torch.nn.init.normal_(weights, std=0.3) if weights.dim() > 1 else torch.nn.init.ones_(weights)
    return checkpoint


@asynccontextmanager
async def opened(checkpoint, **how):
    """An engine over the checkpoint, and its model to put hooks on."""
    engine = await BatchedEngine.of(checkpoint, **how)
    try:
        yield engine, checkpoint.model
    finally:
        await engine.close()


async def collect(engine, prompt=PROMPTS[0], options=LONG, **who):
    return [piece async for piece in engine.stream(prompt, options, **who)]


async def say(engine, prompt=PROMPTS[0], options=LONG, **who):
    return "".join([piece.text for piece in await collect(engine, prompt, options, **who)])


async def all_at_once(engine, prompts=PROMPTS, options=LONG):
    return await asyncio.gather(*(say(engine, prompt, options) for prompt in prompts))
