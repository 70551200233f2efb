"""Opens a GGUF file with llama.cpp, or says why it cannot be used."""

import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # declares no types

from bot.core.errors import EngineError, StartError
from bot.engines.checkpoint.memory import free_main_memory
from bot.engines.gguf.cells import Cells
from bot.engines.gguf.conversations import Conversations
from bot.engines.gguf.find import find
from bot.engines.gguf.library import xllamacpp
from bot.engines.gguf.model_file import ModelFile, open_model_file
from bot.engines.gguf.projector import find_projector
from bot.engines.gguf.server import LlamaServer, Place, Room
from bot.engines.gguf.sight import Sight
from bot.engines.gguf.template import template_of
from bot.engines.gguf.vocabulary import LlamaVocabulary
from bot.engines.gguf.writer import Writer
from bot.engines.text.encoding import ChatEncoder
from bot.engines.text.prompt import PromptEncoder

log = logging.getLogger(__name__)

# As many as there are answers at once: the more, the faster all together, and the slower each.
ANSWERS = 16
# How many conversations as long as can be have room at once. Most are a tenth of that.
LONGEST_AT_ONCE = 4
# Larger steps read a prompt no faster on a processor, and make who writes meanwhile, and a stop, wait for longer.
_BATCH, _BATCH_ON_A_GPU = 128, 512
_NO_GPU, _ANY_GPU = "cpu", "auto"


@dataclass(frozen=True, slots=True)
class Opened:
    """A model in llama.cpp, with what writes answers with it."""

    name: str
    server: LlamaServer
    prompts: PromptEncoder
    conversations: Conversations
    writer: Writer
    context_length: int
    answers: int
    states: Path

    def close(self) -> None:
        """Give back the memory and the files, once nothing is written any more."""
        self.server.close()
        shutil.rmtree(self.states, ignore_errors=True)


def open_gguf(
    name: str,
    *,
    dtype: str = "auto",
    quantization: str = "none",
    device_map: str = "auto",
    draft: str | None = None,
    context_tokens: int | None = None,
    kv_cache_bytes: int | None = None,
    answers: int = ANSWERS,
    threads: int | None = None,
    hub: str | None = None,
    cache: Path | None = None,
    abandoned: Callable[[], bool] = lambda: False,
) -> Opened:
    """
    Open the model `name`, a file or one of the hub, as `bot.engines.gguf.find.find` finds it.

    `device_map` is "auto" (GPUs if xllamacpp was built for them), "cpu", or one such as "cuda:0".
    Memory is taken at once for the tokens of all answers together, of at most `context_tokens`
    each, by default as many as the model can attend to. `kv_cache_bytes` bounds what is kept of
    conversations that are silent, by default a quarter of the memory that is free; it is kept in
    files in the system's folder for temporary ones. `threads` are by default as many as there are cores.

    Blocks for as long as all that takes. Raises `StartError` for all that an operator can put right.
    """
    begun = time.monotonic()
    if quantization != "none" or dtype != "auto":
        raise StartError(
            "A GGUF file is as precise as it was made, so `quantization` and `dtype` cannot change it. Leave both as "
            'they are by default, and choose another file, as with `model` set to "owner/name-GGUF:Q8_0".'
        )
    if draft is not None:
        raise StartError('`draft_model` is for the engine "generate" only, which reads no GGUF file. Unset it.')
    place = _place(device_map, threads)
    file = open_model_file(name, find(name, hub=hub, cache=cache, abandoned=abandoned))
    projector = find_projector(name, file, hub=hub, cache=cache, abandoned=abandoned)
    free = free_main_memory() + _free_of_gpus(place) - (projector.stat().st_size if projector else 0)
    room = _room(name, file, answers=answers, wanted=context_tokens, free=free, place=place)
    if abandoned():
        raise StartError("Loading was abandoned.")
    template = template_of(name, file)
    states = Path(tempfile.mkdtemp(prefix="bot-gguf-"))
    try:
        server = LlamaServer(file.path, room=room, place=place, states=states, projector=projector)
        vocabulary = LlamaVocabulary(server, file)
        prompts = PromptEncoder(template, context_length=room.context, vocabulary=vocabulary)
        sight = None
        if projector is not None:
            encoder = ChatEncoder(template, vocabulary)
            sight = Sight(server, encoder, prefix=vocabulary.prefix, context_length=room.context)
    except EngineError as error:
        shutil.rmtree(states, ignore_errors=True)
        raise StartError(f"llama.cpp cannot use the vocabulary of {name} ({error}). Set `model` to another.") from error
    except BaseException:
        shutil.rmtree(states, ignore_errors=True)
        raise
    kept = min(free_main_memory(), shutil.disk_usage(states).free) // 4 if kv_cache_bytes is None else kv_cache_bytes
    conversations = Conversations(server, states, number=answers, max_bytes=kept)
    writer = Writer(server, prompts, conversations, Cells(room.pool), sight)
    log.info(
        "%s is ready after %.1f s: llama.cpp, %s, %s threads, %s answers at once%s.",
        name,
        time.monotonic() - begun,
        "a GPU" if place.has_gpus else "a processor",
        place.threads,
        answers,
        f", seeing by {projector.name}" if projector else "",
    )
    return Opened(name, server, prompts, conversations, writer, room.context, answers, states)


