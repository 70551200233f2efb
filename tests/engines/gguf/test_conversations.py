"""What was computed for conversations is found again, moved, dropped and given back; by slots that only take notes."""

import threading

import pytest

from bot.core.errors import EngineError
from bot.engines.gguf.conversations import Conversations

SIZE = 100


class Slots:
    """Slots whose content is the name of whoever computed there; the files are real."""

    def __init__(self, folder):
        self.folder, self.content, self.disk_is_full = folder, {}, False

    def save(self, slot, name):
        if self.disk_is_full:
            raise EngineError("no space left")
        (self.folder / name).write_text(self.content[slot])
        return SIZE

    def restore(self, slot, name):
        self.content[slot] = (self.folder / name).read_text()

    def erase(self, slot):
        self.content.pop(slot, None)


@pytest.fixture
def slots(tmp_path):
    return Slots(tmp_path)


@pytest.fixture
def make(slots, tmp_path):
    return lambda **how: Conversations(slots, tmp_path, **{"number": 2, "max_bytes": 10 * SIZE} | how)


def answer(conversations, slots, channel):
    """Compute in a channel; what was there before."""
    slot = conversations.begin(channel)
    before = slots.content.get(slot)
    slots.content[slot] = f"of {channel}"
    conversations.end(channel, slot)
    return before


def test_a_conversation_is_found_in_its_slot_and_when_it_was_put_away(make, slots, tmp_path):
    conversations = make()
    assert [answer(conversations, slots, 1) for _ in range(3)] == [None, "of 1", "of 1"]
    assert list(tmp_path.iterdir()) == []
    assert [answer(conversations, slots, channel) for channel in (2, 3, 1, 3, 2)] == [
        None,
        None,
        "of 1",
        "of 3",
        "of 2",
    ]
    # Only who was answered last is in a slot; the others are in a file each.
    assert list(slots.content.values()) == ["of 2"]
    assert len(list(tmp_path.iterdir())) == 2
    assert conversations.size == 2 * SIZE


def test_those_that_have_been_silent_longest_are_dropped_first(make, slots, tmp_path):
    conversations = make(max_bytes=2 * SIZE)
    for channel in (1, 2, 3, 4):
        answer(conversations, slots, channel)
    assert len(list(tmp_path.iterdir())) == 2
    assert answer(conversations, slots, 1) is None
    assert [answer(conversations, slots, channel) for channel in (4, 2)] == ["of 4", None]


def test_without_room_nothing_is_kept_at_all(make, slots, tmp_path):
    conversations = make(max_bytes=0)
    assert [answer(conversations, slots, channel) for channel in (1, 1, 2, 1)] == [None] * 4
    assert slots.content == {}
    assert list(tmp_path.iterdir()) == []


def test_what_is_forgotten_is_gone_wherever_it_was(make, slots, tmp_path):
    conversations = make()
    for channel in (1, 2):
        answer(conversations, slots, channel)
    for channel in (1, 2):
        conversations.forget(channel)
    conversations.tidy()
    assert slots.content == {}
    assert list(tmp_path.iterdir()) == []
    assert [answer(conversations, slots, channel) for channel in (1, 2)] == [None, None]


def test_what_is_forgotten_while_it_is_answered_is_not_kept(make, slots):
    conversations = make()
    slot = conversations.begin(1)
    slots.content[slot] = "of 1"
    conversations.forget(1)
    conversations.end(1, slot)
    assert slots.content == {}
    assert answer(conversations, slots, 1) is None
    assert answer(conversations, slots, 1) == "of 1"


def test_of_two_answers_in_one_channel_the_one_that_ends_last_is_kept(make, slots):
    conversations = make()
    first, second = conversations.begin(1), conversations.begin(1)
    assert first != second
    for slot, said in ((first, "first"), (second, "second")):
        slots.content[slot] = said
    conversations.end(1, second)
    conversations.end(1, first)
    assert answer(conversations, slots, 1) == "first"
    assert list(slots.content.values()) == ["of 1"]


def test_a_full_disk_costs_what_was_kept_and_no_answer(make, slots, caplog):
    conversations = make()
    answer(conversations, slots, 1)
    slots.disk_is_full = True
    assert answer(conversations, slots, 2) is None
    assert "no space left" in caplog.text
    slots.disk_is_full = False
    assert answer(conversations, slots, 1) is None


def test_many_threads_are_each_given_a_slot_of_their_own(make, slots):
    conversations, taken, clashes = make(number=4), set(), []

    def talk(channel):
        for _ in range(50):
            slot = conversations.begin(channel)
            if slot in taken:
                clashes.append(slot)
            taken.add(slot)
            if slots.content.get(slot) not in (None, f"of {channel}"):
                clashes.append(channel)
            slots.content[slot] = f"of {channel}"
            taken.discard(slot)
            conversations.end(channel, slot)

    threads = [threading.Thread(target=talk, args=(channel,)) for channel in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert clashes == []
