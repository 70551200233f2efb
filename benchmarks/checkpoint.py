"""Makes a checkpoint of a given geometry with random weights and a whole vocabulary."""

import json
from pathlib import Path

import torch
from transformers import GenerationConfig, Qwen2Config, Qwen2ForCausalLM

from benchmarks.geometry import Geometry
from bot.demo import MODEL_PATH

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CONTEXT = 32768


def make(folder: Path, geometry: Geometry) -> Path:
    """
    A checkpoint in bfloat16, written to `folder` unless it is there already.

    It decodes greedily and never ends an answer by itself: every token the tokenizer had learned,
    control tokens among them, is made so unlikely that only the words made up here are written.
    Raises `ValueError` where `folder` holds a checkpoint of another geometry.
    """
    if (folder / "config.json").exists():
        return _checked(folder, geometry)
    # Under its name only when it is whole.
    part = folder.with_name(f"{folder.name}.part")
    part.mkdir(parents=True, exist_ok=True)
    learned, controls = _write_tokenizer(part, geometry.vocabulary)
    model = _random_model(geometry)
    with torch.no_grad():
        model.get_output_embeddings().weight[learned] *= 0.05
    model.generation_config = GenerationConfig(do_sample=False, eos_token_id=controls, pad_token_id=controls[0])
    model.save_pretrained(part)
    return part.rename(folder)


def _checked(folder: Path, geometry: Geometry) -> Path:
    found = json.loads((folder / "config.json").read_text("utf-8"))
    other = {name for name, value in _shape(geometry).items() if found.get(name) != value}
    if other:
        raise ValueError(f"{folder} holds a checkpoint of another geometry: {', '.join(sorted(other))}")
    return folder


def _shape(geometry: Geometry) -> dict[str, int | bool]:
    """The geometry in the words of a Qwen2 config."""
    return {
        "hidden_size": geometry.hidden,
        "num_hidden_layers": geometry.layers,
        "num_attention_heads": geometry.heads,
        "num_key_value_heads": geometry.kv_heads,
        "intermediate_size": geometry.intermediate,
        "vocab_size": geometry.vocabulary,
        "tie_word_embeddings": geometry.is_tied,
    }


def _random_model(geometry: Geometry) -> Qwen2ForCausalLM:
    config = Qwen2Config(**_shape(geometry), max_position_embeddings=_CONTEXT, dtype="bfloat16")
    torch.manual_seed(0)
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)
    try:
        with torch.device("cuda" if torch.cuda.is_available() else "cpu"):
            return Qwen2ForCausalLM(config).cpu()
    finally:
        torch.set_default_dtype(before)
        # What is free on a GPU decides what others load there.
        torch.cuda.empty_cache()


def _write_tokenizer(folder: Path, size: int) -> tuple[list[int], list[int]]:
    """The demo's tokenizer with words made up until there are `size`. Returns the ids it knew, and its controls."""
    (folder / "chat_template.jinja").write_text((MODEL_PATH / "chat_template.jinja").read_text("utf-8"), "utf-8")
    settings = json.loads((MODEL_PATH / "tokenizer_config.json").read_text("utf-8"))
    (folder / "tokenizer_config.json").write_text(json.dumps(settings | {"model_max_length": _CONTEXT}), "utf-8")
    described = json.loads((MODEL_PATH / "tokenizer.json").read_text("utf-8"))
    words = described["model"]["vocab"]
    # The library puts control tokens behind all words, whatever the file says of their ids.
    first = size - len(described["added_tokens"])
    for id_, token in enumerate(described["added_tokens"], first):
        token["id"] = id_
    controls = list(range(first, size))
    known = [*words.values(), *controls]
    words |= {_word(id_): id_ for id_ in range(len(words), first)}
    (folder / "tokenizer.json").write_text(json.dumps(described, ensure_ascii=False), "utf-8")
    return known, controls


def _word(number: int) -> str:
    """A word with a space before it that no merge makes, so that text is never encoded as it."""
    letters = ""
    while number:
        number, letter = divmod(number, len(_LETTERS))
        letters += _LETTERS[letter]
    return f"Ġq{letters}q"
