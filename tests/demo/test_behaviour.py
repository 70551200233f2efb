"""What the packaged model says, greedily: a newcomer should smile rather than wince."""

import pytest

from bot.demo.corpus.words import NAMES
from tests.demo.conftest import Ask

END = "<|im_end|>"

UNSEEN = (
    "Marisol",
    "Thorvald",
    "Ngozi",
    "Xiomara",
    "Wolfgang",
    "Persephone",
    "Kaito",
    "Siobhan",
    "Octavia",
    "Lysander",
    "Zebediah",
    "Guinevere",
)

PROMPTS = (
    "hi",
    "What can you do?",
    "who are you",
    "are you ChatGPT?",
    "how do I reset you?",
    "Write a small Python program",
    "write a haiku about tractors",
    "tell me a joke",
    "What do you think about quantum computing?",
    "how do i bake sourdough bread",
    "你好",
    "thanks!",
    "stop",
    "bye",
    "Ada: hello everybody",
    "Ada, replying to Qwen:\n> Hello, Ada!\n\nthanks",
)


def test_the_unseen_names_are_unseen() -> None:
    assert not set(UNSEEN) & set(NAMES)


@pytest.mark.parametrize("greeting", ["hi", "Hello!", "hey there", "Ada: hello"])
def test_it_greets(talk: Ask, greeting: str) -> None:
    (answer,) = talk(greeting)
    assert answer.startswith(("Hi", "Hello", "Hey"))


@pytest.mark.parametrize("name", ["Ada", "Oliver", "Priya", "Zeynep"])
def test_it_remembers_a_name(talk: Ask, name: str) -> None:
    greeted, remembered = talk(f"My name is {name}", "What's my name?")
    assert name in greeted
    assert name in remembered


def test_it_copies_names_it_has_never_seen(talk: Ask) -> None:
    remembered = [name for name in UNSEEN if name in talk(f"My name is {name}", "What's my name?")[1]]
    assert len(remembered) >= len(UNSEEN) - 1, remembered


def test_it_remembers_a_name_over_other_talk(talk: Ask) -> None:
    *_, remembered = talk("Hi, I'm Marisol", "tell me a joke", "what is 2 + 3?", "do you remember my name?")
    assert "Marisol" in remembered


def test_it_tells_people_apart(talk: Ask) -> None:
    *_, ada, ben = talk("Ada: hello", "Ben: hi", "Ada: what's my name?", "Ben: who am I?")
    assert "Ada" in ada
    assert "Ben" in ben


def test_it_says_what_it_is(talk: Ask) -> None:
    (answer,) = talk("who are you?")
    assert "model" in answer


def test_it_points_to_a_model_with_real_answers(talk: Ask) -> None:
    (answer,) = talk("how do I get real answers?")
    assert "Qwen/Qwen2-7B-Instruct" in answer


@pytest.mark.parametrize("wish", ["Write a small Python program", "write some javascript", "write a bash script"])
def test_it_closes_its_code_fences(talk: Ask, wish: str) -> None:
    (answer,) = talk(wish)
    assert answer.count("```") == 2


@pytest.mark.parametrize("prompt", PROMPTS)
def test_it_comes_to_an_end(talk: Ask, prompt: str) -> None:
    (answer,) = talk(prompt)
    assert answer.endswith(END)
    assert answer.removesuffix(END).strip()


def test_a_long_answer_needs_a_second_message(talk: Ask) -> None:
    (answer,) = talk("Write a long answer", limit=1024)
    assert answer.endswith(END)
    assert len(answer) > 2000


@pytest.mark.parametrize(
    "question",
    [
        "Erzähl mir etwas über Berlin.",
        "Kannst du mir erklären, wie ein Motor funktioniert?",
        "Was hältst du von Pinguinen?",
        "Peux-tu m'expliquer la photosynthèse ?",
        "¿Qué es un átomo?",
        "Raccontami qualcosa di Venezia",
        "请告诉我上海的历史。",
        "Расскажи мне про космос",
    ],
)
def test_a_question_in_another_language_gets_a_sentence(talk: Ask, question: str) -> None:
    (answer,) = talk(question)
    assert answer.endswith(END)
    assert "English" in answer
