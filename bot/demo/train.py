"""Builds the demo model from nothing: corpus, tokenizer, weights. `python -m bot.demo.train --help` lists the knobs."""

import argparse
import json
import random
import shutil
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, pad
from transformers import GenerationConfig, Qwen2Config, Qwen2ForCausalLM, Qwen2Tokenizer

from bot.demo import MODEL_PATH
from bot.demo.batches import IGNORED, Batch, batches
from bot.demo.corpus.compose import converse
from bot.demo.samples import print_samples
from bot.demo.tokenizer import END_OF_TEXT, TURN_END, train_tokenizer

VOCABULARY = 4096
CONTEXT = 4096
TOKENIZER_CONVERSATIONS = 12_000
SAMPLING = {"do_sample": True, "temperature": 0.4, "top_p": 0.9, "top_k": 20, "repetition_penalty": 1.05}
WARMUP = 0.01
DECAY = 0.35


@dataclass(frozen=True, slots=True)
class Plan:
    """How one training goes."""

    tokens: int
    batch: int
    threads: int
    longest: int
    seed: int
    matrix_rate: float
    vector_rate: float
    save_every: float

    def rate(self, seen: int) -> float:
        """The share of the full learning rate after `seen` tokens: a short rise, a plateau, a straight fall to zero."""
        part = seen / self.tokens
        return max(0.02, min(1.0, part / WARMUP, (1 - part) / DECAY))


def main() -> None:
    """Read the options, train (or go on training), write the checkpoint and show what it says."""
    options = read_options()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    plan = Plan(
        tokens=options.tokens,
        batch=options.batch,
        threads=options.threads,
        longest=options.longest,
        seed=options.seed,
        matrix_rate=options.matrix_rate,
        vector_rate=options.vector_rate,
        save_every=60 * options.save_minutes,
    )
    work: Path = options.work
    if not (work / "tokenizer_config.json").exists():
        learn_tokenizer(work, seed=plan.seed)
    tokenizer = Qwen2Tokenizer.from_pretrained(work)
    model = new_model(tokenizer)
    train(model, tokenizer, plan, work)
    export(model, tokenizer, options.out)
    print_samples(options.out)


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.demo.train", description=__doc__)
    parser.add_argument("--out", type=Path, default=MODEL_PATH, help="where the finished checkpoint goes")
    parser.add_argument("--work", type=Path, default=Path("data/demo-training"), help="state of a training to resume")
    parser.add_argument("--tokens", type=int, default=14_000_000, help="tokens to read in all")
    parser.add_argument("--batch", type=int, default=3072, help="tokens a thread reads before the weights move")
    parser.add_argument("--longest", type=int, default=2560, help="tokens at which a conversation is cut")
    parser.add_argument("--matrix-rate", type=float, default=4e-3, help="peak learning rate of Muon")
    parser.add_argument("--vector-rate", type=float, default=2e-3, help="peak learning rate of AdamW")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--save-minutes", type=float, default=5)
    return parser.parse_args()


def learn_tokenizer(work: Path, *, seed: int) -> None:
    """Train the tokenizer on a sample of the corpus and keep it in `work`."""
    chance = random.Random(f"{seed}/tokenizer")
    texts = (f"{role}\n{text}" for _ in range(TOKENIZER_CONVERSATIONS) for role, text in converse(chance).texts())
    train_tokenizer(texts, vocab_size=VOCABULARY, max_length=CONTEXT).save_pretrained(work)


def new_model(tokenizer: Qwen2Tokenizer) -> Qwen2ForCausalLM:
    """An untrained model of 5.8 million parameters."""
    return Qwen2ForCausalLM(
        Qwen2Config(
            vocab_size=len(tokenizer),
            hidden_size=256,
            intermediate_size=768,
            num_hidden_layers=6,
            num_attention_heads=4,
            num_key_value_heads=2,
            max_position_embeddings=CONTEXT,
            tie_word_embeddings=True,
            bos_token_id=None,
            eos_token_id=tokenizer.get_vocab()[TURN_END],
            pad_token_id=tokenizer.get_vocab()[END_OF_TEXT],
        )
    )


