"""Whether a model fits is told from sizes alone."""

import pytest

from bot.check import fit
from bot.check.fit import QWEN2, Footprint, Wanted, memory

GIB = 2**30
# As config.json of Qwen2-7B-Instruct has it: 28 layers of 4 heads of 128 keys and as many values, in two bytes.
SEVEN = {
    "weights": QWEN2["Qwen/Qwen2-7B-Instruct"],
    "precision": "bfloat16",
    "context_length": 32_768,
    "bytes_per_token": 2 * 28 * 4 * 128 * 2,
    "weights_in": {"int8": 8 * GIB, "int4": 5 * GIB},
}
BATCHED = {"context_tokens": 8192, "max_new_tokens": 512, "at_once": 32, "longest_part": 4}


def judged(free, *, model=SEVEN, wanted=BATCHED, **more):
    return memory(Footprint(**model | more), Wanted(**wanted), place="a GPU", free=free)


def test_it_fits_and_how_many_conversations_of_which_length_have_room():
    found = judged(24 * GIB)
    assert found.is_well
    # A quarter of the 9.8 GiB that are left, in 448 MiB each.
    assert (found.figures["context"], found.figures["at_once"]) == (8192, 5)
    assert "14.2 GiB in bfloat16" in found.said
    assert "24.0 GiB of a GPU" in found.said
    assert "5 conversations of 8,192 tokens" in found.said


def test_a_model_that_is_too_large_fits_in_the_first_quantization_that_does():
    assert 'quantization to "int8"' in judged(12 * GIB).remedy
    assert 'quantization to "int4"' in judged(6 * GIB).remedy


@pytest.mark.parametrize(("gib", "named"), [(4, "Qwen/Qwen2-1.5B-Instruct"), (2, "Qwen/Qwen2-0.5B-Instruct")])
def test_where_no_quantization_does_the_largest_model_that_fits_is_named(gib, named):
    assert named in judged(gib * GIB).remedy


def test_where_nothing_fits_memory_has_to_be_freed():
    assert judged(GIB // 2).remedy.startswith("Free some memory")


def test_a_conversation_may_be_shorter_than_the_settings_want():
    found = judged(SEVEN["weights"] + GIB)
    assert found.is_well
    assert found.figures["context"] == GIB // 4 // SEVEN["bytes_per_token"]
    assert "the settings want 8,192" in found.said


def test_no_room_for_more_than_an_answer_is_no_fit():
    found = judged(SEVEN["weights"] + GIB // 16)
    assert not found.is_well
    assert "max_new_tokens" in found.remedy


def test_one_answer_at_a_time_may_take_all_that_is_left():
    found = judged(SEVEN["weights"] + GIB, wanted=BATCHED | {"at_once": 1, "longest_part": 1})
    assert (found.figures["context"], found.figures["at_once"]) == (8192, 1)


def test_the_operator_may_say_how_much_is_for_conversations():
    assert judged(24 * GIB, wanted=BATCHED | {"kv_cache_bytes": 8 * GIB}).figures["at_once"] == 18


def test_the_model_s_own_limit_holds():
    assert judged(24 * GIB, context_length=4096).figures["context"] == 4096


def test_what_is_not_here_yet_is_judged_by_its_weights():
    assert judged(24 * GIB, bytes_per_token=None).is_well
    assert not judged(12 * GIB, bytes_per_token=None).is_well


@pytest.mark.parametrize(
    ("gib", "is_gpu", "name"),
    [
        (24, True, "Qwen/Qwen2-7B-Instruct"),
        (24, False, "Qwen/Qwen2-1.5B-Instruct"),
        (15, True, "Qwen/Qwen2-1.5B-Instruct"),
        (3, False, "Qwen/Qwen2-0.5B-Instruct"),
        (0, True, "Qwen/Qwen2-0.5B-Instruct"),
    ],
)
def test_a_model_that_fits_and_is_fast_enough_is_proposed(gib, is_gpu, name):
    assert fit.proposal(gib * 2**30, is_gpu=is_gpu) == name


def test_each_model_says_whether_it_fits():
    found = fit.choices(place="main memory", free=2**32)
    assert [each.is_well for each in found] == [False, True, True]
    assert "14.2 GiB" in found[0].said
