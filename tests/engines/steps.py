"""Looks at a model's steps while an engine answers, and may wait or fail in some. Hooks of torch."""

import threading


class Steps:
    """Notes of each step of a model how many tokens it computes, of how many requests; and may do something in some."""

    def __init__(self, model, *, at=(), do=None):
        self.tokens, self.requests, self.at, self.do = [], [], at, do
        self.hook = model.register_forward_pre_hook(self._step, with_kwargs=True)

    def _step(self, _model, _args, batch):
        rows, tokens = batch["input_ids"].shape
        # In a batch all requests share one row.
        starts = batch.get("cu_seq_lens_q")
        self.tokens.append(tokens)
        self.requests.append(rows if starts is None else len(starts) - 1)
        if len(self.tokens) in self.at:
            self.do()


class Pause:
    """A place where the model's thread waits for the test."""

    def __init__(self):
        self.reached, self.over = threading.Event(), threading.Event()

    def __call__(self):
        self.reached.set()
        assert self.over.wait(60)
