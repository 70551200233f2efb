"""Writes answers with a model in llama.cpp, many at once."""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.chat import TEXT_ONLY, Modality, Piece, Turn
from bot.core.passes import tokens
from bot.engines.gguf.cells import Cells
from bot.engines.gguf.conversations import Conversations
from bot.engines.gguf.hearing import Hearing
from bot.engines.gguf.passes import Passes, read
from bot.engines.gguf.request import request
from bot.engines.gguf.server import LlamaServer
from bot.engines.gguf.sight import SeenPrompt, Sight
from bot.engines.text.budget import Meter
from bot.engines.text.encoding import END_OF_THOUGHT
from bot.engines.text.output import TextOutput, raise_if_stopped
from bot.engines.text.prompt import Prompt, PromptEncoder
from bot.engines.worker.relay import Wire
from bot.engines.worker.serial import Job


class Writer:
    """Writes answers. As many threads may call as the server has slots."""

    def __init__(
        self,
        server: LlamaServer,
        prompts: PromptEncoder,
        conversations: Conversations,
        cells: Cells,
        sight: Sight | None = None,
    ) -> None:
        self._server = server
        self._prompts = prompts
        self._conversations = conversations
        self._cells = cells
        self._sight = sight
        self._passes = Passes()
        self.accepts: frozenset[Modality] = TEXT_ONLY if sight is None else TEXT_ONLY | {"image"}

    def forget(self, channel: int) -> None:
        """Drop what is known of how one conversation was read."""
        self._passes.forget(channel)

    def count(self, turns: Sequence[Turn]) -> int:
        """The number of tokens of `turns`. Raises `EngineError`."""
        if self._sight is not None and any(turn.images for turn in turns):
            return self._sight.count(turns)
        return self._prompts.count(turns)

    def write(self, job: Job, wire: Wire[Piece]) -> None:
        """
        Send the answer down `wire`, until it is complete or `job.stopped` comes true.

        Raises `EngineError`, after having sent all text that was made before.
        """
        raise_if_stopped(job.stopped)
        prompt = self._read(job)
        budget = self._prompts.budget(prompt.ids, job.options)
        begun = job.prompt[-1].text if prompt.begun else ""
        # What was thought before an answer that is gone on with is not in its text.
        output = TextOutput(wire.send, in_thought=prompt.in_thought and not begun, begun=begun)
        meter = Meter(budget)
        with self._cells.taken(len(prompt.ids) + budget.total, stopped=job.stopped):
            slot = self._conversations.begin(job.channel)
            try:
                is_again = isinstance(prompt, Prompt) and tokens(job.options.passes) == len(prompt.ids)
                if is_again:
                    self._passes.forget(job.channel)
                    read(self._server, prompt.ids, job.options.passes, slot=slot, stopped=job.stopped)
                first = self._complete(job, prompt, output, meter, slot)
                usage = first.usage
                if is_again:
                    usage = replace(usage, reused=0, passes=job.options.passes)
                elif isinstance(prompt, Prompt):
                    usage = replace(usage, passes=self._passes.of(job.channel, usage))
                self._passes.keep(job.channel, usage.passes, written=len(first.ids))
                made, last = first.ids, first
                if first.overthinks:
                    made = made + self._end_thought(output, meter)
                    last = self._complete(job, self._after(prompt, made), output, meter, slot)
                    self._passes.keep(job.channel, self._passes.of(job.channel, last.usage), written=len(last.ids))
                    made = made + last.ids
            finally:
                self._conversations.end(job.channel, slot)
        finish = last.end()
        usage = usage if last is first else replace(usage, written=meter.written)
        output.end(finish, usage)
        if len(made) == usage.written:
            self._prompts.remember(job.channel, output.text, prompt.begun + made, thinking=job.options.thinking)

    def _read(self, job: Job) -> Prompt | SeenPrompt:
        """What the model reads. Raises `EngineError`."""
        if self._sight is not None and any(turn.images for turn in job.prompt):
            return self._sight.encode(job.prompt, job.options.thinking)
        return self._prompts.encode(job.prompt, channel=job.channel, thinking=job.options.thinking)

    def _after(self, prompt: Prompt | SeenPrompt, made: list[int]) -> Prompt | SeenPrompt:
        """What it reads once it has written so much, the end of a thought last."""
        if isinstance(prompt, Prompt):
            return replace(prompt, ids=prompt.ids + made)
        assert self._sight is not None  # It made the prompt.
        return self._sight.go_on(prompt, made)

    def _complete(self, job: Job, prompt: Prompt | SeenPrompt, output: TextOutput, meter: Meter, slot: int) -> Hearing:
        """Have llama.cpp write after `prompt`; what was heard of it."""
        hearing = Hearing(
            output,
            meter=meter,
            stopped=job.stopped,
            end_of_turn=self._prompts.end_of_turn,
            tags=self._prompts.tags,
            stops_loops=job.options.stops_loops,
        )
        asked = prompt.ids if isinstance(prompt, Prompt) else prompt.asked
        self._server.complete(request(asked, job.options, read=len(prompt.ids), limit=meter.left, slot=slot), hearing)
        return hearing

    def _end_thought(self, output: TextOutput, meter: Meter) -> list[int]:
        """End the thought, as the model did not; the tokens that do."""
        output.put(END_OF_THOUGHT)
        meter.count(len(self._prompts.end_of_thought), thinks=output.thinks)
        return self._prompts.end_of_thought
