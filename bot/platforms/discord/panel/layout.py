"""Draws the panel."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot.core import notices
from bot.core.held import Held
from bot.core.notices import Notice
from bot.core.profile import Overrides, Persona, Scope
from bot.platforms.discord.panel.entries import CHOICES, ELSEWHERE, NUMBERS, Choice

# What leaves a field to the wider places.
INHERIT = "inherit"
LONGEST_OPTION = 100


class Panel:
    """
    The panel for one of the places `around`, of which the `last` is the innermost one.

    `held` is what holds there, `set_there` what is set for it alone, and `say` says things to whoever sees it.
    """

    def __init__(
        self,
        *,
        around: Sequence[Scope],
        scope: Scope,
        is_thread: bool,
        held: Mapping[str, Held],
        set_there: Overrides,
        personas: Mapping[str, Persona],
        say: Callable[[Notice], str],
    ) -> None:
        self._around, self._scope, self._is_thread = around, scope, is_thread
        self._held, self._set, self._personas = held, set_there, personas
        self._say = say

    def view(self) -> ui.LayoutView:
        """What is sent. Whoever presses something is heard by `presses`, so that discord.py need not keep it."""
        view = ui.LayoutView(timeout=None)
        parts: list[ui.Item[Any]] = [ui.TextDisplay(self._text()), ui.ActionRow(self._places())]
        parts += [ui.ActionRow(self._menu(choice)) for choice in CHOICES if choice.offered(self._personas)]
        parts.append(ui.ActionRow(self._button("form", notices.PANEL_NUMBERS), self._reset()))
        view.add_item(ui.Container(*parts))
        view.stop()
        return view

    def _text(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"### {self._say(notices.panel_title(self._kind(self._scope)))}"
        for name in (*(choice.field for choice in CHOICES), *NUMBERS, *ELSEWHERE):
            held = self._held[name]
            source = notices.PANEL_BY_OPERATOR if held.scope is None else notices.panel_set_for(self._kind(held.scope))
            yield f"{self._say(notices.FIELDS[name])}: **{self._shown(name, held.value)}** · {self._say(source)}"

    def _shown(self, name: str, value: Any) -> str:
        if name in ELSEWHERE:
            return self._say(notices.panel_length(len(value or "")))
        if value is None:
            return self._say(notices.PANEL_MODELS_OWN if name in NUMBERS else notices.PANEL_NOBODY)
        return self._label(name, value)

    def _label(self, name: str, value: Any) -> str:
        if name == "persona":
            return self._personas[value].title if value in self._personas else str(value)
        notice = notices.VALUES.get(f"{name} {_id(value)}")
        return self._say(notice) if notice else str(value)

    def _kind(self, scope: Scope) -> str:
        """The kind of place, as people call it."""
        if scope.server is None:
            return "direct"
        return "thread" if self._is_thread and scope == self._around[-1] else scope.kind

    def _places(self) -> ui.Select[Any]:
        menu: ui.Select[Any] = ui.Select(custom_id="settings:place")
        for number, scope in enumerate(self._around):
            label = self._say(notices.panel_place(self._kind(scope)))
            menu.add_option(label=label, value=str(number), default=scope == self._scope)
        return menu

    def _menu(self, choice: Choice) -> ui.Select[Any]:
        present = getattr(self._set, choice.field)
        field = self._say(notices.FIELDS[choice.field])
        menu: ui.Select[Any] = ui.Select(custom_id=self._id("set", choice.field), placeholder=field)
        inherited = self._say(notices.panel_inherit(field))
        menu.add_option(label=inherited[:LONGEST_OPTION], value=INHERIT, default=present is None)
        for value in choice.offered(self._personas)[:24]:
            label = f"{field}: {self._label(choice.field, value)}"
            menu.add_option(label=label[:LONGEST_OPTION], value=_id(value), default=value == present)
        return menu

    def _button(self, verb: str, label: Notice) -> ui.Button[Any]:
        return ui.Button(label=self._say(label), custom_id=self._id(verb))

    def _reset(self) -> ui.Button[Any]:
        button = self._button("reset", notices.PANEL_RESET)
        button.style, button.disabled = discord.ButtonStyle.danger, self._set == Overrides()
        return button

    def _id(self, verb: str, field: str = "") -> str:
        return f"settings:{verb}:{self._around.index(self._scope)}:{field}"


def _id(value: Any) -> str:
    """A value as it stands in a menu."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def chosen(choice: Choice, shown: str, personas: Mapping[str, Persona]) -> Any:
    """The value that somebody chose; `None` where it is inherited."""
    return {_id(value): value for value in choice.offered(personas)}.get(shown)
