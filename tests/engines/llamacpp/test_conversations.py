"""Answers that reuse what was computed before are the answers without it, and cost what is new."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.engines.llamacpp.conversations import Conversations
from bot.engines.llamacpp.gguf_file import write
from bot.engines.llamacpp.reader import Place, Reader

from ..reuse import SCRIPTS, assert_reuse_changes_no_text
from .engines import opened

PLENTY = 2**30
# Of the tiny model's 2 layers with 2 heads of 8 numbers: keys and values, in 32 bits.
OF_A_TOKEN = 2 * 2 * 2 * 8 * 4


@pytest.fixture(scope="module")
def file(tiny, tmp_path_factory):
    target = tmp_path_factory.mktemp("file") / "model.gguf"
    write(tiny, target, kind="f32")
    return target


@pytest.fixture
def reader(file):
    reader = Reader(file, tokens=256, place=Place(threads=1), in_32_bits=True)
    yield reader
    reader.close()


@given(SCRIPTS, st.sampled_from([PLENTY, 100 * OF_A_TOKEN, 0]))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_text_is_token_for_token_the_one_without_reuse(tiny, converted, script, budget):
    # In 32 bits, as the checkpoint is, sums in another order change scores by less than 1e-6, and the best is best by
    # more. In 16 bits nobody can promise that.
    async with (
        opened(tiny, converted, kv_cache_bytes=budget) as reusing,
        opened(tiny, converted, kv_cache_bytes=0) as plain,
    ):
        await assert_reuse_changes_no_text(reusing, plain, script)


def read(conversations, reader, channel, ids):
    """Let the model read `ids` in a channel. Returns how many of them it had to."""
    conversations.begin(channel, ids)
    new = ids[len(reader.ids) :]
    reader.read(new, stopped=lambda: False)
    conversations.end()
    return len(new)


def test_only_what_is_new_is_read(reader):
    conversations = Conversations(reader, max_bytes=PLENTY)
    first = list(range(3, 60))
    assert read(conversations, reader, 1, first) == len(first)
    assert read(conversations, reader, 1, [*first, 70, 71]) == 2
    assert read(conversations, reader, 1, [*first[:30], 80, 81]) == 2  # What came after the 30 is gone.
    assert read(conversations, reader, 1, first) == len(first) - 30
    assert read(conversations, reader, 1, first) == 1  # The last has to be read for what follows.


def test_a_conversation_is_found_again_after_another_one(reader):
    conversations = Conversations(reader, max_bytes=PLENTY)
    first, second = list(range(3, 60)), list(range(60, 100))
    read(conversations, reader, 1, first)
    alone = reader.scores.copy()
    assert read(conversations, reader, 2, second) == len(second)
    assert read(conversations, reader, 1, first) == 1
    assert abs(reader.scores - alone).max() < 1e-5
    assert read(conversations, reader, 2, [*second, 5]) == 1


def test_what_is_forgotten_is_read_anew_and_the_others_are_not(reader):
    conversations = Conversations(reader, max_bytes=PLENTY)
    ids = list(range(3, 60))
    for channel in (1, 2, 3):
        read(conversations, reader, channel, ids)
    conversations.forget(1)
    conversations.forget(3)
    assert [read(conversations, reader, channel, ids) for channel in (1, 2, 3)] == [len(ids), 1, len(ids)]
    conversations.clear()
    assert conversations.size == 0
    assert read(conversations, reader, 2, ids) == len(ids)


def test_the_longest_silent_are_dropped_first_and_the_bound_holds(reader):
    ids = list(range(3, 33))
    unbound = Conversations(reader, max_bytes=PLENTY)
    read(unbound, reader, 1, ids)
    of_one = unbound.size
    assert len(ids) * OF_A_TOKEN <= of_one < 1.2 * len(ids) * OF_A_TOKEN
    unbound.clear()
    conversations = Conversations(reader, max_bytes=of_one * 5 // 2)
    for channel in (1, 2, 3):
        read(conversations, reader, channel, ids)
    assert conversations.size == 2 * of_one
    assert [read(conversations, reader, channel, ids) for channel in (3, 2, 1)] == [1, 1, len(ids)]
    assert conversations.size == 2 * of_one


def test_a_conversation_larger_than_the_bound_is_not_kept(reader):
    conversations = Conversations(reader, max_bytes=9 * OF_A_TOKEN)
    assert read(conversations, reader, 1, list(range(3, 13))) == 10
    assert conversations.size == 0
    assert read(conversations, reader, 1, list(range(3, 13))) == 10
