"""What is said of the database and of disks."""

from pathlib import Path

import pytest

from bot.check import storage

FILE = Path("history.db")


@pytest.mark.parametrize(("version", "words"), [(0, "will be made"), (3, "from version 3 to 11"), (11, "version 11;")])
def test_a_database_of_any_age_is_well(version, words):
    found = storage.database(FILE, version=version, newest=11, size=0)
    assert found.is_well
    assert words in found.said


@pytest.mark.parametrize("version", [3, 11])
def test_what_a_database_takes_is_said(version):
    assert "2.0 GiB" in storage.database(FILE, version=version, newest=11, size=2 * 2**30).said


def test_a_disk_with_room_is_well_and_one_without_says_what_to_do():
    assert storage.disk(Path("/"), storage.LEAST_FREE).is_well
    assert "database_url" in storage.disk(Path("/"), storage.LEAST_FREE - 1).remedy


def test_a_download_has_to_fit():
    assert storage.download(Path("/"), 10, needed=10).is_well
    found = storage.download(Path("/"), 2**30, needed=15 * 2**30)
    assert "HF_HOME" in found.remedy
    assert "15.0 GiB are to be downloaded, and 1.0 GiB" in found.said
