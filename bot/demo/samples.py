"""Holds a few conversations with a checkpoint and prints them: figures do not show whether one would smile."""

from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

CONVERSATIONS = (
    ("hi", "my name is Marisol", "what can you do?", "what's my name?"),
    ("Ada: hello!", "Ben: I have a cat called Miso", "Ada: what is Ben's cat called?", "Ben: who am I?"),
    ("what is quantum computing?", "are you chatgpt?", "how do i get real answers"),
    ("write a python function for fibonacci", "thanks!", "tell me a joke"),
    ("你好", "write a haiku about tractors", "what's 7 + 5?"),
    ("Write a long Python tutorial",),
)


def print_samples(checkpoint: Path) -> None:
    """Each of `CONVERSATIONS`, with the checkpoint's own generation settings."""
    tokenizer: Any = AutoTokenizer.from_pretrained(checkpoint)
    model: Any = AutoModelForCausalLM.from_pretrained(checkpoint)
    for questions in CONVERSATIONS:
        print("-" * 72)
        turns: list[dict[str, str]] = []
        for question in questions:
            turns.append({"role": "user", "content": question})
            turns.append({"role": "assistant", "content": answer(model, tokenizer, turns)})
            print(f"> {question}\n{turns[-1]['content']}\n")


def answer(model: Any, tokenizer: Any, turns: list[dict[str, str]]) -> str:
    """What the model says next."""
    prompt = tokenizer.apply_chat_template(turns, add_generation_prompt=True, return_tensors="pt", return_dict=True)
    with torch.inference_mode():
        output = model.generate(**prompt, max_new_tokens=1024)
    text: str = tokenizer.decode(output[0, prompt["input_ids"].shape[1] :], skip_special_tokens=True)
    return text
