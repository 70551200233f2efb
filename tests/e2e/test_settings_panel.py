"""The panel of /settings, as somebody uses it who may see to a channel."""

import pytest

from bot.core import notices
from bot.core.profile import Overrides, Persona, Scope
from bot.languages.sentences import sentence
from bot.platforms.discord.panel.layout import INHERIT
from tests.conftest import ScriptedEngine, english
from tests.e2e.waiting import answers

PIRATE = Persona("pirate", "A pirate", Overrides(system_prompt="Arr.", temperature=1.2))


def parts(message):
    """All components of the message, those inside of others too."""

    def inside(found):
        for each in found:
            yield each
            yield from inside(each.get("components", []))
            yield from inside([each["accessory"]] if each.get("accessory") else [])

    return list(inside(message.components))


def text(message):
    return "\n".join(each["content"] for each in parts(message) if each["type"] == 10)


def ids(message):
    return [each["custom_id"] for each in parts(message) if "custom_id" in each]


async def opened(sandbox, person, channel):
    used = person.command(channel, "settings")
    return await sandbox.until(lambda: used.response and used.response.components and used.response)


async def reads(sandbox, message, line):
    await sandbox.until(lambda: line in text(message))


def line(field, value, source, say=english):
    return f"{say(notices.FIELDS[field])}: **{value}** · {say(source)}"


HERE = notices.panel_set_for("channel")


async def test_what_is_chosen_holds_and_the_panel_says_so(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine, personas=[PIRATE]) as bot:
        panel = await opened(sandbox, sandbox.ada, sandbox.general)
        assert panel.ephemeral
        assert line("trigger", english(notices.VALUES["trigger mention"]), notices.PANEL_BY_OPERATOR) in text(panel)
        sandbox.ada.click(panel, "settings:set:1:trigger", values=["all"])
        await reads(sandbox, panel, line("trigger", english(notices.VALUES["trigger all"]), HERE))
        sandbox.ada.click(panel, "settings:set:1:persona", values=["pirate"])
        await reads(sandbox, panel, line("persona", "A pirate", HERE))
        sandbox.ada.say(sandbox.general, "no mention at all")
        await answers(sandbox, sandbox.general)
        assert engine.prompts[0][0].text == "Arr."
        sandbox.ada.click(panel, "settings:set:1:trigger", values=[INHERIT])
        await reads(
            sandbox, panel, line("trigger", english(notices.VALUES["trigger mention"]), notices.PANEL_BY_OPERATOR)
        )
        sandbox.ada.click(panel, "settings:reset:1:")
        await reads(sandbox, panel, line("persona", english(notices.PANEL_NOBODY), notices.PANEL_BY_OPERATOR))
        assert await bot.profiles.overrides(Scope("channel", sandbox.general.id)) == Overrides()


async def test_numbers_are_written_into_a_form_and_what_cannot_be_is_refused(sandbox, start_bot):
    async with start_bot(ScriptedEngine("ok")) as bot:
        panel = await opened(sandbox, sandbox.ada, sandbox.general)
        for given, temperature in (
            ({"temperature": "0,7", "top_k": "40"}, 0.7),
            ({"temperature": " ", "top_k": ""}, None),
        ):
            form = sandbox.ada.click(panel, "settings:form:1:")
            await sandbox.until(lambda form=form: form.modal)
            sandbox.ada.fill_in(form, given)
            shown = "0.7" if temperature else english(notices.PANEL_MODELS_OWN)
            source = HERE if temperature else notices.PANEL_BY_OPERATOR
            await reads(sandbox, panel, line("temperature", shown, source))
            assert (await bot.profiles.overrides(Scope("channel", sandbox.general.id))).temperature == temperature
        for given, name in (
            ({"temperature": "hot"}, "Temperature (0 ≤ … ≤ 2)"),
            ({"top_p": "7"}, "Top p (0 < … ≤ 1)"),
            ({"top_k": "9" * 20}, "Top k (0 ≤ … ≤ 9999999)"),
        ):
            form = sandbox.ada.click(panel, "settings:form:1:")
            await sandbox.until(lambda form=form: form.modal)
            sent = sandbox.ada.fill_in(form, given)
            response = await sandbox.until(lambda sent=sent: sent.response)
            assert response.content == english(notices.out_of_bounds(name))
            assert response.ephemeral
        assert await bot.profiles.overrides(Scope("channel", sandbox.general.id)) == Overrides()


