"""What a message shows beside its text is put into words."""

import pytest

from bot.platforms.discord.embedded import attachments, reply_target, with_all_it_shows
from tests.platforms.discord.models import LINUS, SENT, World, user

CARD = {
    "author": {"name": "Build"},
    "title": "Passed",
    "description": "All is well.",
    "fields": [{"name": "Tests", "value": "100"}, {"name": "Time", "value": "1 s"}],
    "footer": {"text": "CI"},
}
TOLD = "[Card]\nBuild\nPassed\nAll is well.\nTests: 100\nTime: 1 s\nCI"
ECHO = user(9, "Echo", bot=True)


def forwarded(content="", **more):
    said = {"type": 0, "content": content, "embeds": [], "attachments": [], "timestamp": SENT, "edited_timestamp": None}
    return {"message": said | {"flags": 0, "mentions": [], "mention_roles": []} | more}


def told(text="text", *, with_cards=False, **more):
    return with_all_it_shows(World().message(text, **more), text, with_cards=with_cards)


def sticker(name):
    return {"id": "1", "name": name, "format_type": 1}


def file(name):
    return {"id": "5", "filename": name, "size": 10, "url": "", "proxy_url": ""}


def test_a_message_with_nothing_else_is_its_text():
    assert told() == "text"
    assert told("") == ""


def test_stickers_are_told_by_their_names():
    assert told(sticker_items=[sticker("Wumpus"), sticker("Nelly")]) == "text\n[Sticker: Wumpus]\n[Sticker: Nelly]"
    assert told("", sticker_items=[sticker("Wumpus")]) == "[Sticker: Wumpus]"


def test_a_poll_is_told_with_its_votes():
    poll = {
        "question": {"text": "Tea?"},
        "answers": [
            {"answer_id": 1, "poll_media": {"text": "Yes"}},
            {"answer_id": 2, "poll_media": {"text": "No"}},
        ],
        "expiry": SENT,
        "allow_multiselect": False,
        "layout_type": 1,
        "results": {
            "is_finalized": False,
            "answer_counts": [
                {"id": 1, "count": 3, "me_voted": False},
                {"id": 2, "count": 0, "me_voted": False},
            ],
        },
    }
    assert told("", poll=poll) == "[Poll: Tea? — Yes (3); No (0)]"


class TestCards:
    def test_those_of_bots_are_told_with_all_that_stands_on_them(self):
        assert told(by=ECHO, embeds=[CARD]) == f"text\n{TOLD}"

    def test_those_of_people_are_previews_and_told_where_that_is_wanted_alone(self):
        assert told(embeds=[CARD]) == "text"
        assert told(embeds=[CARD], with_cards=True) == f"text\n{TOLD}"

    def test_what_is_not_on_one_is_left_out_and_so_is_one_with_nothing_on_it(self):
        assert (
            told("", by=ECHO, embeds=[{"title": "A"}, {"image": {"url": "x"}}, {"title": "B"}])
            == "[Card]\nA\n[Card]\nB"
        )


class TestForwards:
    def test_one_is_quoted_with_all_it_shows(self):
        snapshot = forwarded("one\n\ntwo", embeds=[{"title": "A"}], sticker_items=[sticker("Wumpus")])
        quoted = "[Forwarded message]\n> one\n> \n> two\n> [Sticker: Wumpus]\n> [Card]\n> A"
        assert told(message_snapshots=[snapshot]) == f"text\n{quoted}"

    def test_numbers_in_it_are_put_into_words(self):
        assert told("", message_snapshots=[forwarded(f"<@{LINUS}>")]) == "[Forwarded message]\n> @somebody"

    def test_one_without_a_word_is_said_to_be_there(self):
        assert told("", message_snapshots=[forwarded()]) == "[Forwarded message]"

    def test_its_files_come_after_the_messages_own(self):
        message = World().message(
            "", attachments=[file("own")], message_snapshots=[forwarded(attachments=[file("a"), file("b")])]
        )
        assert [each.filename for each in attachments(message)] == ["own", "a", "b"]


class TestReplies:
    def test_what_is_replied_to_is_known_where_discord_tells_it(self):
        world = World()
        theirs = world.payload("theirs", by=user(LINUS, "Linus"), number=59)
        assert reply_target(world.reply("own", theirs)).content == "theirs"
        assert reply_target(world.reply("own", None)) is None

    @pytest.mark.parametrize("kind", [0, 6])
    def test_nothing_else_replies(self, kind):
        world = World()
        theirs = world.payload("theirs", number=59)
        reply = world.reply("own", theirs)
        assert reply_target(reply) is not None
        reference = {"type": 0, "message_id": "59", "channel_id": "1"}
        other = world.message("own", type=kind, message_reference=reference, referenced_message=theirs)
        assert reply_target(other) is None
        assert reply_target(world.message("own", type=19)) is None
