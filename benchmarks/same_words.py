"""
Does the bot say what a script does that follows Qwen2's documentation? `python -m benchmarks.same_words`

Holds twenty conversations, of one and of several turns, with each of the small models that come along. With float32
weights and greedy decoding each engine has to say the same words. llama.cpp adds in another order and keeps keys and
values in 16 bits: for `gguf` it is told where its words first differ, and how close the two likeliest tokens were
there. With 16 bits, it tells the share of tokens that float32 weights would have chosen, too: of the weights as the
bot lays them out, and as plain transformers keeps them. What was found is kept in
benchmarks/results/same_words.json.
"""

import argparse
import math
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from benchmarks import gguf_file, machine
from benchmarks import report as reports
from benchmarks.near_ties import first_difference
from bot.core import notices
from bot.demo import models
from bot.demo.models import DemoModel
from bot.engines.checkpoint import loading
from bot.languages.sentences import sentence

SYSTEM = "You are a helpful assistant."
CONVERSATIONS: tuple[tuple[str, ...], ...] = (
    ("Hello!",),
    ("What is the capital of France?", "And of Germany?"),
    ("My name is Marisol.", "What's my name?", "Thank you!"),
    ("Give me three tips for better sleep.",),
    ("Write a Python function that adds two numbers.", "Now one that subtracts them."),
    ("Wie geht es dir?",),
    ("你好！",),
    ("Count from one to ten.", "And back again."),
    ("Why is the sky blue?",),
    ("Write a haiku about the sea.", "Another one, please."),
    ("What can you do?",),
    ("Translate “good morning” into Spanish.", "Now into French.", "Who are you?"),
    ("How do I boil an egg?",),
    ("What is seven times eight?", "And divided by two?"),
    ("Tell me a short story about a dragon.",),
    ("What do bees do in winter?",),
    ("What is a prime number?",),
    ("Qu'est-ce qu'un fleuve ?",),
    ("Name the planets of the solar system.", "Which is the largest?", "And the smallest?"),
    ("Say something nice.",),
)
"""Twenty conversations, eight of them of several turns."""
ENGINES = ("generate", "batched")
"""Those that compute as transformers does, and have to say the very words."""
NEAR_TIE = 0.1
"""How far a logit may be ahead where llama.cpp says something else: keys and values in 16 bits move it so."""
FORGOTTEN = f"{sentence(notices.RESET, 'en')}\n"
LOOP = re.escape(sentence(notices.LOOP, "en"))
# Before it says so, the bot closes the block of code that was open.
CUT = re.compile(rf"^(?:`{{3,}}\n)?(?:Cut off at \d+ tokens\.|{LOOP})\n", re.MULTILINE)


def script(model: Any, tokenizer: Any, turns: Sequence[dict[str, str]], *, tokens: int) -> str:
    """What Qwen2's documentation does with a conversation, line by line; only the choice of tokens is greedy."""
    text = tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
    model_inputs = tokenizer([text], return_tensors="pt").to(model.device)
    generated_ids = model.generate(**model_inputs, max_new_tokens=tokens, do_sample=False)
    generated_ids = [
        output_ids[len(input_ids) :]
        for input_ids, output_ids in zip(model_inputs.input_ids, generated_ids, strict=True)
    ]
    response: str = tokenizer.batch_decode(generated_ids, skip_special_tokens=True)[0]
    return response


def said_by_script(
    model: Any, tokenizer: Any, *, tokens: int, conversations: Sequence[Sequence[str]] = CONVERSATIONS
) -> list[list[dict[str, str]]]:
    """Each conversation with the script's answers."""
    held = []
    for questions in conversations:
        turns = [{"role": "system", "content": SYSTEM}]
        for question in questions:
            turns.append({"role": "user", "content": question})
            turns.append({"role": "assistant", "content": script(model, tokenizer, turns, tokens=tokens)})
        held.append(turns)
    return held


def printed(held: Sequence[Sequence[dict[str, str]]]) -> list[str]:
    """What `bot chat` prints in each of these conversations: all but halves of characters."""
    answers = [[turn["content"] for turn in turns if turn["role"] == "assistant"] for turns in held]
    return ["".join(f"{said}\n" for said in each).replace("\N{REPLACEMENT CHARACTER}", "") for each in answers]


def printed_by_bot(
    folder: Path,
    engine: str,
    *,
    tokens: int,
    conversations: Sequence[Sequence[str]] = CONVERSATIONS,
    repetition_penalty: float | None = None,
) -> list[str]:
    """
    What `bot chat` prints in each conversation, without chance, but for what it says of an answer that was ended.

    With float32 weights, unless the engine is gguf, which takes those of the file that `folder` then is: what the
    checkpoint says of sampling is not in it.
    """
    lines = "\n/reset\n".join("\n".join(questions) for questions in conversations)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "DISCORD_"))}
    environment |= {
        "BOT_ENGINE": engine,
        "BOT_DTYPE": "auto" if engine == "gguf" else "float32",
        "BOT_TEMPERATURE": "0",
    }
    environment |= {"BOT_MAX_NEW_TOKENS": str(tokens), "BOT_SYSTEM_PROMPT": SYSTEM, "HF_HUB_OFFLINE": "1"}
    environment |= {"LC_ALL": "C.UTF-8"}
    if repetition_penalty is not None:
        environment["BOT_REPETITION_PENALTY"] = str(repetition_penalty)
    environment |= {"OMP_NUM_THREADS": str(torch.get_num_threads())}
    command = [sys.executable, "-m", "bot", "chat", "--no-stream", "--model", str(folder.resolve())]
    done = subprocess.run(command, env=environment, input=lines, capture_output=True, text=True, check=True)
    return CUT.sub("", done.stdout).split(FORGOTTEN)