async def test_the_whole_server_is_for_who_manages_it(sandbox, start_bot):
    async with start_bot(ScriptedEngine("ok")) as bot:
        panel = await opened(sandbox, sandbox.ada, sandbox.general)
        sandbox.ada.click(panel, "settings:place", values=["0"])
        await reads(sandbox, panel, english(notices.panel_title("server")))
        sandbox.ada.click(panel, "settings:set:0:announce", values=["off"])
        await reads(
            sandbox, panel, line("announce", english(notices.VALUES["announce off"]), notices.panel_set_for("server"))
        )
        theirs = await opened(sandbox, sandbox.grace, sandbox.general)
        assert line("announce", english(notices.VALUES["announce off"]), notices.panel_set_for("server")) in text(
            theirs
        )
        for custom_id, values in (("settings:place", ["0"]), ("settings:set:0:announce", ["always"])):
            if custom_id in ids(theirs):
                refused = sandbox.grace.click(theirs, custom_id, values=values)
                response = await sandbox.until(lambda refused=refused: refused.response)
                assert response.content == english(notices.NOT_YOURS_TO_SET)
        assert (await bot.profiles.overrides(Scope("server", sandbox.guild.id))).announce == "off"


async def test_in_direct_messages_it_is_for_the_conversation_and_for_everybody(sandbox, start_bot):
    async with start_bot(ScriptedEngine("ok")):
        panel = await opened(sandbox, sandbox.linus, sandbox.linus.dm_channel)
        assert english(notices.panel_title("direct")) in text(panel)
        sandbox.linus.click(panel, "settings:set:0:thinking", values=["on"])
        on = english(notices.VALUES["thinking on"])
        await reads(sandbox, panel, line("thinking", on, notices.panel_set_for("direct")))


async def test_a_panel_of_before_a_restart_works_as_it_did(sandbox, start_bot):
    async with start_bot(ScriptedEngine("ok")):
        panel = await opened(sandbox, sandbox.ada, sandbox.general)
    async with start_bot(ScriptedEngine("ok")):
        sandbox.ada.click(panel, "settings:set:1:thinking", values=["on"])
        await reads(sandbox, panel, line("thinking", english(notices.VALUES["thinking on"]), HERE))


async def test_who_is_no_moderator_any_more_can_do_nothing_on_a_panel_that_is_open(sandbox, start_bot):
    async with start_bot(ScriptedEngine("ok")) as bot:
        panel = await opened(sandbox, sandbox.grace, sandbox.general)
        sandbox.take_role(sandbox.moderators, sandbox.grace)
        refused = sandbox.grace.click(panel, "settings:set:1:trigger", values=["all"])
        response = await sandbox.until(lambda: refused.response)
        assert response.content == english(notices.COMMAND_WITHDRAWN)
        assert await bot.profiles.overrides(Scope("channel", sandbox.general.id)) == Overrides()
        sandbox.permit_command("settings", sandbox.grace, allowed=True)
        sandbox.grace.click(panel, "settings:set:1:trigger", values=["all"])
        await reads(sandbox, panel, line("trigger", english(notices.VALUES["trigger all"]), HERE))


async def test_it_is_for_moderators_and_in_their_language(sandbox, start_bot):
    sandbox.grace.user.locale = "ja"
    async with start_bot(ScriptedEngine("ok")):
        panel = await opened(sandbox, sandbox.grace, sandbox.general)
        japanese = sentence(notices.panel_title("channel"), "ja")
        assert japanese in text(panel)
        with pytest.raises(Exception, match="10063"):
            sandbox.linus.command(sandbox.general, "settings")


async def test_a_form_of_before_a_restart_says_kindly_that_it_is_outdated(sandbox, start_bot):
    sandbox.ada.user.locale = "de"
    async with start_bot(ScriptedEngine("ok")):
        panel = await opened(sandbox, sandbox.ada, sandbox.general)
        form = sandbox.ada.click(panel, "settings:form:1:")
        await sandbox.until(lambda: form.modal)
    async with start_bot(ScriptedEngine("ok")) as bot:
        sent = sandbox.ada.fill_in(form, {"temperature": "1"})
        response = await sandbox.until(lambda: sent.response)
        assert (response.content, response.ephemeral) == (sentence(notices.FORM_OUTDATED, "de"), True)
        assert await bot.profiles.overrides(Scope("channel", sandbox.general.id)) == Overrides()
