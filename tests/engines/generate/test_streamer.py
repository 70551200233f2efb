"""What `generate` is given takes its tokens, and stops it."""

import pytest
import torch

from bot.engines.generate.streamer import StopWhen, TokenStreamer


def test_the_prompt_is_not_handed_on():
    taken = []
    streamer = TokenStreamer(taken.append)
    for ids in ([[1, 2, 3]], [4], [5, 6]):
        streamer.put(torch.tensor(ids))
    streamer.end()
    assert taken == [[4], [5, 6]]


@pytest.mark.parametrize("asked", [True, False])
def test_stopping_is_said_for_every_row(asked):
    assert StopWhen(lambda: asked)(torch.zeros(3, 5), None).tolist() == [asked] * 3
