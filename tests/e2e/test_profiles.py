"""What holds in a place, from the command that sets it to what the model is shown."""

from dataclasses import replace

import pytest

from bot.core import notices
from bot.core.profile import Overrides, Persona, Scope
from bot.platforms.discord.commands.system import LONGEST
from bot.sandbox import Refusal
from tests.conftest import ScriptedEngine, english
from tests.e2e.waiting import answers

PIRATE = Persona("pirate", "A pirate", Overrides(system_prompt="Arr.", greeting="Ahoy!", temperature=1.2))
TUTOR = Persona("tutor", "A patient tutor", Overrides(system_prompt="Explain."))


async def done(sandbox, interaction):
    """What the command's own answer reads."""
    await sandbox.until(lambda: interaction.response and not interaction.response.loading)
    return interaction.response.content


async def system_prompt(sandbox, engine, channel):
    """What the model is shown first when somebody asks there."""
    asked = len(engine.prompts)
    sandbox.ada.command(channel, "ask", prompt="hi")
    await sandbox.until(lambda: len(engine.prompts) > asked)
    return engine.prompts[-1][0].text


async def test_persona_changes_who_answers_there_greets_and_can_be_taken_back(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine, personas=[PIRATE, TUTOR]):
        told = await done(sandbox, sandbox.ada.command(sandbox.general, "persona", name="pirate"))
        assert told == f"{english(notices.persona_set('channel', 'A pirate'))}\n\nAhoy!"
        assert await system_prompt(sandbox, engine, sandbox.general) == "Arr."
        assert engine.options[-1].temperature == 1.2
        assert await system_prompt(sandbox, engine, sandbox.random) == "be kind"
        told = await done(sandbox, sandbox.ada.command(sandbox.general, "persona", name="default"))
        assert told == english(notices.persona_unset("channel"))
        assert await system_prompt(sandbox, engine, sandbox.general) == "be kind"


async def test_a_thread_has_its_channels_persona_or_its_own_and_a_channel_its_servers(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine, personas=[PIRATE, TUTOR]):
        thread = sandbox.ada.thread(sandbox.general, "aside")
        await done(sandbox, sandbox.ada.command(sandbox.code, "persona", name="pirate", everywhere=True))
        assert await system_prompt(sandbox, engine, thread) == "Arr."
        await done(sandbox, sandbox.ada.command(thread, "persona", name="tutor"))
        assert await system_prompt(sandbox, engine, thread) == "Explain."
        assert await system_prompt(sandbox, engine, sandbox.general) == "Arr."
        told = await done(sandbox, sandbox.ada.command(thread, "persona", name="default"))
        assert told.startswith(english(notices.persona_set("channel", "A pirate")))


async def test_personas_are_offered_by_name_and_title(sandbox, start_bot):
    async with start_bot(ScriptedEngine("ok"), personas=[PIRATE, TUTOR]):
        for typed, offered in (("", ["default", "pirate", "tutor"]), ("PATIENT", ["tutor"]), ("xyzzy", [])):
            interaction = sandbox.ada.autocomplete(sandbox.general, "persona", name=typed)
            await sandbox.until(lambda asked=interaction: asked.choices is not None)
            assert [choice["value"] for choice in interaction.choices] == offered


async def test_a_persona_that_is_not_there_is_told_with_those_that_are(sandbox, start_bot):
    async with start_bot(ScriptedEngine("ok"), personas=[PIRATE]):
        told = await done(sandbox, sandbox.ada.command(sandbox.general, "persona", name="parrot"))
        assert told == english(notices.no_persona("parrot", "default, pirate"))


async def test_only_who_may_manage_the_server_changes_all_of_it(sandbox, start_bot):
    async with start_bot(ScriptedEngine("ok"), personas=[PIRATE]) as bot:
        told = await done(sandbox, sandbox.grace.command(sandbox.general, "persona", name="pirate", everywhere=True))
        assert told == english(notices.NOT_FOR_SERVER)
        assert await bot.profiles.overrides(Scope("server", sandbox.guild.id)) == Overrides()


async def test_a_category_sets_for_its_channels_what_they_leave_open(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine) as bot:
        category = sandbox.add_category("poems")
        channel = sandbox.add_channel("haiku", category=category)
        await bot.profiles.change(Scope("category", category.id), lambda it: replace(it, system_prompt="Rhyme."))
        assert await system_prompt(sandbox, engine, channel) == "Rhyme."
        sandbox.ada.say(channel, f"{sandbox.mention} hi")
        await sandbox.until(lambda: len(engine.prompts) == 2)
        assert engine.prompts[1][0].text == "Rhyme."
        assert await system_prompt(sandbox, engine, sandbox.ada.thread(channel, "aside")) == "Rhyme."


