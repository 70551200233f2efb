"""What is kept from a model that knows English only, and what is not."""

import pytest

from bot.core.chat import Options, Piece, Turn
from bot.demo.english import EnglishOnly, NotUnderstood, is_english
from tests.conftest import ScriptedEngine

FOREIGN = (
    "Wie geht es dir?",
    "Erzähl mir etwas über Berlin.",
    "Schreib ein Gedicht",
    "Quelle est la capitale de la France ?",
    "Parle-moi des chats",
    "¿Qué es un átomo?",
    "Cuéntame un chiste, por favor",
    "Raccontami della luna",
    "Você fala português?",
    "Hoe gaat het met je?",
    "Co to jest atom?",
    "你好",
    "日本語を話せますか？",
    "Расскажи мне о Москве",
    "ما هي عاصمة فرنسا؟",
)
ENGLISH = (
    "hi",
    "Marisol",
    "What does “Wie geht es dir?” mean in English, and how is it said?",
    "translate 'good morning' to French",
    "tell me about Los Angeles, El Paso and La Paz",
    "my name is José and I live in São Paulo",
    "What is 你好 in English?",
    "7 + 5?",
    "🎉",
    "```python\nprint('der das die und ich')\n``` what is this?",
    "asdfghjkl",
    "fix this: teh cat",
    "Ada: I have a naïve question",
    "haiku about rain",
    "",
)


@pytest.mark.parametrize("text", FOREIGN)
def test_another_language_is_told(text):
    assert not is_english(text)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_and_so_is_what_says_nothing(text):
    assert is_english(text)


async def test_the_model_is_not_asked_in_another_language():
    engine = ScriptedEngine("nonsense")
    guarded = EnglishOnly(engine)
    with pytest.raises(NotUnderstood, match="Berlin"):
        async for _ in guarded.stream(
            [Turn("system", "x"), Turn("user", "Wo liegt Berlin?")], Options(max_new_tokens=9)
        ):
            pass
    assert engine.prompts == []


async def test_all_else_goes_through_to_the_model():
    engine = ScriptedEngine("An ", "answer")
    guarded = EnglishOnly(engine)
    prompt = [Turn("user", "Where is Berlin?")]
    pieces = [piece async for piece in guarded.stream(prompt, Options(max_new_tokens=9), channel=3)]
    assert pieces == [Piece("An "), Piece("answer"), Piece("", "stop")]
    assert engine.prompts == [prompt]
    assert await guarded.count(prompt) == await engine.count(prompt)
    assert (guarded.name, guarded.model, guarded.context_length) == (engine.name, engine.model, engine.context_length)
    await guarded.forget(3)
    assert engine.forgotten == [3]
