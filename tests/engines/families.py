"""Small random checkpoints of the families of chat models, with their published templates (tools left out)."""

import json
from pathlib import Path

import torch
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import AutoModelForCausalLM as Model
from transformers import (
    Gemma2Config,
    Gemma3TextConfig,
    GenerationConfig,
    LlamaConfig,
    MistralConfig,
    PreTrainedTokenizerFast,
    Qwen2Config,
    Qwen3Config,
)

from .conftest import TEXTS, make_tokenizer

QWEN2 = """{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}\
{{ '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}{% endif %}\
{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}\
{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"""

QWEN25 = """{%- if messages[0]['role'] == 'system' %}
    {{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}
{%- else %}
    {{- '<|im_start|>system\\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\\n' }}
{%- endif %}
{%- for message in messages %}
    {%- if message.role in ('user', 'assistant') or (message.role == 'system' and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}"""

QWEN3 = """{%- if messages[0].role == 'system' %}
    {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
{%- endif %}
{%- for message in messages %}
    {%- if message.role == 'user' or (message.role == 'system' and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == 'assistant' %}
        {%- set content = message.content %}
        {%- if '</think>' in content %}
            {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
        {%- endif %}
        {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}"""

LLAMA3 = """{{- bos_token }}
{%- if strftime_now is defined %}
    {%- set date_string = strftime_now("%d %b %Y") %}
{%- else %}
    {%- set date_string = "26 Jul 2024" %}
{%- endif %}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{{- "Cutting Knowledge Date: December 2023\\n" }}
{{- "Today Date: " + date_string + "\\n\\n" }}
{{- system_message }}
{{- "<|eot_id|>" }}
{%- for message in messages %}
    {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}"""

GEMMA2 = """{{ bos_token }}{% if messages[0]['role'] == 'system' %}\
{{ raise_exception('System role not supported') }}{% endif %}{% for message in messages %}\
{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}\
{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}\
{% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}\
{{ '<start_of_turn>' + role + '\\n' + message['content'] | trim + '<end_of_turn>\\n' }}{% endfor %}\
{% if add_generation_prompt %}{{'<start_of_turn>model\\n'}}{% endif %}"""

GEMMA3 = """{{ bos_token }}
{%- if messages[0]['role'] == 'system' -%}
    {%- set first_user_prefix = messages[0]['content'] + '\\n\\n' -%}
    {%- set loop_messages = messages[1:] -%}
{%- else -%}
    {%- set first_user_prefix = "" -%}
    {%- set loop_messages = messages -%}
{%- endif -%}
{%- for message in loop_messages -%}
    {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) -%}
        {{ raise_exception("Conversation roles must alternate user/assistant/user/assistant/...") }}
    {%- endif -%}
    {%- set role = 'model' if message['role'] == 'assistant' else message['role'] -%}
    {{ '<start_of_turn>' + role + '\\n' + (first_user_prefix if loop.first else "") }}
    {{- message['content'] | trim }}
    {{- '<end_of_turn>\\n' }}
{%- endfor -%}
{%- if add_generation_prompt -%}
    {{'<start_of_turn>model\\n'}}
{%- endif -%}"""

MISTRAL = """{{ bos_token }}{% for message in messages %}\
{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}\
{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}\
{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}\
{% elif message['role'] == 'assistant' %}{{ message['content'] + eos_token}}\
{% else %}{{ raise_exception('Only user and assistant roles are supported!') }}{% endif %}{% endfor %}"""


def byte_level(template, *added, **special):
    """Words of bytes, as Llama 3 makes them; its tokenizer begins every text with the first control token."""
    backend = Tokenizer(make_tokenizer().backend_tokenizer.model)
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=backend, chat_template=template, extra_special_tokens=list(added), **special
    )
    begin = (tokenizer.bos_token, tokenizer.bos_token_id)
    backend.post_processor = processors.TemplateProcessing(single=f"{begin[0]} $A", special_tokens=[begin])
    return tokenizer


