"""Who may use the bot, and where."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.access import Entry, Listed, Rules, Scene, rules

ADA, BOB, POETS, GENERAL, LOUNGE, THREAD, HOME, AWAY = range(1, 9)
HERE = Scene(user=ADA, roles=frozenset({POETS, HOME}), channels=frozenset({GENERAL, LOUNGE, THREAD}), server=HOME)
ALONE = Scene(user=ADA, channels=frozenset({40}))


def ids(*numbers):
    return frozenset(numbers)


@pytest.mark.parametrize(
    ("says", "here", "in_private"),
    [
        (Rules(), True, True),
        (Rules(denied=Listed(users=ids(ADA))), False, False),
        (Rules(denied=Listed(users=ids(BOB))), True, True),
        (Rules(denied=Listed(roles=ids(POETS))), False, True),
        (Rules(denied=Listed(channels=ids(LOUNGE))), False, True),
        (Rules(denied=Listed(channels=ids(THREAD))), False, True),
        (Rules(denied=Listed(servers=ids(HOME))), False, True),
        (Rules(denied=Listed(servers=ids(AWAY))), True, True),
        (Rules(allowed=Listed(users=ids(ADA))), True, True),
        (Rules(allowed=Listed(users=ids(BOB))), False, False),
        (Rules(allowed=Listed(roles=ids(POETS))), True, False),
        (Rules(allowed=Listed(users=ids(BOB), roles=ids(POETS))), True, False),
        (Rules(allowed=Listed(channels=ids(LOUNGE))), True, True),
        (Rules(allowed=Listed(channels=ids(99))), False, True),
        (Rules(allowed=Listed(servers=ids(AWAY))), False, True),
        (Rules(allowed=Listed(servers=ids(AWAY), channels=ids(GENERAL))), True, True),
        (Rules(allowed=Listed(users=ids(ADA), channels=ids(99))), False, True),
        (Rules(allowed=Listed(users=ids(ADA)), denied=Listed(users=ids(ADA))), False, False),
        (Rules(allowed=Listed(users=ids(ADA)), denied=Listed(channels=ids(GENERAL))), False, True),
        (Rules(direct_messages=False), True, False),
        (Rules(direct_messages=False, allowed=Listed(users=ids(ADA))), True, False),
    ],
)
def test_the_lists_decide_together_on_a_server_and_in_private(says, here, in_private):
    assert (says.permit(HERE), says.permit(ALONE)) == (here, in_private)


few = st.frozensets(st.integers(1, 4), max_size=3)
listed = st.builds(Listed, users=few, roles=few, channels=few, servers=few)
scenes = st.builds(
    Scene, user=st.integers(1, 4), roles=few, channels=few, server=st.one_of(st.none(), st.integers(1, 4))
)
sayings = st.builds(Rules, allowed=listed, denied=listed, direct_messages=st.booleans())


@given(sayings, scenes)
def test_who_or_what_is_denied_is_never_let_in(says, scene):
    denied = says.denied
    if scene.user in denied.users or scene.roles & denied.roles or scene.channels & denied.channels:
        assert not says.permit(scene)
    if scene.server in denied.servers:
        assert not says.permit(scene)


@given(sayings, scenes, st.sampled_from(["users", "roles", "channels", "servers"]), st.integers(1, 4))
def test_one_more_denial_lets_nobody_in(says, scene, kind, number):
    more = replace(says.denied, **{kind: getattr(says.denied, kind) | {number}})
    assert says.permit(scene) or not replace(says, denied=more).permit(scene)


@given(sayings, scenes)
def test_without_lists_of_whom_to_let_in_everybody_is_but_who_is_denied(says, scene):
    free = replace(says, allowed=Listed(), direct_messages=True)
    assert free.permit(scene) == (not free.denied.has_person(scene) and not free.denied.has_place(scene))


@given(sayings, scenes)
def test_whoever_is_let_in_is_on_a_list_where_there_is_one(says, scene):
    allowed = says.allowed
    if says.permit(scene):
        assert not (allowed.users or allowed.roles) or scene.user in allowed.users or scene.roles & allowed.roles
        if scene.server is not None and (allowed.channels or allowed.servers):
            assert scene.channels & allowed.channels or scene.server in allowed.servers


def test_entries_make_rules_of_their_kinds():
    made = rules([Entry("user", ADA, "deny"), Entry("user", BOB, "deny"), Entry("role", POETS, "allow")])
    assert made == Rules(allowed=Listed(roles=ids(POETS)), denied=Listed(users=ids(ADA, BOB)))
    made = rules([Entry("channel", GENERAL, "allow"), Entry("server", HOME, "deny")])
    assert made == Rules(allowed=Listed(channels=ids(GENERAL)), denied=Listed(servers=ids(HOME)))
