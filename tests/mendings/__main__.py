"""Takes each mending out of a copy of the tree, runs its tests there, and says which of them noticed."""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.mendings.mending import ROOT, Mending, mendings

NOTICED = 1
"""pytest's exit code where tests were run, and failed."""


def main(wanted: list[str]) -> int:
    """Try all, or those whose names hold one of the words `wanted`; 1 where one was not noticed."""
    chosen = [each for each in mendings() if not wanted or any(word in each.name for word in wanted)]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "tree"
        _copy(root)
        if gone := [each.name for each in chosen if not each.is_there(root)]:
            print("not found any more, or more than once:", *gone, sep="\n  ")
            return 1
        code, said = _run(root, list(dict.fromkeys(test for each in chosen for test in each.tests)))
        if code:
            print(said, "the tests fail as it is", sep="\n")
            return 1
        unnoticed = sum(not _is_noticed(each, root) for each in chosen)
    print(f"{len(chosen) - unnoticed} of {len(chosen)} were noticed")
    return 1 if unnoticed else 0


def _is_noticed(mending: Mending, root: Path) -> bool:
    whole, begun = mending.take_out(root), time.monotonic()
    try:
        code, said = _run(root, mending.tests)
    finally:
        mending.put_back(root, whole)
    failed = [line.split(" ")[1].split("::")[-1] for line in said.splitlines() if line.startswith("FAILED ")]
    # Whatever does not even run says nothing of the promise.
    is_noticed = code == NOTICED and bool(failed)
    by = failed[0] if failed else f"nobody (pytest's code {code})"
    print(f"{'ok' if is_noticed else 'NO':3}{time.monotonic() - begun:5.0f} s  {mending.name}: {by}", flush=True)
    return is_noticed


def _run(root: Path, tests: tuple[str, ...] | list[str]) -> tuple[int, str]:
    how = ("-n", "0", "-x", "-q", "-p", "no:cacheprovider", "-rf", "--tb=no", "--timeout=60")
    done = subprocess.run([sys.executable, "-m", "pytest", *how, *tests], cwd=root, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def _copy(root: Path) -> None:
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, root / name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
