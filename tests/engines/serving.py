"""A real `transformers serve` process on a free port of 127.0.0.1, for any model in a folder."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "transformers.cli.transformers", "serve", "--host", "127.0.0.1", "--port", "0"]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory):
    """The address of the server, once it is ready to answer."""
    folder = tmp_path_factory.mktemp("serve")
    alone = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(folder), "OMP_NUM_THREADS": "1"}
    log = folder / "log"
    with (
        log.open("w") as output,
        subprocess.Popen(COMMAND, env=os.environ | alone, stdout=output, stderr=output) as process,
    ):
        try:
            yield wait_until_ready(process, log)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def wait_until_ready(process: subprocess.Popen, log: Path, *, limit: float = 240) -> str:
    """The address of `process`, which it says itself as it chose the port; its log if it never comes up."""
    end = time.monotonic() + limit
    while process.poll() is None and time.monotonic() < end:
        if said := re.search(r"running on (http://127\.0\.0\.1:\d+)", log.read_text()):
            with urllib.request.urlopen(f"{said[1]}/health") as health:
                assert health.status == 200
            return said[1]
        time.sleep(0.1)
    pytest.fail(f"transformers serve did not start:\n{log.read_text()}")
