"""Where what the bot said first differs from what it was to say, and how close the two likeliest tokens were there."""

from collections.abc import Sequence
from typing import Any

import torch


def first_difference(
    model: Any, tokenizer: Any, turns: Sequence[dict[str, str]], said: str, *, tokens: int
) -> dict[str, Any]:
    """
    Of a conversation that was held as in `turns`, in answers of `tokens` at most, and in which the bot printed `said`.

    `after` counts the tokens of that answer that were the same. `gap` is by how much the logit of the token that was to
    be said exceeds that of the next best, in float32 and after the checkpoint's penalty for repetition, and `usual_gap`
    the median of that over all of the answer.
    """
    printed = ""
    for number, turn in enumerate(turns):
        if turn["role"] != "assistant":
            continue
        wanted, got = turn["content"].replace("\N{REPLACEMENT CHARACTER}", "") + "\n", said[len(printed) :]
        if got.startswith(wanted):
            printed += wanted
            continue
        same = next(n for n, (one, other) in enumerate(zip(f"{got}\0", wanted, strict=False)) if one != other)
        prompt = tokenizer.apply_chat_template(turns[:number], tokenize=False, add_generation_prompt=True)
        answer, gaps = _greedy(model, tokenizer(prompt, return_tensors="pt").input_ids, tokens=tokens)
        place = _token_at(tokenizer, answer, same)
        return {
            "question": turns[number - 1]["content"],
            "wanted": wanted[max(0, same - 20) : same + 20],
            "said": got[max(0, same - 20) : same + 20],
            "after": place,
            "gap": round(gaps[place], 4),
            "usual_gap": round(sorted(gaps)[len(gaps) // 2], 2),
        }
    return {"question": None, "said": said[len(printed) :]}


def _greedy(model: Any, prompt: torch.Tensor, *, tokens: int) -> tuple[list[int], list[float]]:
    """The answer, and of each of its tokens by how much it was better than the next best."""
    made = model.generate(
        prompt, max_new_tokens=tokens, do_sample=False, return_dict_in_generate=True, output_scores=True
    )
    best = torch.cat(made.scores).topk(2).values
    return made.sequences[0, prompt.shape[1] :].tolist(), (best[:, 0] - best[:, 1]).tolist()


def _token_at(tokenizer: Any, answer: Sequence[int], characters: int) -> int:
    """The number of the token in which the character of that number stands; the last, for a longer text."""
    for number in range(len(answer)):
        if len(tokenizer.decode(answer[: number + 1], skip_special_tokens=True)) > characters:
            return number
    return len(answer) - 1