def free_for(device_map: str) -> tuple[str, int]:
    """What `device_map` would put a model on, in words, and the bytes that are free there. Raises `StartError`."""
    place = _place(device_map, None)
    return "main memory and GPUs" if place.has_gpus else "main memory", free_main_memory() + _free_of_gpus(place)


def _place(device_map: str, threads: int | None) -> Place:
    """Where to compute. Raises `StartError` for a GPU that there is not, or that xllamacpp was not built for."""
    threads = threads or _cores()
    if device_map == _NO_GPU:
        return Place(threads)
    gpus = [each for each in xllamacpp().get_device_info() if "GPU" in each["type"].name]
    if device_map == _ANY_GPU:
        return Place(threads, has_gpus=bool(gpus))
    number = device_map.partition(":")[2]
    if len(gpus) <= (int(number) if number.isdigit() else 0):
        raise StartError(
            f'`device_map` is "{device_map}", and the xllamacpp that is installed finds {len(gpus)} GPUs. Set it to '
            '"auto" or "cpu", or install an xllamacpp that was built for the GPU.'
        )
    return Place(threads, gpu=int(number) if number.isdigit() else None, has_gpus=True)


def _cores() -> int:
    """The cores this process may use, each counted once."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, psutil.cpu_count(logical=False) or usable)


def _free_of_gpus(place: Place) -> int:
    if not place.has_gpus:
        return 0
    gpus = [each for each in xllamacpp().get_device_info() if "GPU" in each["type"].name]
    return sum(each["memory_free"] for n, each in enumerate(gpus) if place.gpu in (None, n))


def _room(name: str, file: ModelFile, *, answers: int, wanted: int | None, free: int, place: Place) -> Room:
    """For how many tokens there is to be room. Raises `StartError` where the weights alone are too large."""
    most = min(file.context_length, wanted or file.context_length)
    left = free - file.size
    context = min(most, left // 2 // max(1, file.bytes_per_token))
    if context < 1:
        raise StartError(
            f"{name} does not fit: its weights take {file.size / 2**30:,.1f} GiB, and {free / 2**30:,.1f} GiB of "
            "memory are free. Set `model` to a smaller one, or free some memory."
        )
    if context < most:
        log.warning("There is memory for %s tokens, less than the %s that were wanted.", f"{context:,}", f"{most:,}")
    fitting = left // 4 // max(1, file.bytes_per_token)
    pool = max(context, min(LONGEST_AT_ONCE * context, fitting))
    return Room(answers, context, pool, _BATCH_ON_A_GPU if place.has_gpus else _BATCH)
