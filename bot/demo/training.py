"""One training: reads conversations, moves the weights, and keeps its state so that it can go on later."""

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, pad
from transformers import Qwen2ForCausalLM, Qwen2Tokenizer

from bot.demo.batches import IGNORED, Batch, batches
from bot.demo.corpus.talk import Conversation

WARMUP = 0.02
DECAY = 0.35


@dataclass(frozen=True, slots=True)
class Plan:
    """How a training goes. A step reads `batch` tokens on each of `threads` threads, multiplying in `dtype`."""

    tokens: int
    batch: int
    threads: int
    longest: int
    seed: int
    matrix_rate: float
    vector_rate: float
    save_every: float
    dtype: torch.dtype

    def rate(self, seen: int) -> float:
        """The share of the full learning rate after `seen` tokens: a short rise, a plateau, a straight fall."""
        part = seen / self.tokens
        return max(0.02, min(1.0, part / WARMUP, (1 - part) / DECAY))


class Training:
    """`run` reads on from where the state in `work` stands, which is the beginning where there is none."""

    def __init__(self, model: Qwen2ForCausalLM, tokenizer: Qwen2Tokenizer, plan: Plan, work: Path) -> None:
        self.model = model
        self.tokenizer = tokenizer
        self.plan = plan
        self.work = work
        self.weights = list(model.parameters())
        self.optimizers = optimizers(model, plan)
        self.seen = 0
        self.pool = 0

    def run(self, lesson: Callable[[Random, int], Conversation]) -> None:
        """Read what `lesson` gives until `plan.tokens` tokens have been read, saving the state now and then."""
        self.restore()
        plan, started, saved, before, mean = self.plan, time.monotonic(), time.monotonic(), self.seen, 0.0
        sizes = {"size": plan.batch, "longest": plan.longest}
        stream = batches(self.tokenizer, lesson, seed=plan.seed, first_pool=self.pool, **sizes)
        with ThreadPoolExecutor(plan.threads) as hands:
            while self.seen < plan.tokens:
                loss = self.step(list(islice(stream, plan.threads)), hands)
                mean = 0.98 * mean + 0.02 * loss if mean else loss
                speed = (self.seen - before) / (time.monotonic() - started)
                print(f"\r{self.seen:>11,} tokens  loss {mean:.3f}  {speed:,.0f} tokens/s ", end="", flush=True)
                if time.monotonic() - saved > plan.save_every:
                    self.save()
                    saved = time.monotonic()
        self.save()
        print()

    def step(self, together: Sequence[Batch], hands: ThreadPoolExecutor) -> float:
        """Move the weights once; returns the loss per token that the assistant says."""
        losses, gradients = zip(*hands.map(self.gradient, together), strict=True)
        for weight, *parts in zip(self.weights, *gradients, strict=True):
            weight.grad = torch.stack(parts).mean(0)
        torch.nn.utils.clip_grad_norm_(self.weights, 1.0)
        rate = self.plan.rate(self.seen)
        for optimizer, peak in zip(self.optimizers, (self.plan.matrix_rate, self.plan.vector_rate), strict=True):
            for group in optimizer.param_groups:
                group["lr"] = peak * rate
            optimizer.step()
        self.seen += sum(batch.size for batch in together)
        self.pool = together[-1].pool
        return float(sum(losses) / len(losses))

    def gradient(self, batch: Batch) -> tuple[float, tuple[Tensor, ...]]:
        """The loss of one batch and where it pulls every weight, worked out on one thread."""
        # Threads that share every single operation wait for each other all the time on a busy machine.
        torch.set_num_threads(1)
        loss = answer_loss(self.model, torch.tensor(batch.ids), torch.tensor(batch.labels), dtype=self.plan.dtype)
        return loss.item(), torch.autograd.grad(loss, self.weights)

    def save(self) -> None:
        """Keep what `restore` needs, replacing the last state only when the new one is complete."""
        optimizing = [optimizer.state_dict() for optimizer in self.optimizers]
        torch.save({"model": self.model.state_dict(), "optimizing": optimizing}, self.work / "state.new")
        (self.work / "state.new").replace(self.work / "state.pt")
        (self.work / "progress.json").write_text(json.dumps({"seen": self.seen, "pool": self.pool + 1}))

    def restore(self) -> None:
        """Take up the state in `work`, if there is one."""
        if not (self.work / "state.pt").exists():
            return
        state = torch.load(self.work / "state.pt", weights_only=True)
        self.model.load_state_dict(state["model"])
        for optimizer, kept in zip(self.optimizers, state["optimizing"], strict=True):
            optimizer.load_state_dict(kept)
        progress = json.loads((self.work / "progress.json").read_text())
        self.seen, self.pool = progress["seen"], progress["pool"]


def optimizers(model: Qwen2ForCausalLM, plan: Plan) -> list[torch.optim.Optimizer]:
    """Muon for the matrices between the layers, which learns more from a token, AdamW for the rest."""
    matrices = [weight for name, weight in model.named_parameters() if weight.ndim == 2 and "embed" not in name]
    rest = [weight for name, weight in model.named_parameters() if weight.ndim != 2 or "embed" in name]
    return [
        torch.optim.Muon(matrices, lr=plan.matrix_rate, weight_decay=0.02, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(rest, lr=plan.vector_rate, betas=(0.9, 0.95), weight_decay=0.0, fused=True),
    ]


def answer_loss(model: Qwen2ForCausalLM, ids: Tensor, labels: Tensor, *, dtype: torch.dtype) -> Tensor:
    """Cross entropy where the assistant speaks, with products in `dtype`; the head is hardly asked about the rest."""
    wanted = labels[:, 1:].flatten()
    spoken = (wanted != IGNORED).nonzero()[:, 0]
    # Rounded up with positions that do not count: few different shapes, so that their memory is reused.
    spare = -len(spoken) % 256
    asked = pad(spoken, (0, spare))
    wanted = pad(wanted[spoken], (0, spare), value=IGNORED)
    with torch.autocast("cpu", dtype=dtype, enabled=dtype != torch.float32):
        hidden = model.model(input_ids=ids, use_cache=False).last_hidden_state[:, :-1]
        logits = model.lm_head(hidden.flatten(0, 1)[asked])
    return cross_entropy(logits.float(), wanted)
