"""Somebody gets what is theirs, and is forgotten, over sockets."""

from datetime import timedelta

from bot.core import notices
from bot.core.access import Listed, Rules
from tests.conftest import ScriptedEngine, english
from tests.e2e.waiting import answers, own


async def asked_twice(sandbox):
    """An answer to Ada in each of two channels, and one to Linus, with their buttons."""
    sandbox.ada.say(sandbox.general, f"{sandbox.mention} mine")
    [answer] = await answers(sandbox, sandbox.general)
    await sandbox.until(lambda: "regenerate" in str(answer.components))
    sandbox.linus.say(sandbox.general, "what?", reply_to=answer)
    sandbox.ada.say(sandbox.random, f"{sandbox.mention} mine, too")
    for channel, count in ((sandbox.general, 2), (sandbox.random, 1)):
        for message in await answers(sandbox, channel, count):
            await sandbox.until(lambda shown=message: "regenerate" in str(shown.components))
    return answer


# Of what `asked_twice` leaves behind.
GONE = (notices.forgotten_you(2, 2, 2), notices.words_gone(1))


def said(*told):
    return " ".join(map(english, told))


async def press(sandbox, message, label):
    rows = message.components
    [custom_id] = [part["custom_id"] for row in rows for part in row["components"] if part["label"] == label]
    return sandbox.ada.click(message, custom_id)


async def test_who_is_forgotten_is_told_how_much_went_and_no_button_is_left(sandbox, start_bot):
    engine = ScriptedEngine("hi")
    async with start_bot(engine) as bot:
        answer = await asked_twice(sandbox)
        command = sandbox.ada.command(sandbox.general, "forget-me")
        response = await sandbox.until(lambda: command.response and command.response.components and command.response)
        assert response.ephemeral
        assert response.content == said(notices.forget_you(2, 2, 2), notices.words_elsewhere(1))
        await press(sandbox, response, "Forget")
        await sandbox.until(lambda: response.content == said(*GONE))
        assert await bot.remembered(sandbox.general) == [("Linus: what?", "hi")]
        assert await bot.remembered(sandbox.random) == []
        assert sorted(set(engine.forgotten)) == sorted([sandbox.general.id, sandbox.random.id])
        await sandbox.until(lambda: not answer.components)
        assert own(sandbox, sandbox.general) == ["hi", "hi"]


async def test_what_others_took_of_somebodys_messages_goes_too_and_nothing_else(sandbox, start_bot):
    engine = ScriptedEngine("hi")
    secret = sandbox.ada.say(sandbox.random, "a secret", files={"plan.txt": b"a secret plan"})
    link = f"https://discord.com/channels/{sandbox.guild.id}/{sandbox.random.id}/{secret.id}"
    why = sandbox.linus.say(sandbox.random, "why?", reply_to=secret)
    private = sandbox.linus.dm_channel
    async with start_bot(engine) as bot:
        # It stands in a chain, in a quote with its file, in a message that is linked to, and in forwards, of which
        # Discord does not tell whose words they are.
        questions = [
            lambda: sandbox.linus.say(sandbox.random, f"{sandbox.mention} well?", reply_to=why),
            lambda: sandbox.linus.say(sandbox.random, f"{sandbox.mention} really?", reply_to=secret),
            lambda: sandbox.linus.say(sandbox.general, f"{sandbox.mention} see {link}"),
            lambda: sandbox.linus.forward(secret, private),
            lambda: sandbox.linus.forward(sandbox.linus.forward(secret, sandbox.general), private),
        ]
        for ask in questions:
            asked = len(engine.prompts)
            ask()
            await sandbox.until(lambda count=asked: len(engine.prompts) > count)
            assert "secret" in engine.prompts[-1][-1].text
            await bot.at_rest()
        command = sandbox.ada.command(sandbox.general, "forget-me")
        response = await sandbox.until(lambda: command.response and command.response.components and command.response)
        assert response.content == english(notices.words_elsewhere(5))
        await press(sandbox, response, "Forget")
        await sandbox.until(lambda: response.content == english(notices.words_gone(5)))
        assert await bot.remembered(sandbox.random) == [
            ("Linus, replying to Linus:\n> why?\n\nwell?", "hi"),
            ("Linus: really?", "hi"),
        ]
        assert await bot.remembered(sandbox.general) == [(f"Linus: see {link}", "hi")]
        assert await bot.remembered(private) == [("", "hi"), ("", "hi")]
        assert set(engine.forgotten) == {sandbox.random.id, sandbox.general.id, private.id}


