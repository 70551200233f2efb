"""The demo model itself: its shape before the training and its files afterwards."""

import shutil
from pathlib import Path

import torch
from torch import nn
from transformers import GenerationConfig, Qwen2Config, Qwen2ForCausalLM, Qwen2Tokenizer

from bot.demo.tokenizer import END_OF_TEXT, TURN_END

CONTEXT = 4096
"""Tokens it can attend to at once."""

SAMPLING = {"do_sample": True, "temperature": 0.3, "top_p": 0.9, "top_k": 20, "repetition_penalty": 1.05}
"""A small model is sure of little: much more heat, and it wanders off."""


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


def export(model: Qwen2ForCausalLM, tokenizer: Qwen2Tokenizer, out: Path) -> None:
    """Write the checkpoint that people load, in bfloat16."""
    shutil.rmtree(out, ignore_errors=True)
    stops = [tokenizer.get_vocab()[token] for token in (TURN_END, END_OF_TEXT)]
    sampling = {**SAMPLING, "eos_token_id": stops, "pad_token_id": stops[1]}
    model.generation_config = GenerationConfig.from_dict(sampling)
    nn.Module.to(model, torch.bfloat16).save_pretrained(out)
    (out / "model.safetensors").chmod(0o644)
    tokenizer.save_pretrained(out)
