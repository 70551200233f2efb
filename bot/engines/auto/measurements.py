"""Remembers what was measured of a model on this machine, so that it is not measured at each start."""

import json
import logging
import os
import platform
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.engines.checkpoint.loading import Checkpoint

log = logging.getLogger(__name__)


class Measurements:
    """
    What `batched` keeps of the speed of `generate` for one conversation, by what that depends on.

    It is kept in the JSON file `path`, and nowhere if that is `None`. A file that cannot be read holds nothing, one
    that cannot be written is let be: it is measured again then.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def find(self, key: str) -> float | None:
        """What was measured for `key`, if it was."""
        found = self._read().get(key)
        return found if isinstance(found, float) else None

    def keep(self, key: str, share: float) -> None:
        """Remember `share` for `key`."""
        if self._path is None:
            return
        written = json.dumps(self._read() | {key: share}, indent=2, ensure_ascii=False)
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(written, encoding="utf-8")
            beside.replace(self._path)
        except OSError as error:
            log.info("What was measured of the engines cannot be kept in %s: %s", self._path, error.strerror)

    def _read(self) -> dict[str, object]:
        if self._path is not None:
            with suppress(OSError, ValueError):
                kept = json.loads(self._path.read_text(encoding="utf-8"))
                return kept if isinstance(kept, dict) else {}
        return {}


def key_of(checkpoint: "Checkpoint") -> str:
    """All that the speeds depend on: the model, its numbers and attention, the device, and what computes."""
    import torch
    import transformers

    device = checkpoint.model.device
    if device.type == "cuda":
        place = f"{torch.cuda.get_device_name(device)} x {torch.cuda.device_count()}"
    else:
        capability = torch.backends.cpu.get_cpu_capability()
        place = f"{device.type} {platform.processor() or platform.machine()} {capability}"
        place += f", {torch.get_num_threads()} threads"
    versions = f"torch {torch.__version__}, transformers {transformers.__version__}"
    attention = checkpoint.model.config._attn_implementation
    return f"{checkpoint.name}, {checkpoint.model.dtype}, attention {attention}, {place}, {versions}"
