"""Permissions come from roles and from the channel's overwrites, in Discord's order."""

import pytest

from bot.sandbox import Permission, Sandbox
from bot.sandbox.state.models import Overwrite, Role
from bot.sandbox.state.permissions import can_see, in_channel

SEND, VIEW = Permission.SEND_MESSAGES, Permission.VIEW_CHANNEL


def may(sandbox: Sandbox, permission: Permission) -> bool:
    return bool(in_channel(sandbox.linus.user, sandbox.general) & permission)


@pytest.fixture
def role(sandbox: Sandbox) -> Role:
    role = Role(id=1, name="a role", permissions=0)
    sandbox.guild.roles[role.id] = role
    sandbox.guild.members[sandbox.linus.user.id].roles.append(role)
    return role


async def test_the_nearer_overwrite_wins(sandbox: Sandbox, role: Role) -> None:
    general, linus = sandbox.general, sandbox.linus.user
    assert may(sandbox, SEND)
    general.overwrites[sandbox.guild.id] = Overwrite(deny=SEND)
    assert not may(sandbox, SEND)
    general.overwrites[role.id] = Overwrite(allow=SEND)
    assert may(sandbox, SEND)
    general.overwrites[linus.id] = Overwrite(deny=SEND)
    assert not may(sandbox, SEND)


async def test_who_cannot_see_a_channel_can_do_nothing_in_it(sandbox: Sandbox, role: Role) -> None:
    sandbox.general.overwrites[role.id] = Overwrite(deny=VIEW)
    assert in_channel(sandbox.linus.user, sandbox.general) == 0


async def test_administrators_and_the_owner_may_everything(sandbox: Sandbox, role: Role) -> None:
    sandbox.general.overwrites[sandbox.guild.id] = Overwrite(deny=VIEW)
    assert can_see(sandbox.ada.user, sandbox.general)
    assert not can_see(sandbox.linus.user, sandbox.general)
    role.permissions = int(Permission.ADMINISTRATOR)
    assert can_see(sandbox.linus.user, sandbox.general)


async def test_a_thread_is_seen_like_its_channel(sandbox: Sandbox) -> None:
    thread = sandbox.ada.thread(sandbox.general, "aside")
    assert can_see(sandbox.linus.user, thread)
    sandbox.general.overwrites[sandbox.guild.id] = Overwrite(deny=VIEW)
    assert not can_see(sandbox.linus.user, thread)


async def test_strangers_see_nothing(sandbox: Sandbox) -> None:
    stranger = sandbox.world.add_user("stranger")
    assert not can_see(stranger, sandbox.general)
    assert not can_see(stranger, sandbox.ada.dm_channel)
    assert not can_see(sandbox.linus.user, sandbox.ada.dm_channel)


async def test_a_channel_may_be_open_to_who_may_nothing_elsewhere(sandbox: Sandbox) -> None:
    sandbox.guild.roles[sandbox.guild.id].permissions = 0
    assert not can_see(sandbox.linus.user, sandbox.general)
    sandbox.general.overwrites[sandbox.linus.user.id] = Overwrite(allow=VIEW | SEND)
    assert may(sandbox, SEND)
