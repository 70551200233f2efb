"""A model that hangs, and a device that fails for good, in a process of the bot's own."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from contextlib import suppress

from bot.core import notices
from bot.sandbox import Sandbox
from tests.conftest import english
from tests.e2e.waiting import answers, own
from tests.test_main import QUIET, on

# The bot, with a hook of torch in each model: it hangs, or fails as a GPU does, once a file of that name is there.
PROGRAM = """
import sys, threading
from pathlib import Path
import torch
from bot.__main__ import main

def fail(module, _):
    if hasattr(module, "lm_head") and Path("hang").exists():
        Path("hang").unlink()
        threading.Event().wait()
    if hasattr(module, "lm_head") and Path("break").exists():
        raise torch.AcceleratorError("CUDA error: device-side assert triggered")

torch.nn.modules.module.register_module_forward_pre_hook(fail)
sys.argv = ["bot"]
main()
"""


async def test_a_model_that_hangs_is_had_anew_and_a_broken_device_ends_the_process_for_another_one(tmp_path):
    async with Sandbox() as sandbox:
        more = {"BOT_MODEL": "demo", "BOT_ENGINE": "generate", "BOT_STALL_SECONDS": "1", "HOME": str(tmp_path)}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", PROGRAM, cwd=tmp_path, env=QUIET | on(sandbox, **more), stderr=PIPE
        )
        try:
            await sandbox.until(lambda: any(each.status == "online" for each in sandbox.journal.presences), timeout=120)
            (tmp_path / "hang").touch()
            sandbox.ada.say(sandbox.general, f"{sandbox.mention} Tell me a joke.")
            await answers(sandbox, sandbox.general)
            assert english(notices.STALLED) in own(sandbox, sandbox.general)[0]
            sandbox.ada.say(sandbox.random, f"{sandbox.mention} Tell me a joke.")
            await answers(sandbox, sandbox.random)
            assert own(sandbox, sandbox.random)[0].startswith("Why do")
            (tmp_path / "break").touch()
            sandbox.ada.say(sandbox.code, f"{sandbox.mention} Tell me a joke.")
            await answers(sandbox, sandbox.code)
            assert own(sandbox, sandbox.code) == [english(notices.RESTARTING)]
            said = (await process.communicate())[1].decode()
        finally:
            with suppress(ProcessLookupError):
                process.kill()
    assert process.returncode == 75, said
    assert "Traceback" not in said
    assert "device-side assert triggered): the bot has to be started anew." in said
