"""Each mending can still be taken out. That its tests notice takes minutes: `python -m tests.mendings`."""

import ast

import pytest

from tests.mendings.mending import ROOT, mendings

ALL = mendings()


def test_there_are_thirty_at_least_and_no_two_of_a_name():
    assert len({each.name for each in ALL}) == len(ALL) >= 30


@pytest.mark.parametrize("mending", ALL, ids=lambda mending: mending.name)
def test_a_mending_stands_where_it_is_looked_for_and_its_tests_are_there(mending):
    assert mending.is_there()
    assert mending.left != mending.taken
    whole = (ROOT / mending.file).read_text(encoding="utf-8")
    # What cannot be read fails every test.
    ast.parse(whole.replace(mending.taken, mending.left))
    for test in mending.tests:
        file, _, name = test.partition("::")
        assert name.split("[")[0].split("::")[-1] in (ROOT / file).read_text(encoding="utf-8")
