"""A conversation that writes down what is asked of it, an interaction that writes down what it is answered."""

from types import SimpleNamespace

import discord
from discord.app_commands import AppCommandContext

from bot.core.budgets import Budgets, FreeLedger


class RecordingConversation:
    """
    Takes every verb, and raises `error` from each, if there is one; `known` are the messages it remembers.

    Each healing puts all right but for so many of the first as `heals_not` says.
    """

    def __init__(self, error=None, *, known=(), stops=0, direct=(), heals_not=0):
        self.asked = []
        self.error = error
        self.known = set(known)
        self.stops = stops
        self.direct = list(direct)
        self.heals_not = heals_not
        self.own_data = self
        self.budgets = Budgets(FreeLedger())
        self.exchange = SimpleNamespace(answer=SimpleNamespace(id=77))

    def stop(self, channel, user):
        self.asked.append(("stop", channel, user))
        return self.stops

    async def heal(self, take_up):
        await self._take("heal", take_up)
        self.heals_not -= 1
        return self.heals_not < 0

    async def is_known(self, message):
        return message in self.known

    async def was_asked(self, message):
        return message in self.known

    async def direct_channels(self, since):
        return self.direct

    async def last(self, channel):
        await self._take("last", channel)
        return self.exchange

    async def behind(self, message, person):
        await self._take("behind", message, person)
        return self.exchange

    def __getattr__(self, verb):
        async def take(*given, **named):
            await self._take(verb, *given, *(each for each in named.items() if each[1] is not None))

        return take

    async def _take(self, *asked):
        self.asked.append(asked)
        if self.error is not None:
            raise self.error


class RecordingInteraction:
    """
    An interaction as discord.py shows it; `told` is what it was answered, in its order.

    Discord takes no deferral where there is a `loss`, and nothing else where there is a `failure`.
    """

    id = 50
    type = discord.InteractionType.application_command
    locale, guild_locale = discord.Locale.american_english, None

    def __init__(self, *, user=2, channel=7, is_moderator=False, failure=None, loss=None, **more):
        self.told = []
        self.failure, self.loss = failure, loss
        self.user = SimpleNamespace(id=user, display_name="Ada  L.")
        self.channel_id = channel
        self.client = SimpleNamespace(user=SimpleNamespace(id=1), get_guild=lambda server: self.guild, forms="now")
        self.context = AppCommandContext()
        self.permissions = SimpleNamespace(manage_messages=is_moderator)
        self.response = SimpleNamespace(
            defer=self._noted("defer"),
            send_message=self._noted("send"),
            send_modal=self._noted("modal"),
            edit_message=self._noted("edit message"),
            is_done=lambda: bool(self.told),
        )
        self.followup = SimpleNamespace(send=self._noted("follow up"))
        self.edit_original_response = self._noted("edit")
        self.delete_original_response = self._noted("delete")
        self.channel, self.guild, self.guild_id, self.command = None, None, None, None
        for name, value in more.items():
            setattr(self, name, value)

    def _noted(self, verb):
        async def note(*given, **named):
            self.told.append((verb, *given, named))
            if error := self.loss if verb == "defer" else self.failure:
                raise error
            number = 900 + len(self.told)
            return SimpleNamespace(id=number, message_id=number)

        return note
