"""Answers get room in the order they ask, never more together than there is, and none waits for ever."""

import threading

import pytest

from bot.core.errors import EngineUnavailable
from bot.engines.gguf.cells import Cells


def never():
    return False


def test_more_than_there_is_room_for_waits_and_whoever_came_first_goes_first():
    cells, order, begun = Cells(10), [], [threading.Event() for _ in range(3)]

    def take(number, tokens):
        begun[number].set()
        with cells.taken(tokens, stopped=never):
            order.append(number)

    with cells.taken(6, stopped=never):
        threads = []
        for number, tokens in enumerate((9, 2, 1)):
            thread = threading.Thread(target=take, args=(number, tokens))
            thread.start()
            assert begun[number].wait(60)
            # It takes its place at once.
            while len(cells._waiting) <= number:
                threading.Event().wait(0.001)
            threads.append(thread)
        # The small ones would fit, and do not overtake.
        assert order == []
    for thread in threads:
        thread.join(60)
    assert order[0] == 0
    assert sorted(order) == [0, 1, 2]


def test_one_that_is_not_wanted_any_more_waits_no_longer_and_leaves_its_place():
    cells = Cells(10)
    with cells.taken(6, stopped=never), pytest.raises(EngineUnavailable), cells.taken(6, stopped=lambda: True):
        pass
    with cells.taken(10, stopped=never):
        pass