async def test_whoever_only_mentions_a_persona_is_greeted_as_it_greets(sandbox, start_bot):
    async with start_bot(ScriptedEngine("ok"), personas=[PIRATE]) as bot:
        await bot.profiles.change(Scope("channel", sandbox.general.id), lambda it: replace(it, persona="pirate"))
        sandbox.ada.say(sandbox.general, sandbox.mention)
        [greeting] = await answers(sandbox, sandbox.general)
        assert greeting.content == "Ahoy!"


@pytest.mark.parametrize("command", ["persona", "system clear"])
async def test_whoever_may_not_manage_channels_is_refused_by_discord(sandbox, start_bot, command):
    async with start_bot(ScriptedEngine("ok"), personas=[PIRATE]):
        with pytest.raises(Refusal):
            sandbox.linus.command(sandbox.general, command, **({"name": "pirate"} if command == "persona" else {}))


async def test_in_a_direct_message_everybody_chooses_for_himself(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine, personas=[PIRATE]):
        direct = sandbox.linus.dm_channel
        await done(sandbox, sandbox.linus.command(direct, "persona", name="pirate", everywhere=True))
        sandbox.linus.dm("hello")
        await sandbox.until(lambda: engine.prompts)
        assert engine.prompts[0][0].text == "Arr."


async def test_system_set_shows_what_holds_to_be_written_anew_and_clear_takes_it_back(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine, personas=[PIRATE]):
        await done(sandbox, sandbox.ada.command(sandbox.general, "persona", name="pirate"))
        form = sandbox.ada.command(sandbox.general, "system set")
        await sandbox.until(lambda: form.modal)
        assert '"Arr."' in str(form.modal).replace("'", '"')
        sent = sandbox.ada.fill_in(form, prompt="Speak like a parrot.")
        assert await done(sandbox, sent) == english(notices.PROMPT_SET)
        assert await system_prompt(sandbox, engine, sandbox.general) == "Speak like a parrot."
        cleared = await done(sandbox, sandbox.ada.command(sandbox.general, "system clear"))
        assert cleared == english(notices.PROMPT_CLEARED)
        assert await system_prompt(sandbox, engine, sandbox.general) == "Arr."


async def test_a_persona_takes_the_place_of_what_was_written_there(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine, personas=[PIRATE]) as bot:
        await bot.profiles.change(Scope("channel", sandbox.general.id), lambda it: replace(it, system_prompt="Mine."))
        assert await system_prompt(sandbox, engine, sandbox.general) == "Mine."
        await done(sandbox, sandbox.ada.command(sandbox.general, "persona", name="pirate"))
        assert await system_prompt(sandbox, engine, sandbox.general) == "Arr."


async def test_what_is_longer_than_a_field_of_discords_is_written_anew(sandbox, start_bot):
    endless = Persona("endless", "Somebody", Overrides(system_prompt="x" * (LONGEST + 1)))
    async with start_bot(ScriptedEngine("ok"), personas=[endless]):
        await done(sandbox, sandbox.ada.command(sandbox.general, "persona", name="endless"))
        form = sandbox.ada.command(sandbox.general, "system set")
        await sandbox.until(lambda: form.modal)
        assert "xx" not in str(form.modal)


async def test_system_set_for_the_server_leaves_channels_with_their_own(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine, personas=[PIRATE]):
        await done(sandbox, sandbox.ada.command(sandbox.general, "persona", name="pirate"))
        form = sandbox.ada.command(sandbox.general, "system set", everywhere=True)
        await sandbox.until(lambda: form.modal)
        await done(sandbox, sandbox.ada.fill_in(form, prompt="Speak like a parrot."))
        assert await system_prompt(sandbox, engine, sandbox.random) == "Speak like a parrot."
        assert await system_prompt(sandbox, engine, sandbox.general) == "Arr."


@pytest.mark.parametrize("blank", ["   ", "\n"])
async def test_instructions_of_nothing_are_refused(sandbox, start_bot, blank):
    async with start_bot(ScriptedEngine("ok")) as bot:
        form = sandbox.ada.command(sandbox.general, "system set")
        await sandbox.until(lambda: form.modal)
        sent = sandbox.ada.fill_in(form, prompt=blank)
        await sandbox.until(lambda: sent.followups or (sent.response and not sent.response.loading))
        assert await bot.profiles.overrides(Scope("channel", sandbox.general.id)) == Overrides()


async def test_system_show_says_where_the_instructions_come_from_and_holds_them_whole(sandbox, start_bot):
    async with start_bot(ScriptedEngine("ok"), personas=[PIRATE]):
        told = await done(sandbox, sandbox.ada.command(sandbox.general, "system show"))
        assert told == english(notices.PROMPT_DEFAULT)
        await done(sandbox, sandbox.ada.command(sandbox.general, "persona", name="pirate"))
        shown = sandbox.ada.command(sandbox.general, "system show")
        assert await done(sandbox, shown) == english(notices.prompt_persona("channel", "A pirate"))
        assert [file.filename for file in shown.response.attachments] == ["instructions.md"]
