"""What is said of the processor."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.processor import WEAKENING, describe, kind

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("listing", "said"),
    [
        (
            "model name\t: Some Xeon\nflags\t\t: fpu avx2 avx512f avx512_bf16 amx_bf16\n",
            "Some Xeon (avx2, avx512f, avx512_bf16, amx_bf16)",
        ),
        ("model name\t: Some Core\nflags\t\t: fpu avx avx2\n\n", "Some Core (avx2)"),
    ],
)
def test_its_name_and_what_it_can_are_read_from_linux(tmp_path: Path, listing: str, said: str) -> None:
    (tmp_path / "cpuinfo").write_text(listing)
    assert describe(tmp_path / "cpuinfo") == said


def test_one_of_arm_has_no_name_there(tmp_path: Path) -> None:
    (tmp_path / "cpuinfo").write_text("processor\t: 0\nFeatures\t: fp asimd bf16\nCPU part\t: 0xd40\n")
    assert describe(tmp_path / "cpuinfo").endswith(" (asimd, bf16)")


def test_without_a_listing_it_still_has_a_name(tmp_path: Path) -> None:
    assert describe(tmp_path / "cpuinfo")


def test_the_line_says_where_it_is_taken_for_a_weaker_one() -> None:
    env = os.environ | {"ONEDNN_MAX_CPU_ISA": "AVX2"}
    said = subprocess.run(
        [sys.executable, "-S", "-m", "benchmarks.processor"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert said.stdout.startswith(f"processor: {describe()}")
    assert "ONEDNN_MAX_CPU_ISA=AVX2" in said.stdout
    assert said.stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        ("fpu avx2 avx512f avx512_bf16 amx_bf16", "amx"),
        ("avx2 avx512f avx512_bf16", "avx512-bf16"),
        ("avx2 avx512f", "avx512"),
        ("fpu avx avx2", "avx2"),
        ("sse2", "other"),
    ],
)
def test_its_kind_is_a_word(tmp_path: Path, flags: str, said: str) -> None:
    (tmp_path / "cpuinfo").write_text(f"flags\t\t: {flags}\n")
    assert kind(tmp_path / "cpuinfo", {}) == said


def test_it_is_of_a_weaker_kind_only_where_all_parts_of_pytorch_take_it_for_that(tmp_path: Path) -> None:
    (tmp_path / "cpuinfo").write_text("flags\t\t: avx2 avx512f avx512_bf16 amx_bf16\n")
    whole = dict.fromkeys(WEAKENING, "AVX2") | {"ATEN_CPU_CAPABILITY": "avx2"}
    assert kind(tmp_path / "cpuinfo", whole) == "avx2"
    assert kind(tmp_path / "cpuinfo", whole | {"ONEDNN_MAX_CPU_ISA": "AVX512_CORE"}) == "amx-weakened"
    assert kind(tmp_path / "cpuinfo", {"ONEDNN_MAX_CPU_ISA": "AVX2"}) == "amx-weakened"
