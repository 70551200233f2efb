"""Keeps the text of people from becoming control tokens on a server whose tokenizer is out of reach."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from bot.core.chat import Turn
from bot.engines.openai.sight import picture

Message = dict[str, Any]
"""A role, and a content: a text, or where there are pictures parts of both kinds."""

# A zero-width space: invisible to readers, and part of no control token.
_BREAK = "\u200b"

# Control tokens without a bar in their spelling, and markers of templates without control tokens: those of
# Llama 2, Mistral, Gemma, Qwen, DeepSeek, GLM, Phi, StarCoder, InternLM, Seed and MiniMax.
_ANGLED = (
    r"/?s|/?think|/?tool_call|/?tool_response|/?tools|/?tool|/?function|/?answer|bos|eos|pad|unk|mask|sep|cls|sop|eop"
    r"|(?:start|end)_of_(?:turn|image|audio|text|role)|(?:image|audio)_soft_token|/?image|/?img|/?video|/?audio"
    r"|fim_(?:prefix|middle|suffix|pad)|repo_name|file_sep|reponame|filename|gh_stars|endoftext"
    r"|(?:extra_id_|unused|reserved_|SPECIAL_|special_)\d+|</?SYS>"
    r"|/?seed:\w+|/?arg_(?:key|value)"
)
_SQUARE = (
    r"/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_RESULTS|TOOL_CALLS|TOOL_CONTENT|CALL_ID|ARGS|THINK|MODEL_SETTINGS)"
    r"|PREFIX|MIDDLE|SUFFIX|IMG|IMG_BREAK|IMG_END|AUDIO|BEGIN_AUDIO|TRANSCRIBE"
    r"|(?:REFERENCE_DOC_|UNUSED_TOKEN_|control_)\d+"
    r"|[gs]?MASK|CLS|SEP|PAD|UNK|BOS|EOS"
)
_CONTROL_TOKEN = re.compile(
    # <|im_end|>, EXAONE's [|user|], and all others with a bar next to either bracket; DeepSeek's is the full-width one.
    rf"<(?=[|｜])|<(?=[^<>|｜\s{_BREAK}]{{1,64}}[|｜]>)|<(?=(?:{_ANGLED})>)|\[(?=(?:{_SQUARE})\])"
    r"|\[(?=[|｜])|\](?=~!?b[\[\]])|\[(?=e~\[)"
)


def messages(prompt: Sequence[Turn]) -> list[Message]:
    """The turns as the server is sent them."""
    return [{"role": turn.role, "content": _content(turn)} for turn in prompt]


def text_of(message: Message) -> str:
    """All words of it."""
    content = message["content"]
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


def _content(turn: Turn) -> str | list[dict[str, Any]]:
    text = break_up(turn.text)
    if not turn.images:
        return text
    return [*(picture(image.data, "jpeg") for image in turn.images), {"type": "text", "text": text}]


def break_up(text: str) -> str:
    """
    `text` with a zero-width space after the bracket of whatever looks like a control token.

    The server puts texts into the template of its model, and takes what is spelled like
    a control token for one. Its tokenizer is unknown here, so this knows spellings:
    everything of the shapes `<|name|>`, `[|name|]`, `<|name>` and `<name|>`, and the names above. A
    checkpoint with control tokens of another shape is not protected; the engines that
    have the tokenizer (`generate`) protect against all of them. The price is an
    invisible character in texts about such tokens, which the model can see.

    Lone surrogates, which no tokenizer can read, become replacement characters.
    """
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _CONTROL_TOKEN.sub(_break_after, text)
    # Some tokenizers fold characters (＜ to <) before they look for control tokens.
    folded = unicodedata.normalize("NFKC", text)
    return _CONTROL_TOKEN.sub(_break_after, folded) if _CONTROL_TOKEN.search(folded) else text


def _break_after(bracket: re.Match[str]) -> str:
    return bracket[0] + _BREAK
