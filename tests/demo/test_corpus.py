"""The conversations the demo model learns from."""

import random

import pytest

from bot.demo.batches import IGNORED, batches, encode
from bot.demo.corpus.compose import THEMES, converse, practise
from bot.demo.corpus.talk import Conversation, Talk
from bot.demo.tokenizer import CONTROL_TOKENS


def lesson(chance: random.Random, pool: int) -> Conversation:
    return practise(chance) if pool else converse(chance)


@pytest.fixture(scope="module")
def conversations() -> list[Conversation]:
    chance = random.Random(7)
    return [converse(chance) for _ in range(3000)]


def test_the_same_seed_gives_the_same_conversations() -> None:
    one, two = random.Random(3), random.Random(3)
    assert [converse(one) for _ in range(100)] == [converse(two) for _ in range(100)]


def test_other_seeds_give_other_conversations() -> None:
    assert converse(random.Random(1)) != converse(random.Random(2))


def test_no_text_holds_a_control_token(conversations: list[Conversation]) -> None:
    for conversation in conversations:
        for _, text in conversation.texts():
            assert not any(token in text for token in CONTROL_TOKENS)


def test_no_answer_is_empty_or_starts_or_ends_with_space(conversations: list[Conversation]) -> None:
    for conversation in conversations:
        assert conversation.exchanges
        for exchange in conversation.exchanges:
            assert exchange.answer == exchange.answer.strip() != ""


def test_every_gap_is_filled(conversations: list[Conversation]) -> None:
    gaps = ("{x}", "{X}", "{y}", "{you}", "{name}", "{city}", "{animal}", "{who}", "{do}", "{coin}", "{n}", "{s}")
    for conversation in conversations:
        for _, text in conversation.texts():
            if "```" not in text:  # programs have gaps of their own
                assert not any(gap in text for gap in gaps), text


def test_every_code_fence_is_closed(conversations: list[Conversation]) -> None:
    for conversation in conversations:
        for exchange in conversation.exchanges:
            assert exchange.answer.count("```") % 2 == 0


def test_every_scene_can_begin_a_conversation() -> None:
    for people in ((), ("Ada",), ("Ada", "Ben")):
        for _, theme in THEMES:
            for _, scene in theme:
                talk = Talk(chance=random.Random(5), people=people, speaker=people[0] if people else None)
                scene(talk)
                assert talk.exchanges


def test_encoding_is_what_the_chat_template_gives(tokenizer, conversations: list[Conversation]) -> None:
    for conversation in conversations[:200]:
        turns = [{"role": role, "content": text} for role, text in conversation.texts()]
        example = encode(tokenizer, conversation, longest=10**6)
        assert example.ids == tokenizer.apply_chat_template(turns, return_dict=True)["input_ids"]


def test_only_what_the_assistant_says_is_learned(tokenizer, conversations: list[Conversation]) -> None:
    conversation = conversations[0]
    example = encode(tokenizer, conversation, longest=10**6)
    learned = [label for label in example.labels if label != IGNORED]
    assert tokenizer.decode(learned) == "".join(f"{each.answer}<|im_end|>" for each in conversation.exchanges)


def test_batches_are_rectangles_of_bounded_size(tokenizer) -> None:
    stream = batches(tokenizer, lesson, seed=1, size=2048, longest=1024)
    for _ in range(20):
        batch = next(stream)
        assert len({len(row) for row in (*batch.ids, *batch.labels)}) == 1
        assert batch.size <= 2048


def test_training_can_go_on_at_any_pool(tokenizer) -> None:
    through = batches(tokenizer, lesson, seed=1, size=8192, longest=1024)
    later = batches(tokenizer, lesson, seed=1, size=8192, longest=1024, first_pool=1)
    first_of_second = next(batch for batch in through if batch.pool == 1)
    assert next(later) == first_of_second
