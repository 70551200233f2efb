"""Who may use a command, as a server's administrators say it for people, roles and channels."""

import pytest

from bot.platforms.discord.commands.permitted import CHANNEL, ROLE, USER, lets

ADA, POETS, BAKERS, HERE, EVERYWHERE, SERVER = range(2, 8)


@pytest.mark.parametrize(
    ("said", "is_let"),
    [
        ([], None),
        ([(USER, ADA, True)], True),
        ([(USER, ADA, False)], False),
        ([(USER, 99, False), (ROLE, 99, False), (CHANNEL, 99, False)], None),
        ([(ROLE, POETS, False)], False),
        ([(ROLE, POETS, False), (ROLE, BAKERS, True)], True),
        ([(ROLE, POETS, True), (USER, ADA, False)], False),
        ([(ROLE, SERVER, True)], True),
        ([(ROLE, SERVER, False)], False),
        ([(ROLE, SERVER, False), (ROLE, POETS, True)], True),
        ([(CHANNEL, HERE, False), (USER, ADA, True)], False),
        ([(CHANNEL, EVERYWHERE, False), (USER, ADA, True)], False),
        ([(CHANNEL, EVERYWHERE, False), (CHANNEL, HERE, True)], None),
        ([(CHANNEL, EVERYWHERE, True), (CHANNEL, HERE, False)], False),
        ([(CHANNEL, HERE, True)], None),
    ],
)
@pytest.mark.parametrize("default", [True, False])
def test_the_nearest_decides_and_what_the_command_takes_where_nothing_is_said(said, is_let, default):
    told = [{"type": kind, "id": str(key), "permission": allowed} for kind, key, allowed in said]
    found = lets(told, user=ADA, roles=[POETS, BAKERS], place=HERE, server=SERVER, default=default)
    assert found is (default if is_let is None else is_let)
