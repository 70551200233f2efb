"""Streams with `model.generate` as the documentation of Qwen2 shows it: the reference of the table."""

import time
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import Any

from transformers import AutoModelForCausalLM, AutoTokenizer, TextIteratorStreamer

from benchmarks.timing import Timing
from bot.core.chat import Turn


class _Clocked(TextIteratorStreamer):
    """The documented streamer, which notes when a token came: its text comes a word later."""

    def __init__(self, tokenizer: Any) -> None:
        super().__init__(tokenizer, skip_prompt=True, skip_special_tokens=True)
        self.times: list[float] = []

    def put(self, value: Any) -> None:
        self.times.append(time.perf_counter())
        super().put(value)


class Plain:
    """A checkpoint loaded by transformers and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.model: Any = AutoModelForCausalLM.from_pretrained(folder, dtype="auto", device_map="auto")

    def answer(self, prompt: Sequence[Turn], *, tokens: int) -> Timing:
        """Answer once, on a thread, and read the text as it comes."""
        asked = time.perf_counter()
        messages = [{"role": turn.role, "content": turn.text} for turn in prompt]
        text = self.tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        inputs = self.tokenizer([text], return_tensors="pt").to(self.model.device)
        streamer = _Clocked(self.tokenizer)
        thread = Thread(target=self._generate, kwargs={**inputs, "streamer": streamer, "max_new_tokens": tokens})
        thread.start()
        for _ in streamer:
            pass
        end = time.perf_counter()
        thread.join()
        # The first of the times is the prompt's.
        made = streamer.times[1:]
        if len(made) != tokens:
            raise RuntimeError(f"plain generate ended after {len(made)} of {tokens} tokens")
        return Timing(asked, made[0], made[-1], end, tokens)

    def _generate(self, *, streamer: TextIteratorStreamer, **inputs: Any) -> None:
        try:
            self.model.generate(**inputs, streamer=streamer)
        except BaseException:
            # The library ends a streamer only where `generate` succeeds: whoever reads it would wait for ever.
            streamer.end()
            raise
