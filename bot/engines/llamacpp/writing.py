"""AnswerWriter one answer with llama.cpp, on the engine's thread."""

from collections.abc import Sequence
from contextlib import closing

from transformers import GenerationConfig

from bot.core.chat import Piece, Turn, Usage
from bot.core.errors import EngineError, EngineExhausted
from bot.engines.checkpoint.memory import free_main_memory
from bot.engines.llamacpp.choosing import Choosing
from bot.engines.llamacpp.conversations import Conversations
from bot.engines.llamacpp.opening import Opened
from bot.engines.sampling.config import eos_ids, finish_reason, generation_config
from bot.engines.text.output import Output, as_engine_error, raise_if_stopped
from bot.engines.text.prompt import Prompt, PromptEncoder
from bot.engines.worker.relay import Wire
from bot.engines.worker.serial import Job


class Writer:
    """
    AnswerWriter answers with one model in llama.cpp. All but `count` is for one thread only, `count` for another.

    `kv_cache_bytes` is what may be kept of conversations between their turns, by default a quarter
    of the memory that is free now.
    """

    def __init__(self, opened: Opened, *, kv_cache_bytes: int | None = None) -> None:
        self._reader = opened.reader
        self._tokenizer = opened.tokenizer
        self._config = opened.generation_config
        self._prompts = PromptEncoder(opened.tokenizer, context_length=opened.context_length)
        kept = free_main_memory() // 4 if kv_cache_bytes is None else kv_cache_bytes
        self._conversations = Conversations(self._reader, max_bytes=kept)
        self.model = opened.name
        self.context_length = opened.context_length

    def count(self, prompt: Sequence[Turn]) -> int:
        """The number of ids of `prompt`. Raises `EngineError`."""
        return self._prompts.count(prompt)

    def forget(self, channel: int) -> None:
        """Drop what is kept of one conversation."""
        self._conversations.forget(channel)
        self._prompts.forget(channel)

    def close(self) -> None:
        """Give the memory back."""
        self._reader.close()

    def write(self, job: Job, wire: Wire[Piece]) -> None:
        """
        Send the answer down `wire`, until it is complete or `job.stopped` comes true.

        Where memory runs out before anything
        was said, what is kept of conversations is given up and the answer tried once more.
        Raises `EngineError`, after having sent all text that was made before.
        """
        raise_if_stopped(job.stopped)
        prompt = self._prompts.encode(job.prompt, channel=job.channel)
        limit = min(job.options.max_new_tokens, self.context_length - len(prompt.ids))
        config = generation_config(self._config, job.options, max_new_tokens=limit)
        output = self._output(prompt, config, wire)
        try:
            self._write(job, prompt, config, output)
        except EngineExhausted:
            if output.anything:
                raise
            self._conversations.clear()
            self._write(job, prompt, config, self._output(prompt, config, wire))

    def _output(self, prompt: Prompt, config: GenerationConfig, wire: Wire[Piece]) -> Output:
        return Output(
            self._tokenizer.backend_tokenizer,
            wire.send,
            eos=eos_ids(config),
            in_thought=self._prompts.opens_thought,
            begun=prompt.begun,
        )

    def _write(self, job: Job, prompt: Prompt, config: GenerationConfig, output: Output) -> None:
        try:
            made, reused = self._generate(job, prompt.ids, config, output)
        except EngineError:
            raise
        except Exception as error:
            raise as_engine_error(error) from error
        finally:
            self._conversations.end()
        finish = finish_reason(made, max_new_tokens=config.max_new_tokens, eos=eos_ids(config))
        if job.stopped():
            output.rest(is_whole=True)
        raise_if_stopped(job.stopped)
        output.end(finish, Usage(len(prompt.ids), reused, len(made)))
        self._prompts.remember(job.channel, output.text, prompt.begun + made)

    def _generate(self, job: Job, ids: list[int], config: GenerationConfig, output: Output) -> tuple[list[int], int]:
        """The ids of the answer, and how many of its prompt were not computed anew."""
        self._conversations.begin(job.channel, ids)
        made: list[int] = []
        reused = len(self._reader.ids)
        new = ids[reused:]
        with closing(Choosing(config, ids, vocabulary=self._reader.vocabulary, seed=job.options.seed)) as choosing:
            while not made or not (made[-1] in eos_ids(config) or len(made) == config.max_new_tokens or job.stopped()):
                self._reader.read(new, stopped=job.stopped)
                made.append(choosing.choose(self._reader.scores))
                new = made[-1:]
                output.put(new)
        return made, reused
