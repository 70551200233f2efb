"""What happens when somebody chooses or presses something on the panel, of today or of before the last restart."""

import re
from dataclasses import replace
from typing import Any, Self

from discord import ui

from bot.core import notices
from bot.core.errors import OutOfBounds, Refused
from bot.core.profile import Overrides
from bot.core.ranges import RANGES
from bot.platforms.discord.acknowledgement import acknowledged
from bot.platforms.discord.commands.permitted import require
from bot.platforms.discord.commands.questions import asked_in
from bot.platforms.discord.commands.report import report
from bot.platforms.discord.commands.wiring import Interaction, Wiring
from bot.platforms.discord.forms import Form
from bot.platforms.discord.guard import Guarded
from bot.platforms.discord.panel.entries import CHOICES, NUMBERS
from bot.platforms.discord.panel.layout import chosen
from bot.platforms.discord.panel.opening import panel, place

# The ids that `layout` gives to what can be pressed.
TEMPLATE = r"settings:(?P<verb>place|set|form|reset)(?::(?P<place>\d):(?P<field>\w*))?"


def item_of(wiring: Wiring) -> type[ui.DynamicItem[ui.Item[Any]]]:
    """All that can be pressed on panels, for `Client.add_dynamic_items`."""

    class PanelItem(Guarded, ui.DynamicItem[ui.Item[Any]], template=TEMPLATE):
        def __init__(self, item: ui.Item[Any], match: re.Match[str]) -> None:
            super().__init__(item)
            self.verb, self.place, self.field = match["verb"], int(match["place"] or 0), match["field"] or ""

        @classmethod
        async def from_custom_id(cls, _: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> Self:
            return cls(item, match)

        async def callback(self, interaction: Interaction) -> None:
            try:
                await self._act(interaction)
            except Exception as error:
                await report(interaction, error, wiring)

        async def _act(self, interaction: Interaction) -> None:
            await require(interaction, "settings", wiring.mentions)
            picked = self.item.values[0] if isinstance(self.item, ui.Select) and self.item.values else ""
            if self.verb == "place":
                await show(interaction, wiring, int(picked))
                return
            scope = place(interaction, asked_in(interaction), self.place)
            if self.verb == "form":
                present = await wiring.profiles.overrides(scope)
                form = Numbers(interaction, wiring, self.place, present)
                await acknowledged(interaction, interaction.response.send_modal(form))
                return
            if self.verb == "set":
                await wiring.profiles.change(scope, lambda it: self._changed(it, picked))
            else:
                await wiring.profiles.change(scope, lambda _: Overrides())
            await show(interaction, wiring, self.place)

        def _changed(self, overrides: Overrides, shown: str) -> Overrides:
            choice = next(each for each in CHOICES if each.field == self.field)
            values: dict[str, Any] = {self.field: chosen(choice, shown, wiring.profiles.personas)}
            # A prompt that was written for the place would come before the persona's.
            return replace(overrides, **values, **({"system_prompt": None} if self.field == "persona" else {}))

    return PanelItem


class Numbers(Form):
    """The form for all that is a number; a field that is left empty is inherited."""

    def __init__(self, interaction: Interaction, wiring: Wiring, place: int, present: Overrides) -> None:
        super().__init__(interaction, wiring.privately(interaction, notices.PANEL_NUMBERS))
        self._wiring, self._place = wiring, place
        self.numbers: dict[str, ui.TextInput[Any]] = {}
        for name in NUMBERS:
            value = getattr(present, name)
            default = None if value is None else str(value)
            self.numbers[name] = ui.TextInput(
                custom_id=name, placeholder=str(RANGES[name]), default=default, required=False, max_length=20
            )
            label = wiring.privately(interaction, notices.FIELDS[name])
            self.add_item(ui.Label(text=label, component=self.numbers[name]))

    async def on_submit(self, interaction: Interaction, /) -> None:
        """Set what was written."""
        try:
            await require(interaction, "settings", self._wiring.mentions)
            values = self._read()
            scope = place(interaction, asked_in(interaction), self._place)
            await self._wiring.profiles.change(scope, lambda it: replace(it, **values))
            await show(interaction, self._wiring, self._place)
        except OutOfBounds as error:
            said = [self._wiring.privately(interaction, notices.FIELDS[name]) for name in error.names]
            bounds = [f"{field} ({RANGES[name]})" for field, name in zip(said, error.names, strict=True)]
            await report(interaction, Refused(notices.out_of_bounds(", ".join(bounds))), self._wiring)
        except Exception as error:
            await report(interaction, error, self._wiring)

    def _read(self) -> dict[str, Any]:
        found, wrong = {}, []
        for name, field in self.numbers.items():
            text = field.value.strip().replace(",", ".")
            try:
                found[name] = NUMBERS[name](text) if text else None
            except ValueError:
                wrong.append(name)
        if wrong:
            raise OutOfBounds(wrong)
        return found


async def show(interaction: Interaction, wiring: Wiring, number: int) -> None:
    """Have the panel show what holds now."""
    await acknowledged(interaction, interaction.response.edit_message(view=await panel(interaction, wiring, number)))
