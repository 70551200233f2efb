"""The whole bot: from a message on a loopback Discord to the last edit of the answer, through real sockets."""

from collections.abc import AsyncGenerator
from dataclasses import replace

from benchmarks import loopback
from benchmarks.bench import Bench
from benchmarks.contenders import contender
from benchmarks.figures import Result, alternate, ratios
from benchmarks.timing import answer
from bot.core.chat import Turn
from bot.sandbox import Sandbox
from bot.stores.memory import MemoryRecord

_NAME = "Ada: "
_SHORT = 8


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """
    Tokens per second of waiting for the whole bot, and for plain `generate` with the same model.

    The bot's clock starts before the message is sent, and stops when the sandbox has the last edit:
    gateway, triggers, history, counting, the engine, and edits at the pace Discord allows are in it.
    Plain `generate` is given the very prompt that the bot makes of the message, the asker's name in
    it, and both write the same number of tokens. Each question has a channel of its own, so that the
    bot finds nothing of it in the engine's cache.
    """
    prompts = {n: bench.prompt(n, frame=_as_the_bot_asks) for n in range(-1, bench.repetitions)}
    record = MemoryRecord()
    async with (
        contender(bench, "plain") as generate,
        bench.generate_engine(is_default=False) as engine,
        Sandbox() as sandbox,
    ):
        channels = {n: sandbox.add_channel(f"channel-{n + 1}") for n in prompts}

        # A short answer first, which brings the weights back into all caches.
        async def bot(repetition: int) -> float:
            await answer(engine, prompts[-1], replace(bench.options, max_new_tokens=_SHORT), channel=0)
            question = prompts[repetition][-1].text.removeprefix(_NAME)
            return bench.answer_tokens / await loopback.wait(sandbox, channels[repetition], question)

        async def plain(repetition: int) -> float:
            await generate(prompts[-1], tokens=_SHORT, channel=0)
            return (await generate(prompts[repetition], tokens=bench.answer_tokens, channel=0)).speed

        async with loopback.bot(bench, engine, record, sandbox):
            speeds = await alternate({"plain": plain, "bot": bot}, repetitions=bench.repetitions)
        for n, prompt in prompts.items():
            (exchange,) = await record.recent(channels[n].id)
            asked = exchange.question.asked.turn().text
            if asked != prompt[-1].text:
                raise RuntimeError(f"the bot was asked something else than plain generate: {asked}")
    details = {"tokens_per_s": speeds, "prompt_tokens": [len(bench.ids(prompt)) for prompt in prompts.values()]}
    yield Result("bot_over_plain", ratios(speeds["bot"], speeds["plain"]), details)


def _as_the_bot_asks(words: list[str]) -> list[Turn]:
    """What the bot makes of a message in a channel without a past: it says who speaks."""
    return [Turn("system", loopback.SYSTEM_PROMPT), Turn("user", _NAME + " ".join(words))]
