"""What happens when somebody presses a button under an answer, of today or of before the last restart."""

import logging
import re
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any, Self

import aiohttp
import discord
from discord import ui

from bot.core.conversation import Conversation
from bot.core.errors import BotError
from bot.core.job import Person
from bot.core.ports import Words
from bot.core.settling import TakeUp
from bot.platforms.discord import locales
from bot.platforms.discord.acknowledgement import acknowledged
from bot.platforms.discord.guard import Guarded, roles_of
from bot.platforms.discord.guests import channel_of
from bot.platforms.discord.reply import DiscordReply

log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]
# The ids that `controls.view` gives to what can be pressed.
TEMPLATE = r"answer:(?P<what>stop|regenerate|continue|delete|older|newer|replay|thought):(?P<answer>\d{1,19})"


def button_under(conversation: Conversation, take_up: TakeUp, words: Words) -> type[ui.DynamicItem[ui.Button[Any]]]:
    """The buttons of all answers there are, for `Client.add_dynamic_items`. Nothing of them is kept in memory."""

    class Press(Guarded, ui.DynamicItem[ui.Button[Any]], template=TEMPLATE):
        def __init__(self, button: ui.Button[Any], what: str, answer: int) -> None:
            super().__init__(button)
            self.what, self.answer = what, answer

        @classmethod
        async def from_custom_id(cls, _: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> Self:
            assert isinstance(item, ui.Button)  # Only buttons are sent with such an id.
            return cls(item, match["what"], int(match["answer"]))

        async def callback(self, interaction: Interaction) -> None:
            if not await taken(interaction.response.defer(), interaction):
                return
            if self.what == "thought":
                await privately(interaction, show_thought(interaction, conversation, self.answer), words)
                return
            await privately(interaction, self._act(person(interaction)), words)

        async def _act(self, by: Person) -> None:
            match self.what:
                case "replay":
                    await conversation.replay(self.answer, by, take_up)
                case "stop":
                    await conversation.stop_answer(self.answer, by)
                case "regenerate":
                    await conversation.regenerate(self.answer, by, take_up)
                case "continue":
                    await conversation.go_on(self.answer, by, take_up)
                case "delete":
                    await conversation.delete(self.answer, by, take_up)
                case "older":
                    await conversation.choose(self.answer, -1, by, take_up)
                case "newer":
                    await conversation.choose(self.answer, 1, by, take_up)

    return Press


async def show_thought(interaction: Interaction, conversation: Conversation, answer: int) -> None:
    """Tell whoever wants to know it, and nobody else, what the model thought before it answered."""
    for page in await conversation.thought(answer, person(interaction), limit=DiscordReply.page_limit):
        await interaction.followup.send(page, ephemeral=True)


def person(interaction: Interaction) -> Person:
    """Who acts where, and whether they may delete other people's messages there, as moderators may."""
    return Person(
        interaction.user.id,
        is_moderator=interaction.permissions.manage_messages,
        roles=roles_of(interaction.user),
        where=channel_of(interaction),
    )


async def taken(answer: Awaitable[object], interaction: Interaction) -> bool:
    """Whether Discord takes this first answer to a press. Else it says itself that the press failed: so it has to."""
    try:
        await acknowledged(interaction, answer)
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        log.warning("channel=%s a press was lost: %s: %s", interaction.channel_id, type(error).__name__, error)
        return False
    return True


async def privately(interaction: Interaction, work: Awaitable[None], words: Words) -> bool:
    """Do `work` for an interaction that was deferred; tell whoever acted, and nobody else, why it failed, if it did."""
    try:
        await work
    except BotError as error:
        log.info("channel=%s user=%d was told: %s", interaction.channel_id, interaction.user.id, error)
        notice = error.notice
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
        # Discord's failure, and not the bot's own.
        log.warning("channel=%s what was pressed failed: %s: %s", interaction.channel_id, type(error).__name__, error)
        notice = BotError.notice
    except Exception:
        log.exception("channel=%s what was pressed failed", interaction.channel_id)
        notice = BotError.notice
    else:
        return True
    with suppress(discord.HTTPException, aiohttp.ClientError, TimeoutError):
        await interaction.followup.send(words(notice, locales.of_person(interaction)), ephemeral=True)
    return False
