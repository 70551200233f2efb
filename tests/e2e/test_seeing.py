"""What people attach as pictures, and what becomes of it where the model sees."""

import asyncio
import io

import pytest

from bot.core.chat import TEXT_ONLY
from bot.documents.conversion import can_picture
from bot.stores.sqlite import open_record
from tests.conftest import ScriptedEngine
from tests.e2e.waiting import answers, own
from tests.stores.files import address

if not can_picture():
    pytest.skip("Pillow is not installed", allow_module_level=True)

from PIL import Image

SEES = frozenset({"text", "image"})


def png(colour="red", size=(32, 16)):
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "PNG")
    return file.getvalue()


def seen(turn):
    """The sizes of the pictures that a turn shows, and the colour in the middle of each."""
    opened = [Image.open(io.BytesIO(image.data)) for image in turn.images]
    return [(each.size, max("red", "blue", key=lambda colour: _share(each, colour))) for each in opened]


def _share(image, colour):
    pixel = image.getpixel((image.width // 2, image.height // 2))
    return pixel[{"red": 0, "blue": 2}[colour]]


async def test_pictures_are_seen_recalled_after_a_restart_and_forgotten(sandbox, start_bot, tmp_path):
    engine = ScriptedEngine("a red one", accepts=SEES)
    record = await open_record(address(tmp_path / "history.db"))
    async with start_bot(engine, record=record) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} what is it?", files={"thing.txt": png()})
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
    await record.close()
    assert seen(engine.prompts[0][-1]) == [((32, 16), "red")]
    assert engine.prompts[0][-1].text == "Ada: what is it?\n\n[Attached: thing.txt, a picture]"
    assert own(sandbox, sandbox.general) == ["a red one"]

    record = await open_record(address(tmp_path / "history.db"))
    async with start_bot(engine, record=record) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} are you sure?")
        await answers(sandbox, sandbox.general, 2)
        await bot.at_rest()
        assert [seen(turn) for turn in engine.prompts[1]] == [[], [((32, 16), "red")], [], []]
        sandbox.ada.command(sandbox.general, "reset")
        await bot.forgotten(sandbox.general)
    await record.close()


async def test_the_picture_of_the_message_that_is_replied_to_is_seen_and_goes_with_who_sent_it(sandbox, start_bot):
    engine = ScriptedEngine("ok", accepts=SEES)
    async with start_bot(engine) as bot:
        photo = sandbox.linus.say(sandbox.general, "", files={"photo.png": png("blue")})
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} what is it?", files={"mine.png": png()}, reply_to=photo)
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
        assert seen(engine.prompts[0][-1]) == [((32, 16), "red"), ((32, 16), "blue")]
        assert engine.prompts[0][-1].text.startswith("Ada, replying to Linus:\n\nwhat is it?")
        await bot.record.forget_person(sandbox.linus.user.id)
        [asked] = await bot.record.recent(sandbox.general.id)
        assert [image.name for image in asked.question.asked.images] == ["mine.png"]


async def test_a_picture_that_came_while_the_model_was_loaded_is_told_not_to_be_seen_and_not_kept(sandbox, start_bot):
    model = asyncio.get_running_loop().create_future()
    async with start_bot(model) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} what is it?", files={"cat.png": png()})
        await answers(sandbox, sandbox.general)
        [waiting] = await bot.record.recent(sandbox.general.id)
        assert waiting.question.asked.images
        engine = ScriptedEngine("I cannot know", accepts=TEXT_ONLY)
        model.set_result(engine)
        await bot.at_rest()
        [asked] = await bot.record.recent(sandbox.general.id)
        assert asked.question.asked.images == ()
        assert own(sandbox, sandbox.general) == [
            "I cannot know\n-# 📎 I cannot see images such as cat.png: this model reads text only."
        ]
        assert "[Attached: cat.png, which cannot be read here]" in engine.prompts[0][-1].text
