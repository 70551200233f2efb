"""A model in llama.cpp, and the one sequence of ids it has read."""

import ctypes
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from bot.core.errors import EngineError, EngineExhausted, EngineUnavailable, StartError
from bot.engines.llamacpp.library import complaints, llama_cpp
from bot.engines.text.output import raise_if_stopped

# How many ids are computed together. More are hardly faster each, and take more memory.
_PIECE = 512
_SEQUENCE = 0
_ALL = -1
# What `llama_decode` returns.
_DONE, _NO_ROOM, _ABORTED, _NO_MEMORY = 0, 1, 2, -2

Gpus = Literal["none", "all"] | int
Scores = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a model is computed: on the processor with `threads`, or on all GPUs, or on the one of that number."""

    threads: int
    gpus: Gpus = "none"


@dataclass(frozen=True, slots=True)
class State:
    """The keys and values of `ids`, as llama.cpp writes them down."""

    ids: list[int]
    data: Any

    @property
    def size(self) -> int:
        """The bytes it takes."""
        return len(self.data)


class Reader:
    """
    Reads ids with the model in a GGUF file, and says what may come next. For one thread only.

    `ids` is what it has read: exactly that of which llama.cpp holds keys and values, whatever
    went wrong or was stopped.
    """

    def __init__(
        self,
        file: Path,
        *,
        tokens: int,
        place: Place,
        in_32_bits: bool = False,
        abandoned: Callable[[], bool] = lambda: False,
    ) -> None:
        """
        Load `file`, to read up to `tokens` ids. With weights `in_32_bits`, so is all that is computed.

        Raises `StartError`, also soon after `abandoned` comes true.
        """
        self.ids: list[int] = []
        self.tokens = tokens
        self._llama = llama_cpp()
        self._place = place
        self._in_32_bits = in_32_bits
        self._context: Any = None
        self._model = self._load(file, abandoned)
        try:
            self._open()
        except EngineExhausted as error:
            self.close()
            raise StartError(
                f"There is not enough memory for {tokens:,} tokens beside the model ({error}). "
                "Set `context_tokens` to fewer, or `model` to a smaller one."
            ) from error
        vocabulary = self._llama.llama_model_get_vocab(self._model)
        self.vocabulary = int(self._llama.llama_vocab_n_tokens(vocabulary))

    def read(self, ids: Sequence[int], *, stopped: Callable[[], bool]) -> None:
        """
        Read `ids` after what was read before.

        Raises `EngineUnavailable` soon after `stopped` comes true: within one of the model's
        operations, or within a token if there is but one. Raises `EngineError` if it fails.
        """
        self._open()
        # llama.cpp ends the whole process where it is given more at once, and takes less than it was told to if it has
        # room for less.
        most = int(self._llama.llama_n_batch(self._context))
        for begin in range(0, len(ids), most):
            raise_if_stopped(stopped)
            self._compute(list(ids[begin : begin + most]), stopped)

    @property
    def scores(self) -> Scores:
        """The score of each id of the vocabulary to be the next. Holds until more is read."""
        numbers = self._llama.llama_get_logits_ith(self._context, -1)
        return np.ctypeslib.as_array(numbers, (self.vocabulary,))

    def cut(self, length: int) -> None:
        """Forget what was read after the first `length` ids, or everything where that cannot be."""
        if length < len(self.ids):
            memory = self._llama.llama_get_memory(self._context)
            is_cut = length > 0 and self._llama.llama_memory_seq_rm(memory, _SEQUENCE, length, -1)
            if not is_cut:
                self._llama.llama_memory_clear(memory, False)
            self.ids = self.ids[:length] if is_cut else []

    @property
    def size(self) -> int:
        """The bytes that the `state` takes, about."""
        return int(self._llama.llama_state_seq_get_size(self._context, _SEQUENCE)) if self.ids else 0

    @property
    def state(self) -> State | None:
        """What was computed until now, to be put back later; `None` where that is nothing, or cannot be."""
        if not self.ids:
            return None
        data = (ctypes.c_uint8 * self.size)()
        written = self._llama.llama_state_seq_get_data(self._context, data, len(data), _SEQUENCE)
        return State(list(self.ids), data) if written == len(data) else None

    def put_back(self, state: State) -> None:
        """Go on from `state`, or from nothing where that cannot be. Raises `EngineError`."""
        self._open()
        self.cut(0)
        read = self._llama.llama_state_seq_set_data(self._context, state.data, len(state.data), _SEQUENCE)
        if read == len(state.data):
            self.ids = list(state.ids)
        else:
            self._llama.llama_memory_clear(self._llama.llama_get_memory(self._context), False)

    def close(self) -> None:
        """Give the memory back."""
        self._close_context()
        if self._model is not None:
            self._llama.llama_model_free(self._model)
            self._model = None

    def _compute(self, ids: list[int], stopped: Callable[[], bool]) -> None:
        given = (ctypes.c_int32 * len(ids))(*ids)
        batch = self._llama.llama_batch_get_one(given, len(ids))
        if len(ids) == 1:
            answer = self._llama.llama_decode(self._context, batch)
        else:
            with self._abort_when(stopped):
                answer = self._llama.llama_decode(self._context, batch)
        if answer == _DONE:
            self.ids += ids
            return
        if answer == _ABORTED:
            raise EngineUnavailable("the answer was stopped")
        trouble = f"llama.cpp failed with {answer} after {len(self.ids)} tokens: {complaints()}"
        self._close_context()
        raise EngineExhausted(trouble) if answer in (_NO_ROOM, _NO_MEMORY) else EngineError(trouble)

    @contextmanager
    def _abort_when(self, stopped: Callable[[], bool]) -> Iterator[None]:
        """
        Let llama.cpp look at `stopped` between two operations.

        It calls Python for that, which may have to wait for another thread. So it is only worth
        it where operations are long.
        """
        kind = self._llama.ggml_abort_callback
        asked = kind(lambda _: stopped())
        self._llama.llama_set_abort_callback(self._context, asked, None)
        try:
            yield
        finally:
            self._llama.llama_set_abort_callback(self._context, kind(), None)

    def _load(self, file: Path, abandoned: Callable[[], bool]) -> Any:
        how = self._llama.llama_model_default_params()
        how.n_gpu_layers = 0 if self._place.gpus == "none" else _ALL
        if isinstance(self._place.gpus, int):
            how.split_mode, how.main_gpu = self._llama.LLAMA_SPLIT_MODE_NONE, self._place.gpus
        how.progress_callback = self._llama.llama_progress_callback(lambda *_: not abandoned())
        model = self._llama.llama_model_load_from_file(os.fsencode(file), how)
        if abandoned():
            self._llama.llama_model_free(model)
            raise StartError("Loading was abandoned.")
        if not model:
            raise StartError(f"llama.cpp cannot load {file.name} ({complaints()}).")
        return model

    def _open(self) -> None:
        """Make room for keys and values, unless there is. Raises `EngineExhausted`."""
        if self._context is not None:
            return
        how = self._llama.llama_context_default_params()
        how.n_ctx, how.n_batch, how.n_ubatch, how.n_outputs_max = self.tokens, _PIECE, _PIECE, 1
        how.n_threads = how.n_threads_batch = self._place.threads
        if self._in_32_bits:
            how.type_k = how.type_v = self._llama.GGML_TYPE_F32
            # It would sum in 16 bits.
            how.flash_attn_type = self._llama.LLAMA_FLASH_ATTN_TYPE_DISABLED
        self._context = self._llama.llama_init_from_model(self._model, how)
        if self._context is None:
            raise EngineExhausted(complaints())

    def _close_context(self) -> None:
        """Drop what was read, and what it was read with."""
        self.ids = []
        if self._context is not None:
            self._llama.llama_free(self._context)
            self._context = None
