"""Free memory is what the machine and all limits around the process leave."""

import psutil
import pytest

from bot.engines.checkpoint.memory import free_main_memory

MIB = 2**20


def group(folder, limit, used, reclaimable, *, version=2):
    folder.mkdir(parents=True, exist_ok=True)
    names = ("memory.max", "memory.current", "inactive_file")
    if version == 1:
        names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
    (folder / names[0]).write_text(f"{limit}\n")
    (folder / names[1]).write_text(f"{used}\n")
    (folder / "memory.stat").write_text(f"anon 1\n{names[2]} {reclaimable}\n")


@pytest.fixture
def free(tmp_path):
    def free(line):
        (tmp_path / "own").write_text(f"{line}\n")
        return free_main_memory(groups=tmp_path / "groups", own=tmp_path / "own")

    return free


def test_a_limit_counts_and_files_kept_in_memory_do_not(free, tmp_path):
    group(tmp_path / "groups", 10 * MIB, 4 * MIB, 1 * MIB)
    assert free("0::/") == 7 * MIB


def test_the_narrowest_limit_above_counts(free, tmp_path):
    group(tmp_path / "groups/system.slice/bot.service", "max", 4 * MIB, 0)
    group(tmp_path / "groups/system.slice", 9 * MIB, 4 * MIB, 0)
    assert free("0::/system.slice/bot.service") == 5 * MIB


def test_a_path_of_the_host_s_ends_at_the_container_s_own_limit(free, tmp_path):
    group(tmp_path / "groups", 3 * MIB, 1 * MIB, 0)
    assert free("0::/docker/0123") == 2 * MIB


def test_the_older_kind_of_limit_counts(free, tmp_path):
    group(tmp_path / "groups/memory", 8 * MIB, 2 * MIB, 1 * MIB, version=1)
    assert free("4:cpu,memory:/docker/0123") == 7 * MIB


def test_a_limit_that_is_passed_leaves_nothing(free, tmp_path):
    group(tmp_path / "groups", 3 * MIB, 5 * MIB, 0)
    assert free("0::/") == 0


@pytest.mark.parametrize("line", ["0::/", "4:memory:/", "2:cpu:/"])
def test_without_a_limit_it_is_what_the_machine_has(free, tmp_path, line):
    group(tmp_path / "groups/memory", 2**63 - 4096, 5 * MIB, 0, version=1)
    # Other programs take and give back memory meanwhile.
    assert free(line) == pytest.approx(psutil.virtual_memory().available, rel=0.5)
