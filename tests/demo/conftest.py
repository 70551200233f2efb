"""The packaged checkpoint, loaded once, and a way to talk to it greedily."""

from collections.abc import Callable

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerBase, Qwen2ForCausalLM

from bot.demo import MODEL_PATH

Ask = Callable[..., list[str]]


@pytest.fixture(scope="session")
def tokenizer() -> PreTrainedTokenizerBase:
    return AutoTokenizer.from_pretrained(MODEL_PATH)


@pytest.fixture(scope="session")
def model() -> Qwen2ForCausalLM:
    return AutoModelForCausalLM.from_pretrained(MODEL_PATH, dtype=torch.float32).eval()


@pytest.fixture(scope="session")
def talk(model: Qwen2ForCausalLM, tokenizer: PreTrainedTokenizerBase) -> Ask:
    """Say some things one after the other; returns the greedy answers, control tokens visible."""

    def hold(*questions: str, limit: int = 512) -> list[str]:
        turns: list[dict[str, str]] = []
        answers: list[str] = []
        for question in questions:
            turns.append({"role": "user", "content": question})
            prompt = tokenizer.apply_chat_template(
                turns, add_generation_prompt=True, return_tensors="pt", return_dict=True
            )
            with torch.inference_mode():
                output = model.generate(
                    **prompt, do_sample=False, temperature=None, top_p=None, top_k=None, max_new_tokens=limit
                )
            answers.append(tokenizer.decode(output[0, prompt["input_ids"].shape[1] :]))
            turns.append({"role": "assistant", "content": answers[-1].removesuffix("<|im_end|>")})
        return answers

    return hold
