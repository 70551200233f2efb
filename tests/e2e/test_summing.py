"""A moderator has what the model is not shown any more summed up, and sees that it is, over sockets."""

import asyncio

from bot.core import notices
from bot.core.window import told
from tests.conftest import ScriptedEngine, english
from tests.e2e.waiting import answers

MINUTES = "Trip to Rome\nAda goes by train."


class Keeper(ScriptedEngine):
    """Answers with many letters, and sums up when it is asked to."""

    async def stream(self, prompt, options, /, *, channel=0):
        self.script = (MINUTES,) if prompt[0].text.startswith("You keep the minutes") else ("a" * 500,)
        async for piece in super().stream(prompt, options, channel=channel):
            yield piece


async def test_what_is_left_out_is_summed_up_shown_to_the_model_and_told(sandbox, start_bot):
    engine = Keeper()
    async with start_bot(engine, context_tokens=1000, quiet=0.0) as bot:
        panel = sandbox.ada.command(sandbox.general, "settings")
        shown = await sandbox.until(lambda: panel.response and panel.response.components and panel.response)
        sandbox.ada.click(shown, "settings:set:1:summary", values=["true"])
        field, yes, here = notices.FIELDS["summary"], notices.VALUES["summary true"], notices.panel_set_for("channel")
        line = f"{english(field)}: **{english(yes)}** · {english(here)}"
        await sandbox.until(lambda: line in str(shown.components))
        asked = 0
        while not (await bot.record.left_out(sandbox.general.id)).questions:
            sandbox.ada.say(sandbox.general, f"{sandbox.mention} question {asked}")
            asked += 1
            await answers(sandbox, sandbox.general, asked)
            await bot.at_rest()
        while not (summary := await bot.record.summary(sandbox.general.id)):  # noqa: ASYNC110 - as in `forgotten`
            await asyncio.sleep(0.01)
        typed = sandbox.linus.command(sandbox.general, "context")
        response = await sandbox.until(lambda: typed.response and typed.response.embeds and typed.response)
        lines = response.embeds[0]["description"].split("\n")
        assert english(notices.context_summary(len(told(summary) + "\n\n"))) in lines
        assert english(notices.context_title("Trip to Rome")) in lines
        assert f"## summary\n\n```\n{told(summary)}\n```\n" in response.attachments[0].data.decode()
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} and now?")
        await answers(sandbox, sandbox.general, asked + 1)
        assert engine.prompts[-1][1].text.startswith("[What was said before, summed up]\nAda goes by train.\n\nAda: ")
