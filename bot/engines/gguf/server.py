"""llama.cpp's own server engine in this process, with one model: its options, and the calls that are used of it."""

import base64
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.core.errors import StartError
from bot.engines.gguf.library import xllamacpp
from bot.engines.gguf.port import LOOPBACK, Chunk, Port

log = logging.getLogger(__name__)

# `common_params::verbosity`: nothing, or all but what is said of each token.
_SILENT, _TALKATIVE = -1, 4
_NO_LAYERS, _ALL_THAT_FIT = 0, -1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a model is computed: by so many threads, and on no GPU, on all there are, or on the one of that number."""

    threads: int
    gpu: int | None = None
    has_gpus: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """How many answers are written at once, of at most `context` tokens each and `pool` tokens together."""

    answers: int
    context: int
    pool: int
    batch: int
    """How many tokens of prompts are computed in one step, after which a stop is heard."""


class LlamaServer:
    """
    One model in llama.cpp's server engine. Any thread may call, many at once.

    xllamacpp has methods for what computes; for the rest, the engine listens on a port of its own
    choice on 127.0.0.1, for whoever has the key that is made up here.
    """

    def __init__(self, file: Path, *, room: Room, place: Place, states: Path, projector: Path | None = None) -> None:
        """
        Load `file`, and what it sees with; `states` is the folder of what `save` writes. Blocks.

        Raises `StartError`.
        """
        key = secrets.token_urlsafe(32)
        library = xllamacpp()
        options = library.CommonParams()
        options.model.path = str(file)
        options.verbosity = _TALKATIVE if log.isEnabledFor(logging.DEBUG) else _SILENT
        options.hostnames, options.port, options.api_keys, options.ui = [LOOPBACK], 0, [key], False
        if projector is not None:
            options.mmproj.path, options.mmproj_use_gpu = str(projector), place.has_gpus
        options.n_parallel, options.kv_unified = room.answers, True
        options.n_ctx, options.kv_unified_per_slot = room.pool, room.context
        options.n_batch = options.n_ubatch = room.batch
        options.cpuparams.n_threads = options.cpuparams_batch.n_threads = place.threads
        options.n_gpu_layers = _ALL_THAT_FIT if place.has_gpus else _NO_LAYERS
        if place.gpu is not None:
            options.split_mode, options.main_gpu = library.llama_split_mode.LLAMA_SPLIT_MODE_NONE, place.gpu
        # What is kept of conversations is kept in files, by `Conversations`.
        options.cache_ram_mib, options.cache_idle_slots, options.slot_save_path = 0, False, f"{states}/"
        # The template is rendered here: one that llama.cpp cannot read is no reason not to load.
        options.chat_template, options.use_jinja = "chatml", False
        try:
            self._server = library.Server(options)
        except RuntimeError as error:
            seeing = f" with {projector.name}, by which it is to see" if projector is not None else ""
            raise StartError(
                f"llama.cpp cannot load {file.name}{seeing}: a file is damaged, of an architecture it does not know, "
                "or too large for the memory. Set `log_level` to DEBUG to see what it says of it."
            ) from error
        self._port = Port(self._server.listening_address, key)
        self._sees = projector is not None

    def complete(self, request: dict[str, Any], heard: Callable[[Chunk], bool]) -> None:
        """Answer, and hand each part to `heard`, which must not raise; true from it ends the answer. Blocks."""
        if self._sees:
            # Of a model that sees, xllamacpp's own method takes neither ids nor pictures.
            self._port.complete(request, heard)
        else:
            self._server.handle_completions(request, heard)

    def tokenize(self, text: str, *, parse_special: bool, add_special: bool = False) -> list[int]:
        """The ids of `text`, control tokens recognised or not. Raises `EngineError`."""
        asked = {"content": text, "parse_special": parse_special, "add_special": add_special}
        ids: list[int] = self._port.post("/tokenize", asked)["tokens"]
        return ids

    def spelled(self, ids: Sequence[int]) -> str:
        """The text of `ids`, control tokens as they are spelled. Raises `EngineError`."""
        return str(self._port.post("/detokenize", {"tokens": list(ids)})["content"])

    @cached_property
    def picture_mark(self) -> str:
        """What stands for a picture in a prompt's text: a word made up for this process. Raises `EngineError`."""
        return str(self._port.get("/props")["media_marker"])

    def tokens_of_picture(self, data: bytes) -> int:
        """How many tokens a picture is, with those that stand around it. Raises `EngineError`."""
        url = f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
        return self._read([{"type": "image_url", "image_url": {"url": url}}]) - self._read([])

    def save(self, slot: int, name: str) -> int:
        """Write what was computed in `slot` to a file of that name; the bytes it takes. Raises `EngineError`."""
        return int(self._port.post(f"/slots/{slot}?action=save", {"filename": name})["n_written"])

    def restore(self, slot: int, name: str) -> None:
        """Put what `save` wrote into `slot`. Raises `EngineError`."""
        self._port.post(f"/slots/{slot}?action=restore", {"filename": name})

    def erase(self, slot: int) -> None:
        """Drop what was computed in `slot`. Raises `EngineError`."""
        self._port.post(f"/slots/{slot}?action=erase", {})

    def close(self) -> None:
        """Give the memory back, once no call runs any more. Blocks until llama.cpp's threads have ended."""
        del self._server

    def _read(self, content: list[dict[str, Any]]) -> int:
        asked = {"messages": [{"role": "user", "content": content}]}
        return int(self._port.post("/chat/completions/input_tokens", asked)["input_tokens"])