def sentencepiece(template, *added, scheme="first", **special):
    """Words begun with "▁" and bytes for unknown characters, as sentencepiece makes it."""
    learner = Tokenizer(models.BPE())
    learner.pre_tokenizer = pre_tokenizers.Metaspace(split=False)
    learner.train_from_iterator([*TEXTS, "<b><b><b>"], trainers.BpeTrainer(vocab_size=300, show_progress=False))
    learned = json.loads(learner.to_str())["model"]
    tokens = ["<unk>", *(f"<0x{n:02X}>" for n in range(256)), *learned["vocab"]]
    vocab = {token: id_ for id_, token in enumerate(dict.fromkeys(tokens))}
    merges = [tuple(merge) for merge in learned["merges"]]
    backend = Tokenizer(models.BPE(vocab, merges, unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    backend.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme=scheme, split=False)
    backend.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=backend, chat_template=template, unk_token="<unk>", **special)
    tokenizer.add_tokens([AddedToken(text, special=False, normalized=False) for text in added])
    return tokenizer


def qwen3_tokenizer():
    tags = [AddedToken(tag, special=False, normalized=False) for tag in ("<think>", "</think>")]
    return make_tokenizer(more=tags, template=QWEN3)


def llama3_tokenizer():
    headers = ("<|eot_id|>", "<|start_header_id|>", "<|end_header_id|>")
    return byte_level(LLAMA3, *headers, bos_token="<|begin_of_text|>", eos_token="<|end_of_text|>")


def gemma_tokenizer(template):
    turns = {"extra_special_tokens": ["<start_of_turn>", "<end_of_turn>"]}
    return sentencepiece(template, scheme="never", bos_token="<bos>", eos_token="<eos>", **turns)


def mistral_tokenizer():
    return sentencepiece(MISTRAL, bos_token="<s>", eos_token="</s>", extra_special_tokens=["[INST]", "[/INST]"])


# The configuration, the tokenizer, and the token that ends an answer.
FAMILIES = {
    "qwen2": (Qwen2Config, lambda: make_tokenizer(template=QWEN2), "<|im_end|>"),
    "qwen2.5": (Qwen2Config, lambda: make_tokenizer(template=QWEN25), "<|im_end|>"),
    "qwen3": (Qwen3Config, qwen3_tokenizer, "<|im_end|>"),
    "llama3": (LlamaConfig, llama3_tokenizer, "<|eot_id|>"),
    "gemma2": (Gemma2Config, lambda: gemma_tokenizer(GEMMA2), "<end_of_turn>"),
    "gemma3": (Gemma3TextConfig, lambda: gemma_tokenizer(GEMMA3), "<end_of_turn>"),
    "mistral": (MistralConfig, mistral_tokenizer, "</s>"),
}


def make_family(folder: Path, name: str) -> Path:
    """A checkpoint whose generation settings name the end of a text only, as those of many checkpoints do."""
    config, tokenizer = FAMILIES[name][0], FAMILIES[name][1]()
    torch.manual_seed(0)
    shape = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}
    shape |= {"num_key_value_heads": 2, "head_dim": 8, "max_position_embeddings": 1024, "vocab_size": len(tokenizer)}
    model = Model.from_config(config(**shape, eos_token_id=None, bos_token_id=None, pad_token_id=None))
    for weights in model.parameters():
        torch.nn.init.normal_(weights, std=0.3)
    end_of_text = "<|endoftext|>" if name.startswith("qwen") else tokenizer.eos_token
    # Of random bytes, what is a character depends on the bytes that follow, so they cannot be streamed.
    parts = [f"<0x{byte:02X}>" for byte in range(128, 256)]
    single = [id_ for token, id_ in tokenizer.get_vocab().items() if token in parts] or None
    model.generation_config = GenerationConfig(
        eos_token_id=tokenizer.convert_tokens_to_ids(end_of_text), suppress_tokens=single
    )
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
