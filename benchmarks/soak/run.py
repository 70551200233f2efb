"""One soak from beginning to end."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.soak import model_server
from benchmarks.soak.bot_process import BotProcess, environment
from benchmarks.soak.crowd import Crowd
from benchmarks.soak.questions import Questions
from benchmarks.soak.trouble import Trouble
from benchmarks.soak.verdict import Verdict, judge
from benchmarks.soak.watching import Watching
from bot.sandbox import Sandbox

_COMES = 60.0
_LOOKS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is to happen: see the command's help."""

    seconds: float = 600.0
    channels: int = 200
    people: int = 100
    rate: float = 8.0
    words: float = 20.0
    longest: int = 400
    faults: float = 3.0
    """Seconds between two, on average; 0 is none."""
    restarts: int = 4
    settling: float = 90.0
    """Seconds that everything has to come to rest after the last act."""
    seed: int = 1


@dataclass(slots=True)
class Soaked:
    """What a soak was, for the report."""

    plan: Plan
    questions: Questions
    verdict: Verdict
    watching: Watching
    trouble: Trouble
    crowd: Crowd
    process: BotProcess
    began: float
    ended: float
    """When the last of the people fell silent."""
    settled: float
    status: int
    late: list[float]
    """By how many ms the sandbox's own loop was late: what it counts as one moment may have been so long."""


class Soak:
    """The parts of one, at work."""

    def __init__(self, plan: Plan, sandbox: Sandbox, folder: Path) -> None:
        self._plan = plan
        self._sandbox = sandbox
        self._folder = folder
        self._random = Random(plan.seed)
        self._questions = Questions(longest=plan.longest)
        self._watching = Watching(sandbox, self._questions)
        self._is_away = True
        self._late: list[float] = []

    async def run(self) -> Soaked:
        """Begin everything, wait for all of it to end, and judge."""
        plan, sandbox, loop = self._plan, self._sandbox, asyncio.get_running_loop()
        channels = [sandbox.add_channel(f"room-{number}") for number in range(plan.channels)]
        people = [sandbox.add_person(f"Person{number}") for number in range(plan.people)]
        crowd = Crowd(
            sandbox,
            self._questions,
            people=people,
            channels=channels,
            random=Random(plan.seed),
            is_away=lambda: self._is_away,
        )
        trouble = Trouble(sandbox, channels=channels, random=Random(plan.seed + 1), goes_blind=crowd.goes_blind)
        async with model_server.serve(self._answer, rate=plan.words) as address:
            process = BotProcess(self._folder, environment(sandbox, address, longest=plan.longest))
            looking = asyncio.create_task(self._look(process))
            try:
                await self._start(process)
                began = loop.time()
                crowd.greet()
                ends = began + plan.seconds
                async with asyncio.TaskGroup() as group:
                    group.create_task(crowd.act(rate=plan.rate, until=ends))
                    if plan.faults:
                        group.create_task(trouble.make(interval=plan.faults, until=ends))
                    group.create_task(self._restart(process, crowd, began))
                sandbox.faults.clear()
                ended = loop.time()
                with suppress(TimeoutError):
                    async with asyncio.timeout(plan.settling):
                        await self._rest()
                settled = loop.time()
                self._watching.look()
                verdict = judge(sandbox, self._questions)
                status = await process.leave()
            finally:
                looking.cancel()
                if process.is_alive:
                    process.kill()
        return Soaked(
            plan,
            self._questions,
            verdict,
            self._watching,
            trouble,
            crowd,
            process,
            began,
            ended,
            settled,
            status,
            self._late,
        )

    def _answer(self, messages: model_server.Messages) -> model_server.Answer:
        words, asked = self._questions.answer(messages)

        def whole() -> None:
            for question in asked:
                question.written = asyncio.get_running_loop().time()

        return words, whole

    async def _start(self, process: BotProcess) -> None:
        """Begin a process, and wait until it is online."""
        before = self._sandbox.journal.connections.count("identify")
        process.start()
        await self._sandbox.until(lambda: self._sandbox.journal.connections.count("identify") > before, timeout=_COMES)
        # discord.py calls itself ready so long after the last server.
        await asyncio.sleep(2.5)
        self._is_away = False

    async def _restart(self, process: BotProcess, crowd: Crowd, began: float) -> None:
        """Kill the bot now and then in the first half: in the second, its memory is watched."""
        loop, plan = asyncio.get_running_loop(), self._plan
        for moment in sorted(self._random.uniform(0.1, 0.5) * plan.seconds for _ in range(plan.restarts)):
            await asyncio.sleep(max(0.0, began + moment - loop.time()))
            crowd.goes_blind()
            self._is_away = True
            process.kill()
            await asyncio.sleep(self._random.uniform(0.2, 2.0))
            await self._start(process)

    async def _look(self, process: BotProcess) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + _LOOKS
            await asyncio.sleep(_LOOKS)
            self._late.append((loop.time() - due) * 1000)
            self._watching.look()
            process.sample(loop.time())

    async def _rest(self) -> None:
        """Return once nothing is due any more that may still come, and nothing looks as if it were being written."""
        while True:
            verdict = judge(self._sandbox, self._questions)
            if not (verdict.lost or verdict.cursors):
                return
            await asyncio.sleep(1.0)