async def test_what_was_asked_before_a_restart_can_be_answered_after_it(sandbox, start_bot):
    async with start_bot(ScriptedEngine("hi")) as bot:
        await asked_twice(sandbox)
        record = bot.record
        asked = [sandbox.ada.command(sandbox.general, "forget-me") for _ in range(2)]
        first, second = [
            await sandbox.until(lambda it=command: it.response and it.response.components and it.response)
            for command in asked
        ]
    async with start_bot(ScriptedEngine("hi"), record=record) as bot:
        await press(sandbox, first, "Cancel")
        await sandbox.until(lambda: first.content == english(notices.NOTHING_FORGOTTEN))
        assert not first.components
        assert len(await bot.remembered(sandbox.general)) == 2
        await press(sandbox, second, "Forget")
        await sandbox.until(lambda: second.content == said(*GONE))


async def test_messages_go_with_it_where_that_is_wanted_also_for_who_is_kept_out(sandbox, start_bot):
    async with start_bot(ScriptedEngine("hi")) as bot:
        await asked_twice(sandbox)
        record = bot.record
    kept_out = Rules(denied=Listed(users=frozenset({sandbox.ada.user.id})))
    async with start_bot(ScriptedEngine("hi"), record=record, rules=kept_out):
        command = sandbox.ada.command(sandbox.general, "forget-me")
        response = await sandbox.until(lambda: command.response and command.response.components and command.response)
        await press(sandbox, response, "Forget, and delete the answers")
        await sandbox.until(lambda: response.content.endswith(english(notices.messages_gone(2))))
        assert (len(own(sandbox, sandbox.general)), own(sandbox, sandbox.random)) == (1, [])


async def test_the_history_comes_as_a_private_file(sandbox, start_bot):
    async with start_bot(ScriptedEngine("hi")):
        await asked_twice(sandbox)
        command = sandbox.ada.command(sandbox.general, "history", where="everywhere", form="json")
        response = await sandbox.until(lambda: command.response and command.response.attachments and command.response)
        assert response.ephemeral
        assert response.content == english(notices.history(2, 2))
        assert [attachment.filename for attachment in response.attachments] == ["history.json"]


async def test_the_history_says_where_something_was_asked_as_people_call_it(sandbox, start_bot):
    async with start_bot(ScriptedEngine("hi")):
        await asked_twice(sandbox)
        command = sandbox.ada.command(sandbox.general, "history", where="everywhere")
        response = await sandbox.until(lambda: command.response and command.response.attachments and command.response)
        [file] = response.attachments
        text = file.data.decode()
        for channel in (sandbox.general, sandbox.random):
            assert f"UTC, #{channel.name}, {sandbox.guild.name}\n" in text


async def test_what_is_too_old_is_forgotten_at_the_start(sandbox, start_bot):
    async with start_bot(ScriptedEngine("hi")) as bot:
        await asked_twice(sandbox)
        record = bot.record
    for keep in (timedelta(days=1), timedelta(microseconds=1)):
        async with start_bot(ScriptedEngine("hi"), record=record, as_client={"keep": keep}) as bot:
            if keep < timedelta(days=1):
                await bot.forgotten(sandbox.general)
                await bot.forgotten(sandbox.random)
            else:
                assert len(await record.recent(sandbox.general.id)) == 2
