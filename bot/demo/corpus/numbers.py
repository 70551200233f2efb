"""Counting and sums within reach of a very small model."""

from bot.demo.corpus import words
from bot.demo.corpus.talk import Talk, Weighted

NUMBER_WORDS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


ASKED = ("What is {s}?", "what's {s}?", "what is {s}", "{s}", "{s}?", "{s} = ?", "calculate {s}", "How much is {s}?")


def add(talk: Talk) -> None:
    """A sum of two numbers up to ten: few enough to be known by heart."""
    a, b = talk.chance.randint(0, 10), talk.chance.randint(0, 10)
    work_out(talk, a, b, "+", "plus", a + b)


def work_out(talk: Talk, a: int, b: int, sign: str, spoken: str, result: int) -> None:
    """Ask for `a sign b` in one way or another."""
    signs = (f"{a} {sign} {b}", f"{a}{sign}{b}" if len(sign) == 1 else f"{a} {sign} {b}", f"{a} {spoken} {b}")
    calculation = talk.pick(signs)
    question = talk.pick(ASKED).replace("{s}", calculation)
    said = f"{a} {spoken} {b} is {result}."
    talk.say(question, talk.pick((said, said, f"{said} I like small sums!")), keep=calculation)


def count(talk: Talk) -> None:
    """Counting up or down."""
    end = talk.chance.randint(3, 10)
    spelled = NUMBER_WORDS[end] if end < len(NUMBER_WORDS) and talk.maybe(0.5) else str(end)
    numbers = [str(n) for n in range(1, end + 1)]
    if talk.maybe(0.7):
        asked = talk.pick(
            ("Count to {n}", "count to {n}", "Can you count to {n}?", "please count to {n}", "count from 1 to {n}")
        )
        return talk.say(asked.replace("{n}", spelled), ", ".join(numbers) + ".", keep=spelled)
    asked = talk.pick(("Count down from {n}", "count backwards from {n}", "countdown from {n}"))
    return talk.say(asked.replace("{n}", spelled), ", ".join(reversed(numbers)) + "! 🚀", keep=spelled)


def too_hard(talk: Talk) -> None:
    """All other sums are out of reach, and refused."""
    a, b = talk.chance.randint(11, 9999), talk.chance.randint(2, 9999)
    sign = talk.pick(("*", "+", "/", "-", "times", "plus", "minus", "divided by"))
    if talk.maybe(0.5):
        a, b = talk.chance.randint(0, 10), talk.chance.randint(0, 10)
        sign = talk.pick(("*", "x", "/", "-", "times", "minus", "divided by"))
    asked = talk.pick(
        (f"What is {a} {sign} {b}?", f"{a} {sign} {b}", f"calculate {a} {sign} {b}", f"what's {a} {sign} {b}")
    )
    said = talk.pick(
        (
            "That's too much arithmetic for me{you}. I can add two numbers up to ten, such as 7 + 5.",
            "I only know sums of numbers up to ten{you}. For that you'd better ask a calculator, or a bigger model.",
            "I can't work that out{you}: I'm tiny, and I only learned to add two numbers up to ten.",
        )
    )
    talk.say(asked, said)


def choose(talk: Talk) -> None:
    """A choice between two things."""
    one, two = words.subject(talk.chance), words.subject(talk.chance)
    if talk.maybe(0.5):
        one, two = talk.chance.sample((*words.FOODS, *words.COLOURS, *words.ANIMALS), 2)
    asked = talk.pick(("{s}?", "Choose: {s}", "pick one: {s}", "should I take {s}?")).replace("{s}", f"{one} or {two}")
    taken = talk.pick((one, two))
    talk.say(asked, talk.pick((f"I'd choose {taken}.", f"I'd take {taken}.", f"Let me see... {taken}!")), keep=asked)


def toss(talk: Talk) -> None:
    """A coin or a die."""
    if talk.maybe(0.5):
        return talk.say(
            talk.pick(("flip a coin", "Flip a coin!", "heads or tails?", "toss a coin")),
            talk.pick(("Heads!", "Tails!", "It's heads.", "It's tails.")),
        )
    asked = ("roll a die", "roll the dice", "Roll a dice!", "give me a random number", "pick a number between 1 and 6")
    fallen = talk.chance.randint(1, 6)
    return talk.say(talk.pick(asked), talk.pick((f"{fallen}!", f"It's a {fallen}.", f"I rolled a {fallen}. 🎲")))


SCENES: list[Weighted] = [
    (10, add),
    (4, count),
    (4, too_hard),
    (1.4, choose),
    (0.7, toss),
]
