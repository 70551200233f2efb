"""Draws what can be done with an answer as the buttons under it."""

import discord

from bot.core.controls import Controls

OLDER, NEWER = "◀", "▶"


def view(controls: Controls | None) -> discord.ui.View | None:
    """
    The buttons for `controls`; `None` where there is nothing to press.

    Each has the custom id "answer:<what>:<id of the answer>", in which <what> is one of the verbs, or "older" or
    "newer" for another version. So a press says all that it is about, to a bot that was started meanwhile, too.
    """
    if controls is None or not (controls.verbs or controls.versions > 1):
        return None
    buttons = discord.ui.View(timeout=None)
    for verb, label in controls.verbs.items():
        style = discord.ButtonStyle.danger if verb == "delete" else discord.ButtonStyle.secondary
        buttons.add_item(_button(controls, verb, label, style=style))
    if controls.versions > 1:
        first, last = controls.version <= 1, controls.version >= controls.versions
        buttons.add_item(_button(controls, "older", OLDER, row=1, disabled=first))
        buttons.add_item(_button(controls, "shown", f"{controls.version}/{controls.versions}", row=1, disabled=True))
        buttons.add_item(_button(controls, "newer", NEWER, row=1, disabled=last))
    # discord.py keeps a view that is not stopped for every message it was sent with.
    buttons.stop()
    return buttons


def _button(
    controls: Controls,
    what: str,
    label: str,
    *,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    row: int = 0,
    disabled: bool = False,
) -> discord.ui.Button[discord.ui.View]:
    custom_id = f"answer:{what}:{controls.answer}"
    return discord.ui.Button(label=label, custom_id=custom_id, style=style, row=row, disabled=disabled)
