"""How people type: capitals or none, a missing full stop, a slip of the finger, a smiley."""

import random

SMILEYS = ("🙂", "😊", ":)", "😄", "👋", "🤔", "😅", "xD", "lol", "🎉", "❤️", "pls", "haha", "🙏")
MARKS = "?.!"
BEFORE = (
    "hi, ",
    "Hi! ",
    "hey, ",
    "Hello! ",
    "hello, ",
    "Qwen, ",
    "Hey Qwen, ",
    "ok, ",
    "okay ",
    "so ",
    "now ",
    "and ",
    "please ",
    "well, ",
    "then ",
    "cool, ",
    "thanks, ",
    "hm, ",
    "Question: ",
    "I have a question: ",
)
AFTER = (" please", " please?", ", please", " pls", " for me", ", thanks", " now", " again", " thank you")


def typed(chance: random.Random, text: str, *, keep: str = "") -> str:
    """`text` as somebody might type it. What stands in `keep`, such as a name, is left as it is."""
    if keep and keep in text:
        before, after = text.split(keep, 1)
        if chance.random() < 0.08:
            before = chance.choice(BEFORE) + before
        return _opened(chance, before) + keep + _closed(chance, after)
    if chance.random() < 0.1:
        text = dressed(chance, text)
    draw = chance.random()
    if draw < 0.55:
        return text
    if draw < 0.9:
        text = text.lower()
    if chance.random() < 0.55:
        text = text.rstrip(MARKS) or text
    if chance.random() < 0.12:
        text = slip(chance, text)
    if chance.random() < 0.06:
        text = f"{text} {chance.choice(SMILEYS)}"
    return text


def dressed(chance: random.Random, text: str) -> str:
    """`text` with a word of courtesy or two around it."""
    if len(text) < 8:
        return text
    if chance.random() < 0.25:
        return text.rstrip(MARKS) + chance.choice(AFTER)
    return chance.choice(BEFORE) + text


def _opened(chance: random.Random, text: str) -> str:
    return text.lower() if chance.random() < 0.4 else text


def _closed(chance: random.Random, text: str) -> str:
    return text.rstrip(MARKS) if chance.random() < 0.45 else text


def slip(chance: random.Random, text: str) -> str:
    """One letter dropped, doubled or swapped with its neighbour."""
    letters = [n for n in range(1, len(text) - 1) if text[n].isalpha() and text[n + 1].isalpha()]
    if not letters:
        return text
    at = chance.choice(letters)
    draw = chance.random()
    if draw < 0.35:
        return text[:at] + text[at + 1 :]
    if draw < 0.6:
        return text[:at] + text[at] + text[at:]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
