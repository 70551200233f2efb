"""
Builds the demo model from nothing: corpus, tokenizer, weights.

Two cores that multiply bfloat16 take less than an hour. Others take several: PyTorch's Muon always computes in it.
"""

import argparse
import random
from pathlib import Path

import torch
from transformers import Qwen2ForCausalLM, Qwen2Tokenizer

from bot.demo import MODEL_PATH
from bot.demo.checkpoint import CONTEXT, export, new_model
from bot.demo.corpus.compose import converse, practise
from bot.demo.corpus.talk import Conversation
from bot.demo.headstart import look_back
from bot.demo.precision import fastest
from bot.demo.samples import print_samples
from bot.demo.tokenizer import train_tokenizer
from bot.demo.training import Plan, Training

VOCABULARY = 4096
TOKENIZER_CONVERSATIONS = 12_000
DTYPES = {"bfloat16": torch.bfloat16, "float32": torch.float32}
PRACTICE = 6
"""Pools of conversations at the beginning that are half exercises."""


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
        dtype=DTYPES[options.dtype] if options.dtype else fastest(list(DTYPES.values())),
    )
    if options.base is None:
        tokenizer = the_tokenizer(options.work, seed=plan.seed)
        model = new_model(tokenizer)
        look_back(model)
    else:
        tokenizer = Qwen2Tokenizer.from_pretrained(options.base)
        model = Qwen2ForCausalLM.from_pretrained(options.base, dtype=torch.float32)
        options.work.mkdir(parents=True, exist_ok=True)
    Training(model, tokenizer, plan, options.work).run(lesson)
    export(model, tokenizer, options.out)
    print_samples(options.out)


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.demo.train", description=__doc__)
    parser.add_argument("--out", type=Path, default=MODEL_PATH, help="where the finished checkpoint goes")
    parser.add_argument("--work", type=Path, default=Path("data/demo-training"), help="state of a training to resume")
    parser.add_argument("--base", type=Path, help="a checkpoint to teach more, instead of beginning with nothing")
    parser.add_argument("--tokens", type=int, default=6_000_000, help="tokens to read in all")
    parser.add_argument("--batch", type=int, default=2048, help="tokens a thread reads before the weights move")
    parser.add_argument("--longest", type=int, default=2560, help="tokens at which a conversation is cut")
    parser.add_argument("--matrix-rate", type=float, default=5e-3, help="peak learning rate of Muon")
    parser.add_argument("--vector-rate", type=float, default=3e-3, help="peak learning rate of AdamW")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--dtype", choices=DTYPES, help="what to multiply in, by default what is the faster one here")
    parser.add_argument("--save-minutes", type=float, default=5)
    return parser.parse_args()


def the_tokenizer(work: Path, *, seed: int) -> Qwen2Tokenizer:
    """The tokenizer in `work`, trained on a sample of the corpus if there is none yet."""
    if not (work / "tokenizer_config.json").exists():
        chance = random.Random(f"{seed}/tokenizer")
        texts = (f"{role}\n{text}" for _ in range(TOKENIZER_CONVERSATIONS) for role, text in converse(chance).texts())
        train_tokenizer(texts, vocab_size=VOCABULARY, max_length=CONTEXT).save_pretrained(work)
    tokenizer: Qwen2Tokenizer = Qwen2Tokenizer.from_pretrained(work)
    return tokenizer


def lesson(chance: random.Random, pool: int) -> Conversation:
    """A conversation for the pool of that number: to look back and copy is practised first, for it is the hardest."""
    return practise(chance) if pool < PRACTICE and chance.random() < 0.5 else converse(chance)


if __name__ == "__main__":
    main()