def sequences(tokenizer: Any, held: Sequence[Sequence[dict[str, str]]]) -> list[tuple[torch.Tensor, int]]:
    """The ids of each conversation and where its last answer begins."""
    made = []
    for turns in held:
        prompt = tokenizer.apply_chat_template(turns[:-1], tokenize=False, add_generation_prompt=True)
        ids = tokenizer([prompt + turns[-1]["content"]], return_tensors="pt").input_ids
        made.append((ids, len(tokenizer(prompt).input_ids)))
    return made


@torch.inference_mode()
def chosen(model: Any, texts: Sequence[tuple[torch.Tensor, int]]) -> torch.Tensor:
    """The likeliest token at each place of the answers, given all that stands before it."""
    return torch.cat([model(input_ids=ids).logits[0, begins - 1 : -1].argmax(-1) for ids, begins in texts])


def agreement(folder: Path, exact: Any, texts: Sequence[tuple[torch.Tensor, int]]) -> tuple[float, float]:
    """The share of tokens for which 16 bits choose as float32 does: as the bot lays them out, and in transformers."""
    wanted = chosen(exact, texts)
    laid_out = loading.load(str(folder), dtype="bfloat16", device_map="cpu").model
    plain = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16)
    ours, theirs = ((chosen(model, texts) == wanted).float().mean().item() for model in (laid_out, plain))
    return ours, theirs


def compare(model: DemoModel, engines: Sequence[str], *, tokens: int) -> dict[str, Any]:
    """What was found of one model, told as it is found."""
    folder = model.checkpoint()
    tokenizer: Any = AutoTokenizer.from_pretrained(folder)
    exact: Any = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    held = said_by_script(exact, tokenizer, tokens=tokens)
    found: dict[str, Any] = {"prompts": sum(map(len, CONVERSATIONS)), "engines": {}}
    with tempfile.TemporaryDirectory() as made:
        for engine in engines:
            if engine == "gguf":
                file, penalty = _as_gguf(model, folder, Path(made)), exact.generation_config.repetition_penalty
                said = printed_by_bot(file, engine, tokens=tokens, repetition_penalty=penalty)
            else:
                said = printed_by_bot(folder, engine, tokens=tokens)
            differing = [
                first_difference(exact, tokenizer, turns, text, tokens=tokens)
                for turns, text, wanted in zip(held, said, printed(held), strict=True)
                if text != wanted
            ]
            found["engines"][engine] = {"conversations": len(said), "differing": differing}
            print(f"{model.name}, {engine}: {len(said) - len(differing)} of {len(said)} conversations word for word")
            for each in differing:
                print(f"  {each}")
            sys.stdout.flush()
    ours, theirs = agreement(folder, exact, sequences(tokenizer, held))
    found["share_of_tokens_in_bfloat16"] = {"bot": ours, "transformers": theirs}
    print(f"{model.name}, bfloat16: {ours:.2%} of tokens as with float32; plain transformers: {theirs:.2%}", flush=True)
    return found


def _as_gguf(model: DemoModel, folder: Path, into: Path) -> Path:
    """The very weights as a file for llama.cpp, in 32 bits."""
    if model.gguf is None:
        return gguf_file.write(folder, into / "model.gguf", kind="f32")
    return gguf_file.write_unpacked(model.gguf, into / "model.gguf")


def _begin(file: Path, conditions: dict[str, Any]) -> dict[str, Any]:
    """What is in the file, to be gone on with, if it came about like this."""
    found = reports.read(file) if file.exists() else {}
    is_alike = all(found.get(name) == value for name, value in conditions.items())
    return dict(found) if is_alike else {**conditions, "models": {}}


def main() -> int:
    """Print and keep what was found, and return 1 where an engine says other words than it has to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.same_words", description=__doc__)
    parser.add_argument("--models", nargs="+", default=["tiny", "smollm2"], help="of those that come along")
    parser.add_argument("--engines", nargs="+", default=(*ENGINES, "gguf"))
    parser.add_argument(
        "--tokens", type=int, default=192, help="of an answer, at most: less than what a loop is ended at"
    )
    parser.add_argument("--output", type=Path, default=reports.FOLDER / "same_words.json")
    asked = parser.parse_args()
    report = _begin(asked.output, {"machine": machine.describe(), "tokens_of_an_answer": asked.tokens})
    for name in asked.models:
        model = models.find(name)
        if model is None:
            parser.error(f"{name} is none of the models that come along")
        found = compare(model, asked.engines, tokens=asked.tokens)
        before = report["models"].get(model.name, {"engines": {}})
        report["models"][model.name] = found | {"engines": before["engines"] | found["engines"]}
        reports.write(report, asked.output)
    told = [each for found in report["models"].values() for each in found["engines"].items()]
    return 1 if any(_is_wrong(*each) for each in told) else 0


def _is_wrong(engine: str, found: dict[str, Any]) -> bool:
    """Whether the engine says something else where it has to say the same."""
    if engine in ENGINES:
        return bool(found["differing"])
    return any(each.get("gap", math.inf) > NEAR_TIE for each in found["differing"])


if __name__ == "__main__":
    raise SystemExit(main())
