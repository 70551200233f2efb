"""Writes answers with a model in llama.cpp, many at once."""

from bot.core.chat import Piece
from bot.engines.gguf.cells import Cells
from bot.engines.gguf.conversations import Conversations
from bot.engines.gguf.hearing import Hearing
from bot.engines.gguf.request import request
from bot.engines.gguf.server import LlamaServer
from bot.engines.text.output import TextOutput, raise_if_stopped
from bot.engines.text.prompt import PromptEncoder
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
        *,
        context_length: int,
    ) -> None:
        self._server = server
        self._prompts = prompts
        self._conversations = conversations
        self._cells = cells
        self._context_length = context_length

    def write(self, job: Job, wire: Wire[Piece]) -> None:
        """
        Send the answer down `wire`, until it is complete or `job.stopped` comes true.

        Raises `EngineError`, after having sent all text that was made before.
        """
        raise_if_stopped(job.stopped)
        prompt = self._prompts.encode(job.prompt, channel=job.channel, thinking=job.options.thinking)
        limit = min(job.options.max_new_tokens, self._context_length - len(prompt.ids))
        begun = job.prompt[-1].text if prompt.begun else ""
        # What was thought before an answer that is gone on with is not in its text.
        output = TextOutput(wire.send, in_thought=prompt.in_thought and not begun, begun=begun)
        hearing = Hearing(
            output,
            stopped=job.stopped,
            end_of_turn=self._prompts.end_of_turn,
            stops_loops=job.options.stops_loops,
        )
        with self._cells.taken(len(prompt.ids) + limit, stopped=job.stopped):
            slot = self._conversations.begin(job.channel)
            try:
                self._server.complete(request(prompt.ids, job.options, limit=limit, slot=slot), hearing)
            finally:
                self._conversations.end(job.channel, slot)
        finish = hearing.end()
        output.end(finish, hearing.usage)
        if len(hearing.ids) == hearing.usage.written:
            self._prompts.remember(job.channel, output.text, prompt.begun + hearing.ids, thinking=job.options.thinking)
