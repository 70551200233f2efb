"""How many tokens 16 bits leave as 32 have them, in the bot and in plain transformers."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM

from benchmarks.apart import apart
from benchmarks.bench import Bench
from benchmarks.figures import Result
from bot.core.chat import Turn
from bot.demo import models
from bot.engines.checkpoint import background
from bot.engines.text.encoding import ChatEncoder

_QUESTIONS = (
    "Hello! Who are you?",
    "What is the capital of France?",
    "Write a haiku about the sea.",
    "Explain gravity to a child.",
    "List three fruits and their colours.",
    "How do I boil an egg?",
    "What is seven times eight?",
    "Tell me a short story about a dragon.",
    "Why is the sky blue?",
    "Write a Python function that adds two numbers.",
    "Give me a tip for sleeping well.",
    "What do bees do in winter?",
    "Summarize the plot of Romeo and Juliet.",
    "What is a prime number?",
    "How far away is the moon?",
    "Write a polite letter of thanks.",
    "What should I cook tonight?",
    "Name the planets of the solar system.",
    "What is the difference between a lake and a pond?",
    "Say something nice.",
)


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """
    Of real weights' greedy answers in float32, the share of tokens that is chosen in 16 bits, too.

    Each token after the very text that float32 wrote, so that one difference does not count for all that come after
    it; and one token at a time, as an answer is written. The questions are twenty.
    """
    demo = await asyncio.to_thread(models.find, bench.model)
    folder = Path(bench.model) if demo is None else await asyncio.to_thread(demo.checkpoint)
    loaded = await background.load(str(folder))
    encoder = ChatEncoder(loaded.tokenizer)
    prompts = [encoder.encode([Turn("user", question)]) for question in _QUESTIONS]
    answers = apart(lambda: _written(_plain(folder, torch.float32), prompts, tokens=bench.answer_tokens))
    bot = apart(lambda: _chosen(loaded.model, prompts, answers))
    plain = apart(lambda: _chosen(_plain(folder, torch.bfloat16), prompts, answers))
    shares = {name: _equal(found, answers) for name, found in (("bot", bot), ("plain", plain))}
    details = {"share": shares, "model": folder.name, "questions": len(prompts), "tokens": bench.answer_tokens}
    yield Result("equal_tokens", [shares["bot"]], details)
    yield Result("equal_over_plain", [shares["bot"] / shares["plain"]], details)


def _plain(folder: Path, dtype: torch.dtype) -> Any:
    return AutoModelForCausalLM.from_pretrained(folder, dtype=dtype)


def _written(model: Any, prompts: Sequence[list[int]], *, tokens: int) -> list[list[int]]:
    """Greedy answers of `tokens` tokens, gone on with where the model would have ended them."""
    return [_follow(model, prompt, [None] * tokens) for prompt in prompts]


def _chosen(model: Any, prompts: Sequence[list[int]], answers: Sequence[list[int]]) -> list[list[int]]:
    """What `model` would say in place of each token of `answers`."""
    return [_follow(model, prompt, list(answer)) for prompt, answer in zip(prompts, answers, strict=True)]


def _follow(model: Any, prompt: list[int], text: Sequence[int | None]) -> list[int]:
    """What the model says after `prompt` and each beginning of `text`; where that is `None`, its own words count."""
    chosen: list[int] = []
    cache, read = None, prompt
    with torch.inference_mode():
        for token in text:
            ids = torch.tensor([read], device=model.device)
            made = model(input_ids=ids, past_key_values=cache, use_cache=True, logits_to_keep=1)
            cache = made.past_key_values
            chosen.append(int(made.logits[0, -1].argmax()))
            read = [chosen[-1] if token is None else token]
    return chosen


def _equal(found: Sequence[list[int]], answers: Sequence[list[int]]) -> float:
    pairs = [pair for one, other in zip(found, answers, strict=True) for pair in zip(one, other, strict=True)]
    return sum(one == other for one, other in pairs) / len(pairs)