def optimizers(model: Qwen2ForCausalLM, plan: Plan) -> list[torch.optim.Optimizer]:
    """Muon for the matrices between the layers, which learns more from a token, AdamW for the rest."""
    matrices = [weight for name, weight in model.named_parameters() if weight.ndim == 2 and "embed" not in name]
    rest = [weight for name, weight in model.named_parameters() if weight.ndim != 2 or "embed" in name]
    return [
        torch.optim.Muon(matrices, lr=plan.matrix_rate, weight_decay=0.02, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(rest, lr=plan.vector_rate, betas=(0.9, 0.95), weight_decay=0.0, fused=True),
    ]


def train(model: Qwen2ForCausalLM, tokenizer: Qwen2Tokenizer, plan: Plan, work: Path) -> None:
    """Read `plan.tokens` tokens, saving the state now and then; goes on from a state found in `work`."""
    optimizing = optimizers(model, plan)
    seen, pool = restore(work, model, optimizing)
    started, saved, before, mean = time.monotonic(), time.monotonic(), seen, None
    stream = batches(tokenizer, converse, seed=plan.seed, size=plan.batch, longest=plan.longest, first_pool=pool)
    with ThreadPoolExecutor(plan.threads) as hands:
        while seen < plan.tokens:
            together = list(islice(stream, plan.threads))
            pool = together[-1].pool
            loss = learn(model, together, optimizing, plan, rate=plan.rate(seen), hands=hands)
            seen += sum(batch.size for batch in together)
            mean = loss if mean is None else 0.98 * mean + 0.02 * loss
            print(progress(seen, mean, (seen - before) / (time.monotonic() - started)), end="", flush=True)
            if time.monotonic() - saved > plan.save_every:
                save(work, model, optimizing, seen=seen, pool=pool + 1)
                saved = time.monotonic()
    save(work, model, optimizing, seen=seen, pool=pool + 1)
    print()


def progress(seen: int, loss: float, speed: float) -> str:
    """One line that replaces itself."""
    return f"\r{seen:>11,} tokens  loss {loss:.3f}  {speed:,.0f} tokens/s "


def learn(
    model: Qwen2ForCausalLM,
    together: Sequence[Batch],
    optimizing: Sequence[torch.optim.Optimizer],
    plan: Plan,
    *,
    rate: float,
    hands: ThreadPoolExecutor,
) -> float:
    """One step; returns the loss per token the assistant says."""
    weights = list(model.parameters())

    def gradient(batch: Batch) -> tuple[float, tuple[Tensor, ...]]:
        # One thread a batch: threads that share every single operation wait for each other on a busy machine.
        torch.set_num_threads(1)
        loss = answer_loss(model, torch.tensor(batch.ids), torch.tensor(batch.labels))
        return loss.item(), torch.autograd.grad(loss, weights)

    losses, gradients = zip(*hands.map(gradient, together), strict=True)
    for weight, *parts in zip(weights, *gradients, strict=True):
        weight.grad = torch.stack(parts).mean(0)
    torch.nn.utils.clip_grad_norm_(weights, 1.0)
    for optimizer, peak in zip(optimizing, (plan.matrix_rate, plan.vector_rate), strict=True):
        for group in optimizer.param_groups:
            group["lr"] = peak * rate
        optimizer.step()
    return float(sum(losses) / len(losses))


def answer_loss(model: Qwen2ForCausalLM, ids: Tensor, labels: Tensor) -> Tensor:
    """Cross entropy where the assistant speaks; the head is hardly asked about the rest."""
    wanted = labels[:, 1:].flatten()
    spoken = (wanted != IGNORED).nonzero()[:, 0]
    # Rounded up with positions that do not count, for the sake of few different shapes.
    spare = -len(spoken) % 256
    asked = pad(spoken, (0, spare))
    wanted = pad(wanted[spoken], (0, spare), value=IGNORED)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = model.model(input_ids=ids, use_cache=False).last_hidden_state[:, :-1]
        logits = model.lm_head(hidden.flatten(0, 1)[asked])
    return cross_entropy(logits.float(), wanted)


def save(work: Path, model: Qwen2ForCausalLM, optimizing: list[torch.optim.Optimizer], *, seen: int, pool: int) -> None:
    """Keep what `restore` needs, replacing the last state only when the new one is complete."""
    state = {"model": model.state_dict(), "optimizing": [each.state_dict() for each in optimizing]}
    torch.save(state, work / "state.new")
    (work / "state.new").replace(work / "state.pt")
    (work / "progress.json").write_text(json.dumps({"seen": seen, "pool": pool}))


def restore(work: Path, model: Qwen2ForCausalLM, optimizing: list[torch.optim.Optimizer]) -> tuple[int, int]:
    """Tokens seen and the next pool, after loading the state in `work`; zeros where there is none."""
    if not (work / "state.pt").exists():
        return 0, 0
    state = torch.load(work / "state.pt", weights_only=True)
    model.load_state_dict(state["model"])
    for optimizer, kept in zip(optimizing, state["optimizing"], strict=True):
        optimizer.load_state_dict(kept)
    progress = json.loads((work / "progress.json").read_text())
    return progress["seen"], progress["pool"]


def export(model: Qwen2ForCausalLM, tokenizer: Qwen2Tokenizer, out: Path) -> None:
    """Write the checkpoint that people load, in bfloat16."""
    shutil.rmtree(out, ignore_errors=True)
    stops = [tokenizer.get_vocab()[token] for token in (TURN_END, END_OF_TEXT)]
    model.generation_config = GenerationConfig(**SAMPLING, eos_token_id=stops, pad_token_id=stops[1])  # type: ignore[no-untyped-call]
    nn.Module.to(model, torch.bfloat16).save_pretrained(out)
    (out / "model.safetensors").chmod(0o644)
    tokenizer.save_pretrained(out)


if __name__ == "__main__":
    main()
