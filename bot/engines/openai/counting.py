"""Counts the tokens of a prompt: the server does where it can, else there is a bound that errs upwards only."""

import unicodedata
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.core.chat import Options
from bot.core.errors import EngineExhausted
from bot.engines.openai.control_tokens import Message, text_of
from bot.engines.openai.dialect import IN_THE_TEMPLATE

if TYPE_CHECKING:
    from bot.engines.openai.server import Server

Counter = Callable[[Sequence[Message]], Awaitable[int]]

# The tokens that templates add to each turn, and once to the whole prompt. Well above those of all known templates:
# only one with pages of instructions of its own would exceed them.
_AROUND_TURN = 16
_AROUND_PROMPT = 128


async def find_counter(server: "Server") -> Counter | None:
    """
    What counts exactly on this server, tried with a short prompt; `None` where nothing does.

    Where a prompt is another one for a model that thinks first, it counts those that are longer.
    """
    for offered in (_asking_vllm, _asking_llama_cpp):
        found: dict[int, Counter] = {}
        for fields in ({}, *IN_THE_TEMPLATE.values()):
            count = offered(server, fields)
            try:
                found.setdefault(await count([{"role": "user", "content": "Hello"}]), count)
            except Exception:
                # A server without this call may answer anything.
                break
        if max(found, default=0) > 0:
            return found[max(found)]
    return None


def _asking_vllm(server: "Server", fields: Mapping[str, Any]) -> Counter:
    """vLLM's `/tokenize` takes messages and applies the template itself."""

    async def count(messages: Sequence[Message]) -> int:
        goes_on = messages[-1]["role"] == "assistant"
        body = {
            "model": server.model,
            "messages": messages,
            "add_generation_prompt": not goes_on,
            "continue_final_message": goes_on,
            **fields,
        }
        return int((await server.post(f"{server.root}/tokenize", body))["count"])

    return count


def _asking_llama_cpp(server: "Server", fields: Mapping[str, Any]) -> Counter:
    """llama.cpp's server has one call for the template and one for the tokens."""

    async def count(messages: Sequence[Message]) -> int:
        prompt = (await server.post(f"{server.root}/apply-template", {"messages": messages, **fields}))["prompt"]
        # As its own chat completions tokenize: with a beginning-of-text token, control tokens recognised.
        asked = {"content": prompt, "add_special": True, "parse_special": True}
        return len((await server.post(f"{server.root}/tokenize", asked))["tokens"])

    return count


def bound(messages: Sequence[Message]) -> int:
    """
    A number of tokens that the words of the prompt do not pass.

    Every token stands for at least one byte of UTF-8 or one whole character, in the
    vocabularies of all chat models in use (byte-level, or with a fallback to bytes).
    English and code take two thirds of this bound with the demo model's 2,400 tokens, and
    less the larger a vocabulary is.
    """
    return _AROUND_PROMPT + sum(_AROUND_TURN + _bytes(text_of(message)) for message in messages)


def fitted(options: Options, messages: Sequence[Message], *, context_length: int, seen: int = 0) -> Options:
    """
    `options` for an answer that ends where the context ends, by `bound`, and as many tokens as pictures are.

    Some of the servers that do not count read on past the end of the context, others
    drop the beginning of the prompt without a word. Raises `EngineExhausted` where the
    prompt leaves no room.
    """
    tokens = bound(messages) + seen
    if tokens >= context_length:
        raise EngineExhausted(f"the prompt has up to {tokens} tokens, the model reads {context_length}")
    answer = min(options.max_new_tokens, context_length - tokens)
    thought = min(options.max_thinking_tokens, context_length - tokens - answer)
    return replace(options, max_new_tokens=answer, max_thinking_tokens=thought)


def _bytes(text: str) -> int:
    """The bytes of `text`, or of a normal form of it that is longer: tokenizers may use one."""
    forms = (text, unicodedata.normalize("NFC", text), unicodedata.normalize("NFKC", text))
    return max(len(form.encode()) for form in forms)
